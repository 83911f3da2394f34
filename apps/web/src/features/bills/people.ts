import type { SplitPartsFragment } from '../../gql/graphql.ts';
import { say } from '../../platform/words.ts';

export type SplitPersonParts = SplitPartsFragment['people'][number];

/** Names of a split's people by their ids; the reader is "you". */
export function namesIn(split: SplitPartsFragment): (id: string | null | undefined) => string {
  const names = new Map(split.people.map(({ id, name }) => [id, name]));
  return (id) => (id && id === split.me ? say('bills.you') : id ? (names.get(id) ?? '') : say('bills.treasurer'));
}

/** Those of these people that a sentence goes on with, as "paid by you and Ben". */
export function byWhom(split: SplitPartsFragment, ids: readonly string[], language: string): string {
  const name = namesIn(split);
  return listed(
    ids.map((id) => (id === split.me ? say('bills.youBy') : name(id))),
    language,
  );
}

/** Those who pay for themselves. */
export function payersIn(split: SplitPartsFragment): SplitPersonParts[] {
  return split.people.filter(({ carriedBy }) => carriedBy === null);
}

/** Names one after another, "Ana, Ben and Cleo", in the reader's language. */
export function listed(names: readonly string[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
}
