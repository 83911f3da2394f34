import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { duesInForce } from '#libs/governance';
import { type Every, periodOf, repeatedDays } from '#libs/money';
import { Rulebooks } from '../../groups/index.ts';
import { rows } from '../../platform/database/sql.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { today } from '../ledger/entries.ts';
import { ContributionsStore } from './contributions.store.ts';
import { EventAsks } from './event-asks.service.ts';
import { GiftSides } from './gift-sides.service.ts';
import { restsIn } from './gifts.sql.ts';
import { Promises } from './promises.service.ts';

/** Days after its due day in which a promise that nobody owes, a gift or a place at an event, is waited for. */
const PATIENCE_DAYS = 60;

interface Repeated {
  id: string;
  fund_id: string;
  person_id: string | null;
  giver: string;
  email: string | null;
  locale: string;
  currency: string;
  minor: string;
  every: Every;
  first_on: string;
  purpose: string;
  known: string[];
  rests: { after: string; until: string | null }[];
}

/** Whether a day of a repeated gift has no promise yet and is to have one: what falls due while it rests is not asked for afterwards. */
const isToMake = ({ known, rests }: Repeated, day: string): boolean =>
  !known.includes(day) && !rests.some(({ after, until }) => after < day && (until === null || day < until));

/** What time brings: dues of a period that has begun, the next promise of a repeated gift that does not rest, the end of waiting. Each exactly once, whatever runs twice. */
@Injectable()
export class GiftClock {
  constructor(
    private readonly sides: GiftSides,
    private readonly books: BooksStore,
    private readonly store: ContributionsStore,
    private readonly promises: Promises,
    private readonly rulebooks: Rulebooks,
    private readonly asks: EventAsks,
  ) {}

  /** Makes everything that is due, each group in a transaction of its own, and lets go of what was waited for long enough. */
  async runDue(): Promise<void> {
    const { database } = this.sides;
    const waiting = await rows<{ book_id: string; group_id: string; dues: boolean }>(
      database.reads,
      `SELECT b.id AS book_id, b.group_id, coalesce(r.every IN ('month', 'year'), false) AS dues FROM book b JOIN folk_group g ON g.id = b.group_id AND g.archived_at IS NULL
       JOIN LATERAL (SELECT v.rules #>> '{dues,every}' AS every FROM rulebook_version v WHERE v.group_id = b.group_id ORDER BY v.n DESC LIMIT 1) r ON true
       WHERE EXISTS (SELECT FROM repeated_gift q WHERE q.book_id = b.id AND q.stopped_at IS NULL)
         OR (r.every IN ('month', 'year') AND EXISTS (SELECT FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing IN ('member', 'suspended') WHERE m.group_id = b.group_id
           AND NOT EXISTS (SELECT FROM contribution c WHERE c.book_id = b.id AND c.person_id = m.person_id AND c.kind = 'dues' AND c.period = date_trunc(r.every, clock_now() AT TIME ZONE g.zone)::date)))`,
    );
    for (const one of waiting)
      await database.transaction(async (tx) => {
        await this.books.lock(tx, one.book_id);
        const day = await today(tx, one.group_id);
        const made = [...(await this.repeats(tx, one, day)), ...(one.dues ? await this.dues(tx, one, day) : [])];
        for (const id of made)
          await this.sides.happened(tx, {
            kind: 'ContributionDue',
            groupId: one.group_id,
            payload: { contributionId: id },
            key: `contribution-due:${id}`,
          });
        if (made.length > 0) await this.sides.changed(tx, one.group_id, null);
      });
    await this.asks.followAll();
    await this.expire();
  }

