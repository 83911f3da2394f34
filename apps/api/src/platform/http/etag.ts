import { createHash } from 'node:crypto';
import type { Request } from 'express';

/** The strong validator of an answer, by everything that decides its bytes, without the quotes. */
export const etagOf = (key: string | Buffer): string =>
  createHash('sha256').update(key).digest('base64url').slice(0, 27);

/**
 * Whether who asks has this answer already: lists, weak forms and `*` of If-None-Match, also of packed bytes, whose validator has `-gz` at its
 * end (RFC 9110 8.8.3.3); If-Modified-Since only where there is none (13.2.2).
 */
export function isKnown(request: Request, etag: string, changedAt?: Date): boolean {
  const known = request.headers['if-none-match'];
  if (known !== undefined) {
    const names = known.split(',').map((one) => one.trim().replace(/^W\//, '').replace(/-gz"$/, '"'));
    return names.includes(`"${etag}"`) || names.includes('*');
  }
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return changedAt !== undefined && !Number.isNaN(since) && Math.floor(changedAt.getTime() / 1000) * 1000 <= since;
}
