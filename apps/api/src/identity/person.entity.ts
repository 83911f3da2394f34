import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A human known to this instance. Addresses are rows of their own and no field here. */
@ObjectType()
@Entity('person')
export class Person {
  @Field(() => ID) @PrimaryColumn({ type: 'uuid' }) id: string;
  @Field(() => String) @Column({ type: 'text' }) name: string;
  @Column({ type: 'text' }) locale: string;
  @Column({ type: 'text', nullable: true }) zone: string | null;
  @Column({ type: 'boolean' }) operator: boolean;
  @Column({ type: 'boolean' }) signsIn: boolean;
  @Column({ type: 'text', nullable: true }) passwordHash: string | null;
  @Column({ type: 'timestamptz', nullable: true }) suspendedAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column({ type: 'int' }) version: number;
}
