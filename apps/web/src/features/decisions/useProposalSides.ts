import { ProposalFormDocument, type ProposalFormQuery } from '../../gql/graphql.ts';
import { useRead, type Read } from '../../platform/ask.ts';
import { serverNow } from '../../platform/clock.ts';

/** What a proposal's form chooses from: the group's funds and its coming events. */
export function useProposalSides(handle: () => string | null): Read<ProposalFormQuery> {
  const from = serverNow();
  const span = { from: from.toISOString(), to: new Date(from.getTime() + 180 * 86_400_000).toISOString() };
  return useRead(ProposalFormDocument, () => {
    const of = handle();
    return of ? { handle: of, ...span } : null;
  });
}
