import type { Digest } from './chain.ts';
import { fromHex, toHex } from './hex.ts';

/**
 * Blind RSA signatures as RFC 9474 has them: somebody signs a message without seeing it, and nobody can tell later which of the messages
 * signed was whose. The signer's own step is a bare RSA operation with the private key and stays with the platform. The digest is an argument
 * (SHA-384 for the named variants), and so is all chance. The public exponent is 65537.
 */
export interface SignerKey {
  /** The modulus, big-endian, without leading zero bytes. */
  readonly modulus: Uint8Array;
}

/** What the signer is shown, and what takes the blinding off its answer; both as long as the modulus. */
export interface Blinded {
  readonly blinded: Uint8Array;
  readonly inverse: Uint8Array;
}

const EXPONENT = 65_537n;
const TRAILER = 0xbc;

const numberOf = (bytes: Uint8Array): bigint => (bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`));
const bytesOf = (value: bigint, length: number): Uint8Array => fromHex(value.toString(16).padStart(length * 2, '0'));

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** base to the public exponent, modulo n: RSAVP1. */
function raised(base: bigint, n: bigint): bigint {
  let power = 1n;
  for (const bit of EXPONENT.toString(2)) power = (((power * power) % n) * (bit === '1' ? base : 1n)) % n;
  return power;
}

/** The inverse modulo n, or null where there is none: then the value shares a factor with n. */
function inverseOf(value: bigint, n: bigint): bigint | null {
  let [a, b, x, y] = [n, value % n, 0n, 1n];
  while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return a === 1n ? ((x % n) + n) % n : null;
}

/** MGF1 of RFC 8017, B.2.1. */
function mask(digest: Digest, seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let made = 0, counter = 0; made < length; counter += 1) {
    const block = digest(joined(seed, bytesOf(BigInt(counter), 4)));
    blocks.push(block);
    made += block.length;
  }
  return joined(...blocks).subarray(0, length);
}

const mixed = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((byte, at) => byte ^ b[at]!);

/** How many bits of the first byte an encoded message leaves free, and how many bytes it has: one bit less than the modulus. */
function shape(n: bigint): { readonly length: number; readonly free: number } {
  const bits = n.toString(2).length - 1;
  const length = Math.ceil(bits / 8);
  return { length, free: 8 * length - bits };
}

/** EMSA-PSS-ENCODE of RFC 8017, 9.1.1. Throws where the modulus is too small for it. */
function encoded(digest: Digest, message: Uint8Array, salt: Uint8Array, n: bigint): Uint8Array {
  const { length, free } = shape(n);
  const hash = digest(joined(new Uint8Array(8), digest(message), salt));
  const padding = length - salt.length - hash.length - 2;
  if (padding < 0) throw new Error('the modulus is too small');
  const block = joined(new Uint8Array(padding), Uint8Array.of(1), salt);
  const masked = mixed(block, mask(digest, hash, block.length));
  masked[0]! &= 0xff >> free;
  return joined(masked, hash, Uint8Array.of(TRAILER));
}

/** What stands at the salt's place of an encoded message; null where there is no place for it. */
function saltOf(digest: Digest, found: Uint8Array, of: { n: bigint; saltLength: number }): Uint8Array | null {
  const { length, free } = shape(of.n);
  const hashLength = digest(new Uint8Array(0)).length;
  const block = found.subarray(0, length - hashLength - 1);
  const hash = found.subarray(length - hashLength - 1, length - 1);
  const opened = mixed(block, mask(digest, hash, block.length));
  opened[0]! &= 0xff >> free;
  return opened.length < of.saltLength ? null : opened.subarray(opened.length - of.saltLength);
}

/**
 * Blind of RFC 9474, 4.2. `salt` and `factor` are random: the salt as long as the variant says (48 bytes), the factor evenly from 1 to the
 * modulus. Null where the factor or the message can not be used: draw again.
 */
export function blind(
  digest: Digest,
  { modulus }: SignerKey,
  of: { readonly message: Uint8Array; readonly salt: Uint8Array; readonly factor: Uint8Array },
): Blinded | null {
  const n = numberOf(modulus);
  const [m, factor] = [numberOf(encoded(digest, of.message, of.salt, n)), numberOf(of.factor)];
  if (factor < 1n || factor >= n || inverseOf(m, n) === null) return null;
  const inverse = inverseOf(factor, n);
  if (inverse === null) return null;
  const bytes = (value: bigint): Uint8Array => bytesOf(value, modulus.length);
  return { blinded: bytes((m * raised(factor, n)) % n), inverse: bytes(inverse) };
}

/** Finalize of RFC 9474, 4.4: takes the blinding off. Null where the signer did not sign what it was shown. */
export function unblind(
  digest: Digest,
  key: SignerKey,
  of: {
    readonly message: Uint8Array;
    readonly signed: Uint8Array;
    readonly inverse: Uint8Array;
    readonly saltLength: number;
  },
): Uint8Array | null {
  const { length } = key.modulus;
  if (of.signed.length !== length || of.inverse.length !== length) return null;
  const n = numberOf(key.modulus);
  const signature = bytesOf((numberOf(of.signed) * numberOf(of.inverse)) % n, length);
  return isSigned(digest, key, { message: of.message, signature, saltLength: of.saltLength }) ? signature : null;
}

/** RSASSA-PSS-VERIFY of RFC 8017, 8.1.2, with MGF1 and the same digest. */
export function isSigned(
  digest: Digest,
  { modulus }: SignerKey,
  of: { readonly message: Uint8Array; readonly signature: Uint8Array; readonly saltLength: number },
): boolean {
  const [n, s] = [numberOf(modulus), numberOf(of.signature)];
  if (of.signature.length !== modulus.length || s >= n) return false;
  const { length } = shape(n);
  const value = raised(s, n);
  if (value >> BigInt(8 * length) !== 0n) return false;
  const found = bytesOf(value, length);
  const salt = saltOf(digest, found, { n, saltLength: of.saltLength });
  // What is signed is exactly what encoding the message with this salt gives: every bit of it, padding and trailer included.
  return salt !== null && toHex(encoded(digest, of.message, salt, n)) === toHex(found);
}
