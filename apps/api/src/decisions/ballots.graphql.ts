import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { BallotFault } from '#libs/voting';
import { ballotKinds, ballotOf, templates } from '#libs/voting';
import { Fault } from '../platform/graphql/fault.ts';
import { MoneyInput, MoneyValue } from '../platform/graphql/money.type.ts';
import { say, type Words } from '../platform/words/words.ts';

/** The words of an enum: the API writes in capitals what the rest writes small. */
function words<const W extends string>(list: readonly W[]): { readonly [K in W as Uppercase<K>]: K } {
  return Object.fromEntries(list.map((word) => [word.toUpperCase(), word])) as never;
}

export const methodWords = words(Object.keys(ballotOf) as (keyof typeof ballotOf)[]);
export const templateWords = words(Object.keys(templates) as (keyof typeof templates)[]);
export const ballotKindWords = words(ballotKinds);
export const reasonWords = words(['off', 'optional', 'required', 'required_for_no_and_block', 'required_for_block']);
registerEnumType(methodWords, { name: 'DecisionMethod' });
registerEnumType(templateWords, { name: 'DecisionTemplate' });
registerEnumType(ballotKindWords, { name: 'BallotKind' });
registerEnumType(reasonWords, { name: 'ReasonMode' });

@InputType()
export class BallotSettingsInput {
  @Field(() => Int, { nullable: true, description: 'How many win.' }) seats?: number | null;
  @Field(() => Int, { nullable: true, description: 'Approval: the fewest options on a ballot.' }) min?: number | null;
  @Field(() => Int, { nullable: true, description: 'Approval: the most; all unless told.' }) max?: number | null;
  @Field(() => Int, { nullable: true, description: 'Score: the highest.' }) highest?: number | null;
  @Field(() => Int, { nullable: true, description: 'Dots for each.' }) dots?: number | null;
  @Field(() => Boolean, { nullable: true, description: 'All dots must be spread.' }) spendAll?: boolean | null;
  @Field(() => MoneyInput, { nullable: true, description: 'Budget: the money to share out.' })
  budget?: MoneyInput | null;
}

/** What a ballot may hold. What the method does not know is null. */
@ObjectType()
export class BallotSettings {
  @Field(() => Int) seats: number;
  @Field(() => Int, { nullable: true }) min: number | null;
  @Field(() => Int, { nullable: true }) max: number | null;
  @Field(() => Int, { nullable: true }) highest: number | null;
  @Field(() => Int, { nullable: true }) dots: number | null;
  @Field(() => Boolean) spendAll: boolean;
  @Field(() => Boolean, { description: 'Whether two options may share a place of a ranking.' }) allowsTies: boolean;
  @Field(() => MoneyValue, { nullable: true }) budget: MoneyValue | null;
  @Field(() => MoneyValue, { nullable: true, description: 'Round: what each may give to buckets.' })
  share: MoneyValue | null;
}

@ObjectType()
export class OptionPoints {
  @Field(() => ID) option: string;
  @Field(() => Int) points: number;
}

/** What somebody answered; exactly one of these is there. */
@ObjectType()
export class BallotChoice {
  @Field(() => ID, { nullable: true }) option: string | null;
  @Field(() => [ID], { nullable: true }) options: string[] | null;
  @Field(() => [OptionPoints], { nullable: true }) points: OptionPoints[] | null;
  @Field(() => [[ID]], { nullable: true, description: 'Places from the best; options of one place are equal.' })
  ranking: string[][] | null;
  @Field(() => Boolean) abstain: boolean;
}

@InputType()
export class OptionPointsInput {
  @Field(() => ID) option: string;
  @Field(() => Int) points: number;
}

@InputType({ description: 'A ballot: exactly one of option, options, points, ranking and abstain.' })
export class LinkedBallotInput {
  @Field(() => ID, { nullable: true }) option?: string | null;
  @Field(() => [ID], { nullable: true }) options?: string[] | null;
  @Field(() => [OptionPointsInput], { nullable: true }) points?: OptionPointsInput[] | null;
  @Field(() => [[ID]], { nullable: true }) ranking?: string[][] | null;
  @Field(() => Boolean, { nullable: true }) abstain?: boolean | null;
  @Field(() => String, { nullable: true }) reason?: string | null;
  @Field(() => Int, { nullable: true, description: 'The version of the text that was read; an older one is refused.' })
  textVersion?: number | null;
}

@InputType()
export class CastBallotInput extends LinkedBallotInput {
  @Field(() => ID) proposalId: string;
}

@ObjectType({ implements: () => [Fault] })
export class VotingClosed extends Fault {
  @Field(() => Date) closedAt: Date;
  constructor(closedAt: Date) {
    super(say`Voting on this proposal has closed.`);
    this.closedAt = closedAt;
  }
}

const refusals = {
  NOT_AN_ELECTOR: say`You were not on the roll when this vote opened, so you have no vote in it.`,
  NOT_A_MEMBER: say`You are no longer a member, so you can not vote here.`,
  ALREADY_VOTED: say`You have voted already. A secret ballot is final: nobody, not even you, can find it again to change it.`,
  PAPER_TAKEN: say`You have your ballot paper already: in the browser where you took it, or in the file that you saved. Nobody can give you a second one.`,
  COMMITMENT_WRONG: say`Your browser sealed another question than the one that stands here. Reload the page, then vote.`,
  IS_SECRET: say`This vote is secret: a ballot with a name is not taken. Reload the page, then vote.`,
  TEXT_CHANGED: say`The proposal was changed since you opened it. Read it again, then vote.`,
} as const;

/** Why a ballot is not taken: a fault of the count's validator, a gap in a ranking, or of who votes. */
export type RefusalCode = BallotFault | 'RANK_GAP' | keyof typeof refusals;

@ObjectType({ implements: () => [Fault] })
export class BallotRefused extends Fault {
  @Field(() => String, {
    description:
      'NOT_AN_ELECTOR, NOT_A_MEMBER, TEXT_CHANGED, ALREADY_VOTED, PAPER_TAKEN, COMMITMENT_WRONG, IS_SECRET, WRONG_SHAPE, OPTION_UNKNOWN, OPTION_WITHDRAWN, TOO_FEW, TOO_MANY, SCORE_RANGE, DOTS_EXCEEDED, DOTS_UNSPENT, RANK_DUPLICATE, RANK_TIED, RANK_GAP, OVER_SHARE, OVER_STRETCH, REASON_REQUIRED, REASON_TOO_LONG or REASON_REFUSED.',
  })
  code: string;
  @Field(() => ID, { nullable: true, description: 'The option that it is about.' }) option: string | null;
  constructor(code: keyof typeof refusals);
  constructor(code: RefusalCode, words: Words, option?: string | null);
  constructor(code: RefusalCode, words?: Words, option: string | null = null) {
    super(words ?? refusals[code as keyof typeof refusals]);
    this.code = code;
    this.option = option;
  }
}
