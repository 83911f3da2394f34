import { beforeEach, expect, test } from 'vitest';
import {
  boardFault,
  choiceOf,
  isSealed,
  noteRecorded,
  noteSent,
  readReceipt,
  receiptOf,
  seal,
  sentOf,
} from './receipts.ts';

const question = { id: '0f8fad5b-d9cb-469f-a165-70867728950e', rulesHash: 'ab'.repeat(32) };
beforeEach(() => localStorage.clear());

test.each([
  [{ option: 'a' }, { option: 'a' }],
  [{ options: ['b', 'a'] }, { options: ['a', 'b'] }],
  [{ ranking: [['c', 'b'], ['a']] }, { ranking: [['b', 'c'], ['a']] }],
  [{ points: [{ option: 'a', points: 2 }] }, { points: { a: 2 } }],
  [{ abstain: true }, { abstain: true }],
])('the answer %j is sealed as %j', (answer, choice) => expect(choiceOf(answer)).toEqual(choice));

test('a receipt fits its question and its choice, and no other', () => {
  const receipt = seal(question, { option: 'a' });
  expect(isSealed(question, receipt)).toBe(true);
  expect(isSealed(question, { ...receipt, choice: { option: 'b' } })).toBe(false);
  expect(isSealed({ ...question, rulesHash: 'cd'.repeat(32) }, receipt)).toBe(false);
  expect(seal(question, { option: 'a' }).commitment).not.toBe(receipt.commitment);
});

test('a board is whole, or says which ballot or root does not hold', () => {
  const ballots = ['a', 'b', 'a'].map((option) => seal(question, { option }));
  const root = boardFault({ ...question, root: '', ballots })!;
  expect(boardFault({ ...question, root, ballots })).toBeNull();
  expect(boardFault({ ...question, root, ballots: ballots.slice(1) })).not.toBeNull();
  const forged = { ...ballots[1]!, choice: { option: 'a' } };
  expect(boardFault({ ...question, root, ballots: [ballots[0]!, forged, ballots[2]!] })).toBe(forged.commitment);
});

test('what was sent is known until it is answered; a vote without receipts keeps none', () => {
  const receipt = seal(question, { option: 'a' });
  noteSent(question.id, receipt);
  expect([sentOf(question.id), receiptOf(question.id)]).toEqual([receipt, null]);
  noteRecorded(question.id, null);
  expect([sentOf(question.id), receiptOf(question.id)]).toEqual([null, null]);
  noteRecorded(question.id, receipt);
  expect(receiptOf(question.id)).toEqual(receipt);
  expect([readReceipt('{}'), readReceipt('nonsense'), readReceipt(null)]).toEqual([null, null, null]);
});
