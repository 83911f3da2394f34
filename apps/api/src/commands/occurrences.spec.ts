import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { listOccurrences } from './occurrences.ts';

const folder = mkdtempSync(join(tmpdir(), 'folkmoot-occurrences-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...texts: (string | Uint8Array)[]): Promise<{ code: number; out: string; said: string[] }> {
  const files = texts.map((text, at) => {
    const path = join(folder, `${at}.json`);
    writeFileSync(path, text);
    return path;
  });
  return list(...files);
}

async function list(...files: string[]): Promise<{ code: number; out: string; said: string[] }> {
  let out = '';
  const said: string[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      out += String(chunk);
      done();
    },
  });
  const code = await listOccurrences(files, { out: sink, complain: (line) => said.push(line) });
  return { code, out, said };
}

const good = {
  id: 'a',
  dtstart: '2026-03-28T02:30:00',
  tzid: 'Europe/Brussels',
  rrule: 'FREQ=DAILY;COUNT=3',
  finite: true,
  limit: 3,
};
const cases = (...over: object[]): string => JSON.stringify(over.map((one) => ({ ...good, ...one })));
const without = (field: string): string =>
  JSON.stringify([good, Object.fromEntries(Object.entries({ ...good, id: 'b' }).filter(([name]) => name !== field))]);

test('a line for each case, in the notation of the data', async () => {
  const { code, out, said } = await run(
    cases(
      {},
      {
        id: 'b',
        dtstart: '2026-03-28',
        tzid: null,
        rrule: 'FREQ=WEEKLY',
        finite: false,
        limit: 2,
        rdate: ['2026-03-30'],
      },
      { id: 'c "\n', tzid: null, rrule: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', finite: false, limit: 5 },
      { id: 'd', exdate: ['2026-03-28T02:30:00'], limit: 0 },
    ),
    '[]',
  );
  expect(said).toEqual([]);
  expect(code).toBe(0);
  expect(out).toBe(
    [
      '{"id":"a","occurrences":["2026-03-28T01:30:00Z","2026-03-29T01:30:00Z","2026-03-30T00:30:00Z"]}',
      '{"id":"b","occurrences":["2026-03-28","2026-03-30"]}',
      '{"id":"c \\"\\n","occurrences":[]}',
      '{"id":"d","occurrences":["2026-03-29T01:30:00Z","2026-03-30T00:30:00Z"]}',
      '',
    ].join('\n'),
  );
});

test('a file that begins with a byte order mark is read', async () => {
  expect((await run(`\ufeff${cases({})}`)).code).toBe(0);
});

test.each([
  ['', 'the file: JSON'],
  ['{', 'the file: JSON'],
  [new Uint8Array([0xff, 0xfe, 0x00]), 'the file: JSON'],
  ['{}', 'the file: array'],
  ['null', 'the file: array'],
  ['[null]', 'case 1: id'],
  ['[[]]', 'case 1: id'],
  ['[7]', 'case 1: id'],
  [cases({}, { id: '' }), 'case 2: id'],
  [cases({}, { id: 5 }), 'case 2: id'],
  ...['id', 'dtstart', 'tzid', 'rrule', 'finite', 'limit'].map(
    (field) => [without(field), field === 'id' ? 'case 2: id' : `b: ${field}`] as [string, string],
  ),
  [cases({ dtstart: '2026-02-30T10:00:00' }), 'a: dtstart'],
  [cases({ dtstart: '2026-02-03T24:00:00' }), 'a: dtstart'],
  [cases({ dtstart: '2026-02-03T10:00:00Z' }), 'a: dtstart'],
  [cases({ dtstart: 20260203 }), 'a: dtstart'],
  [cases({ dtstart: '2026-02-03' }), 'a: tzid'],
  [cases({ tzid: 'Mars/Base' }), 'a: tzid'],
  [cases({ tzid: '' }), 'a: tzid'],
  [cases({ tzid: 1 }), 'a: tzid'],
  [cases({ rrule: '' }), 'a: rrule'],
  [cases({ rrule: null }), 'a: rrule'],
  [cases({ rrule: 'FREQ=DAILY;COUNT=0' }), 'a: rrule'],
  [cases({ rrule: 'FREQ=DAILY;INTERVAL=-1;COUNT=2' }), 'a: rrule'],
  [cases({ rrule: 'FREQ=DAILY;BYMONTH=13;COUNT=2' }), 'a: rrule'],
  [cases({ rrule: 'FREQ=DAILY;UNTIL=2026' }), 'a: rrule'],
  [cases({ rrule: 'FREQ=DAILY;COUNT=2\nRDATE:20260101' }), 'a: rrule'],
  [cases({ rrule: 'FREQ=SECONDLY;COUNT=999999999' }), 'a: rrule'],
  [cases({ rrule: 'FREQ=DAILY' }), 'a: finite'],
  [cases({ finite: 'yes' }), 'a: finite'],
  [cases({ limit: -1 }), 'a: limit'],
  [cases({ limit: 1.5 }), 'a: limit'],
  [cases({ limit: '3' }), 'a: limit'],
  [cases({ limit: 1e9 }), 'a: limit'],
  [cases({ rdate: '2026-04-01T10:00:00' }), 'a: rdate'],
  [cases({ rdate: ['2026-04-01'] }), 'a: rdate'],
  [cases({ exdate: [null] }), 'a: exdate'],
  [cases({ exdate: ['2026-04-31T10:00:00'] }), 'a: exdate'],
  [cases({}, { id: 'x\ny\u2028z', limit: null }), 'x y z: limit'],
])('%# %s is refused in one line, and nothing is printed', async (text, named) => {
  const { code, out, said } = await run(cases({}), text);
  expect({ code, out, lines: said.length }).toEqual({ code: 2, out: '', lines: 1 });
  expect(said[0]).toContain(`1.json: ${named}`);
  expect(said[0]).not.toMatch(/\n/);
});

test('a file that is not there, or is a folder, is named', async () => {
  expect((await list(join(folder, 'none.json'))).said[0]).toMatch(/none\.json: cannot be read \(ENOENT\)$/);
  expect((await list(folder)).code).toBe(2);
});
