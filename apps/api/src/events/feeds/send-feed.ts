import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import { NotFound } from '../../platform/graphql/errors.ts';
import { etagOf, type Feed } from './feed.ts';
import type { FeedCache } from './feed-cache.ts';

/**
 * Answers with a feed: 304 to whoever has it, without writing it; packed to whoever can unpack; the length alone to HEAD. A missing feed is a 404
 * that says nothing of why.
 */
export async function sendFeed(
  { request, response, cache }: { request: Request; response: Response; cache: FeedCache },
  feed: Feed | null,
  caching: string,
): Promise<void> {
  if (!feed) throw new NotFound();
  const isPacked = Boolean(request.acceptsEncodings('gzip'));
  const etag = etagOf(feed);
  response.vary('Accept-Encoding');
  response.setHeader('ETag', isPacked ? `"${etag}-gz"` : `"${etag}"`);
  response.setHeader('Last-Modified', feed.changedAt.toUTCString());
  response.setHeader('Cache-Control', caching);
  if (isKnown(request, etag, feed.changedAt)) {
    response.status(304).end();
    return;
  }
  response.setHeader('Content-Type', feed.type);
  const packed = await cache.packed(feed);
  if (isPacked) {
    response.setHeader('Content-Encoding', 'gzip');
    response.setHeader('Content-Length', packed.length);
    response.end(request.method === 'HEAD' ? undefined : packed);
  } else if (request.method === 'HEAD') response.end();
  else await pipeline(Readable.from([packed]), createGunzip(), response);
}

/** Lists, weak forms and `*` of If-None-Match; If-Modified-Since only where there is none (RFC 9110 13.2.2). */
function isKnown(request: Request, etag: string, changedAt: Date): boolean {
  const known = request.headers['if-none-match'];
  if (known !== undefined) {
    const names = known.split(',').map((one) => one.trim().replace(/^W\//, '').replace(/-gz"$/, '"'));
    return names.includes(`"${etag}"`) || names.includes('*');
  }
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return !Number.isNaN(since) && Math.floor(changedAt.getTime() / 1000) * 1000 <= since;
}
