import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { canonicalEntry, entryHash, isBalanced, textCommitOf } from '#libs/money';
import { row, rows } from '../../platform/database/sql.ts';
import { Conflict } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { GroupLog, type LogHead, sha256 } from '../../platform/log/group-log.ts';
import { negationOf } from './entries.ts';

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

interface Head extends LogHead {
  last_seq: string;
  head_hash: Buffer;
  at: Date;
  /** The entries that stand under the keys asked for. */
  known: Readonly<Record<string, { id: string; request: string }>> | null;
}

/** An entry as `ledger_write` takes it: hashes in hexadecimal, the postings as rows. */
interface Row {
  readonly id: string;
  readonly seq: number;
  readonly kind: string;
  readonly hash: string;
  readonly [column: string]: unknown;
}

/**
 * The one writer of the ledger, in two statements. The book's row is locked first of all (NO KEY: a plain FOR UPDATE deadlocks with inserts that refer to it);
 * the idempotency keys are looked up after the lock; entries, texts and postings go in by one statement each. The database refuses what
 * must not be.
 */
@Injectable()
export class LedgerService {
  constructor(private readonly log: GroupLog) {}

  /** Posts an entry and returns its id; a repeated key with the same content returns the first one. */
  async post(tx: EntityManager, entry: NewEntry): Promise<string> {
    return (await this.postAll(tx, [entry]))[0]!;
  }

  /** Posts entries of one book in their order, as an import does, and returns their ids. All of them or none. */
  async postAll(tx: EntityManager, entries: readonly NewEntry[]): Promise<string[]> {
    const [first] = entries;
    if (!first) return [];
    const { bookId, groupId } = first;
    for (const { kind, postings, ...of } of entries) {
      if (of.bookId !== bookId) throw new Error('entries of two books are posted one book after the other');
      if (!isBalanced(postings)) throw new Error(`${kind} does not balance`);
    }
    // The CASE makes the log wait for the book: locks are taken in one order everywhere.
    const head = (await row<Head>(
      tx,
      'SELECT * FROM ledger_begin($1, $2) b CROSS JOIN LATERAL log_begin(CASE WHEN b.last_seq >= 0 THEN $3::uuid END)',
      [bookId, entries.map(({ key }) => key), groupId],
    ))!;
    const known = new Map(Object.entries(head.known ?? {}));
    let [seq, prev] = [Number(head.last_seq), head.head_hash.toString('hex')];
    const made: Row[] = [];
    const fresh = entries.filter(({ key }) => !known.has(key));
    for (const entry of [...(await this.movesBack(tx, fresh)), ...entries]) {
      const request = requestOf(entry);
      const before = known.get(entry.key);
      if (before && before.request !== request)
        throw new Conflict('This was already booked with other content. Reload the page.');
      if (before) continue;
      const next = rowOf(entry, { seq: seq + 1, prev, at: head.at.toISOString(), request });
      [seq, prev] = [next.seq, next.hash];
      known.set(entry.key, { id: next.id, request });
      made.push(next);
    }
    if (made.length > 0) {
      const events = made.map(({ id, seq: number, kind, hash }) => ({
        type: 'entry.posted',
        actorId: null,
        facts: { entry: id, seq: number, kind, hash },
      }));
      const logged = this.log.chained(tx, head, { chainId: groupId, events });
      await rows(tx, 'SELECT ledger_write($1::jsonb), log_write($2, $3::jsonb)', [
        JSON.stringify(made),
        groupId,
        logged.rows,
      ]);
    }
    return entries.map(({ key }) => known.get(key)!.id);
  }

  /** What was put under another category goes back to its own before it is taken back itself, or the category keeps what is gone. */
  private async movesBack(tx: EntityManager, entries: readonly NewEntry[]): Promise<NewEntry[]> {
    const reversals = entries.filter(({ reversesId }) => reversesId);
    if (reversals.length === 0) return [];
    const moves = await rows<{ id: string; seq: string; of: string; event: string | null }>(
      tx,
      `SELECT m.id, m.seq, m.refs ->> 'entryId' AS of, m.event_id AS event FROM ledger_entry m
       WHERE m.kind = 'RECLASSIFIED' AND m.refs ->> 'entryId' = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = m.id)`,
      [reversals.map(({ reversesId }) => reversesId)],
    );
    return Promise.all(
      moves.map(async ({ id, seq, of, event }) => {
        const reversal = reversals.find(({ reversesId }) => reversesId === of)!;
        const refs = { reverses: `E-${seq}` };
        const postings = (await negationOf(tx, id)).toReversed();
        return {
          ...reversal,
          kind: 'REVERSAL',
          eventId: event,
          reversesId: id,
          refs,
          key: `${reversal.key}:category`,
          postings,
        };
      }),
    );
  }
}

/** What was asked for, so that a key that comes again with something else is noticed. */
function requestOf(entry: NewEntry): string {
  const text = JSON.stringify(entry, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  return createHash('sha256').update(text).digest('hex');
}

function rowOf(entry: NewEntry, of: { seq: number; prev: string; at: string; request: string }): Row {
  const { seq, prev, at, request } = of;
  const id = newId();
  const salt = randomBytes(16);
  const text = entry.text.toWellFormed().normalize('NFC');
  const commit = textCommitOf(sha256, salt, text);
  const eventId = entry.eventId ?? null;
  const reversesId = entry.reversesId ?? null;
  const refs = entry.refs ?? {};
  const postings = entry.postings.map(({ accountId, currency, amount, category, budgetLineId }) => ({
    accountId,
    currency,
    amount: amount.toString(),
    category: category ?? null,
    budgetLineId: budgetLineId ?? null,
  }));
  const { bookId: book, effectiveOn: day, kind, authority, actorId: actor } = entry;
  const names = { book, seq, id, kind, authority, actorId: actor, eventId, reversesId, refs, postings };
  const canonical = canonicalEntry({ ...names, date: day, postedAt: at, textCommit: commit });
  const hash = entryHash(sha256, prev, canonical);
  return {
    id,
    book,
    seq,
    day,
    at,
    kind,
    actor,
    authority_kind: authority.kind,
    authority_id: authority.id,
    event: eventId,
    reverses: reversesId,
    refs,
    commit,
    key: entry.key,
    request,
    canonical,
    prev,
    hash,
    salt: salt.toString('hex'),
    text,
    postings: postings.map((p) => [p.accountId, p.currency, p.amount, p.category, p.budgetLineId]),
  };
}
