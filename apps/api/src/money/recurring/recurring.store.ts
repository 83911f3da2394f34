import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Rhythm } from '#libs/money';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { row } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { isId } from '../../platform/ids.ts';
import type { RecurringExpense, RecurringExpenses } from './recurring.graphql.ts';

export interface RecurringRow {
  id: string;
  book_id: string;
  group_id: string;
  author_id: string;
  /** The expense that it began with, and what it is called. */
  from_id: string;
  title: string;
  line_id: string | null;
  fields: Record<string, unknown>;
  currency: string;
  minor: string;
  every: Rhythm;
  first_on: string;
  next_on: string;
  until_on: string | null;
  ended_at: Date | null;
}

interface Json extends Omit<RecurringExpense, 'amount'> {
  minor: string;
  currency: string;
}

const SHOWN = 100;
const today = '(clock_now() AT TIME ZONE g.zone)::date';
const isMember = `EXISTS (SELECT FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' WHERE m.group_id = g.id AND m.person_id = q.author_id)`;
/** True in SQL of what has ended and can come back again as it was: on a line that is open, where nothing else has been begun from the same expense since. */
const resumable = `q.ended_at IS NOT NULL AND (q.line_id IS NULL OR EXISTS (SELECT FROM budget_line l WHERE l.id = q.line_id AND l.closed_at IS NULL AND coalesce(l.valid_until >= ${today}, true)))
  AND EXISTS (SELECT FROM expense x WHERE x.id = q.from_id AND x.state NOT IN ('WITHDRAWN', 'REJECTED'))
  AND NOT EXISTS (SELECT FROM recurring_expense o WHERE o.from_id = q.from_id AND o.id <> q.id AND (o.ended_at IS NULL OR o.created_at > q.created_at))`;
const json = `json_build_object('id', q.id, 'title', q.title, 'minor', q.minor::text, 'currency', q.currency, 'every', q.every, 'nextOn', q.next_on, 'until', q.until_on, 'endedBy', q.ended_by,
  'mine', q.author_id IS NOT DISTINCT FROM $2::uuid, 'authorName', p.name, 'payeeName', CASE q.fields ->> 'to' WHEN 'vendor' THEN q.fields ->> 'vendor' WHEN 'member' THEN (SELECT y.name FROM person y WHERE y.id::text = q.fields ->> 'payee') ELSE p.name END,
  'lineName', (SELECT l.name FROM budget_line l WHERE l.id = q.line_id), 'fromId', q.from_id, 'waits', q.ended_at IS NULL AND q.next_on < ${today} AND ${isMember}, 'paused', q.ended_at IS NULL AND NOT ${isMember}, 'canResume', q.author_id IS NOT DISTINCT FROM $2::uuid AND ${resumable})`;
const list = (
  whose: string,
): string => `coalesce((SELECT json_agg(${json} ORDER BY q.ended_at IS NOT NULL, q.created_at DESC, q.id)
  FROM (SELECT o.* FROM recurring_expense o WHERE o.book_id = b.id AND ${whose} ORDER BY (o.ended_at IS NOT NULL), o.created_at DESC, o.id LIMIT ${SHOWN}) q JOIN person p ON p.id = q.author_id), '[]')`;

/** Every read of expenses that come back. */
@Injectable()
export class RecurringStore {
  /** Those of a group: one's own, and those of others, which are for the treasurer. */
  async ofGroup(db: EntityManager, actor: Actor, handle: string): Promise<RecurringExpenses | null> {
    const [found] = await together<{ id: string; mine: Json[]; others: Json[] }>(db, actor, {
      name: 'recurring_expenses',
      text: `SELECT json_build_object('id', b.id, 'mine', ${list('o.author_id = $2::uuid')}, 'others', ${list('o.author_id IS DISTINCT FROM $2::uuid')}) AS json
             FROM book b JOIN folk_group g ON g.id = b.group_id WHERE b.group_id = ${groupIdOf('$1')}`,
      values: [handle, actor.personId],
    });
    return found ? { id: found.id, mine: found.mine.map(toView), others: found.others.map(toView) } : null;
  }

  /** One of them as its author sees it. */
  async one(db: EntityManager, id: string, viewerId: string): Promise<RecurringExpense> {
    const found = await row<{ json: Json }>(
      db,
      `SELECT ${json} AS json FROM recurring_expense q JOIN person p ON p.id = q.author_id JOIN book b ON b.id = q.book_id JOIN folk_group g ON g.id = b.group_id WHERE q.id = $1`,
      [id, viewerId],
    );
    return toView(found!.json);
  }

  async find(db: EntityManager, id: string, lock: '' | 'FOR UPDATE OF q' = ''): Promise<RecurringRow | null> {
    if (!isId(id)) return null;
    return row<RecurringRow>(
      db,
      `SELECT q.*, b.group_id FROM recurring_expense q JOIN book b ON b.id = q.book_id WHERE q.id = $1 ${lock}`,
      [id],
    );
  }
}

function toView({ minor, currency, ...rest }: Json): RecurringExpense {
  return { ...rest, amount: moneyValue(minor, currency) };
}
