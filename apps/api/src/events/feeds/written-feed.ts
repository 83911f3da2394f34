import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A calendar as it leaves: its text, and the same packed, as packing a thousand events costs more than all else about a feed. */
export interface WrittenFeed {
  readonly text: string;
  readonly gzip: Buffer;
  /** Strong, of the text's bytes. */
  readonly etag: string;
}

const pack = promisify(gzip);

/** Packs a calendar and names its bytes. */
export async function writtenFeed(text: string): Promise<WrittenFeed> {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
  return { text, gzip: await pack(text), etag };
}
