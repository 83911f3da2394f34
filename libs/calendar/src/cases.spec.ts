import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sharedData } from '../../../test/support/shared-data.ts';
import { occurrencesOf, readCases } from './index.ts';

const data = sharedData('recurrence/dev.json');
describe.skipIf(!data)(`recurrence with known answers${data ? '' : ' (SKIPPED: shared data folder missing)'}`, () => {
  test('every case agrees', () => {
    const text = readFileSync(data!, 'utf8');
    const expected = new Map(
      (JSON.parse(text) as { id: string; expected: string[] }[]).map((one) => [one.id, one.expected]),
    );
    const cases = readCases(text);
    const wrong = cases
      .filter((one) => JSON.stringify(occurrencesOf(one)) !== JSON.stringify(expected.get(one.id)))
      .map(({ id }) => id);
    expect(cases.length).toBeGreaterThan(500);
    expect(wrong).toEqual([]);
  }, 30_000);
});
