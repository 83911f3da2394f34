import { sha256, sha384 } from '@noble/hashes/sha2.js';
import { ballotCommitment, boardRoot, isPaperOf, toHex } from '#libs/log';
import { type Choice, orderedChoice } from '#libs/voting';
import { forget, recall, remember } from '../../../platform/storage.ts';

/** What a voter keeps of a secret ballot. It never goes to the server but as the ballot itself. */
export interface Receipt {
  readonly commitment: string;
  /** Of a blind vote: the token of the paper. */
  readonly nonce: string;
  readonly choice: Choice;
  /** Of a blind vote: what makes the token a paper of it. */
  readonly signature?: string;
}

/** A question as ballots are sealed to it. */
export interface Question {
  readonly id: string;
  readonly rulesHash: string;
}

/** The answer of a paper, as the API takes it. */
export interface Answer {
  readonly option?: string | number | null | undefined;
  readonly options?: readonly (string | number)[] | null | undefined;
  readonly points?: readonly { readonly option: string | number; readonly points: number }[] | null | undefined;
  readonly ranking?: readonly (readonly (string | number)[])[] | null | undefined;
  readonly abstain?: boolean | null | undefined;
}

/** An answer as the choice that is sealed and counted, in its one form. Without any answer it abstains. */
export function choiceOf({ option, options, points, ranking }: Answer): Choice {
  if (option != null) return { option: String(option) };
  if (options != null) return orderedChoice({ options: options.map(String) });
  if (ranking != null) return orderedChoice({ ranking: ranking.map((rank) => rank.map(String)) });
  if (points == null) return { abstain: true };
  return orderedChoice({ points: Object.fromEntries(points.map((one) => [one.option, one.points])) });
}

/** Whether a receipt was sealed to this question as it says: nobody could show its voter another one. */
export function isSealed({ id, rulesHash }: Question, { choice, nonce, commitment }: Receipt): boolean {
  return toHex(ballotCommitment(sha256, { proposal: id, rulesHash, choice, nonce })) === commitment;
}

/** Seals a choice with a nonce drawn here. */
export function seal({ id, rulesHash }: Question, choice: Choice): Receipt {
  const nonce = toHex(crypto.getRandomValues(new Uint8Array(16)));
  return { commitment: toHex(ballotCommitment(sha256, { proposal: id, rulesHash, choice, nonce })), nonce, choice };
}

/** What of a board does not hold, counted here: the first ballot that does not fit its seal or has no paper of its own, or the root. Null where all of it holds. */
export function boardFault(
  board: Question & { readonly root: string; readonly paperKey?: string | null; readonly ballots: readonly Receipt[] },
): string | null {
  const seen = new Set<string>();
  const broken = board.ballots.find((ballot) => {
    const isFirst = !seen.has(ballot.nonce);
    seen.add(ballot.nonce);
    return !isFirst || !isSealed(board, ballot) || !hasPaper(board, ballot);
  });
  if (broken) return broken.commitment;
  const root = toHex(
    boardRoot(
      sha256,
      board.ballots.map(({ commitment }) => commitment),
    ),
  );
  return root === board.root ? null : root;
}

function hasPaper(board: { id: string; paperKey?: string | null }, { nonce: token, signature = '' }: Receipt): boolean {
  if (!board.paperKey) return true;
  return isPaperOf(sha384, { proposal: board.id, key: board.paperKey }, { token, signature });
}

const kept = (id: string): string => `receipt.${id}`;
const sent = (id: string): string => `receipt.${id}.sent`;

/** The receipt of a vote that this browser keeps, or null. */
export function receiptOf(id: string): Receipt | null {
  return readReceipt(recall('local', kept(id)));
}

/** A ballot that was sent and never answered: it may have been recorded. */
export function sentOf(id: string): Receipt | null {
  return readReceipt(recall('local', sent(id)));
}

export function noteSent(id: string, receipt: Receipt): void {
  remember('local', sent(id), JSON.stringify(receipt));
}

/** The ballot is recorded: its receipt is kept, or forgotten at once where the vote gives none. */
export function noteRecorded(id: string, receipt: Receipt | null): void {
  if (receipt) remember('local', kept(id), JSON.stringify(receipt));
  forget('local', sent(id));
}

/** A receipt from a file or from this browser; null for anything else. */
export function readReceipt(text: string | null): Receipt | null {
  try {
    const read = JSON.parse(text ?? 'null') as Partial<Receipt> | null;
    const isWhole = typeof read?.commitment === 'string' && typeof read.nonce === 'string' && read.choice != null;
    if (!isWhole) return null;
    const { commitment, nonce, choice, signature } = read as Receipt;
    return { commitment, nonce, choice, ...(typeof signature === 'string' && { signature }) };
  } catch {
    return null;
  }
}
