import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CardFact, CardQuestion } from '#libs/money';
import { row, rows } from '../../platform/database/sql.ts';
import type { ProcessorWord } from './processor.port.ts';

export interface EventRow {
  id: string;
  book_id: string;
  group_id: string;
  state: 'NEW' | 'WAITS' | 'DONE' | 'KEPT' | 'ASKS' | 'ANSWERED';
  word: ProcessorWord;
  /** Whether what it waits for should long have come. */
  is_late: boolean;
  tries: number;
}

interface Stored {
  readonly fact: Record<string, unknown>;
  readonly on: string;
  readonly ours: string | null;
  readonly isToAsk: boolean;
}

/** For how many days an event waits for the payment that it is about. */
const WAIT_DAYS = 3;

/** Rows of what the processor says. */
@Injectable()
export class CardEventsStore {
  /** Keeps what was said, once. False where it is known already. */
  async keep(tx: EntityManager, bookId: string, word: ProcessorWord, name: string): Promise<string> {
    const id = `${name}:${word.id}`;
    const { fact, on, ours, isToAsk } = word;
    await rows(
      tx,
      `INSERT INTO processor_event (id, book_id, type, kind, subject, payment, facts) VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb) ON CONFLICT (id) DO NOTHING`,
      [
        id,
        bookId,
        word.type.slice(0, 120),
        fact.kind,
        word.subject,
        'payment' in fact ? fact.payment : null,
        JSON.stringify({ fact, on, ours, isToAsk }, (_, value: unknown) =>
          typeof value === 'bigint' ? value.toString() : value,
        ),
      ],
    );
    return id;
  }

  async find(db: EntityManager, id: string, lock: '' | 'FOR UPDATE OF e' = ''): Promise<EventRow | null> {
    const found = await row<Omit<EventRow, 'word'> & { type: string; subject: string; facts: Stored }>(
      db,
      `SELECT e.id, e.book_id, b.group_id, e.type, e.subject, e.facts, e.state, e.tries, e.received_at < clock_now() - $2 * interval '1 day' AS is_late
       FROM processor_event e JOIN book b ON b.id = e.book_id WHERE e.id = $1 ${lock}`,
      [id, WAIT_DAYS],
    );
    if (!found) return null;
    const { type, subject, facts, ...rest } = found;
    const { fact, ...more } = facts;
    return { ...rest, word: { id, type, subject, fact: readFact(fact), ...more } };
  }

  /** Those that nothing has been done about and whose time has come, the oldest first. */
  async due(db: EntityManager): Promise<string[]> {
    const found = await rows<{ id: string }>(
      db,
      `SELECT id FROM processor_event WHERE state IN ('NEW', 'WAITS') AND try_at <= clock_now() ORDER BY n LIMIT 200`,
    );
    return found.map(({ id }) => id);
  }

  async done(tx: EntityManager, id: string, of: { state: 'DONE' | 'KEPT'; entryId: string | null }): Promise<void> {
    await rows(tx, 'UPDATE processor_event SET state = $2, entry_id = $3, reason = NULL WHERE id = $1', [
      id,
      of.state,
      of.entryId,
    ]);
  }

  async waits(tx: EntityManager, id: string): Promise<void> {
    await rows(
      tx,
      `UPDATE processor_event SET state = 'WAITS', tries = tries + 1, try_at = clock_now() + interval '10 minutes' WHERE id = $1`,
      [id],
    );
  }

  /** Leaves it to the treasurer; the same thing asked twice is one question. */
  async asks(tx: EntityManager, id: string, of: { why: CardQuestion; note?: string }): Promise<void> {
    const same = await row(
      tx,
      `SELECT 1 FROM processor_event e JOIN processor_event o ON o.kind = e.kind AND o.subject = e.subject AND o.id <> e.id AND o.state IN ('ASKS', 'ANSWERED') WHERE e.id = $1 AND e.subject <> ''`,
      [id],
    );
    if (same) return this.done(tx, id, { state: 'DONE', entryId: null });
    await rows(tx, `UPDATE processor_event SET state = 'ASKS', reason = $2, note = $3 WHERE id = $1`, [
      id,
      of.why,
      (of.note ?? '').slice(0, 300),
    ]);
  }

  /** Later again, each time after twice as long; six hours at most. */
  async later(tx: EntityManager, id: string): Promise<void> {
    await rows(
      tx,
      `UPDATE processor_event SET tries = tries + 1, try_at = clock_now() + least(power(2, tries), 360) * interval '1 minute' WHERE id = $1 AND state IN ('NEW', 'WAITS')`,
      [id],
    );
  }
}

function readFact(fact: Record<string, unknown>): CardFact {
  const amounts = ['minor', 'fee'].flatMap((name) =>
    typeof fact[name] === 'string' ? [[name, BigInt(fact[name])]] : [],
  );
  return { ...fact, ...(Object.fromEntries(amounts) as object) } as unknown as CardFact;
}
