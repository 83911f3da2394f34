import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { together } from '../../platform/database/together.ts';
import type { Cursor } from '../../platform/graphql/connection.ts';
import { type MoneyValue, moneyValue } from '../../platform/graphql/money.type.ts';
import type { Book, BookCategory, BookMonth, BudgetLine, Entry, FundFigures } from './book.graphql.ts';

/** A fund and a line as the database writes them: amounts as text, the currency beside them. */
export type FundJson = InText<FundFigures, 'balance' | 'unpaid' | 'held' | 'available'>;
export type LineJson = InText<BudgetLine, 'planned' | 'spent' | 'paid' | 'left'>;
type InText<T, K extends keyof T> = Omit<T, K> & { currency: string } & Record<K, string>;

interface BookJson {
  id: string;
  entryCount: number;
  headHash: string;
  inHand: { minor: string; currency: string }[];
  funds: FundJson[];
  lines: LineJson[];
  months: { month: string; currency: string; in: string; out: string; balance: string }[];
  categories: { category: string; currency: string; amount: string }[];
  latest: EntryJson[];
}

interface EntryJson extends Omit<Entry, 'amount'> {
  amount: string;
  currency: string;
}

/** An entry as pages show it. What changed in the funds; where no fund is touched (a payment), what left or came into an account. $2: the viewer, as texts are for members. */
const entrySql = `json_build_object('id', e.id, 'seq', e.seq, 'date', e.effective_on, 'kind', e.kind, 'authorityKind', e.authority_kind, 'hash', encode(e.hash, 'hex'),
  'category', f.category, 'currency', coalesce(f.currency, h.currency), 'amount', coalesce(f.amount, h.amount, 0)::text,
  'text', CASE WHEN $2::uuid IS NOT NULL AND is_member(b.group_id, $2) THEN (SELECT t.description FROM ledger_entry_text t WHERE t.entry_id = e.id) END,
  'proposalId', p.id, 'proposalNumber', p.number, 'proposalTitle', p.title, 'eventId', v.id, 'eventTitle', v.title, 'expenseId', x.id, 'expenseNumber', x.number,
  'receipts', (SELECT count(*) FROM file r WHERE r.parent_kind = 'expense' AND r.parent_id = x.id), 'reversesId', e.reverses_id, 'reversed', EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id))`;
const entryFrom = `FROM ledger_entry e
  LEFT JOIN LATERAL (SELECT min(q.category) AS category, min(q.currency) AS currency, -sum(q.amount) AS amount FROM ledger_posting q WHERE q.entry_id = e.id AND q.category IS NOT NULL) f ON f.category IS NOT NULL
  LEFT JOIN LATERAL (SELECT min(q.currency) AS currency, sum(q.amount) AS amount FROM ledger_posting q JOIN ledger_account a ON a.id = q.account_id AND a.class = 'HOLDING' WHERE q.entry_id = e.id) h ON f.category IS NULL
  LEFT JOIN LATERAL (SELECT x.id, x.number, x.budget_line_id, x.event_id FROM expense x WHERE x.id = (e.refs ->> 'expenseId')::uuid) x ON true
  LEFT JOIN budget_line l ON l.id = x.budget_line_id
  LEFT JOIN proposal p ON p.id = CASE WHEN e.authority_kind = 'DECISION' THEN e.authority_id WHEN l.authority_kind = 'DECISION' THEN l.authority_id END
  LEFT JOIN event v ON v.id = coalesce(e.event_id, x.event_id)`;

/** Bills between people stand in the same book and are nobody else's: no page of the book shows them (money.md 13). */
const notOfSplit = `e.refs ->> 'split' IS NULL`;

const inHandSql = `coalesce((SELECT json_agg(json_build_object('currency', s.currency, 'minor', s.n::text) ORDER BY s.currency) FROM (SELECT a.currency, sum(w.debits - w.credits) AS n FROM ledger_account a JOIN account_balance w ON w.account_id = a.id
    WHERE a.book_id = b.id AND a.class = 'HOLDING' GROUP BY a.currency) s), '[]')`;

