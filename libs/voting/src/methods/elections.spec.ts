import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharedData } from '../../../../test/support/shared-data.ts';
import {
  count,
  defaultSettings,
  methods,
  toPlain,
  type Ballot,
  type Choice,
  type MethodName,
  type Rules,
} from '../index.ts';

interface Case {
  id: string;
  method: string;
  seats?: number;
  candidates: string[];
  ballots: { count: number; ranking?: string[][]; approve?: string[]; scores?: Record<string, number> }[];
  params?: Record<string, unknown> & { tie_order?: string[]; dots?: number; dots_max?: number };
  expected: Record<string, unknown> & { winners: string[] };
}

type Election = Exclude<MethodName, 'consent' | 'majority' | 'date'>;
const isCounted = (name: string): name is Election => name in methods && name !== 'majority' && name !== 'consent';

function choiceOf(method: Election, { ranking, approve, scores }: Case['ballots'][number]): Choice {
  if (approve) return { options: approve };
  if (scores) return { points: scores };
  const [first = []] = ranking!;
  if (method !== 'plurality') return { ranking: ranking! };
  return first.length === 1 ? { option: first[0]! } : { abstain: true };
}

function rulesOf(method: Election, { seats = 1, candidates, params = {} }: Case): Rules {
  const dots =
    params.dots === undefined ? { dots: params.dots_max, spend: 'at_most' } : { dots: params.dots, spend: 'all' };
  const base = defaultSettings[method];
  const known = { ...params, ...(method === 'dot_vote' ? dots : {}), seats };
  const settings =
    base && Object.fromEntries(Object.entries(base).map(([key, value]) => [key, known[key as 'seats'] ?? value]));
  const options = candidates.map((id) => ({ id }));
  return { method, options, settings, rule: {}, reasons: 'off' } as unknown as Rules;
}

/** Numbers are text in both, and the duels of an option with itself are nowhere. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, item: unknown) => (typeof item === 'number' ? String(item) : item));
const sorted = (ids: unknown): string[] => (ids as string[]).toSorted();
const inRanks = (ranking: unknown): string[][] => (ranking as string[][]).map((rank) => rank.toSorted());
/** How figures are brought into one form; those that are not here are compared as they stand. */
const forms: Record<string, (value: unknown) => unknown> = {
  winners: sorted,
  finalists: sorted,
  ranking: inRanks,
  lots: inRanks,
};
const skipped = new Set(['winners_if_tie_order_reversed']);

const folder = sharedData('elections/cases');
describe.skipIf(!folder)(
  `elections with known answers${folder ? '' : ' (SKIPPED: shared data folder missing)'}`,
  () => {
    const cases = (folder ? readdirSync(folder) : [])
      .map((name) => JSON.parse(readFileSync(join(folder!, name), 'utf8')) as Case)
      .filter(({ method }) => isCounted(method));

    test.skipIf(!folder)('there are cases', () => expect(cases.length).toBeGreaterThan(70));

    test.each(cases)('$id', (one) => {
      const method = one.method as Election;
      const ballots: Ballot[] = one.ballots.map((ballot) => ({
        choice: choiceOf(method, ballot),
        count: BigInt(ballot.count),
      }));
      const result = toPlain(count(rulesOf(method, one), ballots, 10n ** 12n, one.params?.tie_order ?? null)) as Record<
        string,
        unknown
      >;
      for (const [field, value] of Object.entries(one.expected).filter(([name]) => !skipped.has(name))) {
        const form = forms[field] ?? ((same: unknown) => same);
        expect({ [field]: form(seenOf(field, result, value)) }).toEqual({ [field]: form(plain(value)) });
      }
    });
    const turned = cases.filter(({ expected }) => 'winners_if_tie_order_reversed' in expected);
    test.each(turned)('$id: without an order the tie is reported, with the reverse one others win', (one) => {
      const method = one.method as Election;
      const ballots = one.ballots.map((ballot) => ({
        choice: choiceOf(method, ballot),
        count: BigInt(ballot.count),
      }));
      expect(count(rulesOf(method, one), ballots, 10n ** 12n).verdict).toBe('tied');
      const reversed = count(rulesOf(method, one), ballots, 10n ** 12n, one.params!.tie_order!.toReversed());
      expect(reversed).toMatchObject({ winners: sorted(one.expected['winners_if_tie_order_reversed']) });
    });
  },
);

/** A figure of the result; where a case has only some of its parts, those. */
function seenOf(field: string, result: Record<string, unknown>, expected: unknown): unknown {
  const seen = result[field];
  if (field !== 'stages') return seen;
  const names = Object.keys((expected as object[])[0]!);
  return (seen as Record<string, unknown>[]).map((stage) =>
    Object.fromEntries(names.map((name) => [name, stage[name]])),
  );
}

interface Council {
  id: string;
  seats: number;
  candidates: number;
  ballots: [number, number[]][];
  quota: number;
  winners: number[];
  stages: number;
  last: unknown;
}

const councils = sharedData('elections/stv-scottish-150.jsonl');
describe.skipIf(!councils)(`Scottish councils${councils ? '' : ' (SKIPPED: shared data folder missing)'}`, () => {
  test('150 real elections come out as they did: the elected in order, quota, number of stages, last totals', () => {
    const lines = readFileSync(councils!, 'utf8').trim().split('\n');
    for (const line of lines) {
      const one = JSON.parse(line) as Council;
      const ids = Array.from({ length: one.candidates }, (_, at) => `c${at}`);
      const rules: Rules<'stv_scottish'> = {
        method: 'stv_scottish',
        options: ids.map((id) => ({ id })),
        settings: { seats: one.seats },
        rule: {},
        reasons: 'off',
      };
      const ballots = one.ballots.map(([times, ranking]) => ({
        count: BigInt(times),
        choice: { ranking: ranking.map((at) => [ids[at]!]) },
      }));
      const { elected_order: elected, quota, stages, tied } = count(rules, ballots, 10n ** 9n);
      expect([one.id, elected, quota, stages.length, tied]).toEqual([
        one.id,
        one.winners.map((at) => ids[at]),
        String(one.quota),
        one.stages,
        [],
      ]);
      const { votes } = stages.at(-1)!;
      expect([one.id, ids.map((id) => votes[id])]).toEqual([one.id, plain(one.last)]);
    }
    expect(lines).toHaveLength(150);
  });
});
