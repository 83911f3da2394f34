import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { ComparedMethod } from '#libs/voting';
import { MoneyValue } from '../platform/graphql/money.type.ts';

export const verdictWords = {
  PASSED: 'passed',
  FAILED: 'failed',
  NO_QUORUM: 'no_quorum',
  TIED: 'tied',
  NO_RESULT: 'no_result',
} as const;
export const tallyUnitWords = {
  VOTES: 'votes',
  POINTS: 'points',
  DOTS: 'dots',
  DUELS: 'duels',
  MONEY: 'money',
} as const;
export const stageWords = { FIRST: 'first', SURPLUS: 'surplus', EXCLUDE: 'exclude' } as const;
registerEnumType(verdictWords, { name: 'Verdict' });
registerEnumType(tallyUnitWords, { name: 'TallyUnit' });
/** The ways of counting rankings that are held against each other. */
const rankingWords = {
  BORDA: 'borda',
  COPELAND: 'copeland',
  IRV: 'irv',
  MINIMAX: 'minimax',
  RANKED_PAIRS: 'ranked_pairs',
  SCHULZE: 'schulze',
} as const satisfies Record<string, ComparedMethod>;
registerEnumType(rankingWords, { name: 'RankingMethod' });
registerEnumType(stageWords, { name: 'StageAction' });

/** What a stance vote sums up to. Of equal importance: none is the first. */
@ObjectType()
export class StanceCount {
  @Field(() => verdictWords) verdict: string;
  @Field(() => String) code: string;
  @Field(() => Int) yes: number;
  @Field(() => Int) no: number;
  @Field(() => Int) abstain: number;
  @Field(() => Int) block: number;
  @Field(() => Int) silent: number;
  @Field(() => Int) cast: number;
  @Field(() => Int) base: number;
  @Field(() => Int) yesNeeded: number;
  @Field(() => Int) quorumNeeded: number;
  @Field(() => String, { description: 'Yes of the base, rounded half up.' }) percentYes: string;
  @Field(() => Boolean) canStillChange: boolean;
}

@ObjectType()
export class OptionFigure {
  @Field(() => ID) option: string;
  @Field(() => String, { description: 'Exact: a whole number or a decimal.' }) value: string;
}

/** An option with its figure. Equal ones share a rank. */
@ObjectType()
export class TallyRow {
  @Field(() => ID) option: string;
  @Field(() => Int, { nullable: true, description: '1 is best; null where options are not compared.' })
  rank: number | null;
  @Field(() => String, { description: 'Exact: a whole number or a decimal.' }) value: string;
  @Field(() => String, { nullable: true, description: 'Of `base`, rounded half up; null where there is no base.' })
  percent: string | null;
  @Field(() => [Int], { description: 'Scores: how many ballots gave 0, 1, and so on.' }) histogram: number[];
  @Field(() => Boolean) won: boolean;
  @Field(() => Boolean, { description: 'Wins in some order of a tie, not in all.' }) tied: boolean;
}

/** One round of a run-off, or one stage of a transferable vote. */
@ObjectType()
export class TallyStage {
  @Field(() => stageWords) action: string;
  @Field(() => ID, { nullable: true, description: 'Whose ballots move on.' }) option: string | null;
  @Field(() => [OptionFigure], { description: 'The totals after it.' }) totals: OptionFigure[];
  @Field(() => [OptionFigure], { description: 'What each received in it.' }) moved: OptionFigure[];
  @Field(() => String, { description: 'Votes that name nobody any more, up to here.' }) lost: string;
  @Field(() => [ID]) elected: string[];
}

@ObjectType()
export class TallyDuel {
  @Field(() => ID) one: string;
  @Field(() => ID) other: string;
  @Field(() => Int, { description: 'Ballots that prefer one to the other.' }) forOne: number;
  @Field(() => Int) forOther: number;
}

/** What a project that is paid for gets, and what it costs those who chose it. */
@ObjectType()
export class TallyPaid {
  @Field(() => ID) option: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => Int, { nullable: true, description: 'Null where people give parts and do not choose.' })
  supporters: number | null;
  @Field(() => MoneyValue, {
    nullable: true,
    description: 'The most that one of them pays, rounded up; null where nobody has a share of their own.',
  })
  each: MoneyValue | null;
}

/** How money was shared out. */
@ObjectType()
export class TallyPurse {
  @Field(() => MoneyValue) budget: MoneyValue;
  @Field(() => MoneyValue) spent: MoneyValue;
  @Field(() => MoneyValue) left: MoneyValue;
  @Field(() => [ID], { description: 'The projects in the order in which they were paid for.' }) order: string[];
  @Field(() => [TallyPaid], { description: 'The same, with what each costs its supporters.' }) paid: TallyPaid[];
}

/** Whom another way of counting the same rankings would have elected. */
@ObjectType()
export class TallyOther {
  @Field(() => rankingWords) method: ComparedMethod;
  @Field(() => [ID]) winners: string[];
  @Field(() => [ID], { description: 'Of them, those who are level.' }) tied: string[];
}

/** The count of any vote, for drawing. Figures are exact text; nothing here is a rounded number that decides. */
@ObjectType()
export class ProposalTally {
  @Field(() => verdictWords) verdict: string;
  @Field(() => String) code: string;
  @Field(() => tallyUnitWords) unit: string;
  @Field(() => Int) electors: number;
  @Field(() => Int) cast: number;
  @Field(() => Int) abstain: number;
  @Field(() => Int) quorumNeeded: number;
  @Field(() => Int, { description: 'Ballots that say something: what percentages are of.' }) base: number;
  @Field(() => [ID]) winners: string[];
  @Field(() => [ID]) tied: string[];
  @Field(() => [TallyRow], { description: 'The best first; a stance vote in the order of its options.' })
  rows: TallyRow[];
  @Field(() => Boolean, { nullable: true, description: 'Null: the ballots so far do not say.' })
  canStillChange: boolean | null;
  @Field(() => [TallyStage]) stages: TallyStage[];
  @Field(() => String, { nullable: true }) quota: string | null;
  @Field(() => [TallyDuel]) duels: TallyDuel[];
  @Field(() => [TallyOther], {
    description: 'Once a ranked vote for one seat is closed: what the other ways of counting say of the same ballots.',
  })
  others: TallyOther[];
  @Field(() => TallyPurse, { nullable: true }) purse: TallyPurse | null;
  @Field(() => Int, { description: 'Of the votes cast, those that others cast.' }) delegated: number;
  @Field(() => [OptionFigure], {
    description: 'Of them, those for each option that a ballot names; none left out but zeros.',
  })
  delegatedTo: OptionFigure[];
}