/** What other pages show of a book: its head and what is in hand. The whole of it is a plan ten times as large. */
const headSql = `
SELECT json_build_object('id', b.id, 'entryCount', b.last_seq, 'headHash', encode(b.head_hash, 'hex'), 'inHand', ${inHandSql},
  'funds', '[]'::json, 'lines', '[]'::json, 'months', '[]'::json, 'categories', '[]'::json, 'latest', '[]'::json) AS json FROM book b WHERE b.group_id = ${groupIdOf('$1')}`;
/** The figures of a fund `f`, and from where. */
export const fundSql = `json_build_object('id', f.id, 'name', f.name, 'kind', f.kind, 'eventId', f.event_id, 'currency', a.currency, 'balance', (w.credits - w.debits + u.n)::text, 'unpaid', u.n::text, 'held', w.held::text,
      'available', (w.credits - w.debits - w.held)::text)`;
export const fundFrom = `FROM fund f JOIN ledger_account a ON a.id = f.account_id JOIN account_balance w ON w.account_id = a.id
    CROSS JOIN LATERAL (SELECT coalesce(sum(x.total - x.paid - x.waived), 0) AS n FROM expense x WHERE x.fund_id = f.id AND x.state IN ('APPROVED', 'PARTLY_PAID')) u`;

/** A budget line `l`, and what is read beside it. */
export const lineSql = `json_build_object('id', l.id, 'name', l.name, 'fundName', f.name, 'currency', a.currency, 'planned', l.planned::text, 'spent', l.spent::text, 'left', (l.planned - l.spent)::text, 'eventId', l.event_id,
      'paid', (SELECT coalesce(sum(x.paid), 0)::text FROM expense x WHERE x.budget_line_id = l.id), 'eventTitle', (SELECT v.title FROM event v WHERE v.id = l.event_id),
      'proposalId', p.id, 'proposalNumber', p.number, 'proposalTitle', p.title, 'closed', l.closed_at IS NOT NULL, 'reserved', l.reserved AND l.closed_at IS NULL,
      'notice', (SELECT json_build_object('id', n.id, 'number', n.number, 'title', n.title, 'groupHandle', (SELECT handle FROM folk_group WHERE id = n.group_id)) FROM notice n WHERE n.id = l.notice_id))`;
export const lineJoins = `JOIN ledger_account a ON a.id = l.account_id JOIN fund f ON f.account_id = l.account_id
    LEFT JOIN proposal p ON l.authority_kind = 'DECISION' AND p.id = l.authority_id`;

/** The lists of a book, each read where it is asked for only. */
export const bookParts = ['funds', 'lines', 'months', 'categories', 'latest'] as const;
type BookPart = (typeof bookParts)[number];

/** The budget page in one statement: every figure is a sum of postings or a running total the database guards. $3: the parts asked for. */
const bookSql = `
SELECT json_build_object('id', b.id, 'entryCount', b.last_seq, 'headHash', encode(b.head_hash, 'hex'),
  'inHand', ${inHandSql},
  'funds', CASE WHEN 'funds' = ANY($3::text[]) THEN coalesce((SELECT json_agg(${fundSql} ORDER BY f.kind <> 'general', f.name, f.id)
    ${fundFrom} WHERE f.book_id = b.id AND f.closed_at IS NULL), '[]') ELSE '[]' END,
  'lines', CASE WHEN 'lines' = ANY($3::text[]) THEN coalesce((SELECT json_agg(${lineSql} ORDER BY l.closed_at IS NOT NULL, l.opened_at DESC, l.id)
    FROM (SELECT * FROM budget_line WHERE book_id = b.id ORDER BY closed_at IS NOT NULL, opened_at DESC LIMIT 50) l ${lineJoins}), '[]') ELSE '[]' END,
  'months', CASE WHEN 'months' = ANY($3::text[]) THEN coalesce((SELECT json_agg(json_build_object('month', m.month, 'currency', m.currency, 'in', m.money_in::text, 'out', m.money_out::text, 'balance', m.balance::text) ORDER BY m.month, m.currency)
    FROM (SELECT to_char(e.effective_on, 'YYYY-MM') AS month, q.currency, coalesce(-sum(q.amount) FILTER (WHERE q.category LIKE 'income.%'), 0) AS money_in, coalesce(sum(q.amount) FILTER (WHERE q.category LIKE 'expense.%'), 0) AS money_out,
        sum(-sum(q.amount)) OVER (PARTITION BY q.currency ORDER BY to_char(e.effective_on, 'YYYY-MM')) AS balance
      FROM ledger_posting q JOIN ledger_entry e ON e.id = q.entry_id AND e.book_id = b.id WHERE q.book_id = b.id AND q.category IS NOT NULL GROUP BY 1, 2 ORDER BY 1 DESC LIMIT 24) m), '[]') ELSE '[]' END,
  'categories', CASE WHEN 'categories' = ANY($3::text[]) THEN coalesce((SELECT json_agg(json_build_object('category', c.category, 'currency', c.currency, 'amount', c.n::text) ORDER BY c.category, c.currency)
    FROM (SELECT q.category, q.currency, -sum(q.amount) AS n FROM ledger_posting q WHERE q.book_id = b.id AND (q.category LIKE 'income.%' OR q.category LIKE 'expense.%') GROUP BY 1, 2 HAVING sum(q.amount) <> 0) c), '[]') ELSE '[]' END,
  'latest', CASE WHEN 'latest' = ANY($3::text[]) THEN coalesce((SELECT json_agg(${entrySql} ORDER BY e.seq DESC) ${entryFrom} WHERE e.book_id = b.id AND ${notOfSplit}
    AND e.seq >= coalesce((SELECT n.seq FROM ledger_entry n WHERE n.book_id = b.id AND n.refs ->> 'split' IS NULL ORDER BY n.seq DESC OFFSET 19 LIMIT 1), 0)), '[]') ELSE '[]' END
) AS json FROM book b WHERE b.group_id = ${groupIdOf('$1')}`;

