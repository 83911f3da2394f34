import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import { isId } from '../../platform/ids.ts';
import type { PaymentState, ShareMode } from './splits.graphql.ts';

export interface SplitRow {
  id: string;
  group_id: string;
  book_id: string;
  event_id: string | null;
  handle: string;
  title: string;
  currency: string;
  settle_by: 'fewest' | 'owed';
  bills: number;
}

/** Somebody in a split, as services need them. */
export interface Seat {
  id: string;
  split_id: string;
  person_id: string | null;
  name: string;
  email: string | null;
  locale: string;
  child: boolean;
  carried_by: string | null;
  ref: string;
  handle: string;
}

export interface PaymentRow {
  id: string;
  split_id: string;
  from_id: string;
  to_id: string;
  currency: string;
  minor: string;
  state: PaymentState;
  reminded: number;
  said_at: Date;
}

/** How the parts of a bill were made, as it was typed; amounts and weights as text. */
export interface Sharing {
  readonly mode: ShareMode;
  readonly parts: readonly { readonly personId: string; readonly value: string }[];
  readonly items: readonly { readonly what: string; readonly minor: string; readonly people: readonly string[] }[];
}

export interface PartJson {
  personId: string;
  minor: string;
}

export interface BillJson {
  id: string;
  number: number;
  what: string;
  spentOn: string;
  currency: string;
  total: string;
  sharing: Sharing;
  authorId: string | null;
  createdAt: string;
  replacesId: string | null;
  replacedById: string | null;
  undoneAt: string | null;
  undoneBy: string | null;
  reason: string | null;
  payers: PartJson[];
  shares: PartJson[];
  disputes: { personId: string; words: string; at: string }[];
  photos: { id: string; name: string; type: string }[];
}

export interface PaymentJson {
  id: string;
  fromId: string;
  toId: string;
  currency: string;
  minor: string;
  state: PaymentState;
  saidAt: string;
  answeredAt: string | null;
}

/** A split as it is read: everything but what is computed, and what is sealed still so. */
export interface SplitJson {
  id: string;
  groupId: string;
  groupHandle: string;
  groupName: string;
  zone: string;
  eventId: string | null;
  eventTitle: string | null;
  title: string;
  currency: string;
  settleBy: 'fewest' | 'owed';
  number: number;
  people: { id: string; personId: string | null; name: string; child: boolean; carriedBy: string | null }[];
  bills: BillJson[];
  payments: PaymentJson[];
  standings: { personId: string; currency: string; minor: string }[];
  payouts: { personId: string; sealed: string }[];
}

export interface SplitCardJson {
  id: string;
  title: string;
  eventId: string | null;
  eventTitle: string | null;
  groupHandle: string;
  names: string[];
  people: number;
  bills: number;
  mine: { minor: string; currency: string }[];
}

const nameSql = 'coalesce(p.name, m.name)';
/** What the ledger says of somebody `m` of a split: credits are owed to them. Joined as `w`, one for each currency. */
const standingFrom = `ledger_account a JOIN account_balance b ON b.account_id = a.id`;
const standingMinor = `(b.credits - b.debits)`;

const billSql = `json_build_object('id', x.id, 'number', x.number, 'what', x.what, 'spentOn', x.spent_on, 'currency', x.currency, 'total', x.total::text, 'sharing', x.sharing, 'authorId', x.author_id, 'createdAt', iso(x.created_at),
  'replacesId', x.replaces_id, 'replacedById', (SELECT y.id FROM bill y WHERE y.replaces_id = x.id), 'undoneAt', iso(x.undone_at), 'undoneBy', x.undone_by, 'reason', x.reason,
  'payers', (SELECT json_agg(json_build_object('personId', q.person_id, 'minor', q.minor::text) ORDER BY q.person_id) FROM bill_payer q WHERE q.bill_id = x.id),
  'shares', (SELECT json_agg(json_build_object('personId', q.person_id, 'minor', q.minor::text) ORDER BY q.person_id) FROM bill_share q WHERE q.bill_id = x.id),
  'disputes', coalesce((SELECT json_agg(json_build_object('personId', q.person_id, 'words', q.words, 'at', iso(q.created_at)) ORDER BY q.created_at, q.person_id) FROM bill_dispute q WHERE q.bill_id = x.id), '[]'),
  'photos', coalesce((SELECT json_agg(json_build_object('id', f.id, 'name', f.name, 'type', f.type) ORDER BY f.created_at, f.id) FROM file f WHERE f.parent_kind = 'bill' AND f.parent_id = x.id), '[]'))`;

