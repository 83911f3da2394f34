import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Idempotency } from '../../platform/idempotency.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { type RoundRow, RoundsStore } from './rounds.store.ts';

/** How every change of a round begins and is told: group, book where money moves, round, in that order; then the log and the outbox. */
@Injectable()
export class RoundSides {
  constructor(
    readonly policy: Policy,
    readonly idempotency: Idempotency,
    private readonly store: RoundsStore,
    private readonly books: BooksStore,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** A round that the actor may know of, locked. Throws NOT_FOUND. */
  async held(tx: EntityManager, actor: Actor, id: string, { andBook = false } = {}): Promise<RoundRow> {
    const found = await this.store.find(tx, actor, id);
    if (!found) throw new NotFound();
    await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [found.group_id]);
    if (andBook) await this.books.lock(tx, found.book_id);
    return this.store.hold(tx, id);
  }

  /** Writes what happened into the log and tells those who look. */
  async tell(
    tx: EntityManager,
    of: { roundId: string; groupId: string },
    what: { log: string; happening: string; actorId: string | null; facts: Record<string, string | number> },
  ): Promise<void> {
    await this.log.append(tx, {
      chainId: of.groupId,
      type: what.log,
      actorId: what.actorId,
      facts: { round: of.roundId, ...what.facts },
    });
    await this.outbox.announce(tx, {
      kind: what.happening,
      groupId: of.groupId,
      payload: { roundId: of.roundId, byId: what.actorId },
      topics: [`round:${of.roundId}`, `group:${of.groupId}`],
    });
  }
}
