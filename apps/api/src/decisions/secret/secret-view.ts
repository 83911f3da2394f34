import { canonicalJson } from '#libs/log';
import type { ProposalPage } from '../proposals.store.ts';
import type { SecretVote } from './secret.graphql.ts';

/** With fewer ballots than this nobody is told who took part. */
const FEWEST_NAMED = 5;

/** Whether the table's `object:turnoutNames` holds: the vote is closed, and enough took part to name them. */
export function mayNameTurnout({ status, ballotBox }: ProposalPage): boolean {
  return status === 'closed' && (ballotBox.board?.length ?? 0) >= FEWEST_NAMED;
}

/** What a viewer learns of a secret vote beside its result; null where ballots are named. */
export function secretView(page: ProposalPage, seesTurnout: boolean): SecretVote | null {
  const { secrecy, receipts, iTookPart, atLeast, root, sealedAt, board, tookPart, paperKey } = page.ballotBox;
  if (secrecy === 'named') return null;
  const choices = new Set(board?.map(({ choice }) => canonicalJson(choice)));
  return {
    receipts,
    paperKey,
    iTookPart,
    atLeast,
    root,
    sealedAt,
    unanimous: page.status === 'closed' && choices.size === 1,
    tookPart: seesTurnout && tookPart ? [...tookPart] : null,
  };
}
