import { createHash, randomBytes } from 'node:crypto';
import { type BallotPaper, ballotCommitment, blindPaper, openPaper, toHex } from '#libs/log';
import type { Choice } from '#libs/voting';
import type { Client } from './client.ts';
import { sha256 } from './secret-voters.ts';

/** A question of a blind vote, as browsers know it. */
export interface BlindQuestion {
  readonly id: string;
  readonly rulesHash: string;
  readonly secret: { readonly paperKey: string };
}

export const sha384 = (bytes: Uint8Array): Uint8Array => createHash('sha384').update(bytes).digest();

const take = `mutation ($input: TakePaperInput!) { takeBallotPaper(input: $input) {
  ... on PaperSigned { signed } ... on BallotRefused { code message } ... on VotingClosed { closedAt } } }`;

/** Asks for a signature under one's name, as the page does. */
export function askPaper(who: Client, id: string, blinded: string): Promise<{ signed?: string; code?: string }> {
  return who.get(take, { input: { proposalId: id, blinded } });
}

/** Draws a paper, has it signed and opens it. */
export async function takePaper(who: Client, { id, secret }: BlindQuestion): Promise<BallotPaper> {
  const vote = { proposal: id, key: secret.paperKey };
  const { blinded, ...drawn } = blindPaper(sha384, vote, randomBytes);
  const { signed, ...refused } = await askPaper(who, id, blinded);
  const paper = signed ? openPaper(sha384, vote, { ...drawn, signed }) : null;
  if (!paper) throw new Error(`no paper: ${JSON.stringify(refused)}`);
  return paper;
}

/** What a voter keeps of a ballot handed in with a paper. */
export interface BlindReceipt {
  readonly commitment: string;
  readonly nonce: string;
  readonly signature: string;
  readonly choice: Choice;
}

/** Seals a choice with a paper. */
export function sealWith(paper: BallotPaper, { id, rulesHash }: BlindQuestion, choice: Choice): BlindReceipt {
  const of = { proposal: id, rulesHash, choice, nonce: paper.token };
  return { commitment: toHex(ballotCommitment(sha256, of)), nonce: paper.token, signature: paper.signature, choice };
}

/** Hands a ballot in without a name; `visitor` has no session. */
export async function dropIn(
  visitor: Client,
  { id }: { readonly id: string },
  { nonce: token, choice, ...sealed }: BlindReceipt,
): Promise<{ readonly status: number; readonly said: Record<string, unknown> }> {
  const response = await visitor.fetch(`/p/${id}/ballot`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token, ...sealed, ...choice }),
  });
  return { status: response.status, said: (await response.json()) as Record<string, unknown> };
}