/** $1 the split, $2 the viewer, $3 the seat that a link names. For those in it and the treasurers of the group; for everybody else there is none. */
const pageSql = `
SELECT json_build_object('id', s.id, 'groupId', g.id, 'groupHandle', g.handle, 'groupName', g.name, 'zone', g.zone, 'eventId', v.id, 'eventTitle', v.title, 'title', s.title, 'currency', s.currency, 'settleBy', s.settle_by, 'number', s.bills,
  'people', (SELECT json_agg(json_build_object('id', m.id, 'personId', m.person_id, 'name', ${nameSql}, 'child', m.child, 'carriedBy', m.carried_by) ORDER BY m.created_at, m.id) FROM split_person m LEFT JOIN person p ON p.id = m.person_id WHERE m.split_id = s.id),
  'bills', coalesce((SELECT json_agg(${billSql} ORDER BY x.number DESC) FROM bill x WHERE x.split_id = s.id), '[]'),
  'payments', coalesce((SELECT json_agg(json_build_object('id', t.id, 'fromId', t.from_id, 'toId', t.to_id, 'currency', t.currency, 'minor', t.minor::text, 'state', t.state, 'saidAt', iso(t.said_at), 'answeredAt', iso(t.answered_at)) ORDER BY t.said_at DESC, t.id)
    FROM settlement_payment t WHERE t.split_id = s.id), '[]'),
  'standings', coalesce((SELECT json_agg(json_build_object('personId', m.id, 'currency', a.currency, 'minor', ${standingMinor}::text) ORDER BY a.currency, m.id)
    FROM ${standingFrom} JOIN split_person m ON m.split_id = s.id AND m.ref = a.owner_id WHERE a.split_id = s.id AND b.credits <> b.debits), '[]'),
  'payouts', coalesce((SELECT json_agg(json_build_object('personId', o.person_id, 'sealed', encode(o.sealed, 'hex'))) FROM split_payout o JOIN split_person m ON m.id = o.person_id AND m.split_id = s.id), '[]')) AS json
FROM split s JOIN folk_group g ON g.id = s.group_id LEFT JOIN event v ON v.id = s.event_id
WHERE s.id = $1 AND (EXISTS (SELECT FROM split_person m WHERE m.split_id = s.id AND (m.person_id = $2::uuid OR m.id = $3::uuid))
  OR EXISTS (SELECT FROM membership r JOIN duty d ON d.membership_id = r.id AND d.kind = 'treasurer' AND d.to_at IS NULL WHERE r.group_id = s.group_id AND r.person_id = $2::uuid))`;

const cardSql = `json_build_object('id', s.id, 'title', s.title, 'eventId', v.id, 'eventTitle', v.title, 'groupHandle', g.handle, 'bills', (SELECT count(*) FROM bill x WHERE x.split_id = s.id AND x.undone_at IS NULL),
  'people', (SELECT count(*) FROM split_person m WHERE m.split_id = s.id),
  'names', (SELECT json_agg(n.name) FROM (SELECT ${nameSql} AS name FROM split_person m LEFT JOIN person p ON p.id = m.person_id WHERE m.split_id = s.id ORDER BY m.created_at, m.id LIMIT 4) n),
  'mine', coalesce((SELECT json_agg(json_build_object('currency', a.currency, 'minor', ${standingMinor}::text) ORDER BY a.currency) FROM ${standingFrom} WHERE a.split_id = s.id AND a.owner_id = me.ref AND b.credits <> b.debits), '[]')) AS json
FROM split s JOIN folk_group g ON g.id = s.group_id LEFT JOIN event v ON v.id = s.event_id JOIN split_person me ON me.split_id = s.id AND me.person_id = $2`;

const seatColumns =
  'm.id, m.split_id, m.person_id, coalesce(p.name, m.name) AS name, m.email, m.locale, m.child, m.carried_by, m.ref, m.handle';

