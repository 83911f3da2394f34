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

test('the example of RFC 8785 section 3.2.2 is written without spaces and with the shortest numbers', () => {
  const text = String.raw`{ "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] }`;
  expect(canonicalJson(JSON.parse(text))).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test('keys that look like numbers are sorted as text, in objects within objects too', () => {
  const value: unknown = JSON.parse('{"10":{},"1":{"b":1,"a":2},"":0,"9":[{"z":1,"Z":2}],"__proto__":3}');
  expect(canonicalJson(value)).toBe('{"":0,"1":{"a":2,"b":1},"10":{},"9":[{"Z":2,"z":1}],"__proto__":3}');
});

// RFC 8785 appendix B: the bits of a double and its text.
test.each([
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
])('the double %s is written %s', (bits, text) => {
  const view = new DataView(fromHex(bits).buffer as ArrayBuffer);
  expect(canonicalJson(view.getFloat64(0))).toBe(text);
});

test.each([
  [undefined, 'cannot hold undefined'],
  [1n, 'cannot hold bigint'],
  [Number.NaN, 'finite'],
  [Number.NEGATIVE_INFINITY, 'finite'],
  ['\ud800', 'well-formed'],
  [{ '\udc00': 1 }, 'well-formed'],
  [{ a: undefined }, 'cannot hold undefined'],
  [Array.from({ length: 2 }), 'cannot hold undefined'],
  [Array(2), 'cannot hold undefined'],
  [new Date(0), 'cannot hold object'],
  [new Map(), 'cannot hold object'],
])('%s is refused: %s', (value, why) => expect(() => canonicalJson(value)).toThrow(why));

const wellFormed = fc.jsonValue({ stringUnit: 'binary' });

test('canonical JSON says the same value, and saying it again changes nothing', () => {
  fc.assert(
    fc.property(wellFormed, (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

test('the order in which keys were written never matters', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), wellFormed, { noNullPrototype: false }), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).toReversed());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
    }),
  );
});

test('a whole chain verifies, and any flipped byte names its link', () => {
  const chain = chainOf(['one', 'two', 'three']);
  expect(verifyChain(sha256, chain)).toEqual({ ok: true, size: 3n, head: chain[2]!.hash });
  expect(verifyChain(sha256, [])).toEqual({ ok: true, size: 0n, head: genesis });
  expect(
    verifyChain(
      sha256,
      chain.map((entry, at) => ({ ...entry, seq: at + 1 })),
    ),
  ).toMatchObject({ ok: true });
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

test('no byte of body, predecessor or hash can change unnoticed, and nothing before it is blamed', () => {
  const bodies = fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 6 });
  const field = fc.constantFrom('body' as const, 'prevHash' as const, 'hash' as const);
  fc.assert(
    fc.property(
      bodies,
      fc.nat(),
      field,
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (texts, pick, name, place, flip) => {
        const chain = chainOf(texts);
        const link = pick % chain.length;
        const entry = chain[link]!;
        const at = place % entry[name].length;
        const altered = Uint8Array.from(entry[name]).with(at, entry[name][at]! ^ flip);
        const verdict = verifyChain(sha256, chain.with(link, { ...entry, [name]: altered }));
        expect(verdict).toMatchObject({ ok: false, seq: BigInt(link + 1) });
      },
    ),
  );
});

test('Merkle roots of RFC 6962: of nothing, of one, of eight, and of an unbalanced tree', () => {
  expect(toHex(merkleRoot(sha256, []))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(toHex(merkleRoot(sha256, [new Uint8Array(0)]))).toBe(
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  );
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  expect(toHex(merkleRoot(sha256, leaves.map(fromHex)))).toBe(
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
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
  expect(() => fromHex('abc')).toThrow('not hexadecimal');
  expect(() => fromHex('zz')).toThrow('not hexadecimal');
});
