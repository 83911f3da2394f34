import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import pg from 'pg';

type Query = (this: Mortal, ...of: unknown[]) => unknown;
type Answer = (error: Error | null, result?: unknown) => void;
interface Mortal {
  readonly connection: { readonly stream: Duplex };
}

/**
 * Lets a process that runs inside the test die for its database, as kill -9 does: after so many statements every connection breaks and no
 * statement of anybody is sent, until it is restarted. What it had sent is done, and its answer is never heard.
 */
export class SuddenDeath {
  readonly #query = pg.Client.prototype.query as unknown as Query;
  #left = Number.POSITIVE_INFINITY;
  #isDead = false;

  constructor() {
    const sent = this.#sent.bind(this);
    pg.Client.prototype.query = function (this: Mortal, ...of: unknown[]) {
      const answer = of.at(-1);
      const result = sent(this, typeof answer === 'function' ? of.slice(0, -1) : of);
      if (typeof answer !== 'function') return result;
      return void Promise.resolve(result).then(
        (rows) => (answer as Answer)(null, rows),
        (error: Error) => (answer as Answer)(error),
      );
    } as unknown as typeof pg.Client.prototype.query;
  }

  /** Runs work that dies after so many statements. True where it has died; throws what else went wrong. */
  async after(statements: number, work: () => Promise<unknown>): Promise<boolean> {
    this.#left = statements;
    const fault = await work().then(
      () => null,
      (error: unknown) => ({ error }),
    );
    const died = this.#isDead;
    [this.#left, this.#isDead] = [Number.POSITIVE_INFINITY, false];
    if (fault && !died) throw fault.error;
    return died;
  }

  /** Statements are sent as before. */
  over(): void {
    pg.Client.prototype.query = this.#query as unknown as typeof pg.Client.prototype.query;
  }

  #sent(client: Mortal, of: unknown[]): unknown {
    if (this.#isDead) return this.#breaks(client);
    this.#left -= 1;
    const answered = this.#query.apply(client, of);
    if (this.#left > 0) return answered;
    this.#isDead = true;
    const broken = (): Promise<never> => this.#breaks(client);
    return Promise.resolve(answered).then(broken, broken);
  }

  async #breaks({ connection: { stream } }: Mortal): Promise<never> {
    if (!stream.closed) {
      stream.destroy();
      await once(stream, 'close');
    }
    throw new Error('the process is gone');
  }
}
