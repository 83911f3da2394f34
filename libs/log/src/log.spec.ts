import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  canonicalJson,
  chainHash,
  fromHex,
  genesis,
  merkleRoot,
  toHex,
  verifyChain,
  type ChainEntry,
} from './index.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function chainOf(bodies: readonly string[]): ChainEntry[] {
  let prevHash = genesis;
  return bodies.map((text, at) => {
    const hash = chainHash(sha256, prevHash, bytes(text));
    const entry = { seq: BigInt(at + 1), prevHash, body: bytes(text), hash };
    prevHash = hash;
    return entry;
  });
}

test('the example of RFC 8785 section 3.2.3 is sorted by code units', () => {
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  };
  expect(Object.values(JSON.parse(canonicalJson(value)) as object).length).toBe(7);
  expect([...canonicalJson(value).matchAll(/:"([A-Z]\w+)/g)].map(([, word]) => word)).toEqual([
    'Carriage',
    'One',
    'Control',
    'Latin',
    'Euro',
    'Emoji',
    'Hebrew',
  ]);
});

test.each([
  [1e21, '1e+21'],
  [-0, '0'],
  [0.000001, '0.000001'],
  [333333333.33333329, '333333333.3333333'],
])('the number %s is written %s', (value, text) => expect(canonicalJson(value)).toBe(text));

test.each([[undefined], [Number.NaN], ['\ud800'], [{ a: undefined }], [new Date(0)]])('%s is refused', (value) =>
  expect(() => canonicalJson(value)).toThrow(),
);

test('canonical JSON says the same value and does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      if (!JSON.stringify(value).isWellFormed()) return;
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(canonicalJson({ b: 1, a: [true, null] })).toBe(canonicalJson({ a: [true, null], b: 1 }));
});

test('a whole chain verifies, and any flipped byte names its link', () => {
  const chain = chainOf(['one', 'two', 'three']);
  expect(verifyChain(sha256, chain)).toEqual({ ok: true, size: 3n, head: chain[2]!.hash });
  expect(verifyChain(sha256, chain.with(1, { ...chain[1]!, body: bytes('twO') }))).toEqual({
    ok: false,
    seq: 2n,
    reason: 'hash',
  });
  expect(verifyChain(sha256, [chain[0]!, chain[2]!])).toEqual({ ok: false, seq: 2n, reason: 'number' });
  expect(verifyChain(sha256, [chain[0]!, { ...chain[2]!, seq: 2n }])).toEqual({
    ok: false,
    seq: 2n,
    reason: 'previous',
  });
});

test('Merkle roots of RFC 6962: of nothing, of one, and of an unbalanced tree', () => {
  expect(toHex(merkleRoot(sha256, []))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(toHex(merkleRoot(sha256, [new Uint8Array(0)]))).toBe(
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  );
  const leaf = (text: string): Uint8Array => merkleRoot(sha256, [bytes(text)]);
  const node = (a: Uint8Array, b: Uint8Array): Uint8Array => sha256(Uint8Array.of(1, ...a, ...b));
  expect(merkleRoot(sha256, ['a', 'b', 'c'].map(bytes))).toEqual(node(node(leaf('a'), leaf('b')), leaf('c')));
});

test('hexadecimal text goes both ways', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (value) => {
      expect(fromHex(toHex(value))).toEqual(value);
    }),
  );
  expect(() => fromHex('abc')).toThrow();
});
