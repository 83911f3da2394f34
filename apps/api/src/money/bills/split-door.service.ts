import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Operation } from '#libs/governance';
import type { Actor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { type Seat, type SplitRow, SplitsStore } from './splits.store.ts';

export interface Entered {
  readonly split: SplitRow;
  /** Null for a treasurer who is not in it. */
  readonly seat: Seat | null;
}

/** Where every change of a split begins: its locks, who asks, what the table says. */
@Injectable()
export class SplitDoor {
  constructor(
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly store: SplitsStore,
    private readonly outbox: Outbox,
  ) {}

  /** Locks the book, then the split. To whoever may not read it, there is none. */
  async enter(tx: EntityManager, actor: Actor, splitId: string): Promise<Entered> {
    const found = await this.store.find(tx, splitId);
    if (!found) throw new NotFound();
    await this.books.lock(tx, found.book_id);
    const split = (await this.store.find(tx, splitId, 'FOR UPDATE'))!;
    const seat = await this.store.seat(tx, splitId, actor);
    const reads = await this.policy.may(tx, actor, 'bill.read', { groupId: split.group_id, own: seat !== null });
    if (!reads) throw new NotFound();
    return { split, seat };
  }

  /** As `enter`, for one who is in it and does what people in it do. */
  async enterAs(
    tx: EntityManager,
    actor: Actor,
    splitId: string,
    operation: Operation,
  ): Promise<{ split: SplitRow; seat: Seat }> {
    const { split, seat } = await this.enter(tx, actor, splitId);
    await this.policy.require(tx, actor, operation, { groupId: split.group_id, own: seat !== null });
    if (!seat) throw new NotFound();
    return { split, seat };
  }

  /** Says that a split changed: to open pages, and by `kind` to whoever writes mails about it. */
  async changed(
    tx: EntityManager,
    split: SplitRow,
    of: { kind: string; payload?: Record<string, unknown>; people?: readonly (string | null)[] },
  ): Promise<void> {
    await rows(tx, 'UPDATE split SET touched_at = clock_now() WHERE id = $1', [split.id]);
    await this.outbox.announce(tx, {
      kind: of.kind,
      groupId: split.group_id,
      payload: { splitId: split.id, ...of.payload },
      topics: [`split:${split.id}`, ...(of.people ?? []).flatMap((id) => (id ? [`person:${id}`] : []))],
    });
  }
}
