import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CsvMap } from '#libs/money';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { together } from '../../platform/database/together.ts';
import { row } from '../../platform/database/sql.ts';
import { type Cursor, listEnd } from '../../platform/graphql/connection.ts';
import { isId } from '../../platform/ids.ts';
import { entryText } from '../book/entry-text.ts';
import { bankAccountJoins, bankAccountSql, type BankAccountJson } from '../payouts/batches/bank-accounts.service.ts';
import type { LineState, PartKind } from './statements.graphql.ts';

/** An account of the group that statements are of. */
export interface StatementAccount {
  id: string;
  book_id: string;
  group_id: string;
  currency: string;
  iban: string | null;
  map: CsvMap | null;
}

export interface LineRow {
  id: string;
  holding_id: string;
  book_id: string;
  group_id: string;
  currency: string;
  booked_on: string;
  minor: string;
  name: string;
  text: string;
  reference: string;
  state: LineState;
  version: number;
}

export interface LineJson {
  id: string;
  bookedOn: string;
  minor: string;
  name: string;
  text: string;
  reference: string;
  state: LineState;
  reason: string | null;
  version: number;
  matches: { entryId: string; seq: number; kind: string; text: string; minor: string; made: boolean }[];
}

/** Something that money is waited for or owed on, or an entry that no statement has shown. */
export interface OpenJson {
  kind: PartKind;
  id: string;
  reference: string;
  name: string;
  title: string;
  minor: string;
  day: string;
}

export interface UnseenJson {
  id: string;
  seq: number;
  date: string;
  kind: string;
  text: string;
  minor: string;
  reference: string;
  name: string;
}

export interface StandJson {
  account: BankAccountJson;
  accounts: BankAccountJson[];
  last: { on: string; closing: string | null; book: string } | null;
  openLines: number;
  openSum: string;
  unseen: UnseenJson[];
}

/** The account of $2, or the bank account that every book has before others, those with statements first, as `a`. */
const chosenAccount = `(SELECT a.* FROM book b JOIN ledger_account a ON a.book_id = b.id AND a.class = 'HOLDING' AND a.closed_at IS NULL
  WHERE b.group_id = ${groupIdOf('$1')} AND ($2::uuid IS NULL OR a.id = $2::uuid)
  ORDER BY a.path LIKE 'assets:bank:%' DESC, EXISTS (SELECT FROM bank_statement s WHERE s.holding_id = a.id) DESC, a.path <> 'assets:bank:main', a.path, a.currency = b.currency DESC LIMIT 1)`;

/** What an entry has moved on the account `a` and no statement has shown, as `v.minor`; pairs that cancel each other are left out. */
const unseenFrom = `FROM ledger_entry e CROSS JOIN LATERAL (SELECT sum(p.amount) - coalesce((SELECT sum(m.minor) FROM statement_match m JOIN statement_line l ON l.id = m.line_id AND l.holding_id = a.id WHERE m.entry_id = e.id AND m.undone_at IS NULL), 0) AS minor
    FROM ledger_posting p WHERE p.entry_id = e.id AND p.account_id = a.id) v
  WHERE e.book_id = a.book_id AND v.minor <> 0 AND e.kind <> 'OPENING' AND e.reverses_id IS NULL AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id)
    AND NOT EXISTS (SELECT FROM statement_match m WHERE m.entry_id = e.id AND m.made AND m.undone_at IS NOT NULL) AND NOT EXISTS (SELECT FROM statement_match m WHERE m.undone_entry_id = e.id)
    AND e.effective_on >= coalesce((SELECT min(s.first_on) FROM bank_statement s WHERE s.holding_id = a.id), '-infinity')`;