  private async dues(
    tx: EntityManager,
    { book_id: bookId, group_id: groupId }: { book_id: string; group_id: string },
    day: string,
  ): Promise<string[]> {
    const rules = duesInForce((await this.rulebooks.of(tx, groupId)).rules);
    if (!rules) return [];
    const period = periodOf(rules.every, day);
    const missing = await rows<{ person_id: string; since: string; step: string | null; first: boolean }>(
      tx,
      `SELECT m.person_id, (s.from_at AT TIME ZONE g.zone)::date::text AS since, d.minor::text AS step, NOT EXISTS (SELECT FROM contribution o WHERE o.book_id = $2 AND o.kind = 'dues') AS first
       FROM membership m JOIN folk_group g ON g.id = m.group_id JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing IN ('member', 'suspended')
       LEFT JOIN dues_step d ON d.book_id = $2 AND d.person_id = m.person_id
       WHERE m.group_id = $1 AND NOT EXISTS (SELECT FROM contribution c WHERE c.book_id = $2 AND c.person_id = m.person_id AND c.kind = 'dues' AND c.period = $3::date) ORDER BY m.id`,
      [groupId, bookId, period],
    );
    const general = (await this.books.findFund(tx, bookId, null))!;
    const made: string[] = [];
    for (const { person_id: personId, since, step, first } of missing) {
      const chosen = step === null ? rules.suggested : BigInt(step);
      const { id } = await this.store.add(tx, {
        bookId,
        kind: 'dues',
        fundId: general.id,
        currency: general.currency,
        pledged: chosen < rules.min ? rules.min : chosen > rules.max ? rules.max : chosen,
        personId,
        dueOn: first ? day : since > period ? since : period,
        period,
      });
      made.push(id);
    }
    return made;
  }

  private async repeats(tx: EntityManager, { book_id: bookId }: { book_id: string }, day: string): Promise<string[]> {
    const running = await rows<Repeated>(
      tx,
      `SELECT r.id, r.fund_id, r.person_id, r.giver, r.email, r.locale, r.currency, r.minor::text AS minor, r.every, r.first_on::text AS first_on, r.purpose,
         (SELECT coalesce(json_agg(c.period), '[]') FROM contribution c WHERE c.repeated_id = r.id) AS known,
         (SELECT coalesce(json_agg(json_build_object('after', (s.from_at AT TIME ZONE g.zone)::date, 'until', (s.to_at AT TIME ZONE g.zone)::date)), '[]') ${restsIn}) AS rests
       FROM repeated_gift r JOIN book b ON b.id = r.book_id JOIN folk_group g ON g.id = b.group_id JOIN fund f ON f.id = r.fund_id AND f.closed_at IS NULL WHERE r.book_id = $1 AND r.stopped_at IS NULL ORDER BY r.created_at, r.id`,
      [bookId],
    );
    const made: string[] = [];
    for (const gift of running)
      for (const period of repeatedDays(gift.every, gift.first_on, day).filter((one) => isToMake(gift, one))) {
        const { id } = await this.store.add(tx, {
          bookId,
          kind: 'gift',
          fundId: gift.fund_id,
          currency: gift.currency,
          pledged: BigInt(gift.minor),
          personId: gift.person_id,
          giver: gift.giver,
          email: gift.email,
          locale: gift.locale,
          purpose: gift.purpose,
          dueOn: period,
          repeatedId: gift.id,
          period,
        });
        made.push(id);
      }
    return made;
  }

  private async expire(): Promise<void> {
    const { database } = this.sides;
    const late = await rows<{ id: string }>(
      database.reads,
      `SELECT c.id FROM contribution c WHERE c.closed IS NULL AND c.pledged > 0 AND c.kind IN ('gift', 'ticket') AND c.due_on < (clock_now() - $1 * interval '1 day')::date
         AND c.pledged > c.received AND c.given_back = 0 AND c.asked_back = 0 ORDER BY c.due_on LIMIT 200`,
      [PATIENCE_DAYS],
    );
    for (const { id } of late)
      await database.transaction(async (tx) => {
        const contribution = await this.store.hold(tx, id);
        if (contribution.closed === null)
          await this.promises.close(tx, null, contribution, { as: 'EXPIRED', reason: '' });
      });
  }
}
