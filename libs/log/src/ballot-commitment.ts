import { canonicalJson } from './canonical.ts';
import { type Digest, merkleRoot } from './chain.ts';
import { fromHex } from './hex.ts';

/** A secret ballot in the open: what was chosen and the nonce that the voter's browser drew, in hexadecimal. */
export interface OpenBallot {
  readonly choice: unknown;
  /** 16 bytes, in hexadecimal. */
  readonly nonce: string;
}

/**
 * What binds a ballot to its question and hides the choice until the nonce is known (decisions.md 9):
 * digest("ballot/1" ‖ proposal id as text ‖ rules hash ‖ canonical choice ‖ nonce), with SHA-256 as the digest.
 */
export function ballotCommitment(
  digest: Digest,
  of: OpenBallot & { readonly proposal: string; readonly rulesHash: string },
): Uint8Array {
  const text = (words: string): Uint8Array => new TextEncoder().encode(words);
  const parts = [
    text('ballot/1'),
    text(of.proposal),
    fromHex(of.rulesHash),
    text(canonicalJson(of.choice)),
    fromHex(of.nonce),
  ];
  return digest(Uint8Array.from(parts.flatMap((part) => Array.from(part))));
}

/** The root of a published board: the Merkle tree of RFC 6962 over its commitments (hexadecimal) in ascending order. */
export function boardRoot(digest: Digest, commitments: readonly string[]): Uint8Array {
  return merkleRoot(digest, commitments.toSorted().map(fromHex));
}
