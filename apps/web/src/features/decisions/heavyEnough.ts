import type { Procedure } from '../../gql/graphql.ts';

/** What the vote must at least be for what follows from it. */
export function heavyEnough<F extends { method: string; threshold: string; quorum: string; closing: string }>(
  form: F,
  procedure: Procedure,
): void {
  if (procedure === 'USUAL') return;
  form.method = 'MAJORITY';
  if (form.threshold !== '3/4') form.threshold = '2/3';
  if (form.quorum !== '2/3') form.quorum = '1/2';
  if (Number(form.closing) < 7) form.closing = '7';
}
