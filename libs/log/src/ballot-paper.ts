import { type Blinded, blind, isSigned, unblind } from './blind-rsa.ts';
import type { Digest } from './chain.ts';
import { fromHex, toHex } from './hex.ts';

/**
 * Ballot papers (decisions.md 9, level 2): RSABSSA-SHA384-PSS-Randomized of RFC 9474. The message says which vote the paper is for; the random
 * part that the RFC puts before it is the paper's token. All in hexadecimal; the digest is SHA-384.
 */
export interface BallotPaper {
  /** 32 random bytes, drawn by the voter's browser. */
  readonly token: string;
  /** Over the token and the vote, as long as the modulus. */
  readonly signature: string;
}

/** Which vote papers are for, and the modulus that signs them. */
export interface PaperVote {
  readonly proposal: string;
  readonly key: string;
}

/** Bytes of a modulus (3072 bits), a token and a salt. */
export const PAPER_BYTES = { key: 384, token: 32, salt: 48 } as const;

/** What is signed: PrepareRandomize of RFC 9474, 4.1, with the token as its random part. */
export function paperMessage(proposal: string, token: string): Uint8Array {
  const words = new TextEncoder().encode(`folkmoot/ballot-paper/1 ${proposal}`);
  return Uint8Array.from([...fromHex(token), ...words]);
}

/** Draws a paper and blinds it: what is sent to be signed says nothing of the token. `random` gives so many random bytes. */
export function blindPaper(
  digest: Digest,
  { proposal, key }: PaperVote,
  random: (bytes: number) => Uint8Array,
): { readonly token: string; readonly blinded: string; readonly inverse: string } {
  const token = toHex(random(PAPER_BYTES.token));
  const message = paperMessage(proposal, token);
  const modulus = fromHex(key);
  let made: Blinded | null = null;
  while (!made)
    made = blind(digest, { modulus }, { message, salt: random(PAPER_BYTES.salt), factor: random(modulus.length) });
  return { token, blinded: toHex(made.blinded), inverse: toHex(made.inverse) };
}

/** The paper that a signed blinded message makes, or null where what came back is no signature of the vote's key. */
export function openPaper(
  digest: Digest,
  { proposal, key }: PaperVote,
  of: { readonly token: string; readonly inverse: string; readonly signed: string },
): BallotPaper | null {
  const signature = unblind(
    digest,
    { modulus: fromHex(key) },
    {
      message: paperMessage(proposal, of.token),
      signed: fromHex(of.signed),
      inverse: fromHex(of.inverse),
      saltLength: PAPER_BYTES.salt,
    },
  );
  return signature && { token: of.token, signature: toHex(signature) };
}

/** Whether a paper is one of this vote. Anyone can ask, of any text: it takes the public key alone. */
export function isPaperOf(digest: Digest, { proposal, key }: PaperVote, { token, signature }: BallotPaper): boolean {
  if (![key, token, signature].every((text) => /^([0-9a-f]{2})+$/.test(text))) return false;
  return isSigned(
    digest,
    { modulus: fromHex(key) },
    { message: paperMessage(proposal, token), signature: fromHex(signature), saltLength: PAPER_BYTES.salt },
  );
}
