import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { digitsOf, type Journal, type JournalEntry, withoutSplits } from '#libs/money';
import { rows } from '../../../platform/database/sql.ts';

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
  postings: {
    path: string;
    accountId: string;
    currency: string;
    amount: string;
    category: string | null;
    lineId: string | null;
  }[];
}

const PAGE = 5000;

/** Reads a whole book as a journal, as it stood at one moment. */
@Injectable()
export class JournalStore {
  /** With `redacted` the free texts stay behind, as they may name people, and of bills between people all but their places in the chain. */
  async of(tx: EntityManager, groupId: string, redacted: boolean): Promise<Journal> {
    // One statement sees the head and the balances that belong to it; entries up to it never change, so they may come later.
    const accounts = await rows<{
      book_id: string;
      head_hash: Buffer;
      last_seq: string;
      id: string;
      path: string;
      class: Journal['accounts'][number]['class'];
      currency: string;
      exponent: number;
      split_id: string | null;
      balance: string;
    }>(
      tx,
      'SELECT k.head_hash, k.last_seq, a.*, (b.debits - b.credits)::text AS balance FROM book k JOIN ledger_account a ON a.book_id = k.id JOIN account_balance b ON b.account_id = a.id WHERE k.group_id = $1 ORDER BY a.path, a.currency',
      [groupId],
    );
    const { book_id: bookId, head_hash: head, last_seq: lastSeq } = accounts[0]!;
    const lines = await rows<{
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
    }>(
      tx,
      `SELECT l.*, a.path AS fund, a.currency, 'D-' || p.number AS label FROM budget_line l JOIN ledger_account a ON a.id = l.account_id LEFT JOIN proposal p ON p.id = l.authority_id WHERE l.book_id = $1 ORDER BY l.opened_at, l.id`,
      [bookId],
    );
    const entries: JournalEntry[] = [];
    for (let after = 0; after < Number(lastSeq); after += PAGE)
      for (const entry of await this.page(tx, bookId, { after, to: Math.min(after + PAGE, Number(lastSeq)) }))
        entries.push(toEntry(entry, redacted));
    const codes = [...new Set(accounts.map(({ currency }) => currency))].sort();
    const journal: Journal = {
      format: 'folkmoot-journal/1',
      book: bookId,
      currencies: Object.fromEntries(codes.map((code) => [code, digitsOf(code)])),
      accounts: accounts.map((a) => ({
        id: a.id,
        path: a.path,
        class: a.class,
        currency: a.currency,
        exponent: a.exponent,
        splitId: a.split_id,
        balance: a.balance,
      })),
      budgetLines: lines.map((l) => ({
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
      })),
      entries,
      head: head.toString('hex'),
    };
    return redacted ? withoutSplits(journal) : journal;
  }

  /** Entries by their numbers: a book of many years is more than one statement may take. */
  private page(tx: EntityManager, bookId: string, { after, to }: { after: number; to: number }): Promise<EntryRow[]> {
    return rows<EntryRow>(
      tx,
      `
      SELECT e.*, 'D-' || p.number AS label, t.salt, t.description,
        (SELECT json_agg(json_build_object('path', a.path, 'accountId', q.account_id, 'currency', q.currency, 'amount', q.amount::text, 'category', q.category, 'lineId', q.budget_line_id) ORDER BY q.line) FROM ledger_posting q JOIN ledger_account a ON a.id = q.account_id WHERE q.entry_id = e.id) AS postings
      FROM ledger_entry e LEFT JOIN ledger_entry_text t ON t.entry_id = e.id LEFT JOIN proposal p ON e.authority_kind = 'DECISION' AND p.id = e.authority_id
      WHERE e.book_id = $1 AND e.seq > $2::bigint AND e.seq <= $3::bigint ORDER BY e.seq`,
      [bookId, after, to],
    );
  }
}

function toEntry(e: EntryRow, redacted: boolean): JournalEntry {
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
    text: redacted ? null : e.description,
    salt: redacted ? null : (e.salt?.toString('hex') ?? null),
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
