import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeKeys, readKeys } from './key-file.ts';

test('without settings the secret is a file that others can not read, made when it is first needed', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'folkmoot-key-'));
  const places = { dataDir, secret: null, secretFile: null };
  const file = `${dataDir}/secret.key`;
  expect(readKeys(places)).toBeNull();
  expect(existsSync(file)).toBe(false);
  const [made] = makeKeys(places);
  expect(makeKeys(places)[0]).toEqual(made);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readKeys({ ...places, secretFile: file })).toEqual([made]);
  expect(readFileSync(file, 'utf8').trim()).toHaveLength(43);
  chmodSync(file, 0o644);
  expect(() => readKeys(places)).toThrow(/chmod 600/);
  expect(() => readKeys({ ...places, secretFile: `${dataDir}/none` })).toThrow(/there is no such file/);
  rmSync(dataDir, { recursive: true });
});
