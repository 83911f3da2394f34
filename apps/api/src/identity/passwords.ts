import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { say, type Words } from '../platform/words/words.ts';

const derive = promisify(argon2) as (algorithm: 'argon2id', parameters: object) => Promise<Buffer>;
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const AT_ONCE = 3;

let running = 0;
const waiting: (() => void)[] = [];

/** At most three hashes at once: forty took the whole machine for seconds. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function hash(password: string, nonce: Buffer): Promise<Buffer> {
  return inTurn(() => derive('argon2id', { message: Buffer.from(password.normalize('NFKC')), nonce, ...cost }));
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** A password as a PHC string (Argon2id, m=19456, t=2, p=1). */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(nonce)}$${unpadded(await hash(password, nonce))}`;
}

const dummy = Buffer.alloc(16, 7);

/** Whether a password fits; an unknown person costs the same hash as a known one. */
export async function verifyPassword(password: string, phc: string | null): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc ?? '');
  const nonce = match ? Buffer.from(match[1]!, 'base64') : dummy;
  const made = await hash(password.slice(0, 256), nonce);
  return match !== null && timingSafeEqual(made, Buffer.from(match[2]!, 'base64'));
}

const common = new Set([
  'passwordpassword',
  '123456789012',
  'qwertyuiopas',
  'password1234',
  'iloveyou1234',
  'adminadminadmin',
  'letmeinletmein',
  '111111111111',
  'abcdefghijkl',
]);

/** Why a password cannot be used, or null. Length counts, composition does not. */
export function passwordFault(password: string): Words | null {
  const length = [...password].length;
  if (length < 12) return say`The password has ${length} characters; it needs 12. A few words in a row are good.`;
  if (length > 256) return say`The password has more than 256 characters.`;
  return common.has(password.toLowerCase()) ? say`This password is one of the first that anybody tries.` : null;
}
