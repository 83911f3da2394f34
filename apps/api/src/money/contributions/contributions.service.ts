import { Injectable } from '@nestjs/common';
import { isCurrency } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { longText } from '../../platform/names.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { LedgerService } from '../ledger/ledger.service.ts';
import type { RecordContributionInput } from './contributions.graphql.ts';
import { ledgerRefusalOf } from '../ledger/money-faults.ts';
import { say } from '../../platform/words/words.ts';
import { isDay } from '../../platform/days.ts';
import { negationOf, today } from '../ledger/entries.ts';

/** Money that has arrived, and taking a whole entry back. */
@Injectable()
export class ContributionsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly ledger: LedgerService,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** Books a contribution as received. The client's key makes a second sending the same contribution. */
  async record(actor: Actor, input: RecordContributionInput): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    const giver = longText('giver', input.giver, { what: 'The name', max: 120 });
    const { minor, currency } = input.amount;
    if (!isCurrency(currency)) throw new BadInput('amount', say`"${currency.slice(0, 10)}" is no currency we know.`);
    if (minor <= 0n) throw new BadInput('amount', 'The amount must be more than nothing.');
    if (!isDay(input.receivedOn)) throw new BadInput('receivedOn', 'The day it arrived is missing.');
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'contribution.record', { groupId: input.groupId });
      const book = await this.books.ofGroup(tx, input.groupId);
      await this.books.lock(tx, book.id);
      const key = `p:${actor.personId}:${input.idempotencyKey}`;
      const done = await row<{ id: string }>(
        tx,
        'SELECT id FROM ledger_entry WHERE book_id = $1 AND idempotency_key = $2',
        [book.id, key],
      );
      const fund = await this.books.findFund(tx, book.id, input.fundId ?? null);
      if (!fund) throw new BadInput('fundId', 'This fund is not there any more. Choose another.');
      if (fund.currency !== currency)
        throw new BadInput(
          'amount',
          say`The fund is kept in ${fund.currency}, so the amount must be in ${fund.currency}.`,
        );
      const late = await row<{ late: boolean }>(
        tx,
        `SELECT $1::date > (clock_now() AT TIME ZONE g.zone)::date AS late FROM folk_group g WHERE g.id = $2`,
        [input.receivedOn, input.groupId],
      );
      if (late?.late)
        throw new BadInput('receivedOn', 'This day has not come yet. Record the money when it has arrived.');
      const heldIn = input.heldIn === 'cash' ? 'assets:cash:till' : 'assets:bank:main';
      const number = done ? 0 : await this.books.nextNumber(tx, 'contribution', book.id);
      const duty = await row<{ id: string }>(
        tx,
        `SELECT d.id FROM duty d JOIN membership m ON m.id = d.membership_id WHERE m.group_id = $1 AND m.person_id = $2 AND d.kind = 'treasurer' AND d.to_at IS NULL`,
        [input.groupId, actor.personId],
      );
      if (done) return done.id;
      const entryId = await this.ledger.post(tx, {
        bookId: book.id,
        groupId: input.groupId,
        kind: 'CONTRIBUTION',
        effectiveOn: input.receivedOn,
        authority: { kind: 'DUTY', id: duty!.id },
        actorId: (await this.books.personIn(tx, book.id, actor.personId!)).ref,
        refs: { contribution: `C-${number}` },
        text: giver ? `C-${number} ${giver}` : `C-${number}`,
        key,
        postings: [
          { accountId: fund.account_id, currency, amount: -minor, category: 'income.contributions' },
          {
            accountId: await this.books.account(tx, { bookId: book.id, class: 'HOLDING', path: heldIn, currency }),
            currency,
            amount: minor,
          },
        ],
      });
      await rows(
        tx,
        `INSERT INTO contribution (id, book_id, number, fund_id, giver, category, currency, minor, received_on, held_in, entry_id) VALUES ($1, $2, $3, $4, $5, 'income.contributions', $6, $7, $8, $9, $10)`,
        [newId(), book.id, number, fund.id, giver, currency, minor.toString(), input.receivedOn, heldIn, entryId],
      );
      await this.log.append(tx, {
        chainId: input.groupId,
        type: 'contribution.recorded',
        actorId: actor.personId,
        facts: { number, entry: entryId },
      });
      await this.outbox.announce(tx, {
        kind: 'ContributionRecorded',
        groupId: input.groupId,
        payload: { entryId },
        topics: [`group:${input.groupId}`],
      });
      return entryId;
    });
  }

  /** Takes an entry back by its exact negation, once. Entries of an expense go back by the expense's own steps. */
  async reverse(actor: Actor, entryId: string, reason: string): Promise<void> {
    const words = longText('reason', reason, { what: 'The reason', max: 300 });
    if (words === '') throw new BadInput('reason', 'Say why, in a few words.');
    if (!isId(entryId)) throw new NotFound();
    try {
      await this.database.transaction(async (tx) => {
        const entry = await row<{
          book_id: string;
          group_id: string;
          kind: string;
          seq: string;
          event_id: string | null;
        }>(
          tx,
          'SELECT e.book_id, b.group_id, e.kind, e.seq, e.event_id FROM ledger_entry e JOIN book b ON b.id = e.book_id WHERE e.id = $1',
          [entryId],
        );
        if (!entry) throw new NotFound();
        await this.policy.require(tx, actor, 'book.entries.read', { groupId: entry.group_id, case: 'group' });
        await this.policy.require(tx, actor, 'entry.reverse', { groupId: entry.group_id });
        if (entry.kind !== 'CONTRIBUTION')
          throw new Conflict(
            'This entry belongs to an expense or is itself a reversal; it goes back by the expense’s own steps.',
          );
        await this.books.lock(tx, entry.book_id);
        if (await row(tx, 'SELECT 1 FROM ledger_entry WHERE reverses_id = $1', [entryId]))
          throw new Conflict('This entry was taken back already.');
        const duty = await row<{ id: string }>(
          tx,
          `SELECT d.id FROM duty d JOIN membership m ON m.id = d.membership_id WHERE m.group_id = $1 AND m.person_id = $2 AND d.kind = 'treasurer' AND d.to_at IS NULL`,
          [entry.group_id, actor.personId],
        );
        await this.ledger.post(tx, {
          bookId: entry.book_id,
          groupId: entry.group_id,
          kind: 'REVERSAL',
          effectiveOn: await today(tx, entry.group_id),
          authority: { kind: 'DUTY', id: duty!.id },
          actorId: (await this.books.personIn(tx, entry.book_id, actor.personId!)).ref,
          eventId: entry.event_id,
          reversesId: entryId,
          refs: { reverses: `E-${entry.seq}` },
          text: words,
          key: `reverse:${entryId}`,
          postings: (await negationOf(tx, entryId)).toReversed(),
        });
        await this.log.append(tx, {
          chainId: entry.group_id,
          type: 'entry.reversed',
          actorId: actor.personId,
          facts: { entry: entryId },
          detail: { reason: words },
        });
        await this.outbox.announce(tx, {
          kind: 'EntryReversed',
          groupId: entry.group_id,
          payload: { entryId },
          topics: [`group:${entry.group_id}`],
        });
      });
    } catch (error) {
      if (ledgerRefusalOf(error) === 'fund-short')
        throw new Conflict('The money has been spent or is held already, so the fund would be short.');
      throw error;
    }
  }
}
