import { createUnionType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Fault } from '../platform/graphql/fault.ts';
import { say } from '../platform/words/words.ts';

/** The person who is looking, with what only they may see of themselves. */
@ObjectType()
export class Viewer {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true }) email: string | null;
  @Field(() => String) locale: string;
  @Field(() => Boolean) operator: boolean;
  @Field(() => Boolean) hasPassword: boolean;
}

@ObjectType()
export class Session {
  @Field(() => ID) id: string;
  @Field(() => Date) createdAt: Date;
  @Field(() => Date) seenAt: Date;
  @Field(() => String) browser: string;
  @Field(() => Boolean) current: boolean;
}

@ObjectType()
export class Instance {
  @Field(() => String) name: string;
  @Field(() => Boolean) claimed: boolean;
  @Field(() => Boolean, { description: 'Without it mails are kept for the operator instead of sent.' })
  mailSetUp: boolean;
  @Field(() => Boolean, { description: 'Whether mails ask for answers, as a mail port reads them.' })
  readsReplies: boolean;
}

@ObjectType()
export class KeptMail {
  @Field(() => ID) id: string;
  @Field(() => String) recipient: string;
  @Field(() => String) subject: string;
  @Field(() => String) text: string;
  @Field(() => Date) createdAt: Date;
  @Field(() => Date, { nullable: true }) sentAt: Date | null;
  @Field(() => String, { nullable: true }) failure: string | null;
}

@InputType()
export class ClaimInstanceInput {
  @Field(() => String) code: string;
  @Field(() => String) name: string;
  @Field(() => String) email: string;
  @Field(() => String, { nullable: true }) instanceName?: string | null;
}

@InputType()
export class RequestSignInInput {
  @Field(() => String) email: string;
  @Field(() => String, { nullable: true, description: 'The name of somebody new.' }) name?: string | null;
  @Field(() => String, { nullable: true }) next?: string | null;
}

@InputType()
export class SignInWithCodeInput {
  @Field(() => String) email: string;
  @Field(() => String) code: string;
}

@InputType()
export class SignInWithPasswordInput {
  @Field(() => String) email: string;
  @Field(() => String) password: string;
}

@InputType()
export class UpdateProfileInput {
  @Field(() => String, { nullable: true }) name?: string | null;
  @Field(() => String, { nullable: true }) locale?: string | null;
}

@ObjectType({ implements: () => [Fault] })
export class SignInRefused extends Fault {
  constructor() {
    super(say`That does not fit. Look at the newest mail, or ask for a new one.`);
  }
}

export const SignInResult = createUnionType({ name: 'SignInResult', types: () => [Viewer, SignInRefused] as const });
