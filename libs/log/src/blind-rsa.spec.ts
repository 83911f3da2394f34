import { constants, createHash, createPrivateKey, createPublicKey, privateDecrypt, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blind, isSigned, unblind } from './blind-rsa.ts';
import { fromHex, toHex } from './hex.ts';

// The vectors of RFC 9474, appendix A, all four variants; the signer's step is the platform's own RSA.
interface Vector {
  readonly name: string;
  readonly msg_prefix: string;
  readonly salt: string;
  readonly inv: string;
  readonly blinded_msg: string;
  readonly blind_sig: string;
  readonly sig: string;
}
const { p, q, msg, vectors } = JSON.parse(readFileSync(join(import.meta.dirname, 'rfc9474.json'), 'utf8')) as {
  readonly p: string;
  readonly q: string;
  readonly msg: string;
  readonly vectors: readonly Vector[];
};
const sha384 = (bytes: Uint8Array): Uint8Array => createHash('sha384').update(bytes).digest();
const number = (hex: string): bigint => BigInt(`0x${hex}`);
const bytes = (value: bigint): Uint8Array => {
  const hex = value.toString(16);
  return fromHex(hex.padStart(hex.length + (hex.length % 2), '0'));
};

function inverse(value: bigint, n: bigint): bigint {
  let [a, b, x, y] = [n, value % n, 0n, 1n];
  while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return ((x % n) + n) % n;
}

const [P, Q] = [number(p), number(q)];
const N = P * Q;
const modulus = bytes(N);
const D = inverse(65_537n, (P - 1n) * (Q - 1n));
const text = (value: bigint): string => Buffer.from(bytes(value)).toString('base64url');
const privateKey = createPrivateKey({
  format: 'jwk',
  key: {
    kty: 'RSA',
    n: text(N),
    e: 'AQAB',
    d: text(D),
    p: text(P),
    q: text(Q),
    dp: text(D % (P - 1n)),
    dq: text(D % (Q - 1n)),
    qi: text(inverse(Q, P)),
  },
});
const publicKey = createPublicKey(privateKey);
const bare = (blinded: Uint8Array): Uint8Array =>
  privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, blinded);
const isValid = (message: Uint8Array, signature: Uint8Array, saltLength: number): boolean =>
  verify('sha384', message, { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature);

test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
  const message = fromHex(vector.msg_prefix + msg);
  const salt = fromHex(vector.salt);
  const factor = bytes(inverse(number(vector.inv), N));
  const made = blind(sha384, { modulus }, { message, salt, factor })!;
  expect(toHex(made.blinded)).toBe(vector.blinded_msg);
  expect(toHex(made.inverse)).toBe(vector.inv);
  const signed = bare(made.blinded);
  expect(toHex(signed)).toBe(vector.blind_sig);
  const of = { message, signed, inverse: made.inverse, saltLength: salt.length };
  const signature = unblind(sha384, { modulus }, of)!;
  expect(toHex(signature)).toBe(vector.sig);
  expect(isValid(message, signature, salt.length)).toBe(true);
  expect(unblind(sha384, { modulus }, { ...of, signed: made.blinded })).toBeNull();
  expect(unblind(sha384, { modulus }, { ...of, signed: signed.subarray(1) })).toBeNull();
});

test('what the platform signs is signed; with one bit, byte or length changed it is not, here and there alike', () => {
  const some = fc.uint8Array({ minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(some, fc.constantFrom(0, 48), fc.nat({ max: modulus.length - 1 }), (message, saltLength, at) => {
      const by = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
      const signature = new Uint8Array(sign('sha384', message, by));
      const ask = (more: object): boolean => isSigned(sha384, { modulus }, { message, signature, saltLength, ...more });
      expect(ask({})).toBe(true);
      const changed = signature.map((byte, place) => (place === at ? byte ^ 1 : byte));
      expect(ask({ signature: changed })).toBe(isValid(message, changed, saltLength));
      expect(ask({ signature: changed })).toBe(false);
      expect(ask({ message: Uint8Array.of(...message, 0) })).toBe(false);
      expect(ask({ saltLength: 48 - saltLength })).toBe(false);
      expect(ask({ signature: signature.subarray(1) })).toBe(false);
      expect(ask({ signature: bytes(number(toHex(signature)) + N) })).toBe(false);
    }),
    { numRuns: 15 },
  );
});

test('a factor that blinds nothing, or is no number below the modulus, is not taken', () => {
  const of = { message: Uint8Array.of(1), salt: new Uint8Array(48) };
  for (const factor of [0n, N, N + 1n, P])
    expect(blind(sha384, { modulus }, { ...of, factor: bytes(factor) })).toBeNull();
  expect(() => blind(sha384, { modulus: fromHex('ff'.repeat(64)) }, { ...of, factor: Uint8Array.of(2) })).toThrow(
    'small',
  );
});