const LAST_SEQ = '9223372036854775807';

/** Every read of the book for pages. */
@Injectable()
export class BookStore {
  async page(
    db: EntityManager,
    actor: Actor,
    handle: string,
    parts: readonly BookPart[],
  ): Promise<Omit<Book, 'group' | 'can' | 'entriesShown'> | null> {
    const [book] = await together<BookJson>(
      db,
      actor,
      parts.length > 0
        ? { name: 'book_page', text: bookSql, values: [handle, actor.personId, parts] }
        : { name: 'book_head', text: headSql, values: [handle] },
    );
    if (!book) return null;
    return {
      id: book.id,
      entryCount: book.entryCount,
      headHash: book.headHash,
      inHand: book.inHand.map(({ minor, currency }) => moneyValue(minor, currency)),
      funds: book.funds.map(toFund),
      lines: book.lines.map(toLine),
      months: book.months.map((one) => ({
        month: one.month,
        moneyIn: moneyValue(one.in, one.currency),
        moneyOut: moneyValue(one.out, one.currency),
        balance: moneyValue(one.balance, one.currency),
      })) as BookMonth[],
      categories: book.categories.map(({ category, amount, currency }) => ({
        category,
        amount: moneyValue(amount, currency),
      })) as BookCategory[],
      latest: book.latest.map(toEntry),
    };
  }

  /** Entries newest first, by number. The cursor holds the number in place of an instant. */
  async entries(
    db: EntityManager,
    actor: Actor,
    of: { handle: string; first: number; after: Cursor | null },
  ): Promise<Entry[]> {
    const found = await together<EntryJson>(db, actor, {
      name: 'book_entries',
      text: `SELECT ${entrySql} AS json ${entryFrom} JOIN book b ON b.id = e.book_id WHERE b.group_id = ${groupIdOf('$1')} AND ${notOfSplit} AND e.seq < $3::bigint ORDER BY e.seq DESC LIMIT $4`,
      values: [of.handle, actor.personId, of.after?.at ?? LAST_SEQ, of.first + 1],
    });
    return found.map(toEntry);
  }
}

export function toFund({ currency, ...fund }: FundJson): FundFigures {
  const money = (minor: string): MoneyValue => moneyValue(minor, currency);
  return {
    ...fund,
    balance: money(fund.balance),
    unpaid: money(fund.unpaid),
    held: money(fund.held),
    available: money(fund.available),
  };
}

export function toLine({ currency, ...line }: LineJson): BudgetLine {
  const money = (minor: string): MoneyValue => moneyValue(minor, currency);
  return {
    ...line,
    planned: money(line.planned),
    spent: money(line.spent),
    paid: money(line.paid),
    left: money(line.left),
  };
}

function toEntry({ amount, currency, ...entry }: EntryJson): Entry {
  return { ...entry, amount: moneyValue(amount, currency) };
}
