import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, sqlStateOf } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { NotFound, Refusal, Unavailable } from '../../platform/graphql/errors.ts';
import { CardBookings } from './card-bookings.service.ts';
import { CardEventsStore, type EventRow } from './card-events.store.ts';
import { CardsDoor } from './cards-door.ts';
import { ProcessorFault, type ProcessorWord } from './processor.port.ts';

/** After so many vain tries, with longer and longer breaks, a person has to look. */
const MOST_TRIES = 12;

/**
 * The word of the processor: kept first, in a transaction of its own, then carried out. What cannot be carried out now is tried again by the
 * clock, so that neither a crash nor a fault loses anything once it was acknowledged.
 */
@Injectable()
export class CardInbox {
  readonly #logger = new Logger('Cards');

  constructor(
    private readonly database: Database,
    private readonly door: CardsDoor,
    private readonly events: CardEventsStore,
    private readonly bookings: CardBookings,
  ) {}

  /** Takes a message as it came over the wire. Throws NOT_FOUND without a processor, `UnsignedWord` and `UnreadableWord`. */
  async take(raw: Buffer, headers: Readonly<Record<string, string | string[] | undefined>>): Promise<void> {
    const { processor } = this.door;
    if (!processor) throw new NotFound();
    // Signatures are about the clocks of the world, not about the deadlines of the group.
    await this.took(processor.read(raw, headers, new Date()));
  }

  /** Takes what the processor said, told or asked; the same again changes nothing. */
  async took(word: ProcessorWord): Promise<void> {
    const { processor } = this.door;
    const bookId = await this.bookId();
    const id = await this.database.transaction((tx) => this.events.keep(tx, bookId, word, processor!.name));
    await this.work(id);
  }

  /** Does what follows from a message that is kept, and from those that have waited for it. Throws nothing: it is tried again later. */
  async work(id: string): Promise<void> {
    try {
      const event = await this.events.find(this.database.reads, id);
      if (!event || !['NEW', 'WAITS'].includes(event.state)) return;
      const fee = await this.fee(event);
      await this.database.transaction((tx) => this.bookings.carryOut(tx, id, fee));
      const { fact } = event.word;
      if (fact.kind !== 'PAID' && fact.kind !== 'DISPUTED' && fact.kind !== 'PAID_OUT') return;
      for (const waiting of await this.waiting(event)) await this.work(waiting);
    } catch (error) {
      await this.failed(id, error);
    }
  }

  /** Everything whose time has come. */
  async workDue(): Promise<void> {
    for (const id of await this.events.due(this.database.reads)) await this.work(id);
  }

  private async waiting({ id, word }: EventRow): Promise<string[]> {
    const { fact, subject } = word;
    const found = await rows<{ id: string }>(
      this.database.reads,
      `SELECT id FROM processor_event WHERE state = 'WAITS' AND id <> $1 AND (payment = $2 OR subject = $3) ORDER BY n`,
      [id, 'payment' in fact ? fact.payment : null, subject],
    );
    return found.map((one) => one.id);
  }

  private async fee({ word }: EventRow): Promise<{ minor: bigint; currency: string } | null> {
    return word.isToAsk ? this.door.processor!.feeOf(word.subject) : null;
  }

  private async bookId(): Promise<string> {
    const book = await row<{ id: string }>(
      this.database.reads,
      'SELECT b.id FROM book b JOIN folk_group g ON g.id = b.group_id WHERE g.handle = $1',
      [this.door.handle],
    );
    // The processor delivers again; meanwhile the group is founded, or its handle set right.
    if (!book) throw new Unavailable();
    return book.id;
  }

  private async failed(id: string, error: unknown): Promise<void> {
    this.#logger.warn(`${id}: ${(error as Error).message}`);
    await this.database
      .transaction(async (tx) => {
        if (isForGood(error) || (await tries(tx, id)) >= MOST_TRIES)
          await this.events.asks(tx, id, { why: 'FAULT', note: error instanceof Refusal ? String(error.words) : '' });
        else await this.events.later(tx, id);
      })
      .catch((again: unknown) => this.#logger.error(again));
  }
}

/** A refusal of a rule or a constraint is the same each time. */
function isForGood(error: unknown): boolean {
  if (error instanceof ProcessorFault) return error.isFinal;
  return (error instanceof Refusal && !(error instanceof Unavailable)) || (sqlStateOf(error) ?? '').startsWith('23');
}

async function tries(tx: EntityManager, id: string): Promise<number> {
  return (await row<{ tries: number }>(tx, 'SELECT tries FROM processor_event WHERE id = $1', [id]))?.tries ?? 0;
}
