import type { TemplateName } from '#libs/voting';
import { searchWords } from '../../platform/names.ts';
import type { ProposalFilterInput, registerEffectsWords, registerStateWords } from './register.graphql.ts';

type ValueOf<T> = T[keyof T];

/** What somebody looks for among the decisions of a group. Empty and null mean: no matter. */
export interface RegisterFilter {
  readonly words: string;
  readonly template: TemplateName | null;
  readonly state: ValueOf<typeof registerStateWords> | null;
  readonly effects: ValueOf<typeof registerEffectsWords> | null;
}

/** A filter as it comes from a form or an address. Words without a letter or digit look for nothing. */
export function registerFilter(input?: ProposalFilterInput | null): RegisterFilter {
  return {
    words: searchWords(input?.words),
    template: (input?.template as RegisterFilter['template']) ?? null,
    state: (input?.state as RegisterFilter['state']) ?? null,
    effects: (input?.effects as RegisterFilter['effects']) ?? null,
  };
}
