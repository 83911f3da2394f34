import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType()
export class Afterword {
  @Field(() => String) name: string;
  @Field(() => String) word: string;
  @Field(() => Boolean) wasThere: boolean;
}

/** What those who said they would come say afterwards; for hosts. */
@ObjectType()
export class Afterwords {
  @Field(() => Int) there: number;
  @Field(() => Int) missed: number;
  @Field(() => [Afterword], { description: 'Newest first, at most 100.' }) words: Afterword[];
}
