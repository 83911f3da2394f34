import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  digitsOf,
  type Journal,
  type JournalAccount,
  type JournalEntry,
  type JournalFrame,
  type JournalLine,
  tagNames,
  type WithheldEntry,
} from '#libs/money';
import { row, rows } from '../../../platform/database/sql.ts';
import { namesSecret } from '../entry-text.ts';

interface LineRow {
  id: string;
  name: string;
  fund: string;
  account_id: string;
  currency: string;
  category: string | null;
  planned: string;
  opened_after_seq: string;
  closed_after_seq: string | null;
  authority_kind: string;
  authority_id: string;
  label: string | null;
}

interface EntryRow {
  id: string;
  seq: string;
  effective_on: string;
  posted_at: Date;
  kind: string;
  actor_id: string;
  authority_kind: string;
  authority_id: string | null;
  label: string | null;
  event_id: string | null;
  reverses_id: string | null;
  refs: Record<string, string | number>;
  text_commit: Buffer;
  canonical: Buffer;
  prev_hash: Buffer;
  hash: Buffer;
  salt: Buffer | null;
  description: string | null;
  names_secret: boolean;
  postings: {
    path: string;
    accountId: string;
    currency: string;
    amount: string;
    category: string | null;
    lineId: string | null;
  }[];
}

/** Which part of a book is read: `redacted` without texts and without bills between people; `until`: entries of days up to it. */
export interface JournalPart {
  readonly redacted: boolean;
  readonly until: string | null;
  /** The texts all the same: for whoever checks the book, whom bills between people do not concern. */
  readonly texts?: boolean;
  /** Who reads: the texts that name a secret group they may not know of stay behind, as a changed one would not fit what the chain holds of it. Left out for who runs the server. */
  readonly reader?: { readonly personId: string | null };
}

/** A book as it stood at one moment, of which entries are read page by page: up to `lastSeq` they never change. */
export interface OpenJournal extends JournalPart {
  readonly frame: JournalFrame;
  readonly lastSeq: string;
}

interface FrameRow {
  book: string;
  head: string;
  lastSeq: string;
  n: number;
  first: string | null;
  last: string | null;
  accounts: JournalAccount[];
  sums: { account: string; currency: string; category: string; amount: string }[];
}

interface TagsRow {
  refs: string[] | null;
  authorities: string[] | null;
  event: boolean;
  reversal: boolean;
  category: boolean;
  line: boolean;
}

const PAGE = 1000;
const BEFORE_ALL = '0001-01-01';

/** Whether an entry `e` is for the reader: $2 until which day, $3 whether bills between people stay behind. */
const isShown = `($2::date IS NULL OR e.effective_on <= $2::date) AND (NOT $3::boolean OR NOT e.refs ? 'split')`;

/** One statement sees the head and what belongs to it. What moved by the end of a day: whole months from their sums, the last one from its postings. */
const frameSql = `
WITH b AS MATERIALIZED (SELECT * FROM book WHERE group_id = $1),
m AS MATERIALIZED (
  SELECT a.id AS account_id, k.category, sum(k.debits - k.credits) AS amount FROM b JOIN ledger_account a ON a.book_id = b.id JOIN account_month k ON k.account_id = a.id
    WHERE $2::date IS NULL OR k.month < date_trunc('month', $2::date) GROUP BY 1, 2
  UNION ALL SELECT q.account_id, coalesce(q.category, ''), sum(q.amount) FROM b JOIN ledger_entry e ON e.book_id = b.id JOIN ledger_posting q ON q.entry_id = e.id
    WHERE e.effective_on BETWEEN date_trunc('month', $2::date)::date AND $2::date GROUP BY 1, 2),
a AS MATERIALIZED (SELECT a.* FROM b JOIN ledger_account a ON a.book_id = b.id WHERE NOT $3::boolean OR a.split_id IS NULL)
SELECT json_build_object('book', b.id, 'head', encode(b.head_hash, 'hex'), 'lastSeq', b.last_seq::text, 'n', n.n, 'first', n.first, 'last', n.last,
  'accounts', (SELECT json_agg(json_build_object('id', a.id, 'path', a.path, 'class', a.class, 'currency', a.currency, 'exponent', a.exponent, 'splitId', a.split_id,
      'balance', CASE WHEN $2::date IS NULL THEN w.debits - w.credits ELSE coalesce((SELECT sum(m.amount) FROM m WHERE m.account_id = a.id), 0) END::text) ORDER BY a.path, a.currency)
    FROM a JOIN account_balance w ON w.account_id = a.id),
  'sums', coalesce((SELECT json_agg(json_build_object('account', s.path, 'currency', s.currency, 'category', s.category, 'amount', s.amount::text))
    FROM (SELECT a.path, a.currency, m.category, sum(m.amount) AS amount FROM m JOIN a ON a.id = m.account_id GROUP BY 1, 2, 3) s), '[]')) AS frame
FROM b CROSS JOIN LATERAL (SELECT count(*) AS n, min(e.effective_on) AS first, max(e.effective_on) AS last FROM ledger_entry e WHERE e.book_id = b.id AND ${isShown}) n`;

