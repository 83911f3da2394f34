import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { mayContribution, secondPersonNeeded } from '#libs/money';
import { GroupsStore, Rulebooks } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { constraintOf } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { hasCome, isDay } from '../../platform/days.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { longText } from '../../platform/names.ts';
import { say } from '../../platform/words/words.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { today } from '../ledger/entries.ts';
import { LedgerService } from '../ledger/ledger.service.ts';
import { closedWords, ledgerRefusalOf } from '../ledger/money-faults.ts';
import { type ContributionRow, ContributionsStore, factsOf } from './contributions.store.ts';
import { readAmount } from './gift-fields.ts';
import { GiftSides } from './gift-sides.service.ts';
import type { RefundContributionInput } from './gifts.graphql.ts';

interface RefundRow {
  id: string;
  contribution_id: string;
  minor: string;
  refunded_on: string;
  holding_id: string;
  reason: string;
  state: 'ASKED' | 'BOOKED' | 'DECLINED';
  asked_by: string;
}

const pathOf: Readonly<Record<string, string>> = {
  bank: 'assets:bank:main',
  cash: 'assets:cash:till',
  card: 'assets:processor:card',
};

/** Giving money back: in part or whole, to the category it came from, with a second person above what the rules say. */
@Injectable()
export class Refunds {
  constructor(
    private readonly sides: GiftSides,
    private readonly books: BooksStore,
    private readonly store: ContributionsStore,
    private readonly ledger: LedgerService,
    private readonly rulebooks: Rulebooks,
    private readonly groups: GroupsStore,
  ) {}

  /** Gives back what came, all of it where no amount is named; where the rules want a second person it waits for them. */
  async refund(actor: Actor, input: RefundContributionInput): Promise<void> {
    const reason = longText('reason', input.reason, { what: 'The reason', max: 300 });
    if (reason === '') throw new BadInput('reason', 'Say why, in a few words.');
    await this.attempt(async (tx) => {
      const contribution = await this.store.hold(tx, input.id);
      await this.sides.mayKnow(tx, actor, contribution);
      await this.sides.policy.require(tx, actor, 'contribution.refund', { groupId: contribution.group_id });
      const call = { actorKey: actor.personId ?? '', clientKey: input.idempotencyKey, request: input };
      await this.sides.idempotency.once(tx, call, () => this.write(tx, actor, contribution, { ...input, reason }));
    });
  }

  /** The second person says yes or no to a refund that waits. They are never the one who asked. */
  async answer(actor: Actor, refundId: string, yes: boolean): Promise<string> {
    return this.attempt(async (tx) => {
      const found = isId(refundId)
        ? await row<RefundRow>(tx, 'SELECT * FROM contribution_refund WHERE id = $1', [refundId])
        : null;
      if (!found) throw new NotFound();
      const contribution = await this.store.hold(tx, found.contribution_id);
      const refund = (await row<RefundRow>(
        tx,
        'SELECT id, contribution_id, minor::text AS minor, refunded_on::text AS refunded_on, holding_id, reason, state, asked_by FROM contribution_refund WHERE id = $1 FOR UPDATE',
        [refundId],
      ))!;
      const groupId = contribution.group_id;
      await this.sides.mayKnow(tx, actor, contribution);
      await this.sides.policy.require(tx, actor, 'contribution.refund.answer', {
        groupId,
        own: refund.asked_by === actor.personId,
      });
      if (refund.state !== 'ASKED') throw new Conflict('This was answered already.');
      const entryId = yes ? await this.book(tx, actor, contribution, refund) : null;
      await rows(
        tx,
        'UPDATE contribution_refund SET state = $2, answered_by = $3, answered_at = clock_now(), entry_id = $4 WHERE id = $1',
        [refund.id, yes ? 'BOOKED' : 'DECLINED', actor.personId, entryId],
      );
      await this.sides.told(tx, actor, contribution, yes ? 'contribution.refunded' : 'contribution.refundDeclined');
      return contribution.id;
    });
  }

