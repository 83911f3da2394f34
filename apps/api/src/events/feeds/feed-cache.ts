import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import type { Feed } from './feed.ts';

const MAX_BYTES = 16 * 1024 * 1024;

/** Feeds as they leave, packed, by everything that decides their bytes; least recently used first out, one writing at a time for each. */
@Injectable()
export class FeedCache {
  readonly #held = new Map<string, Buffer>();
  readonly #writing = new Map<string, Promise<Buffer>>();
  #bytes = 0;

  async packed(feed: Feed): Promise<Buffer> {
    const held = this.#held.get(feed.key);
    if (held) {
      this.#held.delete(feed.key);
      this.#held.set(feed.key, held);
      return held;
    }
    const writing = this.#writing.get(feed.key) ?? this.keep(feed).finally(() => void this.#writing.delete(feed.key));
    this.#writing.set(feed.key, writing);
    return writing;
  }

  private async keep(feed: Feed): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of Readable.from(feed.write(), { objectMode: false }).pipe(createGzip()))
      parts.push(part as Buffer);
    const packed = Buffer.concat(parts);
    this.#held.set(feed.key, packed);
    this.#bytes += packed.length;
    for (const [key, { length }] of this.#held) {
      if (this.#bytes <= MAX_BYTES) break;
      this.#held.delete(key);
      this.#bytes -= length;
    }
    return packed;
  }
}
