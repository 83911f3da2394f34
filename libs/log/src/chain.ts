/** SHA-256 of the platform: an argument, so that this code runs anywhere. */
export type Digest = (bytes: Uint8Array) => Uint8Array;

/** What the first entry of a chain follows: 32 zero bytes. */
export const genesis: Uint8Array = new Uint8Array(32);

/** One link: its number, what it follows, its canonical bytes and its hash. */
export interface ChainEntry {
  readonly seq: bigint | number;
  readonly prevHash: Uint8Array;
  readonly body: Uint8Array;
  readonly hash: Uint8Array;
}

export type ChainVerdict =
  | { readonly ok: true; readonly size: bigint; readonly head: Uint8Array }
  | { readonly ok: false; readonly seq: bigint; readonly reason: 'number' | 'previous' | 'hash' };

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** The hash of a link: digest(0x01 ‖ previous hash ‖ body). */
export function chainHash(digest: Digest, previous: Uint8Array, body: Uint8Array): Uint8Array {
  return digest(concat(Uint8Array.of(1), previous, body));
}

/** Walks a chain from its first entry and names the first link that does not hold: a gap in the numbers, a wrong predecessor or wrong bytes. */
export function verifyChain(digest: Digest, entries: Iterable<ChainEntry>): ChainVerdict {
  let size = 0n;
  let head = genesis;
  for (const entry of entries) {
    const seq = size + 1n;
    if (String(entry.seq) !== String(seq)) return { ok: false, seq, reason: 'number' };
    if (!isEqual(entry.prevHash, head)) return { ok: false, seq, reason: 'previous' };
    if (!isEqual(entry.hash, chainHash(digest, head, entry.body))) return { ok: false, seq, reason: 'hash' };
    size = seq;
    head = entry.hash;
  }
  return { ok: true, size, head };
}

/** The Merkle tree hash of RFC 6962 section 2.1: leaves with 0x00, nodes with 0x01; of nothing the digest of no bytes. */
export function merkleRoot(digest: Digest, leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return digest(new Uint8Array(0));
  if (leaves.length === 1) return digest(concat(Uint8Array.of(0), leaves[0]!));
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return digest(
    concat(Uint8Array.of(1), merkleRoot(digest, leaves.slice(0, split)), merkleRoot(digest, leaves.slice(split))),
  );
}
