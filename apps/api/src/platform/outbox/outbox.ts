import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { hot } from '../database/hot.ts';
import { newOrderedId } from '../ids.ts';

/** Something that has happened, written in the transaction in which it did. Others hear of it after the commit. */
export interface Happening {
  /** Past tense: `ProposalClosed`. */
  readonly kind: string;
  readonly groupId?: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** What open pages should read again: `event:<id>`, `group:<id>`, `person:<id>` … */
  readonly topics?: readonly string[];
  /** A second happening with the same key is the same happening; it is due when the earlier of the two is. */
  readonly key?: string;
  readonly notBefore?: Date;
}

export interface StoredHappening extends Happening {
  readonly id: string;
}

/** Registry: what a happening leads to, mails above all. Each handler runs in a transaction of its own with the removal of its row. */
@Injectable()
export class HappeningHandlers {
  readonly #handlers = new Map<string, ((tx: EntityManager, happening: StoredHappening) => Promise<void>)[]>();

  on(kind: string, handler: (tx: EntityManager, happening: StoredHappening) => Promise<void>): void {
    this.#handlers.set(kind, [...(this.#handlers.get(kind) ?? []), handler]);
  }

  of(kind: string): readonly ((tx: EntityManager, happening: StoredHappening) => Promise<void>)[] {
    return this.#handlers.get(kind) ?? [];
  }
}

@Injectable()
export class Outbox {
  async announce(tx: EntityManager, happening: Happening): Promise<void> {
    await hot(
      tx,
      'outbox_announce',
      `INSERT INTO outbox (id, kind, group_id, payload, topics, unique_key, not_before)
       VALUES ($1, $2, $3, $4, $5, $6, coalesce($7, clock_timestamp())) 
       ON CONFLICT (unique_key) DO UPDATE SET not_before = least(outbox.not_before, excluded.not_before)`,
      [
        newOrderedId(),
        happening.kind,
        happening.groupId ?? null,
        JSON.stringify(happening.payload),
        happening.topics ?? [],
        happening.key ?? null,
        happening.notBefore ?? null,
      ],
    );
  }
}
