import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Rulebook } from '#libs/governance';
import { weightOf } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row } from '../../platform/database/sql.ts';
import { Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { Idempotency } from '../../platform/idempotency.ts';
import { isId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { refusedByLedger } from '../ledger/money-faults.ts';
import { type Command, EntryMakers } from './entry-makers.ts';
import { EntryRequests } from './entry-requests.service.ts';
import { HandBookings } from './hand-bookings.service.ts';

/** What became of an entry that was asked for: booked, waiting for a second person, or nothing to book. */
export interface Asked {
  readonly entryId: string | null;
  readonly requestId: string | null;
}

export interface HandEntry {
  readonly groupId: string;
  /** The name of its maker. */
  readonly name: string;
  readonly command: Command;
  readonly idempotencyKey: string;
}

/** Entries by hand: each made by its maker, weighed by the rule of the second person, and booked or kept waiting. */
@Injectable()
export class HandEntries {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly idempotency: Idempotency,
    private readonly makers: EntryMakers,
    private readonly requests: EntryRequests,
    private readonly bookings: HandBookings,
  ) {}

  /** Books it, or keeps it until somebody else has said yes. Throws BAD_USER_INPUT naming the field, or CONFLICT. */
  async ask(actor: Actor, of: HandEntry): Promise<Asked> {
    if (!isId(of.groupId)) throw new NotFound();
    return refusedByLedger(() => this.database.transaction((tx) => this.askIn(tx, actor, of)));
  }

  /** As `ask`, in the transaction of a caller who has locked nothing that stands behind the book. */
  async askIn(tx: EntityManager, actor: Actor, { groupId, name, command, idempotencyKey }: HandEntry): Promise<Asked> {
    const maker = this.makers.of(name);
    const standing = await this.policy.requireInGroup(tx, actor, maker.operation, { groupId });
    const of = await this.bookings.context(tx, groupId, actor.personId!);
    const call = { actorKey: actor.personId!, clientKey: idempotencyKey, request: { name, command } };
    return this.idempotency.once(tx, call, async () => {
      if (maker.once) await this.requests.mustBeFirst(tx, of, { name, argument: maker.once, command });
      const draft = await maker.make(tx, of, command);
      if (draft.postings.length === 0) {
        await maker.beside?.(tx, of, { command, entryId: null });
        return { entryId: null, requestId: null };
      }
      const needed = await this.requests.needed(tx, of, draft, standing.rules as unknown as Rulebook);
      if (needed === 'ask') {
        const weight = weightOf(draft.postings);
        return {
          entryId: null,
          requestId: await this.requests.wait(tx, of, { name, command, weight, text: draft.text }),
        };
      }
      const key = `p:${of.personId}:${idempotencyKey}`;
      const refs = needed === 'alone' ? { second: 'none' } : {};
      return { entryId: await this.bookings.book(tx, of, { name, command, draft, key, refs }), requestId: null };
    });
  }

  /** The second person says yes: made anew from what was asked for, as the book is now, and booked for whoever asked. */
  async approve(actor: Actor, id: string): Promise<string> {
    return refusedByLedger(() =>
      this.database.transaction(async (tx) => {
        const request = await this.requests.held(tx, id);
        await this.policy.require(tx, actor, 'entry.approve', {
          groupId: request.group_id,
          own: request.asked_by === actor.personId,
        });
        this.requests.mustWait(request);
        const of = await this.bookings.context(tx, request.group_id, request.asked_by);
        const { kind: name, command } = request;
        const draft = await this.makers.of(name).make(tx, of, command);
        if (draft.postings.length === 0) throw new Conflict('There is nothing left to book. Decline it.');
        const refs = { second: await this.bookings.ref(tx, of.bookId, actor.personId) };
        const entryId = await this.bookings.book(tx, of, { name, command, draft, key: `request:${id}`, refs });
        await this.requests.end(tx, actor, request, { state: 'BOOKED', entryId, reason: null });
        return entryId;
      }),
    );
  }

  /** The group of an entry, for commands that name an entry alone; NOT_FOUND for whoever may not read the entries. */
  async groupOfEntry(actor: Actor, entryId: string): Promise<string> {
    const found = isId(entryId)
      ? await row<{ group_id: string }>(
          this.database.reads,
          'SELECT b.group_id FROM ledger_entry e JOIN book b ON b.id = e.book_id WHERE e.id = $1',
          [entryId],
        )
      : null;
    if (!found) throw new NotFound();
    const { group_id: groupId } = found;
    await this.policy.require(this.database.reads, actor, 'book.entries.read', { groupId, case: 'group' });
    return groupId;
  }
}