const linesSql = `SELECT l.*, a.path AS fund, a.currency, 'D-' || p.number AS label FROM budget_line l JOIN ledger_account a ON a.id = l.account_id LEFT JOIN proposal p ON p.id = l.authority_id WHERE l.book_id = $1 ORDER BY l.opened_at, l.id`;

const tagsSql = `SELECT array_agg(DISTINCT r.key) FILTER (WHERE r.key IS NOT NULL) AS refs, array_agg(DISTINCT e.authority_kind) FILTER (WHERE e.authority_id IS NOT NULL) AS authorities,
    coalesce(bool_or(e.event_id IS NOT NULL), false) AS event, coalesce(bool_or(e.reverses_id IS NOT NULL), false) AS reversal,
    coalesce(bool_or(EXISTS (SELECT FROM ledger_posting q WHERE q.entry_id = e.id AND q.category IS NOT NULL)), false) AS category,
    coalesce(bool_or(EXISTS (SELECT FROM ledger_posting q WHERE q.entry_id = e.id AND q.budget_line_id IS NOT NULL)), false) AS line
  FROM ledger_entry e LEFT JOIN LATERAL jsonb_object_keys(e.refs) AS r (key) ON true WHERE e.book_id = $1 AND ${isShown} AND e.seq <= $4::bigint`;

/** Entries after a place in their order, at most so many. $4 the last number, $5 and $6 the place, $7 who reads. */
const entriesSql = (place: string, order: string): string => `
SELECT e.*, 'D-' || p.number AS label, t.salt, t.description, ${namesSecret('$7::uuid')} AS names_secret,
  (SELECT json_agg(json_build_object('path', a.path, 'accountId', q.account_id, 'currency', q.currency, 'amount', q.amount::text, 'category', q.category, 'lineId', q.budget_line_id) ORDER BY q.line) FROM ledger_posting q JOIN ledger_account a ON a.id = q.account_id WHERE q.entry_id = e.id) AS postings
FROM ledger_entry e LEFT JOIN ledger_entry_text t ON t.entry_id = e.id LEFT JOIN proposal p ON e.authority_kind = 'DECISION' AND p.id = e.authority_id
WHERE e.book_id = $1 AND ${isShown} AND e.seq <= $4::bigint AND ${place} ORDER BY ${order} LIMIT ${PAGE}`;
const pages = {
  day: entriesSql('(e.effective_on, e.seq) > ($5::date, $6::bigint)', 'e.effective_on, e.seq'),
  seq: entriesSql('$5::date IS NOT NULL AND e.seq > $6::bigint', 'e.seq'),
} as const;

const withheldSql = `SELECT e.seq, encode(e.prev_hash, 'hex') AS prev, encode(e.hash, 'hex') AS hash FROM ledger_entry e
  WHERE e.book_id = $1 AND NOT (${isShown}) AND e.seq <= $4::bigint AND e.seq > $5::bigint ORDER BY e.seq LIMIT ${PAGE}`;

/** Reads a book as a journal, as it stood at one moment: as a whole, or in pages so that no more than one is held. */
@Injectable()
export class JournalStore {
  /** The whole book. With `redacted` the free texts stay behind, as they may name people, and of bills between people all but their places in the chain. */
  async of(db: EntityManager, groupId: string, redacted: boolean): Promise<Journal> {
    const open = await this.open(db, groupId, { redacted, until: null });
    const entries: JournalEntry[] = [];
    for await (const page of this.entries(db, open, 'seq')) entries.push(...page);
    const withheld: WithheldEntry[] = [];
    for await (const page of this.withheld(db, open)) withheld.push(...page);
    const { format, book, currencies, accounts, budgetLines, head, withheldCount } = open.frame;
    const journal = { format, book, currencies, accounts, budgetLines, entries, head };
    return withheldCount === null ? journal : { ...journal, withheld };
  }

