import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old a signature may be, and how far ahead of our clock. */
const TOLERANCE_S = 5 * 60;
/** More than any processor sends: while a key is changed there are two. */
const MOST = 10;

/**
 * Whether a header `t=<seconds>,v1=<hex>[,v1=<hex>…]` signs these bytes: HMAC-SHA256 over `<t>.<bytes>` with one of the secrets, at most five
 * minutes old. Several secrets and several signatures let a key be changed without a gap. Compared in constant time.
 */
export function isSigned(raw: Buffer, header: string, of: { secrets: readonly string[]; now: Date }): boolean {
  const parts = header.split(',', MOST + 2).map((part) => part.trim().split('=', 2) as [string, string?]);
  const times = parts.filter(([name]) => name === 't').map(([, value]) => value ?? '');
  const [time = ''] = times;
  if (times.length !== 1 || !/^\d{1,12}$/.test(time)) return false;
  if (Math.abs(of.now.getTime() / 1000 - Number(time)) > TOLERANCE_S) return false;
  const given = parts
    .filter(([name, value]) => name === 'v1' && /^[0-9a-f]{64}$/.test(value ?? ''))
    .slice(0, MOST)
    .map(([, value]) => Buffer.from(value!, 'hex'));
  const wanted = of.secrets.map((secret) => createHmac('sha256', secret).update(`${time}.`).update(raw).digest());
  return wanted.some((one) => given.filter((other) => timingSafeEqual(one, other)).length > 0);
}

/** The header that signs these bytes: what a processor does, and our own fake. */
export function signed(raw: string | Buffer, secret: string, seconds: number): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.`).update(raw).digest('hex');
  return `t=${seconds},v1=${mac}`;
}
