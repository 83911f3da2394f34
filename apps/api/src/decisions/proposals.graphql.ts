import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Group } from '../groups/index.ts';
import { connectionOf } from '../platform/graphql/connection.ts';
import { MoneyInput, MoneyValue } from '../platform/graphql/money.type.ts';
import {
  BallotChoice,
  ballotKindWords,
  BallotRefused,
  BallotSettings,
  BallotSettingsInput,
  methodWords,
  reasonWords,
  templateWords,
  VotingClosed,
} from './ballots.graphql.ts';
import { ProposalDelegation } from './delegations/delegations.graphql.ts';
import { EffectInput, ProposalEffect } from './effects.graphql.ts';
import { LifeRights, LivingProposal, TakenBack } from './life/life.graphql.ts';
import { OptionInput } from './option-input.graphql.ts';
import { secrecyWords, SecretVote } from './secret/secret.graphql.ts';
import { ProposalTally, StanceCount, verdictWords } from './tally.graphql.ts';
import { Said } from '../platform/graphql/said.ts';
import { type Kept } from '../platform/words/words.ts';

export const proposalStatusWords = {
  DRAFT: 'draft',
  ANNOUNCED: 'announced',
  OPEN: 'open',
  CLOSED: 'closed',
  WITHDRAWN: 'withdrawn',
} as const;
export const roleWords = { YES: 'yes', ABSTAIN: 'abstain', NO: 'no', BLOCK: 'block' } as const;
export const showResultsWords = { LIVE: 'live', AFTER_OWN: 'after_own', AFTER_CLOSE: 'after_close' } as const;
export const executionWords = {
  WAITING: 'waiting',
  STAYED: 'stayed',
  DONE: 'done',
  FAILED: 'failed',
  DROPPED: 'dropped',
} as const;
registerEnumType(proposalStatusWords, { name: 'ProposalStatus' });
registerEnumType(roleWords, { name: 'StanceRole' });
registerEnumType(showResultsWords, { name: 'ShowResults' });
registerEnumType(executionWords, { name: 'ExecutionState' });

@ObjectType()
export class ProposalOption {
  @Field(() => String) id: string;
  @Field(() => roleWords, { nullable: true, description: 'Of a stance vote.' }) role: string | null;
  @Field(() => String, { description: 'Empty: the usual word of its role.' }) label: string;
  @Field(() => String) meaning: string;
  @Field(() => String, { description: 'What its voters are asked for; empty: why.' }) prompt: string;
  @Field(() => MoneyValue, { nullable: true }) cost: MoneyValue | null;
  @Field(() => MoneyValue, { nullable: true, description: 'A bucket: the most that it can use.' })
  stretch: MoneyValue | null;
  @Field(() => ID, { nullable: true, description: 'Who stands, in an election.' }) personId: string | null;
  @Field(() => Date, { nullable: true, description: 'When an elector added it to the open vote.' })
  addedAt: Date | string | null;
  @Field(() => Boolean, { description: 'Withdrawn while the vote is open; what ballots say of it is void.' })
  withdrawn: boolean;
  @Field(() => Boolean) mayWithdraw: boolean;
}

@ObjectType()
export class CastBallot {
  @Field(() => ID) personId: string;
  @Field(() => String) name: string;
  @Field(() => BallotChoice) choice: BallotChoice;
  @Field(() => String, { nullable: true, description: 'The one option chosen, where one is.' }) option: string | null;
  @Field(() => String) reason: string;
  @Field(() => Date) castAt: Date | string;
  @Field(() => [String], { description: 'Who let this person vote for them, and did not vote.' }) votesFor: string[];
}

@ObjectType()
export class Execution {
  @Field(() => executionWords) state: string;
  @Field(() => Date) notBefore: Date | string;
  @Field(() => Date, { nullable: true }) executedAt: Date | string | null;
  @Field(() => String, { nullable: true }) failureCode: string | null;
  @Said()
  @Field(() => String, { nullable: true })
  failureText: Kept | null;
  @Field(() => String, { nullable: true, description: 'Why it was given up.' }) note: string | null;
  @Field(() => String, { nullable: true, description: 'Who objected to its being carried out.' })
  appealedBy: string | null;
  @Field(() => String, { nullable: true }) appealReason: string | null;
  @Field(() => ID, { nullable: true, description: 'The proposal that decides whether it is carried out after all.' })
  appealId: string | null;
}

