import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { leftoverDates, leftoverDays, leftoverRules } from '#libs/governance';
import { Rulebooks } from '../../groups/index.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { EventBudgetsStore, forecastIn, type Leftover } from './event-budgets.store.ts';

type RulebookVersion = Awaited<ReturnType<Rulebooks['of']>>;

/**
 * What time does to the money of events: while one is to come, its hosts are warned once where the forecast goes beyond its lines; when it is over,
 * they are told what is left, and later the lines are released by the rule. All is read from the rows, so that a second time changes nothing.
 */
@Injectable()
export class EventMoneyClock {
  constructor(
    private readonly database: Database,
    private readonly store: EventBudgetsStore,
    private readonly books: BooksStore,
    private readonly rulebooks: Rulebooks,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** What an event will have cost with those who are going now, for a mail about it. */
  async forecast(
    tx: EntityManager,
    eventId: string,
  ): Promise<{ total: bigint; over: bigint; currency: string; going: number } | null> {
    const figures = await this.store.figures(tx, eventId);
    return figures && { ...forecastIn(figures), currency: figures.currency, going: figures.going };
  }

  async runDue(): Promise<void> {
    const { database } = this;
    for (const event of await this.store.watched(database.reads))
      await database.transaction((tx) => this.watch(tx, event));
    await this.forget();
    for (const event of await this.store.leftovers(database.reads))
      await database.transaction((tx) => this.leave(tx, event));
  }

  /** Warns once; later the amount is kept as it is then. */
  private async watch(tx: EntityManager, { id, group_id: groupId }: { id: string; group_id: string }): Promise<void> {
    const figures = await this.store.figures(tx, id);
    if (!figures) return;
    const { over } = forecastIn(figures);
    const warned = await rows<{ first: boolean }>(
      tx,
      over > 0n
        ? `INSERT INTO event_overrun (event_id, minor, currency) VALUES ($1, $2, $3) ON CONFLICT (event_id) DO UPDATE SET minor = excluded.minor RETURNING (xmax = 0) AS first`
        : 'UPDATE event_overrun SET minor = 0 WHERE event_id = $1 AND minor > 0 AND $2::bigint = 0 AND $3::text IS NOT NULL RETURNING false AS first',
      [id, over.toString(), figures.currency],
    );
    if (warned[0]?.first)
      await this.tell(tx, groupId, { kind: 'EventOverrun', payload: { eventId: id, minor: over.toString() } });
  }

  /** What was told of an event that is set on again, or that has nothing left, no longer holds. */
  private async forget(): Promise<void> {
    await rows(
      this.database.reads,
      `DELETE FROM event_leftover t USING event e WHERE e.id = t.event_id AND t.released_at IS NULL AND e.status <> 'cancelled' AND e.end_at > clock_now()`,
    );
  }

  private async leave(tx: EntityManager, event: Leftover): Promise<void> {
    if (event.released) return;
    const rulebook = await this.rulebooks.of(tx, event.group_id);
    if (event.way === null) await this.announce(tx, event, rulebook);
    else if (event.release_on !== null && event.release_on <= event.today) await this.release(tx, event);
  }

  private async announce(
    tx: EntityManager,
    event: Leftover,
    { id: rulebookId, rules }: RulebookVersion,
  ): Promise<void> {
    const days = leftoverDays(rules, { calledOff: event.called_off });
    const dates = leftoverDates({ endedOn: event.ended_on, today: event.today, days });
    if (event.today < dates.tellOn && !event.called_off) return;
    const { way } = leftoverRules(rules);
    const told = await rows(
      tx,
      'INSERT INTO event_leftover (event_id, way, rulebook_id, release_on) VALUES ($1, $2, $3, $4::date) ON CONFLICT DO NOTHING RETURNING 1',
      [event.id, way, rulebookId, way === 'release' ? dates.releaseOn : null],
    );
    if (told.length > 0)
      await this.tell(tx, event.group_id, { kind: 'EventLeftoversTold', payload: { eventId: event.id } });
  }

  /** A line with an expense that is not decided yet waits for that; all others are free from here on. */
  private async release(tx: EntityManager, event: Leftover): Promise<void> {
    await this.books.lock(tx, event.book_id);
    const open = await this.store.openLines(tx, event.id);
    const ready = open.filter(({ waits }) => !waits);
    const told = await row<{ rulebook_id: string }>(
      tx,
      'SELECT rulebook_id FROM event_leftover WHERE event_id = $1 AND released_at IS NULL FOR UPDATE',
      [event.id],
    );
    if (!told || ready.length === 0) return;
    for (const { id, left, currency } of ready) {
      await rows(
        tx,
        `UPDATE budget_line l SET closed_at = clock_now(), closed_after_seq = (SELECT last_seq FROM book b WHERE b.id = l.book_id) WHERE id = $1`,
        [id],
      );
      await this.log.append(tx, {
        chainId: event.group_id,
        type: 'budgetLine.released',
        actorId: null,
        facts: { line: id, event: event.id, returned: left, currency, rule: told.rulebook_id },
      });
    }
    if (ready.length === open.length)
      await rows(tx, 'UPDATE event_leftover SET released_at = clock_now() WHERE event_id = $1', [event.id]);
    await this.tell(tx, event.group_id, {
      kind: 'EventLeftoversReleased',
      payload: { eventId: event.id, lines: ready.map(({ id }) => id) },
    });
  }

  private async tell(
    tx: EntityManager,
    groupId: string,
    of: { kind: string; payload: { eventId: string } & Record<string, unknown> },
  ): Promise<void> {
    await this.outbox.announce(tx, { ...of, groupId, topics: [`group:${groupId}`, `event:${of.payload.eventId}`] });
  }
}
