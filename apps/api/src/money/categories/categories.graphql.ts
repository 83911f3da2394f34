import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export const categoryKinds = { IN: 'income', OUT: 'expense' } as const;
export type CategoryKind = (typeof categoryKinds)[keyof typeof categoryKinds];
registerEnumType(categoryKinds, { name: 'CategoryKind', description: 'What comes in, or what goes out.' });

@ObjectType()
export class CategoryName {
  @Field(() => String, { description: 'As it stands in the book: expense.food.' }) category: string;
  @Field(() => String) name: string;
}

@ObjectType({ description: 'A category that bookings stand under.' })
export class ListedCategory {
  @Field(() => String, { description: 'As it stands in the book: expense.food.' }) category: string;
  @Field(() => categoryKinds) kind: string;
  @Field(() => String, { nullable: true, description: "The group's own word; null where it is called by ours." })
  name: string | null;
  @Field(() => Boolean, { description: 'The product itself books under it: it can not be archived.' }) kept: boolean;
  @Field(() => Boolean) archived: boolean;
  @Field(() => Int, { description: 'In how many months something was booked under it.' }) used: number;
}

@ObjectType({ description: 'The categories of a book in the order of its forms, what comes in first.' })
export class BookCategories {
  @Field(() => ID, { description: 'That of the book.' }) id: string;
  @Field(() => [CategoryName], { description: "The group's own words for its categories." }) names: CategoryName[];
  @Field(() => [ListedCategory]) list: ListedCategory[];
  @Field(() => Boolean, { description: 'Whether the viewer keeps the list.' }) canKeep: boolean;
}
