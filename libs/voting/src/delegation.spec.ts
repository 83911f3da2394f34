import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canStillChange, count, type Ballot, type Delegation, ruleOf, type Rules, weigh } from './index.ts';

const people = ['ana', 'ben', 'cleo', 'dan', 'eva', 'fay'];
const gone = 'gus';
const word = (from: string, to: string, more: Partial<Delegation> = {}): Delegation => ({
  from,
  to,
  scope: 'group',
  since: '2026-01-01T00:00:00.000Z',
  ...more,
});
const told = ({ weights, votesFor, unresolved, silent }: ReturnType<typeof weigh>): object => ({
  weights: Object.fromEntries(weights),
  votesFor: Object.fromEntries(votesFor),
  unresolved,
  silent,
});
const weighed = (voters: string[], delegations: Delegation[]): object =>
  told(weigh({ electors: people.slice(0, 4), voters, delegations }));

test.each([
  ['nobody gave their word', ['ana'], [], { ana: 1n }, {}, 0n, 3n],
  ['one hop', ['ben'], [word('ana', 'ben')], { ben: 2n }, { ana: 'ben' }, 0n, 2n],
  [
    'a chain goes on until a ballot',
    ['cleo'],
    [word('ana', 'ben'), word('ben', 'cleo'), word('cleo', 'dan')],
    { cleo: 3n },
    { ana: 'cleo', ben: 'cleo' },
    0n,
    1n,
  ],
  ['an own ballot overrides', ['ana', 'ben'], [word('ana', 'ben')], { ana: 1n, ben: 1n }, {}, 0n, 2n],
  [
    'a circle is silent, and who leads into it',
    ['dan'],
    [word('ana', 'ben'), word('ben', 'cleo'), word('cleo', 'ben')],
    { dan: 1n },
    { ana: null, ben: null, cleo: null },
    3n,
    0n,
  ],
  ['a word to nobody of the electorate is silent', [], [word('ana', gone)], {}, { ana: null }, 1n, 3n],
  [
    'the most specific word first, even where it ends with nobody',
    ['ben', 'cleo'],
    [
      word('ana', 'ben'),
      word('ana', 'cleo', { scope: 'tag', tag: 'money' }),
      word('dan', gone, { scope: 'proposal' }),
      word('dan', 'ben'),
    ],
    { ben: 1n, cleo: 2n },
    { ana: 'cleo', dan: null },
    1n,
    0n,
  ],
  [
    'of two topics the later word',
    ['ben', 'cleo'],
    [
      word('ana', 'ben', { scope: 'tag', tag: 'money', since: '2026-02-01T00:00:00.000Z' }),
      word('ana', 'cleo', { scope: 'tag', tag: 'bar' }),
    ],
    { ben: 2n, cleo: 1n },
    { ana: 'ben' },
    0n,
    1n,
  ],
] as const)('%s', (_, voters, delegations, weights, votesFor, unresolved, silent) => {
  expect(weighed([...voters], [...delegations])).toEqual({ weights, votesFor, unresolved, silent });
});

const anyWord = fc.record({
  from: fc.constantFrom(...people, gone),
  to: fc.constantFrom(...people, gone),
  scope: fc.constantFrom('proposal' as const, 'tag' as const, 'group' as const),
  tag: fc.constantFrom('bar', 'money'),
  since: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'),
});
const anyHall = fc.record({
  voters: fc.subarray(people),
  delegations: fc.array(anyWord, { maxLength: 14 }).map((list) => {
    // One word for each of a person's scopes, as the database has it.
    const keyOf = ({ from, scope, tag }: Delegation): string => `${from} ${scope} ${scope === 'tag' ? tag : ''}`;
    return [...new Map(list.filter(({ from, to }) => from !== to).map((one) => [keyOf(one), one])).values()];
  }),
});

test('weights, unresolved and silent add up to the electors', () =>
  fc.assert(
    fc.property(anyHall, (hall) => {
      const { weights, votesFor, unresolved, silent } = weigh({ electors: people, ...hall });
      const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0n);
      expect(all + unresolved + silent).toBe(BigInt(people.length));
      expect(new Set(weights.keys())).toEqual(new Set(hall.voters));
      for (const [elector, voter] of votesFor) {
        expect(hall.voters).not.toContain(elector);
        if (voter !== null) expect(hall.voters).toContain(voter);
      }
    }),
  ));

