import type { ProposalPartsFragment } from '../../../gql/graphql.ts';
import { say } from '../../../platform/words.ts';
import { listText } from '../results/resultText.ts';

/** Who was named and is not on the ballot, and why, in one sentence; nothing where all are, or where it is not settled yet. */
export function missingText({ status, candidates }: Pick<ProposalPartsFragment, 'status' | 'candidates'>): string {
  if (status === 'DRAFT' || status === 'ANNOUNCED') return '';
  const missing = candidates.filter(({ state }) => state !== 'STANDS');
  if (missing.length === 0) return '';
  const list = missing.map(({ name, state }) => say('stand.one', { name, why: say(`stand.why.${state}`) }));
  return say('stand.missing', { list: listText(list) });
}
