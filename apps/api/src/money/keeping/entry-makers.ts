import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Operation } from '#libs/governance';
import type { NewEntry, NewPosting } from '../ledger/ledger.service.ts';

/** In which book and by whom an entry is made by hand. The caller holds the book. */
export interface KeepContext {
  readonly groupId: string;
  readonly bookId: string;
  readonly currency: string;
  readonly today: string;
  /** The last day of the last closed period; null where none is. */
  readonly closedUntil: string | null;
  readonly personId: string;
  /** Their duty as a treasurer, by whose authority they act. */
  readonly dutyId: string;
}

/** What was asked for, as plain data: it waits as it is where a second person is needed. */
export type Command = Readonly<Record<string, unknown>>;

/** An entry as it would be booked; without postings where there is nothing to book. */
export interface EntryDraft {
  readonly kind: string;
  readonly effectiveOn: string;
  readonly authority: NewEntry['authority'];
  readonly eventId?: string | null;
  readonly reversesId?: string | null;
  readonly refs?: Readonly<Record<string, string | number>>;
  readonly text: string;
  readonly postings: readonly NewPosting[];
}

/** Makes the entries of one kind that are booked by hand, from what was asked for and from the book as it is now. */
export interface EntryMaker {
  /** Who may do it. */
  readonly operation: Operation;
  /** The argument that names what it is done to once: while that waits for a second person, it is not asked for again. */
  readonly once?: string;
  /** Throws BAD_USER_INPUT naming the field, or CONFLICT. Writes nothing but accounts. */
  make(tx: EntityManager, of: KeepContext, command: Command): Promise<EntryDraft>;
  /** What is written beside the entry; null where there was nothing to book. */
  beside?(tx: EntityManager, of: KeepContext, done: { command: Command; entryId: string | null }): Promise<void>;
}

/** Registry: who makes the entries of a command. Each name once. */
@Injectable()
export class EntryMakers {
  readonly #makers = new Map<string, EntryMaker>();

  register(name: string, maker: EntryMaker): void {
    if (this.#makers.has(name)) throw new Error(`${name} is made twice`);
    this.#makers.set(name, maker);
  }

  of(name: string): EntryMaker {
    const maker = this.#makers.get(name);
    if (!maker) throw new Error(`nobody makes ${name}`);
    return maker;
  }
}
