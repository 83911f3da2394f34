import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyInput } from '../../platform/graphql/money.type.ts';
import { Said } from '../../platform/graphql/said.ts';
import type { Kept } from '../../platform/words/words.ts';
import { Candidate } from '../candidacies/candidacies.graphql.ts';
import { OptionInput } from '../option-input.graphql.ts';

export const objectionWords = {
  OPEN: 'open',
  INTEGRATED: 'integrated',
  WITHDRAWN: 'withdrawn',
  RULED_OUT: 'ruled_out',
} as const;
registerEnumType(objectionWords, { name: 'ObjectionState' });

/** A proposal that another one leads to or comes from. */
@ObjectType()
export class LinkedProposal {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
}

@ObjectType({ description: 'The decision by which this one does not stand any more.' })
export class TakenBack extends LinkedProposal {
  @Field(() => Date) at: Date | string;
}

/** How an amendment changed an option or an effect. */
@ObjectType()
export class AskedChange {
  @Said()
  @Field(() => String)
  text: Kept;
}

/** That the words of a proposal were changed, and when. */
@ObjectType()
export class ProposalVersion {
  @Field(() => Int) version: number;
  @Field(() => Int, { description: 'The round of voting that it was put to.' }) round: number;
  @Field(() => Date) at: Date | string;
  @Field(() => String, { description: 'What has changed, in the words of who changed it.' }) note: string;
  @Field(() => String, { nullable: true }) byName: string | null;
  @Field(() => [AskedChange], { description: 'What changed in its options and in what follows, a sentence each.' })
  changes: AskedChange[];
}

/** One version of the words of a proposal. */
@ObjectType()
export class ProposalText extends ProposalVersion {
  @Field(() => String) title: string;
  @Field(() => String) body: string;
}

/** What stands against a proposal, with the person who says so and what became of it. */
@ObjectType()
export class Objection {
  @Field(() => ID) id: string;
  @Field(() => Int) round: number;
  @Field(() => ID) personId: string;
  @Field(() => String) personName: string;
  @Field(() => String) text: string;
  @Field(() => objectionWords) state: string;
  @Field(() => Boolean, { description: 'Raised in this round and still open: it stops a consent.' }) stands: boolean;
  @Field(() => Boolean) mine: boolean;
  @Field(() => String, { nullable: true }) response: string | null;
  @Field(() => String, { nullable: true }) answeredByName: string | null;
  @Field(() => Date, { nullable: true }) answeredAt: Date | string | null;
  @Field(() => String, { nullable: true, description: 'Why it was ruled out.' }) ruling: string | null;
  @Field(() => String, { nullable: true }) settledByName: string | null;
  @Field(() => Date, { nullable: true }) settledAt: Date | string | null;
  @Field(() => Date) raisedAt: Date | string;
  @Field(() => Int, { description: 'Comments in its own talk.' }) comments: number;
  @Field(() => Boolean) canAnswer: boolean;
  @Field(() => Boolean) canWithdraw: boolean;
  @Field(() => Boolean) canRuleOut: boolean;
}

/** What the group makes of an outcome, beside the numbers. */
@ObjectType()
export class OutcomeStatement {
  @Field(() => Int) version: number;
  @Field(() => String) body: string;
  @Field(() => String) bodyHtml: string;
  @Field(() => String, { nullable: true, description: 'The day on which to look at it again, YYYY-MM-DD.' })
  reviewOn: string | null;
  @Field(() => Boolean) isReviewDue: boolean;
  @Field(() => String) byName: string;
  @Field(() => Date) at: Date | string;
}

