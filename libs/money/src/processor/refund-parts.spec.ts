import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refundParts } from './refund-parts.ts';

const of = (...left: bigint[]) => left.map((n, at) => ({ id: 'abcdef'[at]!, left: n }));

test.each([
  [500n, of(1000n, 600n, 400n), { b: 500n }, 0n],
  [1000n, of(1000n, 600n), { a: 1000n }, 0n],
  [1200n, of(600n, 1000n), { b: 1000n, a: 200n }, 0n],
  [1700n, of(600n, 1000n, 0n), { b: 1000n, a: 600n }, 100n],
  [5n, [], {}, 5n],
])('%s goes back to payments with %o left', (minor, payments, parts, missing) => {
  const found = refundParts(minor, payments);
  expect(Object.fromEntries(found.parts.map((one) => [one.id, one.minor]))).toEqual(parts);
  expect(found.missing).toBe(missing);
});

test('parts and what is missing come to the amount, no payment gives more than it has left, and nothing is missing while some has', () => {
  const lefts = fc.array(fc.bigInt(0n, 50n), { maxLength: 6 });
  fc.assert(
    fc.property(fc.bigInt(1n, 150n), lefts, (minor, left) => {
      const payments = of(...left);
      const { parts, missing } = refundParts(minor, payments);
      expect(parts.reduce((sum, part) => sum + part.minor, missing)).toBe(minor);
      for (const part of parts)
        expect(part.minor > 0n && part.minor <= payments.find(({ id }) => id === part.id)!.left).toBe(true);
      expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
      const all = left.reduce((sum, n) => sum + n, 0n);
      expect(missing).toBe(all < minor ? minor - all : 0n);
    }),
  );
});
