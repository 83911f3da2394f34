import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Registry: what else a new group begins with, in its transaction: the book, above all. */
@Injectable()
export class GroupBeginnings {
  readonly #handlers: ((
    tx: EntityManager,
    group: { id: string; currency: string; founderId: string },
  ) => Promise<void>)[] = [];

  on(handler: (tx: EntityManager, group: { id: string; currency: string; founderId: string }) => Promise<void>): void {
    this.#handlers.push(handler);
  }

  async run(tx: EntityManager, group: { id: string; currency: string; founderId: string }): Promise<void> {
    for (const handle of this.#handlers) await handle(tx, group);
  }
}
