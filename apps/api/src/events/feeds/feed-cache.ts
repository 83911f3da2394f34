import { type WrittenFeed, writtenFeed } from './written-feed.ts';

const sizeOf = (feed: WrittenFeed): number => feed.text.length + feed.gzip.length;
const MAX_BYTES = 16 * 1024 * 1024;

/** Written feeds by everything that decides their bytes, least recently used first out; one writing at a time for each. */
export class FeedCache {
  readonly #held = new Map<string, WrittenFeed>();
  readonly #writing = new Map<string, Promise<WrittenFeed>>();
  #bytes = 0;

  async get(key: string, write: () => Promise<string>): Promise<WrittenFeed> {
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

  private async keep(key: string, write: () => Promise<string>): Promise<WrittenFeed> {
    const feed = await writtenFeed(await write());
    this.#held.set(key, feed);
    this.#bytes += sizeOf(feed);
    for (const [old, oldFeed] of this.#held) {
      if (this.#bytes <= MAX_BYTES) break;
      this.#held.delete(old);
      this.#bytes -= sizeOf(oldFeed);
    }
    return feed;
  }
}
