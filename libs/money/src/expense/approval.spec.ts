import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  approvalsNeeded,
  type ApprovalRules,
  type ExpenseFacts,
  expenseStates,
  expenseWarnings,
  explain,
  type Holder,
  nextBy,
} from '../index.ts';

const rules: ApprovalRules = {
  bands: [
    { upTo: 5000n, approvals: 1 },
    { upTo: 50_000n, approvals: 2, by: ['treasurer', 'steward', 'organiser'] },
  ],
  onDecidedLine: { approvals: 1 },
  by: ['treasurer', 'steward'],
  caps: [{ days: 30, max: 60_000n }],
  coolingHours: 0,
  selfApproval: false,
  payerMayBeOnlyApprover: false,
};
const decided = { left: 40_000n, isDecided: true, isOpen: true };
const facts: ExpenseFacts = {
  state: 'SUBMITTED',
  onHold: false,
  authorId: 'author',
  payeeId: 'payee',
  total: 38_550n,
  line: decided,
  booked: [0n],
  approvals: [],
  authorities: [],
  approvedAt: null,
  now: 0,
};
const treasurer = { personId: 't', duties: ['treasurer'] };
const steward = { personId: 's', duties: ['steward'] };
const organiser = { personId: 'o', duties: ['organiser'] };
const unmet = (change: Partial<ExpenseFacts>) => explain(rules, { ...facts, ...change }, null).unmet;
const by = ['treasurer', 'steward'];

describe('the approval of an expense', () => {
  test.each<[string, Partial<ExpenseFacts>, object[]]>([
    ['one approval on a decided line', {}, [{ code: 'needs-approvals', missing: 1, by }]],
    ['and with it none is missing', { approvals: [treasurer] }, []],
    ['a closed line', { line: { ...decided, isOpen: false } }, [{ code: 'line-closed' }]],
    ['more than is left', { total: 42_000n }, [{ code: 'over-line', left: 40_000n }]],
    ['the small band', { line: null, total: 5000n }, [{ code: 'needs-approvals', missing: 1, by }]],
    [
      'two people above it',
      { line: null, approvals: [treasurer] },
      [{ code: 'needs-approvals', missing: 1, by: rules.bands[1]!.by }],
    ],
    ['a duty that this band allows', { line: null, approvals: [treasurer, organiser] }, []],
    [
      'but the small band does not',
      { line: null, total: 5000n, approvals: [organiser] },
      [{ code: 'needs-approvals', missing: 1, by }],
    ],
    ['above the last band', { line: null, total: 50_001n }, [{ code: 'needs-decision', above: 50_000n }]],
    [
      'a line by rule keeps the bands',
      { line: { ...decided, isDecided: false } },
      [{ code: 'needs-approvals', missing: 2, by: rules.bands[1]!.by }],
    ],
    ['the cap is just met', { line: null, total: 5000n, booked: [55_000n], approvals: [steward] }, []],
    [
      'the cap is passed by a small claim',
      { line: null, total: 5000n, booked: [55_001n] },
      [{ code: 'over-cap', left: 4999n, days: 30 }],
    ],
    ['and not asked on a decided line', { booked: [60_000n], approvals: [steward] }, []],
    [
      'nobody counts twice',
      { line: null, approvals: [steward, steward] },
      [{ code: 'needs-approvals', missing: 1, by: rules.bands[1]!.by }],
    ],
    [
      'a lost duty does not count',
      { approvals: [{ personId: 't', duties: [] }] },
      [{ code: 'needs-approvals', missing: 1, by }],
    ],
    [
      'nor author or payee',
      {
        approvals: [
          { personId: 'author', duties: by },
          { personId: 'payee', duties: by },
        ],
      },
      [{ code: 'needs-approvals', missing: 1, by }],
    ],
  ])('%s', (_, change, expected) => expect(unmet(change)).toEqual(expected));

  test('no band at all, as in a currency without: a decision is needed', () => {
    expect(explain({ ...rules, bands: [] }, { ...facts, line: null }, null).unmet).toEqual([
      { code: 'needs-decision', above: 0n },
    ]);
  });

  test.each([
    ['author', by, 'own-expense'],
    ['payee', by, 'own-expense'],
    ['m', [], 'no-duty'],
    ['t', ['treasurer'], undefined],
  ])('%s with %j: %s', (personId, duties, code) => {
    expect(explain(rules, facts, { personId, duties }).whyNotApprove?.code).toBe(code);
  });

  test('twice is not asked, and where it waits for nothing nothing is said', () => {
    expect(explain(rules, { ...facts, approvals: [treasurer] }, treasurer).whyNotApprove?.code).toBe(
      'approved-already',
    );
    for (const state of expenseStates.filter((one) => one !== 'SUBMITTED'))
      expect(explain(rules, { ...facts, state }, treasurer)).toMatchObject({ unmet: [], whyNotApprove: null });
  });

  test('an approval more never makes it worse, and what is met has enough different people', () => {
    const holder = fc.record({
      personId: fc.constantFrom('author', 'payee', 'a', 'b', 'c'),
      duties: fc.subarray(['treasurer', 'steward', 'organiser']),
    });
    fc.assert(
      fc.property(
        fc.array(holder, { maxLength: 6 }),
        holder,
        fc.bigInt({ min: 1n, max: 50_000n }),
        (held, more, total) => {
          const of = { ...facts, line: null, total, approvals: held };
          const before = explain(rules, of, null).unmet[0];
          const after = explain(rules, { ...of, approvals: [...held, more] }, null).unmet[0];
          const missing = (one: typeof before) => (one?.code === 'needs-approvals' ? one.missing : 0);
          expect(missing(after)).toBeLessThanOrEqual(missing(before));
          const people = new Set(held.map(({ personId }) => personId));
          people.delete('author');
          people.delete('payee');
          const needed = approvalsNeeded(rules, of);
          if (!before && 'approvals' in needed) expect(people.size).toBeGreaterThanOrEqual(needed.approvals);
        },
      ),
    );
  });
});