/** The part of a proposal that tells its life. */
@ObjectType({ isAbstract: true })
export abstract class LivingProposal {
  @Field(() => Int, { description: 'Ballots of earlier rounds are history: the text was amended since.' })
  round: number;
  @Field(() => Boolean, { description: 'I voted on an earlier text and am asked again.' }) askedAgain: boolean;
  @Field(() => Int, { description: 'How often the end was moved; twice at most.' }) extensions: number;
  @Field(() => [ProposalVersion]) versions: ProposalVersion[];
  @Field(() => LinkedProposal, { nullable: true, description: 'What this one puts again.' })
  rerunOf: LinkedProposal | null;
  @Field(() => [LinkedProposal], { description: 'Where it was put again.' }) reruns: LinkedProposal[];
  @Field(() => TakenBack, { nullable: true }) takenBack: TakenBack | null;
  @Field(() => [LinkedProposal], { description: 'Proposals to take this decision back that are not over yet.' })
  takeBacks: LinkedProposal[];
  @Field(() => [LinkedProposal], { description: 'What this one takes back.' }) takesBack: LinkedProposal[];
  @Field(() => LinkedProposal, { nullable: true, description: 'What was put in its place when it was withdrawn.' })
  supersededBy: LinkedProposal | null;
  @Field(() => [LinkedProposal], { description: 'What was withdrawn in favour of this one.' })
  supersedes: LinkedProposal[];
  @Field(() => [Objection], { description: 'Those that this viewer may see, the newest round first.' })
  objections: Objection[];
  @Field(() => [Candidate], {
    description: 'Who was named for an election. Who does not stand is told to members alone.',
  })
  candidates: Candidate[];
  @Field(() => OutcomeStatement, { nullable: true }) statement: OutcomeStatement | null;
}

/** What somebody may do in the course of a proposal's life. */
@ObjectType({ isAbstract: true })
export abstract class LifeRights {
  @Field(() => Boolean, { description: 'Put new words to the vote that is open.' }) amend: boolean;
  @Field(() => Boolean) extend: boolean;
  @Field(() => Boolean, { description: 'Put the same question again, as a draft of its own.' }) rerun: boolean;
  @Field(() => Boolean, { description: 'Ask the group to take it back.' }) takeBack: boolean;
  @Field(() => Boolean) setOutcome: boolean;
  @Field(() => Boolean, { description: 'Stand for election, or name somebody, before the vote opens.' }) name: boolean;
}

@InputType()
export class AnnounceProposalInput {
  @Field(() => ID) id: string;
  @Field(() => Date, { nullable: true, description: 'When it opens by itself; that of the draft unless told.' })
  opensAt?: Date | null;
}

@InputType()
export class AmendEffectInput {
  @Field(() => Int, { description: 'Which of the effects, by its place from 0.' }) at: number;
  @Field(() => Boolean, { nullable: true, description: 'It does not follow any more.' }) drop?: boolean | null;
  @Field(() => MoneyInput, { nullable: true }) amount?: MoneyInput | null;
  @Field(() => String, { nullable: true, description: 'The last day of a term.' }) until?: string | null;
  @Field(() => String, { nullable: true }) startLocal?: string | null;
  @Field(() => String, { nullable: true }) endLocal?: string | null;
}

@InputType()
export class AmendProposalInput {
  @Field(() => ID) id: string;
  @Field(() => Int, { description: 'The version that this one takes the place of.' }) textVersion: number;
  @Field(() => String) title: string;
  @Field(() => String) body: string;
  @Field(() => String, { nullable: true, description: 'What has changed, in a sentence.' }) note?: string | null;
  @Field(() => [ID], { nullable: true, description: 'Objections that the new words take up.' })
  integrates?: string[] | null;
  @Field(() => [OptionInput], {
    nullable: true,
    description: 'The options that stand from now on, known ones by their id; whichever is left out is withdrawn.',
  })
  options?: OptionInput[] | null;
  @Field(() => [AmendEffectInput], { nullable: true, description: 'What changes in what follows.' }) effects?:
    | AmendEffectInput[]
    | null;
}

@InputType()
export class ExtendProposalInput {
  @Field(() => ID) id: string;
  @Field(() => Date) closesAt: Date;
  @Field(() => String) reason: string;
}

@InputType()
export class SetOutcomeInput {
  @Field(() => ID) id: string;
  @Field(() => Int, { description: 'The version of the statement that stands; 0 where there is none.' })
  expectedVersion: number;
  @Field(() => String) statement: string;
  @Field(() => String, { nullable: true, description: 'A day, YYYY-MM-DD.' }) reviewOn?: string | null;
}