  /** Opens a book for reading: all but its entries. `tags`: with the names of all tags, which a look at every entry finds. */
  async open(db: EntityManager, groupId: string, part: JournalPart, tags = false): Promise<OpenJournal> {
    const values = [groupId, part.until, part.redacted];
    const { frame: found } = (await row<{ frame: FrameRow }>(db, frameSql, values))!;
    const lines = await rows<LineRow>(db, linesSql, [found.book]);
    const codes = [...new Set(found.accounts.map(({ currency }) => currency))].sort();
    const kept = Number(found.lastSeq) - found.n;
    const hides = part.redacted && (await this.hasSplits(db, found.book));
    return {
      ...part,
      lastSeq: found.lastSeq,
      frame: {
        format: 'folkmoot-journal/1',
        book: found.book,
        currencies: Object.fromEntries(codes.map((code) => [code, digitsOf(code)])),
        accounts: found.accounts,
        budgetLines: lines.map(toLine),
        head: found.head,
        entryCount: found.n,
        withheldCount: hides || kept > 0 ? kept : null,
        firstDate: found.first,
        lastDate: found.last,
        sums: found.sums.map(({ category, ...sum }) => (category === '' ? sum : { ...sum, category })),
        tags: tags && found.n > 0 ? await this.tags(db, found.book, { ...part, lastSeq: found.lastSeq }) : [],
      },
    };
  }

  /** The entries in pages. Between two of them nothing is held: who reads slowly keeps no connection. */
  async *entries(db: EntityManager, of: OpenJournal, order: keyof typeof pages): AsyncGenerator<JournalEntry[]> {
    const { redacted, until, lastSeq, frame, reader } = of;
    const isHidden = (entry: EntryRow): boolean =>
      (redacted && !of.texts) || (reader !== undefined && entry.names_secret);
    const personId = reader?.personId ?? null;
    let [day, seq] = [BEFORE_ALL, '0'];
    for (let more = true; more;) {
      const page = await rows<EntryRow>(db, pages[order], [frame.book, until, redacted, lastSeq, day, seq, personId]);
      const last = page.at(-1);
      if (last) yield page.map((entry) => toEntry(entry, isHidden(entry)));
      [day, seq] = [last?.effective_on ?? day, last?.seq ?? seq];
      more = page.length === PAGE;
    }
  }

  /** The places in the chain of those entries that are not for the reader, in pages. */
  async *withheld(db: EntityManager, of: OpenJournal): AsyncGenerator<WithheldEntry[]> {
    const { redacted, until, lastSeq, frame } = of;
    let seq = '0';
    for (let more = (frame.withheldCount ?? 0) > 0; more;) {
      const page = await rows<{ seq: string; prev: string; hash: string }>(db, withheldSql, [
        frame.book,
        until,
        redacted,
        lastSeq,
        seq,
      ]);
      if (page.length > 0) yield page.map((one) => ({ ...one, seq: Number(one.seq) }));
      seq = page.at(-1)?.seq ?? seq;
      more = page.length === PAGE;
    }
  }

  private async hasSplits(db: EntityManager, bookId: string): Promise<boolean> {
    const sql = 'SELECT 1 FROM ledger_account WHERE book_id = $1 AND split_id IS NOT NULL LIMIT 1';
    return (await row(db, sql, [bookId])) !== null;
  }

  private async tags(db: EntityManager, bookId: string, of: JournalPart & { lastSeq: string }): Promise<string[]> {
    const found = (await row<TagsRow>(db, tagsSql, [bookId, of.until, of.redacted, of.lastSeq]))!;
    return tagNames({ ...found, refs: found.refs ?? [], authorities: found.authorities ?? [] });
  }
}

function toLine(l: LineRow): JournalLine {
  return {
    id: l.id,
    name: l.name,
    fund: l.fund,
    accountId: l.account_id,
    currency: l.currency,
    category: l.category,
    planned: String(l.planned),
    openedAfterSeq: Number(l.opened_after_seq),
    closedAfterSeq: l.closed_after_seq === null ? null : Number(l.closed_after_seq),
    authority: { kind: l.authority_kind, id: l.authority_id, ...(l.label ? { label: l.label } : {}) },
  };
}

function toEntry(e: EntryRow, isHidden: boolean): JournalEntry {
  return {
    seq: Number(e.seq),
    id: e.id,
    date: e.effective_on,
    postedAt: e.posted_at.toISOString(),
    kind: e.kind,
    authority: { kind: e.authority_kind, id: e.authority_id, ...(e.label ? { label: e.label } : {}) },
    actorId: e.actor_id,
    eventId: e.event_id,
    reversesId: e.reverses_id,
    refs: e.refs,
    text: isHidden ? null : e.description,
    salt: isHidden ? null : (e.salt?.toString('hex') ?? null),
    textCommit: e.text_commit.toString('hex'),
    postings: e.postings.map((p) => ({
      account: p.path,
      accountId: p.accountId,
      currency: p.currency,
      amount: p.amount,
      ...(p.category ? { category: p.category } : {}),
      ...(p.lineId ? { lineId: p.lineId } : {}),
    })),
    canonical: e.canonical.toString('utf8'),
    prev: e.prev_hash.toString('hex'),
    hash: e.hash.toString('hex'),
  };
}