/** Every read of splits, with who may see them in SQL. */
@Injectable()
export class SplitsStore {
  /** A split for its people and the group's treasurers; null for everybody else. */
  async page(db: EntityManager, actor: Actor, id: string): Promise<SplitJson | null> {
    if (!isId(id) || (actor.personId === null && seatOf(actor) === null)) return null;
    const [found] = await together<SplitJson>(db, actor, {
      name: 'split_page',
      text: pageSql,
      values: [id, personOf(actor), seatOf(actor)],
    });
    return found ?? null;
  }

  /** The splits of a group that the viewer is in, newest first; of one event where it is named. */
  async cards(db: EntityManager, actor: Actor, of: { handle: string } | { eventId: string }): Promise<SplitCardJson[]> {
    if (actor.personId === null) return [];
    const byEvent = 'eventId' in of;
    if (byEvent && !isId(of.eventId)) return [];
    return together<SplitCardJson>(db, actor, {
      name: byEvent ? 'event_splits' : 'group_splits',
      text: `SELECT ${cardSql} WHERE ${byEvent ? 's.event_id = $1' : `s.group_id = ${groupIdOf('$1')}`} ORDER BY s.touched_at DESC, s.id LIMIT 50`,
      values: [byEvent ? of.eventId : of.handle, actor.personId],
    });
  }

  /** What others say they have paid to this person, in all splits. */
  async toConfirm(
    db: EntityManager,
    actor: Actor,
  ): Promise<
    {
      id: string;
      splitId: string;
      splitTitle: string;
      fromName: string;
      currency: string;
      minor: string;
      saidAt: string;
    }[]
  > {
    if (actor.personId === null) return [];
    return together(db, actor, {
      name: 'payments_to_confirm',
      text: `SELECT json_build_object('id', t.id, 'splitId', s.id, 'splitTitle', s.title, 'fromName', ${nameSql}, 'currency', t.currency, 'minor', t.minor::text, 'saidAt', iso(t.said_at)) AS json
        FROM split_person me JOIN settlement_payment t ON t.to_id = me.id AND t.state = 'SAID' JOIN split s ON s.id = t.split_id JOIN split_person m ON m.id = t.from_id LEFT JOIN person p ON p.id = m.person_id
        WHERE me.person_id = $1 ORDER BY t.said_at, t.id LIMIT 50`,
      values: [actor.personId],
    });
  }

  async find(db: EntityManager, id: string, lock: '' | 'FOR UPDATE' = ''): Promise<SplitRow | null> {
    return isId(id) ? row<SplitRow>(db, `SELECT * FROM split WHERE id = $1 ${lock}`, [id]) : null;
  }

  /** Who the actor is in a split: by their account, or by the one seat that their link names. */
  async seat(db: EntityManager, splitId: string, actor: Actor): Promise<Seat | null> {
    return row<Seat>(
      db,
      `SELECT ${seatColumns} FROM split_person m LEFT JOIN person p ON p.id = m.person_id WHERE m.split_id = $1 AND (m.person_id = $2::uuid OR m.id = $3::uuid)`,
      [splitId, personOf(actor), seatOf(actor)],
    );
  }

  async seats(db: EntityManager, splitId: string): Promise<Seat[]> {
    return rows<Seat>(
      db,
      `SELECT ${seatColumns} FROM split_person m LEFT JOIN person p ON p.id = m.person_id WHERE m.split_id = $1 ORDER BY m.created_at, m.id`,
      [splitId],
    );
  }

  async seatById(db: EntityManager, id: string): Promise<Seat | null> {
    return row<Seat>(
      db,
      `SELECT ${seatColumns} FROM split_person m LEFT JOIN person p ON p.id = m.person_id WHERE m.id = $1`,
      [id],
    );
  }

  /** Whether nobody is owed anything and nothing waits to be confirmed. */
  async isSettled(db: EntityManager, splitId: string): Promise<boolean> {
    const open = await row(
      db,
      `SELECT 1 FROM ${standingFrom} WHERE a.split_id = $1 AND b.credits <> b.debits UNION ALL SELECT 1 FROM settlement_payment WHERE split_id = $1 AND state = 'SAID' LIMIT 1`,
      [splitId],
    );
    return open === null;
  }
}

/** A link of another purpose speaks for its person on its own thing, never here. */
const personOf = (actor: Actor): string | null => (actor.link ? null : actor.personId);
const seatOf = (actor: Actor): string | null => (actor.link?.purpose === 'bill' ? actor.link.objectId : null);
