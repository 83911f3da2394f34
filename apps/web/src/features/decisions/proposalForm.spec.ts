import { safeParse } from 'valibot';
import { beforeAll, expect, test } from 'vitest';
import { showLocale } from '../../platform/words.ts';
import { heavyEnough } from './heavyEnough.ts';
import { usualOf } from './usual.ts';
import { atField, closingInstant, newProposalForm, proposalFields, proposalSchema } from './proposalForm.ts';

beforeAll(() => showLocale('en'));

const group = { zone: 'Europe/Brussels', currency: 'EUR' };
const now = new Date('2027-03-20T10:00:00Z');
const form = { ...newProposalForm('2027-03-20'), title: 'Buy a PA' };

test('seven days on means nine in the evening of the group, also over the change of the clocks', () => {
  expect(closingInstant(form, group.zone, now)).toBe('2027-03-27T20:00:00.000Z');
  expect(closingInstant({ ...form, closing: '14' }, group.zone, now)).toBe('2027-04-03T19:00:00.000Z');
});

test('a typed time is wall time of the group', () => {
  const typed = { ...form, closing: 'other' as const, closesDay: '2027-07-01', closesTime: '12:30' };
  expect(closingInstant(typed, group.zone, now)).toBe('2027-07-01T10:30:00.000Z');
});

test('an effect goes along as minor units', () => {
  const fields = proposalFields({ ...form, opensLine: true, lineLabel: ' PA ', lineAmount: '400' }, group, now);
  expect(fields.opensBudgetLine).toEqual({
    label: 'PA',
    until: null,
    planned: { minor: '40000', currency: 'EUR' },
    fundId: null,
  });
  expect(fields).not.toHaveProperty('threshold');
});

test.each([
  [{}, []],
  [{ title: '' }, ['title']],
  [{ closing: 'other', closesDay: '' }, ['closesDay']],
  [{ opensLine: true, lineLabel: 'PA', lineAmount: '1,234.5' }, ['lineAmount']],
  [{ opensLine: true, lineLabel: ' ', lineAmount: '400' }, ['lineLabel']],
])('%o has faults at %o', (change, expected) => {
  const issues = safeParse(proposalSchema('EUR'), { ...form, ...change }).issues ?? [];
  expect(issues.map(({ path }) => String(path?.[0]?.key))).toEqual(expected);
});

const rules = [
  { key: 'decision.method', value: 'majority', class: 'entrenched' },
  { key: 'decision.quorum', value: '1/4', class: 'entrenched' },
  { key: 'decision.days', value: '10', class: 'entrenched' },
  { key: 'joining', value: 'open', class: 'decision' },
];

test('the usual way of a group fills in its quorum, and its days behind its door', () => {
  const usual = usualOf({ groupId: 'g', rules }, { effect: 'RULEBOOK_AMEND', rule: 'joining' });
  expect(usual).toEqual({ template: 'PROPOSAL', quorum: '1/4', days: 10, secrecy: 'SECRET' });
  expect(newProposalForm('2027-03-20', 'PROPOSAL', 9, usual)).toMatchObject({ quorum: '1/4', closing: '10' });
  expect(newProposalForm('2027-03-20', 'CONSENT', 9, usual)).toMatchObject({ quorum: '1/4', closing: '7' });
  expect(newProposalForm('2027-03-20', 'SENSE_CHECK', 9, usual)).toMatchObject({ quorum: '0/1', closing: '3' });
});

test('what needs two thirds has no usual way, and lengthens short days', () => {
  expect(usualOf({ groupId: 'g', rules }, { effect: 'RULEBOOK_AMEND', rule: 'decision.days' })).toBeNull();
  expect(usualOf({ groupId: 'g', rules }, { effect: 'MEMBER_REMOVE' })).toBeNull();
  const short = { ...form, closing: '4' };
  heavyEnough(short, 'ENTRENCHED');
  expect(short).toMatchObject({ method: 'MAJORITY', threshold: '2/3', quorum: '1/2', closing: '7' });
});

test('a fault of the server stands where it was typed', () =>
  expect(atField({ field: 'closesAt', message: 'x' })).toEqual({ field: 'closesDay', message: 'x' }));

test('people are elected in secret where five or more have a vote; a secret form asks for no reasons and shows its result at the end', () => {
  expect(newProposalForm('2026-05-01', 'ELECTION', 4).secrecy).toBe('NAMED');
  expect(newProposalForm('2026-05-01', 'PROPOSAL', 9).secrecy).toBe('NAMED');
  const blind = { template: 'CONSENT', quorum: '1/3', days: 4, secrecy: 'BLIND' } as const;
  expect(newProposalForm('2026-05-01', 'ELECTION', 5, blind).secrecy).toBe('BLIND');
  const secret = newProposalForm('2026-05-01', 'ELECTION', 5);
  expect(proposalFields(secret, group, now)).toMatchObject({
    secrecy: 'SECRET',
    reasons: 'OFF',
    showResults: 'AFTER_CLOSE',
    receipts: true,
  });
  const named = proposalFields({ ...secret, secrecy: 'NAMED' }, group, now);
  expect(named).toMatchObject({ secrecy: 'NAMED', reasons: 'OPTIONAL' });
});