  private async write(
    tx: EntityManager,
    actor: Actor,
    contribution: ContributionRow,
    of: RefundContributionInput,
  ): Promise<string> {
    const { group_id: groupId, book_id: bookId, currency } = contribution;
    const asked = await row<{ n: string }>(tx, 'SELECT contribution_refunded($1, true)::text AS n', [contribution.id]);
    const left = BigInt(contribution.received) - BigInt(asked!.n);
    const minor = of.amount ? readAmount(of.amount, currency) : left;
    const now = await today(tx, groupId);
    if (!mayContribution('refund', factsOf(contribution), now) || left <= 0n)
      throw new Conflict('There is nothing here to give back.');
    if (minor > left)
      throw new BadInput('amount', say`No more can go back than came and is still here: ${{ minor: left, currency }}.`);
    const day = of.refundedOn ?? now;
    if (!isDay(day)) throw new BadInput('refundedOn', 'The day is missing.');
    hasCome('refundedOn', day, now);
    const path = pathOf[of.heldIn ?? 'bank']!;
    if (of.heldIn === 'card') await cameByCard(tx, contribution, minor);
    const refund = {
      id: newId(),
      contribution_id: contribution.id,
      minor: minor.toString(),
      refunded_on: day,
      holding_id: await this.books.account(tx, { bookId, class: 'HOLDING', path, currency }),
      reason: of.reason,
    };
    const second = await this.needsSecond(tx, contribution, minor, actor.personId);
    const entryId = second ? null : await this.book(tx, actor, contribution, refund);
    await rows(
      tx,
      `INSERT INTO contribution_refund (id, contribution_id, minor, refunded_on, holding_id, reason, state, needs_second, asked_by, entry_id) VALUES ($1, $2, $3, $4::date, $5, $6, $7, $8, $9, $10)`,
      [
        refund.id,
        contribution.id,
        refund.minor,
        day,
        refund.holding_id,
        of.reason,
        second ? 'ASKED' : 'BOOKED',
        second,
        actor.personId,
        entryId,
      ],
    );
    await this.sides.told(tx, actor, contribution, second ? 'contribution.refundAsked' : 'contribution.refunded');
    return refund.id;
  }

  private async needsSecond(
    tx: EntityManager,
    contribution: ContributionRow,
    minor: bigint,
    askedBy: string | null,
  ): Promise<boolean> {
    const { group_id: groupId, currency } = contribution;
    const above = (await this.rulebooks.of(tx, groupId)).rules.spending.manualEntrySecondPersonAbove;
    if (above === undefined) return false;
    const holders = await this.groups.dutyHolders(tx, groupId, ['treasurer', 'steward']);
    const needed = secondPersonNeeded({
      above: BigInt(above),
      ruleCurrency: (await this.books.ofGroup(tx, groupId)).currency,
      weight: { minor, currency },
      others: holders.filter((one) => one !== askedBy).length,
    });
    return needed === 'ask';
  }

  private async book(
    tx: EntityManager,
    actor: Actor,
    contribution: ContributionRow,
    refund: Omit<RefundRow, 'state' | 'asked_by'>,
  ): Promise<string> {
    const { book_id: bookId, group_id: groupId, currency } = contribution;
    const minor = BigInt(refund.minor);
    const duty = await row<{ id: string }>(
      tx,
      `SELECT d.id FROM duty d JOIN membership m ON m.id = d.membership_id WHERE m.group_id = $1 AND m.person_id = $2 AND d.kind IN ('treasurer', 'steward') AND d.to_at IS NULL ORDER BY d.kind DESC LIMIT 1`,
      [groupId, actor.personId],
    );
    return this.ledger.post(tx, {
      bookId,
      groupId,
      kind: 'REFUND',
      effectiveOn: refund.refunded_on,
      authority: { kind: 'DUTY', id: duty!.id },
      actorId: (await this.books.personIn(tx, bookId, actor.personId)).ref,
      eventId: contribution.event_id,
      refs: { contribution: `C-${contribution.number}`, refunds: `C-${contribution.number}` },
      text: `C-${contribution.number} ${refund.reason}`,
      key: `refund:${refund.id}`,
      postings: [
        { accountId: refund.holding_id, currency, amount: -minor },
        {
          accountId: (await this.books.fundAccount(tx, contribution.fund_id))!,
          currency,
          amount: minor,
          category: contribution.category,
        },
      ],
    });
  }

  /** The ledger's refusals in words. */
  private async attempt<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.sides.database.transaction(work);
    } catch (error) {
      if (ledgerRefusalOf(error) === 'fund-short')
        throw new Conflict('The money has been spent or is held already, so the fund would be short.');
      if (ledgerRefusalOf(error) === 'period-closed') throw new BadInput('refundedOn', closedWords(error));
      if (constraintOf(error) === 'refund_within_received')
        throw new BadInput('amount', 'No more can go back than came and is still here.');
      throw error;
    }
  }
}

/** To cards goes back what came by them, less what went back to them or is asked for. */
async function cameByCard(tx: EntityManager, { id, currency }: ContributionRow, minor: bigint): Promise<void> {
  const most = await row<{ n: string }>(
    tx,
    `SELECT ((SELECT coalesce(sum(k.minor), 0) FROM card_checkout k WHERE k.contribution_id = $1 AND k.state = 'PAID')
       - (SELECT coalesce(sum(r.minor), 0) FROM contribution_refund r JOIN ledger_account a ON a.id = r.holding_id AND a.path = $2
          WHERE r.contribution_id = $1 AND r.state <> 'DECLINED' AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.reverses_id = r.entry_id)))::text AS n`,
    [id, pathOf['card']],
  );
  if (minor > BigInt(most!.n))
    throw new BadInput(
      'amount',
      say`No more can go back to the card than came by it: ${{ minor: BigInt(most!.n), currency }}.`,
    );
}