/** The proposal whose carrying out another one decides about. */
@ObjectType()
export class CarriedOut {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
}

@ObjectType()
export class ProposalRights extends LifeRights {
  @Field(() => Boolean) update: boolean;
  @Field(() => Boolean) open: boolean;
  @Field(() => Boolean) withdraw: boolean;
  @Field(() => Boolean) vote: boolean;
  @Field(() => Boolean) addOption: boolean;
  @Field(() => Boolean) retry: boolean;
  @Field(() => Boolean, { description: 'Object to its being carried out, while there is time.' }) appeal: boolean;
  @Field(() => Boolean) comment: boolean;
  @Field(() => Boolean, { description: 'Remind those who have not voted.' }) remind: boolean;
  @Field(() => Boolean, { description: 'Keep it as a template of the group.' }) keepTemplate: boolean;
}

@ObjectType('Proposal')
export class ProposalView extends LivingProposal {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => String) body: string;
  @Field(() => String) bodyHtml: string;
  @Field(() => templateWords) template: string;
  @Field(() => methodWords) method: string;
  @Field(() => ballotKindWords) ballot: string;
  @Field(() => BallotSettings) settings: BallotSettings;
  @Field(() => reasonWords) reasons: string;
  @Field(() => Int) textVersion: number;
  @Field(() => proposalStatusWords) status: string;
  @Field(() => [ProposalOption]) options: ProposalOption[];
  @Field(() => Date, { nullable: true, description: 'Until when electors may add options; null: not at all.' })
  optionsUntil: Date | string | null;
  @Field(() => String, { description: 'A fraction of the electors, "a/b".' }) quorum: string;
  @Field(() => String, { nullable: true, description: 'Null: it only asks, or the best options win.' })
  threshold: string | null;
  @Field(() => String, { nullable: true, description: 'gt: more than the threshold; gte: at least.' })
  compare: string | null;
  @Field(() => Int, { nullable: true, description: 'So many blocks do not stop it; null: blocks are no votes.' })
  maxBlocks: number | null;
  @Field(() => Int, { description: 'Ballots needed; before opening as the roll is now.' }) quorumNeeded: number;
  @Field(() => showResultsWords) showResults: string;
  @Field(() => secrecyWords) secrecy: string;
  @Field(() => String, { nullable: true, description: 'SHA-256 of all that was frozen at opening, in hexadecimal.' })
  rulesHash: string | null;
  @Field(() => SecretVote, { nullable: true, description: 'Of a secret vote.' }) secret: SecretVote | null;
  @Field(() => Date, { nullable: true, description: 'When it opened, or will by itself.' })
  opensAt: Date | string | null;
  @Field(() => Date) closesAt: Date | string;
  @Field(() => Date, { nullable: true }) closedAt: Date | string | null;
  @Field(() => Boolean, { description: 'The time is over and the count is on its way.' }) counting: boolean;
  @Field(() => String, { nullable: true }) withdrawnReason: string | null;
  @Field(() => ID) authorId: string;
  @Field(() => String) authorName: string;
  @Field(() => Group) group: Group;
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => String, { nullable: true }) eventTitle: string | null;
  @Field(() => [String]) tags: string[];
  @Field(() => ProposalDelegation, { nullable: true, description: 'Where others may vote for those who do not.' })
  delegation: ProposalDelegation | null;
  @Field(() => Int) electors: number;
  @Field(() => Int, { description: 'Ballots, without what they speak for besides.' }) cast: number;
  @Field(() => Boolean) iAmElector: boolean;
  @Field(() => String, { nullable: true }) myOption: string | null;
  @Field(() => BallotChoice, { nullable: true }) myChoice: BallotChoice | null;
  @Field(() => String, { nullable: true }) myReason: string | null;
  @Field(() => StanceCount, {
    nullable: true,
    description: 'The sums of a stance vote; absent while they are not for this viewer.',
  })
  result: StanceCount | null;
  @Field(() => ProposalTally, { nullable: true, description: 'Absent while the results are not for this viewer.' })
  tally: ProposalTally | null;
  @Field(() => [CastBallot], { description: 'Who voted what, for members once the results are for them.' })
  ballots: CastBallot[];
  @Field(() => [ProposalEffect]) effects: ProposalEffect[];
  @Field(() => Execution, { nullable: true }) execution: Execution | null;
  @Field(() => CarriedOut, {
    nullable: true,
    description: 'What was appealed against, and is carried out if this passes.',
  })
  carriesOut: CarriedOut | null;
  @Field(() => Int, { description: 'Hours between a yes and its being carried out, in which members may object.' })
  graceHours: number;
  @Field(() => Int) version: number;
  @Field(() => Date) now: Date | string;
  @Field(() => ProposalRights) can: ProposalRights;
}