const textOf = `coalesce(${entryText('NULL::uuid')}, '')`;
const unseenSql = `SELECT json_build_object('id', e.id, 'seq', e.seq, 'date', e.effective_on, 'kind', e.kind, 'text', ${textOf}, 'minor', v.minor::text, 'reference', coalesce(e.refs ->> 'expense', e.refs ->> 'contribution', ''),
  'name', coalesce((SELECT coalesce(q.name, w.name) FROM expense x LEFT JOIN person q ON q.id = x.payee_id LEFT JOIN vendor w ON w.id = x.vendor_id WHERE x.id = (e.refs ->> 'expenseId')::uuid),
    (SELECT coalesce(nullif(c.giver, ''), q.name) FROM contribution_receipt r JOIN contribution c ON c.id = r.contribution_id LEFT JOIN person q ON q.id = c.person_id WHERE r.entry_id = e.id), '')) AS json ${unseenFrom}`;

/** What is open in the book of the account `a`: what is owed, what is promised, what was paid and may come back. */
const openSql = `
SELECT 'EXPENSE' AS kind, x.id, 'X-' || x.number AS reference, coalesce(q.name, w.name) AS name, x.title, -(x.total - x.paid - x.waived) AS minor, (x.approved_at AT TIME ZONE g.zone)::date AS day
  FROM expense x JOIN folk_group g ON g.id = x.group_id LEFT JOIN person q ON q.id = x.payee_id LEFT JOIN vendor w ON w.id = x.vendor_id WHERE x.book_id = a.book_id AND x.currency = a.currency AND x.state IN ('APPROVED', 'PARTLY_PAID') AND NOT x.on_hold
UNION ALL SELECT 'RETURN', p.id, 'X-' || x.number, coalesce(q.name, w.name), x.title, p.minor - p.returned, p.paid_on
  FROM expense_payment p JOIN expense x ON x.id = p.expense_id LEFT JOIN person q ON q.id = x.payee_id LEFT JOIN vendor w ON w.id = x.vendor_id WHERE p.holding_id = a.id AND p.returned < p.minor AND p.paid_on > (clock_now() - interval '60 days')::date
UNION ALL SELECT 'CONTRIBUTION', c.id, 'C-' || c.number, coalesce(nullif(c.giver, ''), q.name, ''), c.purpose, c.pledged - c.received, coalesce(c.due_on, (c.created_at AT TIME ZONE g.zone)::date)
  FROM contribution c JOIN book k ON k.id = c.book_id JOIN folk_group g ON g.id = k.group_id LEFT JOIN person q ON q.id = c.person_id WHERE c.book_id = a.book_id AND c.currency = a.currency AND c.closed IS NULL AND c.pledged > c.received`;

const lineSql = `json_build_object('id', l.id, 'bookedOn', l.booked_on, 'minor', l.minor::text, 'name', l.name, 'text', l.text, 'reference', l.reference, 'state', l.state, 'reason', l.reason, 'version', l.version,
  'matches', coalesce((SELECT json_agg(json_build_object('entryId', e.id, 'seq', e.seq, 'kind', e.kind, 'text', ${textOf}, 'minor', m.minor::text, 'made', m.made) ORDER BY m.n) FROM statement_match m JOIN ledger_entry e ON e.id = m.entry_id WHERE m.line_id = l.id AND m.undone_at IS NULL), '[]'))`;

interface Of {
  readonly handle: string;
  readonly accountId: string | null;
}

