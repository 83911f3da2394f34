import { Injectable } from '@nestjs/common';

/**
 * Lets work on one thing happen one after the other within this process, in the order in which it was asked for. Whoever would wait for the
 * same row lock waits here instead, without holding a connection that everything else needs. It guards nothing: the lock does.
 */
@Injectable()
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Does the work when all that was asked for before it, of the same thing, is done or has failed. */
  async take<T>(thing: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.#last.get(thing) ?? Promise.resolve()).then(work);
    const done = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(thing, done);
    void done.then(() => this.#last.get(thing) === done && this.#last.delete(thing));
    return mine;
  }
}