describe('what the group lets somebody approve alone', () => {
  const named = { id: 'kitchen', personIds: ['ben'], who: 'Ben', what: 'Kitchen', decision: 7 };
  const kitchen = { ...named, ceiling: 20_000n, each: 20_000n, left: 14_000n };
  const of: ExpenseFacts = { ...facts, line: null, total: 9000n, authorities: [kitchen] };
  const ben: Holder = { personId: 'ben', duties: [] };
  const asked = (change: Partial<ExpenseFacts>, actor = ben) => explain(rules, { ...of, ...change }, actor);

  test.each<[string, Partial<ExpenseFacts>, string | undefined]>([
    ['what it covers', {}, undefined],
    ['all that is left', { total: 14_000n }, undefined],
    ['a unit more than is left', { total: 14_001n }, 'over-authority'],
    ['more than at a time', { total: 20_001n, authorities: [{ ...kitchen, left: 90_000n }] }, 'over-authority'],
    ['above every band', { total: 90_000n, authorities: [{ ...kitchen, each: 90_000n, left: 90_000n }] }, undefined],
    ['over the cap for one payee', { booked: [60_000n] }, undefined],
    ['within an open line', { line: decided }, undefined],
    ['more than is left on the line', { line: { ...decided, left: 8999n } }, 'over-line'],
    ['a closed line', { line: { ...decided, isOpen: false } }, 'line-closed'],
    ['as its author', { authorId: 'ben' }, 'own-expense'],
    ['as its payee', { payeeId: 'ben' }, 'own-expense'],
    ['what is another’s', { authorities: [{ ...kitchen, personIds: ['cleo'] }] }, 'no-duty'],
    ['twice', { approvals: [ben] }, 'approved-already'],
  ])('%s', (_, change, code) => {
    const why = asked(change);
    expect(why.whyNotApprove?.code).toBe(code);
    const after = asked({ approvals: [ben], ...change });
    expect(after.restsOn?.id).toBe(code === undefined || code === 'approved-already' ? 'kitchen' : undefined);
    expect(after.unmet.length === 0).toBe(after.restsOn !== null);
  });

  test('what the rules allow anyhow takes nothing of it', () => {
    expect(asked({ total: 5000n, approvals: [{ personId: 'ben', duties: ['treasurer'] }] })).toMatchObject({
      unmet: [],
      restsOn: null,
      alone: [kitchen],
    });
  });

  test('nobody approves their own with it, even where the rules let them', () => {
    const own = { ...of, payeeId: 'ben', approvals: [ben] };
    expect(explain({ ...rules, selfApproval: true }, own, ben).restsOn).toBeNull();
  });

  test('beyond it, it is named, and the approval of somebody with a duty counts as ever', () => {
    expect(asked({ total: 15_000n }).unmet).toMatchObject([
      { code: 'needs-approvals', missing: 2, beyond: { id: 'kitchen', left: 14_000n } },
    ]);
    expect(asked({ total: 15_000n }, treasurer).whyNotApprove).toBeNull();
  });

  test('whatever was approved by it, never more than its ceiling, nor than it allows at a time', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 300n }), { maxLength: 30 });
    fc.assert(
      fc.property(
        amounts,
        fc.bigInt({ min: 1n, max: 200n }),
        fc.bigInt({ min: 1n, max: 1000n }),
        (asks, each, ceiling) => {
          let left = ceiling;
          for (const total of asks) {
            const held = { ...named, ceiling, each, left };
            const { restsOn } = explain(
              { ...rules, bands: [] },
              { ...of, total, authorities: [held], approvals: [ben] },
              null,
            );
            expect(restsOn !== null).toBe(total <= each && total <= left);
            if (restsOn) left -= total;
          }
          expect(left).toBeGreaterThanOrEqual(0n);
        },
      ),
    );
  });
});

