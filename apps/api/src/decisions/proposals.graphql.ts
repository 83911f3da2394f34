import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { BallotFault } from '#libs/voting';
import { Group } from '../groups/index.ts';
import { connectionOf } from '../platform/graphql/connection.ts';
import { Fault } from '../platform/graphql/fault.ts';
import { MoneyInput, MoneyValue } from '../platform/graphql/money.type.ts';

export const methodWords = { CONSENT: 'consent', MAJORITY: 'majority' } as const;
export const proposalStatusWords = { DRAFT: 'draft', OPEN: 'open', CLOSED: 'closed', WITHDRAWN: 'withdrawn' } as const;
export const roleWords = { YES: 'yes', ABSTAIN: 'abstain', NO: 'no', BLOCK: 'block' } as const;
export const showResultsWords = { LIVE: 'live', AFTER_OWN: 'after_own', AFTER_CLOSE: 'after_close' } as const;
export const verdictWords = {
  PASSED: 'passed',
  FAILED: 'failed',
  NO_QUORUM: 'no_quorum',
  NO_RESULT: 'no_result',
} as const;
export const executionWords = { WAITING: 'waiting', DONE: 'done', FAILED: 'failed', DROPPED: 'dropped' } as const;
registerEnumType(methodWords, { name: 'DecisionMethod' });
registerEnumType(proposalStatusWords, { name: 'ProposalStatus' });
registerEnumType(roleWords, { name: 'StanceRole' });
registerEnumType(showResultsWords, { name: 'ShowResults' });
registerEnumType(verdictWords, { name: 'Verdict' });
registerEnumType(executionWords, { name: 'ExecutionState' });

@ObjectType()
export class ProposalOption {
  @Field(() => String) id: string;
  @Field(() => roleWords) role: string;
  @Field(() => String, { description: 'Empty: the usual word of its role.' }) label: string;
  @Field(() => String) meaning: string;
}

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
export class CastBallot {
  @Field(() => ID) personId: string;
  @Field(() => String) name: string;
  @Field(() => String) option: string;
  @Field(() => String) reason: string;
  @Field(() => Date) castAt: Date | string;
}

@ObjectType()
export class ProposalEffect {
  @Field(() => String) kind: string;
  @Field(() => String) label: string;
  @Field(() => MoneyValue, { nullable: true }) planned: MoneyValue | null;
  @Field(() => ID, { nullable: true }) fundId: string | null;
  @Field(() => String, { nullable: true }) fundName: string | null;
  @Field(() => String, { nullable: true, description: 'general, event or project.' }) fundKind: string | null;
  @Field(() => String, { nullable: true, description: 'Why it could not run now.' }) refusal: string | null;
  @Field(() => ID, { nullable: true, description: 'What it made.' }) outcomeRef: string | null;
}

@ObjectType()
export class Execution {
  @Field(() => executionWords) state: string;
  @Field(() => Date) notBefore: Date | string;
  @Field(() => Date, { nullable: true }) executedAt: Date | string | null;
  @Field(() => String, { nullable: true }) failureCode: string | null;
  @Field(() => String, { nullable: true }) failureText: string | null;
}

@ObjectType()
export class ProposalRights {
  @Field(() => Boolean) update: boolean;
  @Field(() => Boolean) open: boolean;
  @Field(() => Boolean) withdraw: boolean;
  @Field(() => Boolean) vote: boolean;
  @Field(() => Boolean) retry: boolean;
  @Field(() => Boolean) comment: boolean;
}

@ObjectType('Proposal')
export class ProposalView {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => String) body: string;
  @Field(() => String) bodyHtml: string;
  @Field(() => methodWords) method: string;
  @Field(() => proposalStatusWords) status: string;
  @Field(() => [ProposalOption]) options: ProposalOption[];
  @Field(() => String, { description: 'A fraction of the electors, "a/b".' }) quorum: string;
  @Field(() => String) threshold: string;
  @Field(() => String, { description: 'gt: more than the threshold; gte: at least.' }) compare: string;
  @Field(() => Int, { description: 'Ballots needed; before opening as the roll is now.' }) quorumNeeded: number;
  @Field(() => showResultsWords) showResults: string;
  @Field(() => Date, { nullable: true }) opensAt: Date | string | null;
  @Field(() => Date) closesAt: Date | string;
  @Field(() => Date, { nullable: true }) closedAt: Date | string | null;
  @Field(() => Boolean, { description: 'The time is over and the count is on its way.' }) counting: boolean;
  @Field(() => String, { nullable: true }) withdrawnReason: string | null;
  @Field(() => ID) authorId: string;
  @Field(() => String) authorName: string;
  @Field(() => Group) group: Group;
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => String, { nullable: true }) eventTitle: string | null;
  @Field(() => Int) electors: number;
  @Field(() => Int) cast: number;
  @Field(() => Boolean) iAmElector: boolean;
  @Field(() => String, { nullable: true }) myOption: string | null;
  @Field(() => String, { nullable: true }) myReason: string | null;
  @Field(() => StanceCount, { nullable: true, description: 'Absent while the results are not for this viewer.' })
  result: StanceCount | null;
  @Field(() => [CastBallot], { description: 'Who voted what, for members once the results are for them.' })
  ballots: CastBallot[];
  @Field(() => [ProposalEffect]) effects: ProposalEffect[];
  @Field(() => Execution, { nullable: true }) execution: Execution | null;
  @Field(() => Int) version: number;
  @Field(() => Date) now: Date | string;
  @Field(() => ProposalRights) can: ProposalRights;
}

