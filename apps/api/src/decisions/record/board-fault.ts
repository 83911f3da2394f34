import { ballotCommitment, boardRoot, isPaperOf, toHex } from '#libs/log';
import { checkBallot } from '#libs/voting';
import { sha256 } from '../../platform/log/group-log.ts';
import type { BoardRow } from '../secret/secret-sql.ts';
import { sha384 } from '../secret/blind-ballots.service.ts';
import type { ProposalBundle } from './bundle.ts';

/** What of a board does not hold, in words, or null: who may have one, one ballot a person at most, each commitment, their root. */
export function boardFault({ board, ballots, proposal, electors, rules, rulesHash }: ProposalBundle): string | null {
  const isSecret = (proposal.secrecy ?? 'named') !== 'named';
  if (!board) return isSecret ? 'a secret vote has a board' : null;
  if (!isSecret || ballots.length > 0) return 'it has ballots with names and a board';
  const commitments = board.ballots.map(({ commitment }) => commitment);
  if (new Set(commitments).size < commitments.length) return 'a ballot stands on the board twice';
  const isWhole =
    proposal.secrecy === 'blind' ? board.turnout >= commitments.length : board.turnout === commitments.length;
  if (!isWhole || board.turnout > electors.length)
    return `${board.turnout} of ${electors.length} took part, and ${commitments.length} ballots are on the board`;
  const unpapered = papersFault(proposal, board.ballots);
  if (unpapered) return unpapered;
  for (const { commitment, nonce, choice } of board.ballots) {
    const sealed = toHex(ballotCommitment(sha256, { proposal: proposal.id, rulesHash, choice, nonce }));
    if (sealed !== commitment) return `the ballot ${commitment} does not fit its commitment`;
    const fault = checkBallot(rules, choice, null);
    if (fault) return `the ballot ${commitment} does not fit the question (${fault})`;
  }
  return toHex(boardRoot(sha256, commitments)) === board.root ? null : 'the root is not that of the board';
}

/** Of a blind vote each ballot has a paper of its own that the vote's key signed; of any other none has one. */
function papersFault(
  { id, secrecy, paperKey: key }: ProposalBundle['proposal'],
  ballots: readonly BoardRow[],
): string | null {
  if (secrecy !== 'blind')
    return key || ballots.some(({ signature }) => signature) ? 'it has ballot papers without a blind vote' : null;
  if (!key) return 'a blind vote has a key';
  if (new Set(ballots.map(({ nonce }) => nonce)).size < ballots.length)
    return 'a ballot paper stands on the board twice';
  const forged = ballots.find(
    ({ nonce: token, signature = '' }) => !isPaperOf(sha384, { proposal: id, key }, { token, signature }),
  );
  return forged ? `the ballot ${forged.commitment} has no paper that the key of the vote signed` : null;
}
