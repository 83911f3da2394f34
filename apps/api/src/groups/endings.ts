import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** A spell that ends: who, where, why. */
export interface Ending {
  readonly groupId: string;
  readonly personId: string;
  readonly reason: 'left' | 'removed' | 'declined' | 'lapsed';
  /** False where it lapses and comes back once the dues are settled. */
  readonly isOver: boolean;
}

/** Registry: what ends with a membership, in the same transaction, in this order. The process does not start while a part is missing. */
@Injectable()
export class Endings {
  static readonly parts = [
    'offers',
    'delegations',
    'ballot links',
    'candidacies',
    'series',
    'calendar',
    'tasks',
    'removals',
    'notices',
    'authorities',
    'book',
  ] as const;
  readonly #handlers = new Map<string, (tx: EntityManager, ending: Ending) => Promise<void>>();

  on(part: (typeof Endings.parts)[number], handler: (tx: EntityManager, ending: Ending) => Promise<void>): void {
    if (this.#handlers.has(part)) throw new Error(`two answers for the ending of ${part}`);
    this.#handlers.set(part, handler);
  }

  onApplicationBootstrap(): void {
    const missing = Endings.parts.filter((part) => !this.#handlers.has(part));
    if (missing.length > 0) throw new Error(`nobody says what happens to ${missing.join(', ')} when a membership ends`);
  }

  async run(tx: EntityManager, ending: Ending): Promise<void> {
    for (const part of Endings.parts) await this.#handlers.get(part)!(tx, ending);
  }
}
