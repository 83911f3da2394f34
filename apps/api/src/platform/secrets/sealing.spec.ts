import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveWith, keyOf, openWith, SealBroken, sealWith } from './sealing.ts';

const key = keyOf('a secret of forty-three random characters');
const other = keyOf('another one, that is as long and as random');
const label = { purpose: 'payout', of: '7d9f' };

test('what was sealed opens for what it was sealed for, and twice sealed is never the same', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (plain, of) => {
      const sealed = sealWith(key, { purpose: 'payout', of }, plain);
      expect(openWith([other, key], { purpose: 'payout', of }, sealed)).toEqual(Buffer.from(plain));
      expect(sealWith(key, { purpose: 'payout', of }, plain)).not.toEqual(sealed);
      expect(sealed).toHaveLength(37 + plain.length);
    }),
  );
});

test.each([
  ['another purpose', { ...label, purpose: 'ballot' }, [key], /for something else/],
  ['another row', { ...label, of: '7d9e' }, [key], /for something else/],
  ['without its secret', label, [other], /which this process does not have/],
])('%s does not open', (_, at, keys, words) => {
  const sealed = sealWith(key, label, Buffer.from('BE71 0961 2345 6769'));
  expect(() => openWith(keys, at, sealed)).toThrow(SealBroken);
  expect(() => openWith(keys, at, sealed)).toThrow(words);
});

test('one flipped bit anywhere, or one byte less, does not open', () => {
  const sealed = sealWith(key, label, Buffer.from('secret'));
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const altered = Buffer.from(sealed);
    altered[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => openWith([key], label, altered)).toThrow(SealBroken);
  }
  for (let length = 0; length < sealed.length; length += 1)
    expect(() => openWith([key], label, sealed.subarray(0, length))).toThrow(SealBroken);
});

test('a purpose has bytes of its own, the same each time; the id of a key gives none of them away', () => {
  expect(deriveWith(key, 'reply-address')).toEqual(deriveWith(key, 'reply-address'));
  const all = [deriveWith(key, 'reply-address'), deriveWith(key, 'x'), deriveWith(other, 'reply-address'), key.master];
  expect(new Set(all.map((one) => one.toString('hex'))).size).toBe(4);
  expect(all.some((one) => one.includes(key.id))).toBe(false);
});
