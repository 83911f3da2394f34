import { createHash, randomBytes } from 'node:crypto';
import { ballotCommitment, toHex } from '#libs/log';
import type { Choice } from '#libs/voting';
import type { Client } from './client.ts';

/** What a voter keeps of a secret ballot. */
export interface Receipt {
  readonly commitment: string;
  readonly nonce: string;
  readonly choice: Choice;
}

/** A question as browsers seal ballots to it. */
export interface Sealed {
  readonly id: string;
  readonly rulesHash: string;
}

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** Seals a choice, as the page does. */
export function seal(question: Sealed, choice: Choice, nonce = randomBytes(16).toString('hex')): Receipt {
  const of = { proposal: question.id, rulesHash: question.rulesHash, choice, nonce };
  return { commitment: toHex(ballotCommitment(sha256, of)), nonce, choice };
}

const cast = `mutation ($input: CastSecretBallotInput!) { castSecretBallot(input: $input) {
  ... on SecretBallotRecorded { recorded } ... on BallotRefused { code message } ... on VotingClosed { closedAt } } }`;

/** Hands a sealed ballot in and returns what the server says. */
export function handIn(who: Client, question: Pick<Sealed, 'id'>, { choice, ...sealed }: Receipt): Promise<object> {
  return who.get<object>(cast, { input: { proposalId: question.id, ...choice, ...sealed } });
}
