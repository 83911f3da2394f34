import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { MoneyValue } from '../../../platform/graphql/money.type.ts';

@InputType({ description: 'Somebody without an account who is asked for their bill.' })
export class AskForInvoiceInput {
  @Field(() => ID) groupId: string;
  @Field(() => String, { description: 'Who is asked, by name.' }) name: string;
  @Field(() => String, { description: 'What it is for.' }) what: string;
  @Field(() => String, { nullable: true, description: 'Where the link is mailed to; it can be handed on by hand too.' })
  email?: string | null;
  @Field(() => ID, { nullable: true }) eventId?: string | null;
}

@ObjectType({ description: 'Given once: nobody can read the link again.' })
export class InvoiceLink {
  @Field(() => String) url: string;
  @Field(() => ID, { description: 'The draft that is filled in by it.' }) expenseId: string;
}

@ObjectType({ description: 'A bill that was asked for, for whoever asked.' })
export class InvoiceRequest {
  @Field(() => String) name: string;
  @Field(() => Date) askedAt: Date | string;
  @Field(() => Date, { nullable: true, description: 'When it last came.' }) sentAt: Date | string | null;
  @Field(() => MoneyValue, { nullable: true }) amount: MoneyValue | null;
  @Field(() => String, { nullable: true, description: 'The day of the bill.' }) spentOn: string | null;
  @Field(() => String, { description: 'What they wrote beside it.' }) note: string;
}
