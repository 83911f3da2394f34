import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { sharedData } from '../../../../test/support/shared-data.ts';
import { tally } from './tally.ts';

const folder = mkdtempSync(join(tmpdir(), 'tally-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const election = (id: string, count: unknown = 1): string =>
  JSON.stringify({ id, method: 'plurality', candidates: ['a', 'b'], ballots: [{ count, ranking: [['a']] }] });

async function run(...files: string[]): Promise<{ code: number; out: string; complaints: string[] }> {
  const chunks: string[] = [];
  const complaints: string[] = [];
  const out = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  const code = await tally(files, { out, complain: (line) => complaints.push(line) });
  return { code, out: chunks.join(''), complaints };
}

test('a line for each case of each file, in their order', async () => {
  const one = file('one.json', JSON.stringify(JSON.parse(election('1')), null, 2));
  const more = file('more.jsonl', `\uFEFF${election('2')}\r\n\n${election('\u2028')}`);
  const { code, out, complaints } = await run(one, more);
  const lines = out.trimEnd().split('\n');
  expect([code, complaints]).toEqual([0, []]);
  expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(['1', '2', '\u2028']);
  expect(lines[0]).toContain('{"id":"1","method":"plurality","winners":["a"],"scores":{"a":1,"b":0}');
});

test('what cannot be counted is named by file, line and field, and nothing is printed of what came before', async () => {
  const good = file('good.json', election('1'));
  const bad = file('bad.jsonl', `${election('2')}\n\n${election('3', -1)}\n${election('4')}\n`);
  expect(await run(good, bad)).toEqual({
    code: 2,
    out: '',
    complaints: [`${bad}:3: ballots[0].count: must be a whole number of at least 0, not -1`],
  });
  const spread = file('spread.json', JSON.stringify(JSON.parse(election('3', 'x')), null, 2));
  expect((await run(spread)).complaints).toEqual([
    `${spread}:10: ballots[0].count: must be a whole number of at least 0, not "x"`,
  ]);
  const cut = file('cut.jsonl', `${election('1')}\n${election('2').slice(0, 40)}\n`);
  expect(await run(cut)).toEqual({ code: 2, out: '', complaints: [`${cut}:2: case: is not JSON`] });
  const missing = join(folder, 'missing.json');
  expect(await run(good, missing)).toEqual({ code: 2, out: '', complaints: [`${missing}: cannot be read (ENOENT)`] });
  expect((await run(folder)).complaints).toEqual([`${folder}: cannot be read (EISDIR)`]);
});

test('twenty thousand elections of one file', async () => {
  const many = file('many.jsonl', Array.from({ length: 20_000 }, (_, at) => election(`${at}`)).join('\n'));
  const { code, out } = await run(many);
  expect([code, out.split('\n').length]).toEqual([0, 20_001]);
  expect(out.endsWith(`}\n`)).toBe(true);
});

const shared = sharedData('elections/cases');
describe.skipIf(!shared)('all elections with known answers', () => {
  test('in one run, the winners of each as they should be', async () => {
    const files = readdirSync(shared!).map((name) => join(shared!, name));
    const { code, out } = await run(...files);
    expect(code).toBe(0);
    const lines = out.trimEnd().split('\n');
    for (const [at, line] of lines.entries()) {
      const outcome = JSON.parse(line) as Record<string, unknown>;
      const { id, method, expected } = JSON.parse(readFileSync(files[at]!, 'utf8')) as Record<string, unknown>;
      const fields = expected as Record<string, unknown>;
      const name = ['winners', 'selected', 'passes', 'winning_committees'].find((one) => one in fields)!;
      const set = (value: unknown): unknown => (Array.isArray(value) ? new Set(value.map(String)) : value);
      expect([outcome['id'], outcome['method'], set(outcome[name])]).toEqual([id, method, set(fields[name])]);
    }
    expect(lines).toHaveLength(files.length);
  });
});

test('folkmoot tally ends with its code, and a reader that goes away is no failure', async () => {
  const cli = join(import.meta.dirname, '../cli.ts');
  const many = file('pipe.jsonl', Array.from({ length: 20_000 }, (_, at) => election(`${at}`)).join('\n'));
  const shell = (command: string): Promise<{ out: string; errors: string }> =>
    new Promise((done) => {
      execFile('bash', ['-c', `set -o pipefail; ${command}; echo "code $?"`], (_, out, errors) =>
        done({ out, errors }),
      );
    });
  const folkmoot = `${process.execPath} --conditions=source --experimental-transform-types --no-warnings ${cli} tally`;
  expect(await shell(`${folkmoot} ${many} | head -n 1 | cut -c 1-9`)).toEqual({
    out: '{"id":"0"\ncode 0\n',
    errors: '',
  });
  const { out, errors } = await shell(folkmoot);
  expect([out, errors.trim()]).toEqual(['code 2\n', 'Use: folkmoot tally FILE…']);
});