test('no order of rows, ballots or electors matters', () =>
  fc.assert(
    fc.property(anyHall, fc.infiniteStream(fc.nat()), ({ voters, delegations }, keys) => {
      const shuffled = <T>(list: readonly T[]): T[] =>
        list
          .map((one): [number, T] => [keys.next().value as number, one])
          .toSorted(([a], [b]) => a - b)
          .map(([, one]) => one);
      const other = { electors: shuffled(people), voters: shuffled(voters), delegations: shuffled(delegations) };
      expect(told(weigh(other))).toEqual(told(weigh({ electors: people, voters, delegations })));
    }),
  ));

test('all taken back is the direct count', () =>
  fc.assert(
    fc.property(anyHall, ({ voters }) => {
      const { weights, silent } = weigh({ electors: people, voters, delegations: [] });
      expect([...weights.values()].every((weight) => weight === 1n)).toBe(true);
      expect(silent).toBe(BigInt(people.length - voters.length));
    }),
  ));

test('it is what walking from each elector by hand comes to', () =>
  fc.assert(
    fc.property(anyHall, ({ voters, delegations }) => {
      const order = ['proposal', 'tag', 'group'];
      const wordOf = (from: string): Delegation | undefined =>
        delegations
          .filter((one) => one.from === from)
          .toSorted(
            (a, b) =>
              order.indexOf(a.scope) - order.indexOf(b.scope) ||
              b.since.localeCompare(a.since) ||
              String(a.tag).localeCompare(String(b.tag)),
          )[0];
      const walk = (from: string, steps: number): string | null => {
        if (!people.includes(from) || steps > people.length) return null;
        if (voters.includes(from)) return from;
        const next = wordOf(from);
        return next ? walk(next.to, steps + 1) : null;
      };
      const expected: Record<string, string | null> = {};
      for (const one of people) if (!voters.includes(one) && wordOf(one)) expected[one] = walk(one, 0);
      const { votesFor } = weigh({ electors: people, voters, delegations });
      expect(Object.fromEntries(votesFor)).toEqual(expected);
    }),
  ));

const asks = (quorum: boolean): Rules<'majority'> => ({
  method: 'majority',
  options: [
    { id: 'agree', role: 'yes' },
    { id: 'abstain', role: 'abstain' },
    { id: 'disagree', role: 'no' },
  ],
  settings: null,
  rule: ruleOf({ quorum: '1/2', bar: { threshold: '1/2', compare: 'gt' } }),
  reasons: 'optional',
  delegation: { quorum, tags: [] },
});
const inHands: Ballot = { choice: { option: 'agree' }, count: 3n, delegated: 2n };

test('votes cast by delegation count towards the quorum only where the rules say so', () => {
  expect(count(asks(true), [inHands], 6n)).toMatchObject({ verdict: 'passed', quorum: { had: 3n, needed: 3n } });
  expect(count(asks(false), [inHands], 6n)).toMatchObject({ verdict: 'no_quorum', quorum: { had: 1n, needed: 3n } });
  expect(count(asks(false), [inHands], 6n).sums).toMatchObject({ yes: 3n, silent: 3n });
});

test('who abstains by delegation is no quorum either', () => {
  const rules = asks(false);
  const strict = { ...rules, rule: { ...rules.rule, quorum: { ...rules.rule.quorum!, abstain_counts: false } } };
  const ballots: Ballot[] = [
    { choice: { option: 'agree' }, count: 2n, delegated: 1n },
    { choice: { option: 'abstain' }, count: 2n, delegated: 1n },
  ];
  expect(count(strict, ballots, 6n).quorum).toEqual({ had: 1n, needed: 3n });
});

test('whoever has only given their word may still change the outcome', () => {
  const ballots: Ballot[] = [inHands, { choice: { option: 'disagree' } }];
  expect(canStillChange(asks(true), ballots, 4n)).toBe(true);
  const voted: Ballot[] = [{ choice: { option: 'agree' }, count: 3n }, { choice: { option: 'disagree' } }];
  expect(canStillChange(asks(true), voted, 4n)).toBe(false);
});
