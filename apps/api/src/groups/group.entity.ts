import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const visibilities = { OPEN: 'open', CLOSED: 'closed', SECRET: 'secret' } as const;
export type Visibility = (typeof visibilities)[keyof typeof visibilities];
registerEnumType(visibilities, {
  name: 'GroupVisibility',
  description:
    'Open: all may read. Closed: all see the card, members the content. Secret: only members and invited people know it exists.',
});

/** A community. */
@ObjectType()
@Entity('folk_group')
export class Group {
  @Field(() => ID) @PrimaryColumn({ type: 'uuid' }) id: string;
  @Field(() => String) @Column({ type: 'text' }) handle: string;
  @Field(() => String) @Column({ type: 'text' }) name: string;
  @Field(() => String) @Column({ type: 'text' }) summary: string;
  @Field(() => String) @Column({ type: 'text' }) about: string;
  @Field(() => String) @Column({ type: 'text' }) aboutHtml: string;
  @Field(() => String) @Column({ type: 'text' }) color: string;
  @Column({ type: 'bigint' }) posterSeed: string;
  @Field(() => String) @Column({ type: 'char', length: 3 }) currency: string;
  @Field(() => String) @Column({ type: 'text' }) zone: string;
  @Field(() => String) @Column({ type: 'text' }) locale: string;
  @Field(() => visibilities) @Column({ type: 'text' }) visibility: Visibility;
  @Column({ type: 'text' }) preset: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) archivedAt: Date | null;
  @Field(() => Int) @Column({ type: 'int' }) version: number;
}
