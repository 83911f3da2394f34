import { expect, test } from 'vitest';
import { effectKinds } from './states.ts';
import { type Decided, endsWhenTakenBack, takeBackFault } from './taking-back.ts';

const line: Decided = {
  passed: true,
  binds: true,
  kinds: ['budget_line.open'],
  execution: 'done',
  isTakenBack: false,
  isAppeal: false,
};

test.each<[string, Partial<Decided>, ReturnType<typeof takeBackFault>]>([
  ['a budget line', {}, null],
  ['words alone', { kinds: [], execution: null }, null],
  ['a poll that carries out nothing', { kinds: [], execution: null, binds: false }, 'stays'],
  ['a round of the budget, which has no bar', { kinds: ['budget.allocate'], binds: false }, null],
  ['a line beside what stays', { kinds: ['rulebook.amend', 'budget_line.open'] }, null],
  ['a rule', { kinds: ['rulebook.amend'] }, 'stays'],
  ['an election', { kinds: ['duty.give'], binds: false }, 'stays'],
  ['money that another group has', { kinds: ['fund.share'] }, 'stays'],
  ['what was not carried out and would have stayed', { kinds: ['fund.share'], execution: 'failed' }, null],
  ['what was given up', { execution: 'dropped' }, 'not-done'],
  ['what can still be objected to', { execution: 'waiting' }, 'not-yet'],
  ['what is objected to', { execution: 'stayed' }, 'not-yet'],
  ['what has not passed', { passed: false, execution: null }, 'not-passed'],
  ['what is taken back', { isTakenBack: true }, 'taken-back'],
  ['taking back', { kinds: ['decision.take_back'] }, 'takes-back'],
  ['taking back beside a line', { kinds: ['budget_line.open', 'decision.take_back'] }, 'takes-back'],
  ['whether another one is carried out', { kinds: [], execution: null, isAppeal: true }, 'takes-back'],
])('%s', (_, of, fault) => {
  expect(takeBackFault({ ...line, ...of })).toBe(fault);
});

test('only what holds money or lets somebody spend it ends', () => {
  expect(effectKinds.filter(endsWhenTakenBack)).toEqual([
    'budget_line.open',
    'budget_line.raise',
    'budget.allocate',
    'budget.adopt',
    'expense.approve',
    'spending.grant',
  ]);
});
