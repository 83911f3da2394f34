import { expect, test } from 'vitest';
import { readVote } from './vote-answers.ts';

const proposal = [
  { id: 'agree', label: '', role: 'yes' },
  { id: 'abstain', label: '', role: 'abstain' },
  { id: 'disagree', label: '', role: 'no' },
];
const gradients = [
  { id: 'endorse', label: '', role: 'yes' },
  { id: 'reservations', label: '', role: 'yes' },
  { id: 'disagree', label: '', role: 'no' },
];
const quoted = '\n\nOn Tue, 3 Mar 2026 at 10:00, Riverside <vote@moot.example.org> wrote:\n> Agree\n> Disagree';

test.each([
  ['agree', 'agree', ''],
  ['I agree!', 'agree', ''],
  ['*Disagree*', 'disagree', ''],
  ['Zustimmung.', 'agree', ''],
  ['Yes', 'agree', ''],
  ['nein', 'disagree', ''],
  ['Disagree, it is too loud', 'disagree', 'it is too loud'],
  ['Disagree\n\nIt is too loud.\nAnd dear.', 'disagree', 'It is too loud.\nAnd dear.'],
  [`Abstain${quoted}`, 'abstain', ''],
  ['Agree\n\n-- \nBen, 12 Water Street', 'agree', ''],
  ['Agree\nSent from my phone', 'agree', ''],
  ['Agree\n\nAm 03.03.2026 um 10:00 schrieb Riverside:\n> Disagree', 'agree', ''],
] as const)('%j is %s', (text, option, reason) => {
  expect(readVote(text, proposal)).toEqual({ option, reason });
});

test.each([
  '',
  "I don't agree",
  'not agree',
  'agree or disagree',
  'agree with most of it',
  'Thanks for the mail!\nAgree',
  `${quoted}\nagree`,
  '> agree',
])('%j is no vote: nobody guesses', (text) => {
  expect(readVote(text, proposal)).toBeNull();
});

test('a word that two options share means neither; an own word of the author is the one that counts', () => {
  expect(readVote('yes', gradients)).toBeNull();
  expect(readVote('agree with reservations', gradients)).toEqual({ option: 'reservations', reason: '' });
  const own = [{ id: 'agree', label: 'Let’s do it', role: 'yes' }];
  expect(readVote("let's do it", own)).toEqual({ option: 'agree', reason: '' });
  expect(readVote('agree', own)).toBeNull();
});
