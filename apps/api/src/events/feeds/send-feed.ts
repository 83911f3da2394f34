import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import { NotFound } from '../../platform/graphql/errors.ts';
import { etagOf, isKnown } from '../../platform/http/etag.ts';
import type { Feed } from './feed.ts';
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
  const etag = etagOf(feed.key);
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
