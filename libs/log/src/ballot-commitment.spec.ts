import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ballotCommitment, boardRoot, toHex } from './index.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const asked = { proposal: '0f8fad5b-d9cb-469f-a165-70867728950e', rulesHash: 'ab'.repeat(32) };

test('a commitment is the digest of the words of the design, in their order', () => {
  const ballot = { choice: { ranking: [['b'], ['a']] }, nonce: '00112233445566778899aabbccddeeff' };
  const bytes = Buffer.concat([
    Buffer.from(`ballot/1${asked.proposal}`),
    Buffer.from(asked.rulesHash, 'hex'),
    Buffer.from('{"ranking":[["b"],["a"]]}'),
    Buffer.from(ballot.nonce, 'hex'),
  ]);
  expect(toHex(ballotCommitment(sha256, { ...asked, ...ballot }))).toBe(
    createHash('sha256').update(bytes).digest('hex'),
  );
});

test('another choice, nonce, question or proposal is another commitment', () => {
  const nonce = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(toHex);
  fc.assert(
    fc.property(nonce, nonce, fc.string(), fc.string(), (one, other, a, b) => {
      const of = (choice: string, by: string, more: object = {}): string =>
        toHex(ballotCommitment(sha256, { ...asked, choice: { option: choice }, nonce: by, ...more }));
      expect(of(a, one) === of(b, one)).toBe(a === b);
      expect(of(a, one) === of(a, other)).toBe(one === other);
      expect(of(a, one, { rulesHash: 'cd'.repeat(32) })).not.toBe(of(a, one));
      expect(of(a, one, { proposal: asked.proposal.replace('0', '1') })).not.toBe(of(a, one));
    }),
  );
});

test('the root of a board does not depend on the order in which it is read', () => {
  const board = ['aa', '00', 'ff', '7c', '7d'].map((pair) => pair.repeat(32));
  expect(toHex(boardRoot(sha256, board.toReversed()))).toBe(toHex(boardRoot(sha256, board)));
  expect(toHex(boardRoot(sha256, board.slice(1)))).not.toBe(toHex(boardRoot(sha256, board)));
});
