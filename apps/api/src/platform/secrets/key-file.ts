import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { type Key, keyOf } from './sealing.ts';

/** The secret can not be used. Its message is for the person at the console. */
export class SecretFault extends Error {}

type Places = Pick<Config, 'secret' | 'secretFile' | 'dataDir'>;

const LEAST = 32;

/** Where the secret is looked for, in words. */
export function keyPlace({ secret, secretFile, dataDir }: Places): string {
  if (secret) return 'FOLKMOOT_SECRET';
  return secretFile ?? join(dataDir, 'secret.key');
}

/** The keys that are there, the present one first; null while there is no file yet. Throws `SecretFault` for a file that may not be used. */
export function readKeys(config: Places): readonly Key[] | null {
  const place = keyPlace(config);
  if (config.secret) return keysOf(config.secret, place);
  if (config.secretFile) {
    if (!existsSync(place)) throw new SecretFault(`FOLKMOOT_SECRET_FILE names ${place}, and there is no such file.`);
    return keysOf(readFileSync(place, 'utf8'), place);
  }
  if (!existsSync(place)) return null;
  if ((statSync(place).mode & 0o077) !== 0)
    throw new SecretFault(`Others on this machine can read ${place}. Take that away first: chmod 600 ${place}`);
  return keysOf(readFileSync(place, 'utf8'), place);
}

/** Makes the file with a new secret, or reads the one that another process has just made. */
export function makeKeys({ dataDir, ...config }: Places): readonly Key[] {
  const place = join(dataDir, 'secret.key');
  const making = `${place}.${randomBytes(6).toString('hex')}`;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(making, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(making, place);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(making);
  }
  return readKeys({ ...config, dataDir })!;
}

/** One secret a line: the first seals, those below open what was sealed before. */
function keysOf(text: string, place: string): readonly Key[] {
  const lines = text.split(/\s+/).filter(Boolean);
  if (lines.length === 0 || lines.some((line) => line.length < LEAST))
    throw new SecretFault(
      `${place} holds no secret: it takes ${LEAST} random characters or more, such as those of \`openssl rand -base64 32\`.`,
    );
  return lines.map(keyOf);
}
