import { Field, InputType, registerEnumType } from '@nestjs/graphql';
import { templateWords } from '../ballots.graphql.ts';

export const registerStateWords = {
  NEEDS_ME: 'needs_me',
  OPEN: 'open',
  PASSED: 'passed',
  TAKEN_BACK: 'taken_back',
  NOT_PASSED: 'not_passed',
  WITHDRAWN: 'withdrawn',
  REVIEW_DUE: 'review_due',
} as const;
export const registerEffectsWords = { ANY: 'any', FAILED: 'failed' } as const;
registerEnumType(registerStateWords, {
  name: 'RegisterState',
  description: 'Where a decision stands. What has passed and was taken back is TAKEN_BACK alone.',
});
registerEnumType(registerEffectsWords, { name: 'RegisterEffects', description: 'What follows from a decision.' });

@InputType({ description: 'What somebody looks for among the decisions of a group. What is left out does not matter.' })
export class ProposalFilterInput {
  @Field(() => String, { nullable: true, description: 'Accents and case do not matter; each word must be found.' })
  words?: string | null;
  @Field(() => registerStateWords, { nullable: true }) state?: string | null;
  @Field(() => registerEffectsWords, { nullable: true, description: 'ANY: something does; FAILED: could not be.' })
  effects?: string | null;
  @Field(() => templateWords, { nullable: true }) template?: string | null;
}
