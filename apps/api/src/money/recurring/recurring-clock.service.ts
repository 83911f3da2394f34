import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { draftsDue, MADE_UP } from '#libs/money';
import { visitor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { DraftsService, MOST_DRAFTS } from '../expenses/drafts.service.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { today } from '../ledger/entries.ts';
import { type RecurringRow, RecurringStore } from './recurring.store.ts';

const day = '(clock_now() AT TIME ZONE g.zone)::date';
const from =
  'FROM recurring_expense q JOIN book b ON b.id = q.book_id JOIN folk_group g ON g.id = b.group_id AND g.archived_at IS NULL LEFT JOIN budget_line l ON l.id = q.line_id WHERE q.ended_at IS NULL';
const author = (standings: string): string =>
  `EXISTS (SELECT FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing IN (${standings}) WHERE m.group_id = b.group_id AND m.person_id = q.author_id)`;
/** Whose membership rests comes back to it, or loses it later: until then no drafts are made. */
const isLeft = `NOT ${author(`'member', 'paused', 'suspended', 'lapsed'`)}`;
const isClosed = `(l.closed_at IS NOT NULL OR coalesce(l.valid_until < ${day}, false))`;
const drafts = `(SELECT count(*) FROM expense x WHERE x.group_id = b.group_id AND x.author_id = q.author_id AND x.state = 'DRAFT')`;
/** Room for all drafts that one look makes. */
const ROOM = MOST_DRAFTS - MADE_UP;

interface Due {
  id: string;
  book_id: string;
  group_id: string;
  gone: 'membership' | 'line';
}

/**
 * What time does to expenses that come back: on its day each gives a draft to its author, who is written to; with its author's membership or its
 * budget line it ends, and an author who is a member again is asked once whether it comes back again. All is read from the rows under the lock of the book, so that a second time makes nothing.
 */
@Injectable()
export class RecurringClock {
  constructor(
    private readonly database: Database,
    private readonly books: BooksStore,
    private readonly store: RecurringStore,
    private readonly draftsOf: DraftsService,
    private readonly outbox: Outbox,
  ) {}

  async runDue(): Promise<void> {
    while (await this.database.transaction((tx) => this.endNext(tx)));
    while (await this.database.transaction((tx) => this.makeNext(tx)));
    while (await this.database.transaction((tx) => this.offerNext(tx)));
  }

  /** Ends the next one whose author or budget line is gone; false where there is none. */
  private async endNext(tx: EntityManager): Promise<boolean> {
    const due = await row<Due>(
      tx,
      `SELECT q.id, q.book_id, b.group_id, CASE WHEN ${isLeft} THEN 'membership' ELSE 'line' END AS gone ${from} AND (${isLeft} OR ${isClosed}) ORDER BY q.id LIMIT 1`,
    );
    if (!due) return false;
    await this.books.lock(tx, due.book_id);
    const ended = await rows(
      tx,
      'UPDATE recurring_expense SET ended_at = clock_now(), ended_by = $2, version = version + 1 WHERE id = $1 AND ended_at IS NULL RETURNING 1',
      [due.id, due.gone],
    );
    if (ended.length > 0)
      await this.outbox.announce(tx, {
        kind: 'RecurringExpenseEnded',
        groupId: due.group_id,
        payload: { recurringId: due.id, by: due.gone },
        topics: [`group:${due.group_id}`],
      });
    return true;
  }

  /** Makes the drafts of the one whose day came first, where its author may hand it in and has room for them; false where there is none. */
  private async makeNext(tx: EntityManager): Promise<boolean> {
    const due = await row<Due>(
      tx,
      `SELECT q.id, q.book_id, b.group_id ${from} AND q.next_on <= ${day} AND ${author(`'member'`)} AND ${drafts} <= ${ROOM} ORDER BY q.next_on, q.id LIMIT 1`,
    );
    if (!due) return false;
    await this.books.lock(tx, due.book_id);
    const held = await this.store.find(tx, due.id, 'FOR UPDATE OF q');
    if (held && !held.ended_at) await this.make(tx, held, await today(tx, due.group_id));
    return true;
  }

  /** Asks the next one who came back as a member about all that ended with their membership; false where there is nobody. */
  private async offerNext(tx: EntityManager): Promise<boolean> {
    const due = await row<{ book_id: string; author_id: string; group_id: string }>(
      tx,
      `SELECT q.book_id, q.author_id, b.group_id FROM recurring_expense q JOIN book b ON b.id = q.book_id JOIN folk_group g ON g.id = b.group_id AND g.archived_at IS NULL
       WHERE q.ended_by = 'membership' AND q.offered_at IS NULL AND ${author(`'member'`)} ORDER BY q.id LIMIT 1`,
    );
    if (!due) return false;
    await this.books.lock(tx, due.book_id);
    const offered = await rows<{ id: string }>(
      tx,
      `UPDATE recurring_expense SET offered_at = clock_now() WHERE book_id = $1 AND author_id = $2 AND ended_by = 'membership' AND offered_at IS NULL RETURNING id`,
      [due.book_id, due.author_id],
    );
    if (offered.length > 0)
      await this.outbox.announce(tx, {
        kind: 'RecurringExpensesOffered',
        groupId: due.group_id,
        payload: { personId: due.author_id, recurringIds: offered.map(({ id }) => id) },
        topics: [`person:${due.author_id}`],
      });
    return true;
  }

  private async make(tx: EntityManager, held: RecurringRow, on: string): Promise<void> {
    const { id, group_id: groupId, author_id: personId, until_on: untilOn } = held;
    const asked = { every: held.every, firstOn: held.first_on, nextOn: held.next_on, untilOn };
    const { days, missed, nextOn } = draftsDue(asked, on);
    if (days.length === 0) return;
    const made: string[] = [];
    for (const period of days)
      made.push(
        await this.draftsOf.begin(
          tx,
          { ...visitor, personId },
          { groupId, fields: fieldsOn(held.fields, period), recurring: { id, period } },
        ),
      );
    await rows(
      tx,
      `UPDATE recurring_expense SET next_on = coalesce($2::date, next_on), ended_at = CASE WHEN $2::date IS NULL THEN clock_now() END, ended_by = CASE WHEN $2::date IS NULL THEN 'day' END, version = version + 1 WHERE id = $1`,
      [id, nextOn],
    );
    await this.outbox.announce(tx, {
      kind: 'RecurringExpenseDrafted',
      groupId,
      payload: { recurringId: id, drafts: made, missed },
      topics: [`person:${personId}`],
    });
  }
}

/** The form of a draft for a day. */
function fieldsOn(fields: Record<string, unknown>, spentOn: string): Record<string, unknown> {
  const more = Array.isArray(fields['more']) ? fields['more'].map((item: object) => ({ ...item, spentOn })) : [];
  return { ...fields, spentOn, more };
}
