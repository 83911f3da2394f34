import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { BallotSettings, methodWords, reasonWords, templateWords } from '../ballots.graphql.ts';
import { ProposalFieldsInput, ProposalOption, showResultsWords } from '../proposals.graphql.ts';
import { secrecyWords } from '../secret/secret.graphql.ts';

/** A way to decide that a group has kept for the next time. It binds nothing: a proposal made from it goes its own way. */
@ObjectType()
export class ProposalTemplate {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) title: string;
  @Field(() => String) body: string;
  @Field(() => templateWords) template: string;
  @Field(() => methodWords) method: string;
  @Field(() => BallotSettings) settings: BallotSettings;
  @Field(() => [ProposalOption]) options: ProposalOption[];
  @Field(() => reasonWords) reasons: string;
  @Field(() => String) quorum: string;
  @Field(() => String, { nullable: true }) threshold: string | null;
  @Field(() => showResultsWords) showResults: string;
  @Field(() => secrecyWords) secrecy: string;
  @Field(() => Int, { description: 'How many days its votes are open.' }) days: number;
}

@InputType()
export class SaveTemplateInput {
  @Field(() => ID) groupId: string;
  @Field(() => ID, { nullable: true, description: 'The template that is changed; a new one unless told.' })
  id?: string | null;
  @Field(() => String) name: string;
  @Field(() => ProposalFieldsInput, {
    description:
      'As of a proposal that is put now: its closing says for how many days. Event and effects are not kept.',
  })
  fields: ProposalFieldsInput;
}
