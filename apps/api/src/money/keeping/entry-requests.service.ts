import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Rulebook } from '#libs/governance';
import { secondPersonNeeded, weightOf } from '#libs/money';
import { GroupsStore } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { longText } from '../../platform/names.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { BooksStore } from '../ledger/books.store.ts';
import type { Command, EntryDraft, KeepContext } from './entry-makers.ts';

export interface EntryRequestRow {
  readonly id: string;
  readonly group_id: string;
  readonly book_id: string;
  readonly number: number;
  readonly kind: string;
  readonly command: Command;
  readonly asked_by: string;
  readonly state: 'WAITS' | 'BOOKED' | 'DECLINED' | 'WITHDRAWN';
}

/** Entries that wait for a second person, and how they end. */
@Injectable()
export class EntryRequests {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
    private readonly groups: GroupsStore,
    private readonly books: BooksStore,
  ) {}

  /** Whether an entry needs somebody else by the group's rule. */
  async needed(
    tx: EntityManager,
    of: KeepContext,
    { postings }: EntryDraft,
    { spending }: Rulebook,
  ): Promise<'none' | 'ask' | 'alone'> {
    const limit = spending.manualEntrySecondPersonAbove ?? null;
    const holders = limit === null ? [] : await this.groups.dutyHolders(tx, of.groupId, ['treasurer', 'steward']);
    return secondPersonNeeded({
      above: limit === null ? null : BigInt(limit),
      ruleCurrency: of.currency,
      weight: weightOf(postings),
      others: holders.filter((one) => one !== of.personId).length,
    });
  }

  /** CONFLICT where the same is asked for of the same account or entry already and waits. The caller holds the book. */
  async mustBeFirst(
    tx: EntityManager,
    of: KeepContext,
    asked: { name: string; argument: string; command: Command },
  ): Promise<void> {
    const waits = await row(
      tx,
      `SELECT 1 FROM entry_request WHERE book_id = $1 AND state = 'WAITS' AND kind = $2 AND command ->> $3 = $4`,
      [of.bookId, asked.name, asked.argument, asked.command[asked.argument]],
    );
    if (waits) throw new Conflict('This waits for a second person already. Take that back first to change it.');
  }

  /** Keeps a command until somebody else has decided. The caller holds the book. */
  async wait(
    tx: EntityManager,
    of: KeepContext,
    asked: { name: string; command: Command; weight: { minor: bigint; currency: string }; text: string },
  ): Promise<string> {
    const id = newId();
    const { minor, currency } = asked.weight;
    const made = await row<{ number: number }>(
      tx,
      `INSERT INTO entry_request (id, book_id, number, kind, command, currency, minor, text, asked_by)
       SELECT $1, $2::uuid, coalesce(max(r.number), 0) + 1, $3, $4::jsonb, $5, $6::bigint, $7, $8::uuid FROM entry_request r WHERE r.book_id = $2::uuid RETURNING number`,
      [id, of.bookId, asked.name, JSON.stringify(asked.command), currency, minor.toString(), asked.text, of.personId],
    );
    await this.told(tx, of.groupId, {
      type: 'entry.asked',
      happening: 'EntryAsked',
      actorId: of.personId,
      facts: { request: id, number: made!.number },
    });
    return id;
  }

  /** A request, its book and itself locked. */
  async held(tx: EntityManager, id: string): Promise<EntryRequestRow> {
    const found = isId(id)
      ? await row<EntryRequestRow>(
          tx,
          'SELECT r.*, b.group_id FROM entry_request r JOIN book b ON b.id = r.book_id WHERE r.id = $1',
          [id],
        )
      : null;
    if (!found) throw new NotFound();
    await this.books.lock(tx, found.book_id);
    const fresh = await row<{ state: EntryRequestRow['state'] }>(
      tx,
      'SELECT state FROM entry_request WHERE id = $1 FOR UPDATE',
      [id],
    );
    return { ...found, state: fresh!.state };
  }

  mustWait({ state }: EntryRequestRow): void {
    if (state !== 'WAITS') throw new Conflict('This was decided already. Reload the page.');
  }

  /** The second person says no, or who asked takes it back. */
  async drop(actor: Actor, id: string, by: { step: 'DECLINED' | 'WITHDRAWN'; reason: string }): Promise<void> {
    const reason = longText('reason', by.reason, { what: 'The reason', max: 300 });
    await this.database.transaction(async (tx) => {
      const request = await this.held(tx, id);
      const own = request.asked_by === actor.personId;
      const operation = by.step === 'DECLINED' ? 'entry.approve' : 'entry.withdraw';
      await this.policy.require(tx, actor, operation, { groupId: request.group_id, own });
      this.mustWait(request);
      if (by.step === 'DECLINED' && reason === '') throw new BadInput('reason', 'Say why, in a few words.');
      await this.end(tx, actor, request, { state: by.step, entryId: null, reason: reason || null });
    });
  }

  async end(
    tx: EntityManager,
    actor: Actor,
    request: EntryRequestRow,
    by: { state: 'BOOKED' | 'DECLINED' | 'WITHDRAWN'; entryId: string | null; reason: string | null },
  ): Promise<void> {
    await rows(
      tx,
      'UPDATE entry_request SET state = $2, decided_by = $3, decided_at = clock_now(), entry_id = $4, reason = $5 WHERE id = $1',
      [request.id, by.state, actor.personId, by.entryId, by.reason],
    );
    const facts = { request: request.id, number: request.number };
    await this.told(tx, request.group_id, {
      type: `entry.request.${by.state.toLowerCase()}`,
      happening: by.state === 'WITHDRAWN' ? 'EntryRequestWithdrawn' : 'EntryRequestDecided',
      actorId: actor.personId,
      facts,
      ...(by.reason ? { reason: by.reason } : {}),
    });
  }

  private async told(
    tx: EntityManager,
    groupId: string,
    of: {
      type: string;
      happening: string;
      actorId: string | null;
      facts: { request: string; number: number };
      reason?: string;
    },
  ): Promise<void> {
    const { type, actorId, facts, reason } = of;
    await this.log.append(tx, { chainId: groupId, type, actorId, facts, ...(reason ? { detail: { reason } } : {}) });
    await this.outbox.announce(tx, {
      kind: of.happening,
      groupId,
      payload: { requestId: facts.request, byId: actorId },
      topics: [`group:${groupId}`],
    });
  }
}
