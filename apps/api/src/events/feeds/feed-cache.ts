import { etagOf } from './etag.ts';

export interface CachedFeed {
  readonly text: string;
  readonly etag: string;
}

const MAX_BYTES = 16 * 1024 * 1024;

/** Written feeds by everything that decides their bytes, least recently used first out; one writing at a time for each. */
export class FeedCache {
  readonly #held = new Map<string, CachedFeed>();
  readonly #writing = new Map<string, Promise<CachedFeed>>();
  #bytes = 0;

  async get(key: string, write: () => Promise<string>): Promise<CachedFeed> {
    const held = this.#held.get(key);
    if (held) {
      this.#held.delete(key);
      this.#held.set(key, held);
      return held;
    }
    const writing = this.#writing.get(key) ?? this.keep(key, write).finally(() => this.#writing.delete(key));
    this.#writing.set(key, writing);
    return writing;
  }

  private async keep(key: string, write: () => Promise<string>): Promise<CachedFeed> {
    const text = await write();
    const feed = { text, etag: etagOf(text) };
    this.#held.set(key, feed);
    this.#bytes += text.length;
    for (const [old, { text: oldText }] of this.#held) {
      if (this.#bytes <= MAX_BYTES) break;
      this.#held.delete(old);
      this.#bytes -= oldText.length;
    }
    return feed;
  }
}