@ObjectType()
export class ProposalCard {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => methodWords) method: string;
  @Field(() => proposalStatusWords) status: string;
  @Field(() => Date) closesAt: Date | string;
  @Field(() => Date) createdAt: Date | string;
  @Field(() => verdictWords, { nullable: true }) verdict: string | null;
  @Field(() => executionWords, { nullable: true }) execution: string | null;
  @Field(() => Int) electors: number;
  @Field(() => Int) cast: number;
  @Field(() => Boolean) needsMyVote: boolean;
  @Field(() => String) authorName: string;
  @Field(() => String) groupHandle: string;
  @Field(() => String) groupName: string;
}

@ObjectType()
export class ProposalConnection extends connectionOf(ProposalCard) {}

@InputType()
export class BudgetLineEffectInput {
  @Field(() => String) label: string;
  @Field(() => MoneyInput) planned: MoneyInput;
  @Field(() => ID, { nullable: true, description: 'The fund; the general one unless told.' }) fundId?: string | null;
}

@InputType()
export class OptionInput {
  @Field(() => String) id: string;
  @Field(() => String, { nullable: true }) label?: string | null;
  @Field(() => String, { nullable: true }) meaning?: string | null;
}

@InputType()
export class ProposalFieldsInput {
  @Field(() => String) title: string;
  @Field(() => String, { nullable: true }) body?: string | null;
  @Field(() => methodWords) method: string;
  @Field(() => [OptionInput], { nullable: true, description: 'Own words for the method’s options.' }) options?:
    | OptionInput[]
    | null;
  @Field(() => Date) closesAt: Date;
  @Field(() => showResultsWords, { nullable: true }) showResults?: string | null;
  @Field(() => String, { nullable: true }) quorum?: string | null;
  @Field(() => String, { nullable: true }) threshold?: string | null;
  @Field(() => ID, { nullable: true }) eventId?: string | null;
  @Field(() => BudgetLineEffectInput, { nullable: true }) opensBudgetLine?: BudgetLineEffectInput | null;
}

@InputType()
export class CreateProposalInput {
  @Field(() => ID) groupId: string;
  @Field(() => ProposalFieldsInput) fields: ProposalFieldsInput;
  @Field(() => Boolean, { nullable: true, description: 'Opens the vote at once unless false.' }) open?: boolean | null;
}

@InputType()
export class UpdateProposalInput {
  @Field(() => ID) id: string;
  @Field(() => Int) expectedVersion: number;
  @Field(() => ProposalFieldsInput) fields: ProposalFieldsInput;
}

@InputType()
export class CastBallotInput {
  @Field(() => ID) proposalId: string;
  @Field(() => String) option: string;
  @Field(() => String, { nullable: true }) reason?: string | null;
}

@ObjectType({ implements: () => [Fault] })
export class VotingClosed extends Fault {
  @Field(() => Date) closedAt: Date;
  constructor(closedAt: Date) {
    super('Voting on this proposal has closed.');
    this.closedAt = closedAt;
  }
}

@ObjectType({ implements: () => [Fault] })
export class BallotRefused extends Fault {
  @Field(() => String, {
    description:
      'NOT_AN_ELECTOR, NOT_A_MEMBER, OPTION_UNKNOWN, REASON_REQUIRED, REASON_TOO_LONG, REASON_REFUSED or TEXT_CHANGED.',
  })
  code: string;
  constructor(code: BallotFault | keyof typeof refusals) {
    super(code in refusals ? refusals[code as keyof typeof refusals] : 'This answer does not fit the question.');
    this.code = code;
  }
}

const refusals = {
  NOT_AN_ELECTOR: 'You were not on the roll when this vote opened, so you have no vote in it.',
  NOT_A_MEMBER: 'You are no longer a member, so you can not vote here.',
  OPTION_UNKNOWN: 'Choose one of the options.',
  REASON_REQUIRED: 'Say why: an objection needs a reason.',
  REASON_TOO_LONG: 'The reason has more than 2000 characters.',
  REASON_REFUSED: 'This vote takes no reasons.',
  TEXT_CHANGED: 'The proposal was changed since you opened it. Read it again, then vote.',
} as const;

export const CastBallotResult = createUnionType({
  name: 'CastBallotResult',
  types: () => [ProposalView, VotingClosed, BallotRefused] as const,
});