@ObjectType()
export class ProposalCard {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => templateWords) template: string;
  @Field(() => methodWords) method: string;
  @Field(() => secrecyWords) secrecy: string;
  @Field(() => proposalStatusWords) status: string;
  @Field(() => Date, { nullable: true, description: 'When it opened, or will by itself.' })
  opensAt: Date | string | null;
  @Field(() => Date) closesAt: Date | string;
  @Field(() => Date) createdAt: Date | string;
  @Field(() => verdictWords, { nullable: true }) verdict: string | null;
  @Field(() => executionWords, { nullable: true }) execution: string | null;
  @Field(() => TakenBack, { nullable: true }) takenBack: TakenBack | null;
  @Field(() => Int) electors: number;
  @Field(() => Int) cast: number;
  @Field(() => Boolean) needsMyVote: boolean;
  @Field(() => Boolean, { description: 'I voted on an earlier text and am asked again.' }) askedAgain: boolean;
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
  @Field(() => String, { nullable: true, description: 'The last day on which it can be spent.' })
  until?: string | null;
}

@InputType()
export class ProposalFieldsInput {
  @Field(() => String) title: string;
  @Field(() => String, { nullable: true }) body?: string | null;
  @Field(() => templateWords, { nullable: true, description: 'The usual one of the method unless told.' })
  template?: string | null;
  @Field(() => methodWords) method: string;
  @Field(() => [OptionInput], {
    nullable: true,
    description: 'Own words for the stances, or the options of a choice: 2 to 50.',
  })
  options?: OptionInput[] | null;
  @Field(() => BallotSettingsInput, { nullable: true }) settings?: BallotSettingsInput | null;
  @Field(() => reasonWords, { nullable: true }) reasons?: string | null;
  @Field(() => Date, {
    nullable: true,
    description: 'It is announced until then and opens by itself; at once unless told.',
  })
  opensAt?: Date | null;
  @Field(() => Date) closesAt: Date;
  @Field(() => Date, { nullable: true, description: 'Until when electors may add options.' })
  optionsUntil?: Date | null;
  @Field(() => showResultsWords, { nullable: true }) showResults?: string | null;
  @Field(() => secrecyWords, { nullable: true, description: 'With names unless told.' }) secrecy?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether browsers keep a receipt of a secret ballot.' })
  receipts?: boolean | null;
  @Field(() => String, { nullable: true }) quorum?: string | null;
  @Field(() => String, { nullable: true }) threshold?: string | null;
  @Field(() => ID, { nullable: true }) eventId?: string | null;
  @Field(() => [String], { nullable: true, description: 'Topics, by which members may let others vote for them.' })
  tags?: string[] | null;
  @Field(() => BudgetLineEffectInput, { nullable: true }) opensBudgetLine?: BudgetLineEffectInput | null;
  @Field(() => [EffectInput], { nullable: true, description: 'What else follows when it passes.' }) effects?:
    | EffectInput[]
    | null;
}

@InputType()
export class CreateProposalInput {
  @Field(() => ID) groupId: string;
  @Field(() => ProposalFieldsInput) fields: ProposalFieldsInput;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Opens the vote, or announces it for `opensAt`, unless false: then it is a draft.',
  })
  open?: boolean | null;
}

@InputType()
export class UpdateProposalInput {
  @Field(() => ID) id: string;
  @Field(() => Int) expectedVersion: number;
  @Field(() => ProposalFieldsInput) fields: ProposalFieldsInput;
}

export const CastBallotResult = createUnionType({
  name: 'CastBallotResult',
  types: () => [ProposalView, VotingClosed, BallotRefused] as const,
});
