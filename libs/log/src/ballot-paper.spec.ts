import { constants, createHash, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blind } from './blind-rsa.ts';
import { blindPaper, fromHex, isPaperOf, openPaper, PAPER_BYTES, paperMessage, toHex } from './index.ts';

const sha384 = (bytes: Uint8Array): Uint8Array => createHash('sha384').update(bytes).digest();
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
const key = Buffer.from(publicKey.export({ format: 'jwk' })['n'] as string, 'base64url').toString('hex');
const vote = { proposal: '0f8fad5b-d9cb-469f-a165-70867728950e', key };
const signed = (blinded: string): string =>
  toHex(privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, fromHex(blinded)));

test('whatever token a browser draws, the paper it opens is one of this vote, and of no other', () => {
  expect(key.length).toBe(PAPER_BYTES.key * 2);
  fc.assert(
    fc.property(fc.uuid(), (other) => {
      const { blinded, ...drawn } = blindPaper(sha384, vote, randomBytes);
      const paper = openPaper(sha384, vote, { ...drawn, signed: signed(blinded) })!;
      expect(paper.token).toBe(drawn.token);
      expect(isPaperOf(sha384, vote, paper)).toBe(true);
      expect(isPaperOf(sha384, { ...vote, proposal: other }, paper)).toBe(false);
      expect(isPaperOf(sha384, vote, { ...paper, token: toHex(randomBytes(32)) })).toBe(false);
      expect(isPaperOf(sha384, vote, { ...paper, signature: 'no number' })).toBe(false);
      expect(openPaper(sha384, vote, { ...drawn, signed: blinded })).toBeNull();
    }),
    { numRuns: 20 },
  );
});

test('what is signed says nothing: it could be the blinded message of any other token just as well', () => {
  const modulus = fromHex(key);
  const n = BigInt(`0x${key}`);
  const number = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(bytes)}`);
  const bytes = (value: bigint): Uint8Array => fromHex(value.toString(16).padStart(key.length, '0'));
  const inverse = (value: bigint): bigint => {
    let [a, b, x, y] = [n, value % n, 0n, 1n];
    while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
    return ((x % n) + n) % n;
  };
  const { blinded, token } = blindPaper(sha384, vote, randomBytes);
  const other = toHex(randomBytes(32));
  const of = { message: paperMessage(vote.proposal, other), salt: randomBytes(48) };
  const plain = blind(sha384, { modulus }, { ...of, factor: Uint8Array.of(1) })!.blinded;
  const factor = fromHex(signed(toHex(bytes((number(fromHex(blinded)) * inverse(number(plain))) % n))));
  expect(toHex(blind(sha384, { modulus }, { ...of, factor })!.blinded)).toBe(blinded);
  expect(other).not.toBe(token);
});
