import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';

@InputType({ description: 'What somebody looks for among the public events. What is left out does not matter.' })
export class EventFilterInput {
  @Field(() => String, { nullable: true, description: 'Accents and case do not matter; each word must be found.' })
  words?: string | null;
  @Field(() => String, { nullable: true, description: 'First day, YYYY-MM-DD, on the clock of the place.' })
  from?: string | null;
  @Field(() => String, { nullable: true, description: 'Last day.' }) to?: string | null;
  @Field(() => String, { nullable: true }) tag?: string | null;
  @Field(() => String, { nullable: true, description: "A group's handle." }) group?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Also or only online.' }) online?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Known to be step-free.' }) stepFree?: boolean | null;
}

@ObjectType()
export class TagCount {
  @Field(() => String) tag: string;
  @Field(() => Int) events: number;
}
