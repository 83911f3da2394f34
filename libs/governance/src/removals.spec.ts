import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isOpenCase,
  isSameMatter,
  removalAfter,
  removalBegins,
  removalExcluded,
  removalRules,
  type RemovalState,
  removalStates,
  type RemovalStep,
} from './removals.ts';
import { presets, rulebookOf } from './rulebook.ts';

const steps = [
  'join',
  'vote',
  'remove',
  'keep',
  'appeal',
  'uphold',
  'reverse',
  'withdraw',
  'expire',
  'leave',
] as const satisfies readonly RemovalStep[];

describe('the life of a case', () => {
  test.each([
    ['asked', { join: 'reply', withdraw: 'withdrawn', expire: 'expired', leave: 'left' }],
    ['reply', { vote: 'vote', withdraw: 'withdrawn', expire: 'expired', leave: 'left' }],
    ['vote', { remove: 'removed', keep: 'kept', withdraw: 'withdrawn', leave: 'left' }],
    ['removed', { appeal: 'appealed' }],
    ['appealed', { uphold: 'upheld', reverse: 'reversed' }],
    ['kept', {}],
    ['withdrawn', {}],
    ['expired', {}],
    ['left', {}],
    ['upheld', {}],
    ['reversed', {}],
  ] as const)('%s', (state, leads) => {
    for (const step of steps)
      expect([step, removalAfter(state, step)]).toEqual([step, (leads as Record<string, string>)[step] ?? null]);
  });

  test('whatever happens, nobody is removed without a time to reply and a vote, and an appeal is decided once', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('asked', 'reply'),
        fc.array(fc.constantFrom(...steps), { maxLength: 20 }),
        (begins, taken) => {
          const been: RemovalState[] = [begins as RemovalState];
          for (const step of taken) {
            const next = removalAfter(been.at(-1)!, step);
            if (next) been.push(next);
          }
          const at = (state: RemovalState): number => been.indexOf(state);
          if (at('removed') >= 0)
            expect(at('reply') >= 0 && at('reply') < at('vote') && at('vote') < at('removed')).toBe(true);
          if (at('appealed') >= 0) expect(at('removed')).toBe(at('appealed') - 1);
          expect(new Set(been).size).toBe(been.length);
          expect(been.slice(0, -1).filter((state) => !isOpenCase(state) && state !== 'removed')).toEqual([]);
        },
      ),
    );
  });

  test('what ends a case ends it for good', () => {
    for (const state of removalStates)
      if (!isOpenCase(state) && state !== 'removed')
        expect(steps.map((step) => removalAfter(state, step))).toEqual(steps.map(() => null));
  });
});

test.each([
  ['steward_or_two', true, 'reply'],
  ['steward_or_two', false, 'asked'],
  ['two', true, 'asked'],
  ['two', false, 'asked'],
  ['steward', true, 'reply'],
  ['steward', false, null],
] as const)('opened under "%s", by a steward: %s, a case begins as %s', (openBy, isSteward, begins) => {
  expect(removalBegins(openBy, { isSteward })).toBe(begins);
});

test('the person concerned never votes, and who opened the case stays out of the appeal only where five others remain', () => {
  const people = fc.uniqueArray(fc.nat(40).map(String), { minLength: 3, maxLength: 12 });
  fc.assert(
    fc.property(people, fc.integer({ min: 1, max: 2 }), (members, count) => {
      const [subject, ...others] = members as [string, ...string[]];
      const openers = others.slice(0, count);
      const excluded = removalExcluded(members, { subject, openers, fewest: 5 });
      const voting = members.filter((one) => !excluded.includes(one));
      expect(voting).not.toContain(subject);
      const isWithout = openers.every((one) => !voting.includes(one));
      expect(isWithout).toBe(others.length - openers.length >= 5);
      expect(voting.length).toBeGreaterThan(0);
    }),
  );
});

test.each([
  ['the same words', 'He shouts!', '2027-05-01', true],
  ['the same words otherwise written', ' he  SHOUTS ', '2027-05-01', true],
  ['other words for what was known', 'He is rude', '2027-03-01', true],
  ['of the day of the earlier case', 'He is rude', '2027-03-10', true],
  ['something that happened since', 'He took the till', '2027-03-11', false],
] as const)('%s', (_, reasons, happenedOn, same) => {
  const earlier = { reasons: 'He shouts', happenedOn: '2027-03-02', openedOn: '2027-03-10' };
  expect(isSameMatter({ reasons, happenedOn }, earlier)).toBe(same);
});

test('each kind of group begins with its own time until one may come back, and a rulebook of before has that of a club', () => {
  expect(presets.map((preset) => removalRules(rulebookOf(preset, 'closed')).rejoinAfterMonths)).toEqual([6, 12, 12]);
  expect(removalRules({})).toEqual(removalRules(rulebookOf('club', 'open')));
});
