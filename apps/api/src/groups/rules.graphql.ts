import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { dutyKinds } from './groups.graphql.ts';

@ObjectType()
export class RuleView {
  @Field(() => String) key: string;
  @Field(() => String) value: string;
  @Field(() => String, { description: 'steward, notice, decision or entrenched: how it may be changed.' })
  class: string;
  @Field(() => String, { description: 'switch, choice, share, number or amount.' }) form: string;
  @Field(() => [String], { description: 'The words of a choice.' }) choices: string[];
  @Field(() => Int, { nullable: true }) from: number | null;
  @Field(() => Int, { nullable: true }) to: number | null;
  @Field(() => Boolean, { description: 'An amount that may be none.' }) mayBeNone: boolean;
}

@ObjectType()
export class RuleDifference {
  @Field(() => String) key: string;
  @Field(() => String) before: string;
  @Field(() => String) after: string;
}

/** The proposal that made a version; absent where the group began with it. */
@ObjectType()
export class DecidedBy {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
}

@ObjectType()
export class RulebookVersionView {
  @Field(() => Int) n: number;
  @Field(() => Date) from: Date | string;
  @Field(() => DecidedBy, { nullable: true }) decidedBy: DecidedBy | null;
  @Field(() => [RuleDifference], { description: 'What is other than in the version before.' })
  differences: RuleDifference[];
}

@ObjectType()
export class AgreementView {
  @Field(() => ID) id: string;
  @Field(() => Int) n: number;
  @Field(() => String) title: string;
  @Field(() => String) body: string;
  @Field(() => String) bodyHtml: string;
  @Field(() => Date) from: Date | string;
  @Field(() => DecidedBy, { nullable: true }) decidedBy: DecidedBy | null;
  @Field(() => Int, { description: 'How many members have accepted it.' }) accepted: number;
  @Field(() => Boolean) iAccepted: boolean;
}

@ObjectType()
export class RulebookView {
  @Field(() => ID) groupId: string;
  @Field(() => String) currency: string;
  @Field(() => Int) n: number;
  @Field(() => [RuleView]) rules: RuleView[];
  @Field(() => [RulebookVersionView], { description: 'Newest first.' }) versions: RulebookVersionView[];
  @Field(() => [AgreementView], { description: 'Newest first; the first is in force.' }) agreements: AgreementView[];
  @Field(() => Boolean) mayAccept: boolean;
}

/** A duty that the group has decided to give, waiting for the yes of its person. */
@ObjectType()
export class DutyOffer {
  @Field(() => ID) id: string;
  @Field(() => dutyKinds) duty: string;
  @Field(() => String, { nullable: true, description: 'The last day of its term.' }) until: string | null;
  @Field(() => String, { nullable: true, description: 'Whose it was.' }) formerName: string | null;
  @Field(() => String) groupName: string;
  @Field(() => String) groupHandle: string;
  @Field(() => ID) proposalId: string;
}