/** Every read of bank statements. */
@Injectable()
export class StatementsStore {
  /** The account beside its bank: the last closing, the book at that day, what is open on either side. */
  async stand(db: EntityManager, actor: Actor, of: Of): Promise<StandJson | null> {
    const [found] = await together<StandJson>(db, actor, {
      name: 'reconciliation',
      text: `SELECT json_build_object('account', ${bankAccountSql},
        'accounts', (SELECT json_agg(${bankAccountSql} ORDER BY a.path, a.currency) FROM ledger_account a ${bankAccountJoins} WHERE a.book_id = c.book_id AND a.class = 'HOLDING' AND a.closed_at IS NULL),
        'last', (SELECT json_build_object('on', s.last_on, 'closing', s.closing::text, 'book', (SELECT coalesce(sum(p.amount), 0)::text FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id WHERE p.account_id = a.id AND e.effective_on <= s.last_on))
          FROM bank_statement s WHERE s.holding_id = a.id ORDER BY s.last_on DESC, s.imported_at DESC LIMIT 1),
        'openLines', (SELECT count(*)::int FROM statement_line l WHERE l.holding_id = a.id AND l.state = 'OPEN'), 'openSum', (SELECT coalesce(sum(l.minor), 0)::text FROM statement_line l WHERE l.holding_id = a.id AND l.state = 'OPEN'),
        'unseen', CASE WHEN EXISTS (SELECT FROM bank_statement s WHERE s.holding_id = a.id) THEN coalesce((SELECT json_agg(u.json) FROM (${unseenSql} ORDER BY e.seq DESC LIMIT 50) u), '[]') ELSE '[]' END) AS json
        FROM ${chosenAccount} c JOIN ledger_account a ON a.id = c.id ${bankAccountJoins}`,
      values: [of.handle, of.accountId],
    });
    return found ?? null;
  }

  async lines(
    db: EntityManager,
    actor: Actor,
    of: Of & { state: LineState | null; first: number; after: Cursor | null },
  ): Promise<LineJson[]> {
    const after = of.after ?? listEnd;
    return together<LineJson>(db, actor, {
      name: 'statement_lines',
      text: `SELECT ${lineSql} AS json FROM ${chosenAccount} a JOIN statement_line l ON l.holding_id = a.id WHERE ($3::text IS NULL OR l.state = $3) AND (l.booked_on, l.id) < ($4::text::date, $5::uuid) ORDER BY l.booked_on DESC, l.id DESC LIMIT $6`,
      values: [of.handle, of.accountId, of.state, after.at, after.id, of.first + 1],
    });
  }

  /** Everything that a line of the account may be. */
  async open(db: EntityManager, actor: Actor, of: Of): Promise<OpenJson[]> {
    return together<OpenJson>(db, actor, {
      name: 'statement_open_items',
      text: `SELECT row_to_json(o) AS json FROM ${chosenAccount} a CROSS JOIN LATERAL (SELECT i.kind, i.id, i.reference, i.name, i.title, i.minor::text AS minor, i.day FROM (${openSql}) i
        UNION ALL SELECT 'ENTRY', (u.json ->> 'id')::uuid, u.json ->> 'reference', u.json ->> 'name', u.json ->> 'text', u.json ->> 'minor', (u.json ->> 'date')::date FROM (${unseenSql} ORDER BY e.seq DESC LIMIT 300) u) o LIMIT 900`,
      values: [of.handle, of.accountId],
    });
  }

  async account(db: EntityManager, id: string): Promise<StatementAccount | null> {
    if (!isId(id)) return null;
    return row<StatementAccount>(
      db,
      `SELECT a.id, a.book_id, b.group_id, a.currency, k.iban, f.map FROM ledger_account a JOIN book b ON b.id = a.book_id LEFT JOIN bank_account k ON k.account_id = a.id LEFT JOIN statement_form f ON f.account_id = a.id WHERE a.id = $1 AND a.class = 'HOLDING' AND a.closed_at IS NULL`,
      [id],
    );
  }

  async line(db: EntityManager, id: string): Promise<LineRow | null> {
    if (!isId(id)) return null;
    return row<LineRow>(
      db,
      `SELECT l.id, l.holding_id, b.id AS book_id, b.group_id, a.currency, l.booked_on::text AS booked_on, l.minor::text AS minor, l.name, l.text, l.reference, l.state, l.version
       FROM statement_line l JOIN ledger_account a ON a.id = l.holding_id JOIN book b ON b.id = a.book_id WHERE l.id = $1`,
      [id],
    );
  }
}
