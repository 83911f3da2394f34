import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { mayContribution } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { say } from '../../platform/words/words.ts';
import { hasCome, isDay } from '../../platform/days.ts';
import { today } from '../ledger/entries.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { LedgerService } from '../ledger/ledger.service.ts';
import { type ContributionRow, ContributionsStore, factsOf } from './contributions.store.ts';

/** Money that came for a contribution, with its evidence. */
export interface Arrival {
  readonly contributionId: string;
  /** In the currency of the contribution, more than nothing. */
  readonly minor: bigint;
  readonly day: string;
  /** The id of the account it lies in; the group's bank where absent. */
  readonly holding?: string | null | undefined;
  /** Names this arrival for ever: repeated with the same content it is the same. `p:<person>:…` for people, `statement:<line id>` for bank lines. */
  readonly key: string;
  /** The treasurer; null where a processor reported it. */
  readonly actor: Actor | null;
  /** What shows it: a reference, a note. */
  readonly evidence: string;
}

/** The only way by which a contribution raises the book: money that has arrived. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly store: ContributionsStore,
    private readonly ledger: LedgerService,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Books what came for a contribution, in part or whole, in the transaction of the caller. Takes the book's and the contribution's lock, asks permission and the state
   * on the fresh row. Throws BAD_USER_INPUT naming amount, day or holdingId, CONFLICT where no more is taken. Returns the id of the entry.
   */
  async received(tx: EntityManager, of: Arrival): Promise<string> {
    const contribution = await this.store.hold(tx, of.contributionId);
    const { group_id: groupId, book_id: bookId, currency, number } = contribution;
    if (of.actor) await this.policy.require(tx, of.actor, 'contribution.record', { groupId });
    const holdingId = await this.books.holding(tx, { bookId, currency, id: of.holding });
    if (!isDay(of.day)) throw new BadInput('receivedOn', 'The day it arrived is missing.');
    const before = await this.before(tx, contribution, { ...of, holdingId });
    if (before) return before;
    await this.check(tx, contribution, of);
    const entryId = await this.ledger.post(tx, {
      bookId,
      groupId,
      kind: 'CONTRIBUTION',
      effectiveOn: of.day,
      authority: of.actor
        ? { kind: 'DUTY', id: await this.books.treasurerDuty(tx, groupId, of.actor.personId) }
        : { kind: 'SYSTEM', id: null },
      actorId: (await this.books.personIn(tx, bookId, of.actor?.personId ?? null)).ref,
      eventId: contribution.event_id,
      refs: { contribution: `C-${number}` },
      text: contribution.giver ? `C-${number} ${contribution.giver}` : `C-${number}`,
      key: of.key,
      postings: [
        {
          accountId: (await this.books.fundAccount(tx, contribution.fund_id))!,
          currency,
          amount: -of.minor,
          category: contribution.category,
        },
        { accountId: holdingId, currency, amount: of.minor },
      ],
    });
    await rows(
      tx,
      `INSERT INTO contribution_receipt (id, contribution_id, n, entry_id, minor, received_on, holding_id, evidence, by_id)
       SELECT $1, $2, (SELECT count(*) + 1 FROM contribution_receipt r WHERE r.contribution_id = $2), $3, $4, $5, $6, $7, $8`,
      [
        newId(),
        contribution.id,
        entryId,
        of.minor.toString(),
        of.day,
        holdingId,
        of.evidence,
        of.actor?.personId ?? null,
      ],
    );
    await this.told(tx, contribution, { entryId, actor: of.actor, minor: of.minor });
    return entryId;
  }

  private async before(
    tx: EntityManager,
    contribution: ContributionRow,
    of: { key: string; minor: bigint; day: string; holdingId: string },
  ): Promise<string | null> {
    const done = await row<{ id: string; same: boolean | null }>(
      tx,
      `SELECT e.id, (r.contribution_id = $3 AND r.minor = $4 AND r.received_on = $5::date AND r.holding_id = $6) AS same
       FROM ledger_entry e LEFT JOIN contribution_receipt r ON r.entry_id = e.id WHERE e.book_id = $1 AND e.idempotency_key = $2`,
      [contribution.book_id, of.key, contribution.id, of.minor.toString(), of.day, of.holdingId],
    );
    if (done && !done.same) throw new Conflict('This was already booked with other content. Reload the page.');
    return done?.id ?? null;
  }

  private async check(tx: EntityManager, contribution: ContributionRow, { minor, day }: Arrival): Promise<void> {
    const now = await today(tx, contribution.group_id);
    hasCome('receivedOn', day, now);
    if (!mayContribution('receive', factsOf(contribution), now))
      throw new Conflict(
        say`C-${contribution.number} has been settled already. Record what came beside it as a contribution of its own.`,
      );
    if (minor <= 0n) throw new BadInput('amount', 'The amount must be more than nothing.');
    const closed = await row<{ until: string }>(
      tx,
      'SELECT closed_until::text AS until FROM book WHERE id = $1 AND closed_until >= $2::date',
      [contribution.book_id, day],
    );
    if (closed) throw new BadInput('receivedOn', say`The book is closed until ${closed.until}. Choose a later day.`);
  }

  private async told(
    tx: EntityManager,
    contribution: ContributionRow,
    of: { entryId: string; actor: Actor | null; minor: bigint },
  ): Promise<void> {
    await rows(
      tx,
      'UPDATE contribution SET said_minor = NULL, said_how = NULL, said_at = NULL, said_by = NULL, version = version + 1, updated_at = clock_now() WHERE id = $1',
      [contribution.id],
    );
    await this.log.append(tx, {
      chainId: contribution.group_id,
      type: 'contribution.recorded',
      actorId: of.actor?.personId ?? null,
      facts: { number: contribution.number, entry: of.entryId },
    });
    await this.outbox.announce(tx, {
      kind: 'ContributionRecorded',
      groupId: contribution.group_id,
      payload: { contributionId: contribution.id, entryId: of.entryId },
      topics: [
        `group:${contribution.group_id}`,
        ...(contribution.person_id ? [`person:${contribution.person_id}`] : []),
      ],
    });
  }
}
