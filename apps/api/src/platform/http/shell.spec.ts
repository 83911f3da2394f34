import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Shell } from './shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'folkmoot-shell-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the shell of another build is served without a start, and the one of before while a build is written', () => {
  const path = join(folder, 'index.html');
  const shell = new Shell(path);
  expect(shell.text()).toContain('<div id="app">');
  writeFileSync(path, 'first build');
  expect(shell.text()).toBe('first build');
  rmSync(path);
  expect(shell.text()).toBe('first build');
  writeFileSync(path, 'second build');
  utimesSync(path, 1, 1);
  expect(shell.text()).toBe('second build');
});