describe('the payment of an expense', () => {
  const owed: ExpenseFacts = { ...facts, state: 'APPROVED', approvals: [steward], approvedAt: 0, now: 3_600_000 };
  const cooling = { ...rules, coolingHours: 2 };
  test.each<[string, ApprovalRules, Partial<ExpenseFacts>, { personId: string; duties: string[] }, string | undefined]>(
    [
      ['the treasurer pays', rules, {}, treasurer, undefined],
      ['not what is for them', rules, { payeeId: 't' }, treasurer, 'own-expense'],
      ['not without the duty', rules, {}, organiser, 'no-duty'],
      ['not as the only approver', rules, { approvals: [treasurer] }, treasurer, 'only-approver'],
      ['but as one of two', rules, { approvals: [treasurer, steward] }, treasurer, undefined],
      ['what the group decided has no approver', rules, { approvals: [] }, treasurer, undefined],
      ['not while on hold', rules, { onHold: true }, treasurer, 'on-hold'],
      ['not while others can still object', cooling, {}, treasurer, 'cooling'],
      ['and then it is', cooling, { now: 7_200_000 }, treasurer, undefined],
      ['a vendor is nobody’s own', rules, { payeeId: null }, treasurer, undefined],
    ],
  )('%s', (_, book, change, actor, code) => {
    expect(explain(book, { ...owed, ...change }, actor).whyNotPay?.code).toBe(code);
  });

  test('who can do the next step is named', () => {
    const all = [treasurer, steward, organiser, { personId: 'author', duties: by }];
    expect(nextBy(rules, facts, all).map(({ personId }) => personId)).toEqual(['t', 's']);
    expect(nextBy(rules, owed, all).map(({ personId }) => personId)).toEqual(['t', 'author']);
    expect(nextBy(rules, { ...owed, onHold: true }, all)).toEqual([]);
    expect(nextBy(rules, { ...facts, state: 'PAID' }, all)).toEqual([]);
  });
});

test('warnings name what one should look at twice', () => {
  const usual = { total: 3001n, twins: [], paidBefore: 1, others: 5, median: 1000n };
  expect(expenseWarnings(usual)).toEqual([{ code: 'unusual-amount', usual: 1000n }]);
  expect(expenseWarnings({ ...usual, total: 3000n })).toEqual([]);
  expect(expenseWarnings({ ...usual, others: 4 })).toEqual([]);
  expect(expenseWarnings({ ...usual, total: 1n, paidBefore: 0, twins: [{ id: 'x', number: 4 }] })).toEqual([
    { code: 'same-receipt', expenseId: 'x', number: 4 },
    { code: 'first-payment' },
  ]);
});

test('others with the same account are named, and stand in nobody’s way', () => {
  const of = { total: 1n, twins: [], paidBefore: 1, others: 0, median: null };
  expect(expenseWarnings({ ...of, sharedWith: ['Cleo'] })).toEqual([{ code: 'shared-account', names: ['Cleo'] }]);
  expect(expenseWarnings({ ...of, sharedWith: [] })).toEqual([]);
});
