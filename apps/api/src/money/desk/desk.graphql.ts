import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type DeskFilter, deskFilters } from '../contributions/gifts.graphql.ts';
import { type DeskRowKind, deskRowKinds } from './desk.rows.ts';

export const deskRowWords = Object.fromEntries(deskRowKinds.map((kind) => [kind, kind])) as Record<
  DeskRowKind,
  DeskRowKind
>;
registerEnumType(deskRowWords, { name: 'DeskRowKind' });

@ObjectType({ description: 'One kind of work of a treasurer, and how much of it waits.' })
export class DeskRow {
  @Field(() => deskRowWords) kind: DeskRowKind;
  @Field(() => Int) waiting: number;
  @Field(() => deskFilters, {
    nullable: true,
    description: 'Of gifts: the filter under which the first of them stands.',
  })
  filter: DeskFilter | null;
}

@ObjectType({ description: 'What waits for the treasurer of a group.' })
export class Desk {
  @Field(() => ID, { description: 'That of the book.' }) id: string;
  @Field(() => [DeskRow]) rows: DeskRow[];
}
