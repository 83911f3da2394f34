import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharedData } from '../../../../test/support/shared-data.ts';
import { tallyCase } from '../index.ts';

interface Case {
  id: string;
  method: string;
  params?: { tie_order?: string[] };
  expected: Record<string, unknown>;
}
type Outcome = Readonly<Record<string, unknown>>;

const outcomeOf = (one: object): Outcome => JSON.parse(tallyCase(JSON.stringify(one))) as Outcome;
const sorted = (ids: unknown): string[] => (ids as string[]).toSorted();
const inRanks = (ranking: unknown): string[][] => (ranking as string[][]).map((rank) => rank.toSorted());
/** Figures that are sets, or lists of sets. The others are compared as they stand. */
const forms: Record<string, (value: unknown) => unknown> = {
  winners: sorted,
  selected: sorted,
  finalists: sorted,
  ranking: inRanks,
  lots: inRanks,
  ties: inRanks,
  winning_committees: (committees) => new Set(inRanks(committees).map(String)),
};

/** Of the medians some cases tell only those of the leaders. */
function partOf(field: string, seen: unknown, answer: unknown): unknown {
  if (field !== 'medians') return seen;
  return Object.fromEntries(Object.keys(answer as object).map((id) => [id, (seen as Outcome)[id]]));
}

const REVERSED = 'winners_if_tie_order_reversed';
const folder = sharedData('elections/cases');
describe.skipIf(!folder)(
  `elections with known answers${folder ? '' : ' (SKIPPED: shared data folder missing)'}`,
  () => {
    const cases = (folder ? readdirSync(folder) : []).map(
      (name) => JSON.parse(readFileSync(join(folder!, name), 'utf8')) as Case,
    );

    test.skipIf(!folder)('there are cases, of every method', () => {
      expect(cases.length).toBeGreaterThan(120);
      expect(new Set(cases.map(({ method }) => method)).size).toBe(23);
    });

    test.each(cases)('$id', (one) => {
      const outcome = outcomeOf(one);
      expect([outcome['id'], outcome['method']]).toEqual([one.id, one.method]);
      for (const [field, value] of Object.entries(one.expected).filter(([name]) => name !== REVERSED)) {
        const form = forms[field] ?? ((same: unknown) => same);
        expect({ [field]: form(partOf(field, outcome[field], value)) }).toEqual({ [field]: form(value) });
      }
    });

    const turned = cases.filter(({ expected }) => REVERSED in expected);
    test.each(turned)('$id: without an order the tie is reported, with the reverse one others win', (one) => {
      const { tie_order: order, ...params } = one.params!;
      expect(outcomeOf({ ...one, params })).toHaveProperty('tied');
      const reversed = outcomeOf({ ...one, params: { ...params, tie_order: order!.toReversed() } });
      expect(sorted(reversed['winners'])).toEqual(sorted(one.expected[REVERSED]));
    });
  },
);

const compact = ['stv-scottish-150.jsonl', 'pb-greedy-60.jsonl'].map((name) => sharedData(`elections/${name}`));
describe.skipIf(compact.includes(null))('elections of the real world', () => {
  const linesOf = (path: string | null | undefined) => readFileSync(path!, 'utf8').trim().split('\n');

  test('150 Scottish councils come out as they did: the elected in order, quota, number of stages, last totals', () => {
    const lines = linesOf(compact[0]);
    for (const line of lines) {
      const { id, quota, winners, stages, last } = JSON.parse(line) as Outcome;
      const expected = { id, method: 'stv_scottish', winners, quota, stages, last };
      expect(JSON.parse(tallyCase(line))).toEqual(expected);
    }
    expect(lines).toHaveLength(150);
  });

  test('60 participatory budgets of Polish cities come out as they did', () => {
    const lines = linesOf(compact[1]);
    for (const line of lines) {
      const { id, selected } = JSON.parse(line) as Outcome;
      const outcome = JSON.parse(tallyCase(line)) as Outcome;
      expect([outcome['id'], sorted(outcome['selected'])]).toEqual([id, sorted(selected)]);
      expect(outcome).not.toHaveProperty('tied');
    }
    expect(lines).toHaveLength(60);
  });
});
