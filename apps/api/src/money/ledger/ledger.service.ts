import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { canonicalEntry, entryHash, isBalanced, textCommitOf } from '#libs/money';
import { row, rows } from '../../platform/database/sql.ts';
import { Conflict } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { GroupLog, sha256 } from '../../platform/log/group-log.ts';

export interface NewPosting {
  readonly accountId: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly category?: string | null;
  readonly budgetLineId?: string | null;
}

export interface NewEntry {
  readonly bookId: string;
  readonly groupId: string;
  readonly kind: string;
  readonly effectiveOn: string;
  readonly authority: {
    readonly kind: 'DECISION' | 'RULE' | 'DUTY' | 'OPENING' | 'SYSTEM';
    readonly id: string | null;
  };
  readonly actorId: string;
  readonly eventId?: string | null;
  readonly reversesId?: string | null;
  readonly refs?: Readonly<Record<string, string | number>>;
  readonly text: string;
  readonly key: string;
  readonly postings: readonly NewPosting[];
}

interface Head {
  last_seq: string;
  head_hash: Buffer;
  at: Date;
}

/**
 * The one writer of the ledger. The book's row is locked first of all (NO KEY: a plain FOR UPDATE deadlocks with inserts that refer to it);
 * the idempotency key is looked up after the lock; all postings go in by one statement. The database refuses what must not be.
 */
@Injectable()
export class LedgerService {
  constructor(private readonly log: GroupLog) {}

  /** Posts an entry and returns its id; a repeated key with the same content returns the first one. */
  async post(tx: EntityManager, entry: NewEntry): Promise<string> {
    if (!isBalanced(entry.postings)) throw new Error(`${entry.kind} does not balance`);
    const requestHash = createHash('sha256')
      .update(JSON.stringify(entry, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)))
      .digest();
    const head = (await row<Head>(
      tx,
      `SELECT last_seq, head_hash, date_trunc('milliseconds', clock_now()) AS at FROM book WHERE id = $1 FOR NO KEY UPDATE`,
      [entry.bookId],
    ))!;
    const replay = await row<{ id: string; request_hash: Buffer }>(
      tx,
      'SELECT id, request_hash FROM ledger_entry WHERE book_id = $1 AND idempotency_key = $2',
      [entry.bookId, entry.key],
    );
    if (replay) {
      if (!replay.request_hash.equals(requestHash))
        throw new Conflict('This was already booked with other content. Reload the page.');
      return replay.id;
    }
    return this.write(tx, entry, { head, requestHash });
  }

  private async write(
    tx: EntityManager,
    entry: NewEntry,
    { head, requestHash }: { head: Head; requestHash: Buffer },
  ): Promise<string> {
    const id = newId();
    const salt = randomBytes(16);
    const text = entry.text.normalize('NFC');
    const textCommit = textCommitOf(sha256, salt, text);
    const seq = Number(head.last_seq) + 1;
    const canonical = canonicalEntry({
      book: entry.bookId,
      seq,
      id,
      date: entry.effectiveOn,
      postedAt: head.at.toISOString(),
      kind: entry.kind,
      authority: entry.authority,
      actorId: entry.actorId,
      eventId: entry.eventId ?? null,
      reversesId: entry.reversesId ?? null,
      textCommit,
      refs: entry.refs ?? {},
      postings: entry.postings.map((p) => ({
        accountId: p.accountId,
        currency: p.currency,
        amount: p.amount.toString(),
        category: p.category ?? null,
        budgetLineId: p.budgetLineId ?? null,
      })),
    });
    const hash = entryHash(sha256, head.head_hash.toString('hex'), canonical);
    await rows(
      tx,
      `INSERT INTO ledger_entry (id, book_id, seq, effective_on, posted_at, kind, actor_id, authority_kind, authority_id, event_id, reverses_id, refs, text_commit, idempotency_key, request_hash, lines, canonical, prev_hash, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
      [
        id,
        entry.bookId,
        seq,
        entry.effectiveOn,
        head.at,
        entry.kind,
        entry.actorId,
        entry.authority.kind,
        entry.authority.id,
        entry.eventId ?? null,
        entry.reversesId ?? null,
        JSON.stringify(entry.refs ?? {}),
        Buffer.from(textCommit, 'hex'),
        entry.key,
        requestHash,
        entry.postings.length,
        Buffer.from(canonical),
        head.head_hash,
        Buffer.from(hash, 'hex'),
      ],
    );
    await rows(tx, 'INSERT INTO ledger_entry_text (entry_id, salt, description) VALUES ($1, $2, $3)', [id, salt, text]);
    const values: unknown[] = [];
    const tuples = entry.postings.map((p, at) => {
      values.push(
        id,
        at + 1,
        entry.bookId,
        p.accountId,
        p.currency,
        p.amount.toString(),
        p.category ?? null,
        p.budgetLineId ?? null,
      );
      return `(${Array.from({ length: 8 }, (_, n) => `$${at * 8 + n + 1}`).join(', ')})`;
    });
    await rows(
      tx,
      `INSERT INTO ledger_posting (entry_id, line, book_id, account_id, currency, amount, category, budget_line_id) VALUES ${tuples.join(', ')}`,
      values,
    );
    await this.log.append(tx, {
      chainId: entry.groupId,
      type: 'entry.posted',
      actorId: null,
      facts: { entry: id, seq, kind: entry.kind, hash },
    });
    return id;
  }
}
