import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type CardFact, type CardKnowledge, cardVerdict, mayContribution } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { isId } from '../../platform/ids.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Arrivals } from '../contributions/arrivals.service.ts';
import { type ContributionRow, ContributionsStore, factsOf } from '../contributions/contributions.store.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { today } from '../ledger/entries.ts';
import { CardEventsStore, type EventRow } from './card-events.store.ts';
import { CardFacts } from './card-facts.service.ts';

export interface CheckoutRow {
  id: string;
  contribution_id: string;
  currency: string;
  minor: string;
  state: string;
  payment: string | null;
}

/** Carries out what the processor says, in one transaction with its row, so that a crash between the two cannot be. */
@Injectable()
export class CardBookings {
  constructor(
    private readonly events: CardEventsStore,
    private readonly facts: CardFacts,
    private readonly contributions: ContributionsStore,
    private readonly arrivals: Arrivals,
    private readonly outbox: Outbox,
    private readonly books: BooksStore,
  ) {}

  /** `fee` is what the processor answered where the fee had to be asked for. Does nothing where it has been done. */
  async carryOut(tx: EntityManager, id: string, fee: { minor: bigint; currency: string } | null): Promise<void> {
    const event = await this.events.find(tx, id, 'FOR UPDATE OF e');
    if (!event || !['NEW', 'WAITS'].includes(event.state)) return;
    await this.books.lock(tx, event.book_id);
    const fact: CardFact = fee && event.word.fact.kind === 'FEE' ? { ...event.word.fact, ...fee } : event.word.fact;
    const checkout = await this.checkout(tx, event.book_id, fact);
    const contribution = checkout && (await this.contributions.hold(tx, checkout.contribution_id));
    const verdict = cardVerdict(fact, await this.known(tx, event, { fact, checkout, contribution }));
    if (verdict.is === 'ASK') await this.events.asks(tx, id, verdict);
    else if (verdict.is === 'WAIT') await this.events.waits(tx, id);
    else {
      const entryId = verdict.is === 'BOOK' ? await this.book(tx, event, { fact, checkout, contribution }) : null;
      await this.events.done(tx, id, { state: verdict.is === 'KEEP' ? 'KEPT' : 'DONE', entryId });
    }
    if (verdict.is === 'BOOK' || verdict.is === 'ASK') await this.told(tx, event, contribution);
  }

  /** Books a payment as what came for a contribution. The caller holds its row. */
  async paid(
    tx: EntityManager,
    event: EventRow,
    of: { checkout: CheckoutRow; payment: string; minor: bigint; actor?: Actor },
  ): Promise<string> {
    const { checkout, payment, minor } = of;
    const entryId = await this.arrivals.received(tx, {
      contributionId: checkout.contribution_id,
      minor,
      day: await this.facts.day(tx, event),
      holding: await this.facts.account(tx, event.book_id, checkout.currency),
      key: `card:payment:${payment}`,
      actor: of.actor ?? null,
      evidence: payment,
    });
    await rows(tx, `UPDATE card_checkout SET state = 'PAID', payment = $2, entry_id = $3 WHERE id = $1`, [
      checkout.id,
      payment,
      entryId,
    ]);
    return entryId;
  }

  private async checkout(tx: EntityManager, bookId: string, fact: CardFact): Promise<CheckoutRow | null> {
    const id = 'checkout' in fact ? fact.checkout : null;
    const payment = 'payment' in fact ? fact.payment : null;
    return row<CheckoutRow>(
      tx,
      `SELECT k.id, k.contribution_id, k.currency, k.minor::text AS minor, k.state, k.payment FROM card_checkout k JOIN contribution c ON c.id = k.contribution_id
       WHERE c.book_id = $1 AND (k.id = $2::uuid OR k.payment = $3) ORDER BY k.payment IS NOT DISTINCT FROM $3 DESC LIMIT 1`,
      [bookId, id && isId(id) ? id : null, payment],
    );
  }

  private async known(
    tx: EntityManager,
    event: EventRow,
    of: { fact: CardFact; checkout: CheckoutRow | null; contribution: ContributionRow | null },
  ): Promise<CardKnowledge> {
    const { fact, checkout, contribution } = of;
    const booked = { isBooked: await this.facts.isBooked(tx, event, fact), isLate: event.is_late };
    if (!checkout || !contribution) return { checkout: null, left: 0n, ...booked };
    const asked = await row<{ n: string }>(tx, 'SELECT contribution_refunded($1, true)::text AS n', [contribution.id]);
    const { currency, minor, payment } = checkout;
    return {
      checkout: { currency, minor: BigInt(minor), payment, takes: await takes(tx, contribution) },
      left: BigInt(contribution.received) - BigInt(asked!.n),
      ...booked,
    };
  }

  private async book(
    tx: EntityManager,
    event: EventRow,
    of: { fact: CardFact; checkout: CheckoutRow | null; contribution: ContributionRow | null },
  ): Promise<string | null> {
    const { fact, checkout, contribution } = of;
    switch (fact.kind) {
      case 'PAID':
        return this.paid(tx, event, { checkout: checkout!, payment: fact.payment, minor: fact.minor });
      case 'FAILED':
      case 'EXPIRED':
        await rows(tx, `UPDATE card_checkout SET state = $2 WHERE id = $1 AND state IN ('BEGUN', 'OPEN')`, [
          checkout!.id,
          fact.kind,
        ]);
        return null;
      case 'FEE':
        return this.facts.fee(tx, event, { contribution: contribution!, minor: fact.minor });
      case 'REFUNDED':
        return this.facts.back(tx, event, { contribution: contribution!, checkoutId: checkout!.id, fact });
      case 'DISPUTED': {
        await this.facts.fee(tx, event, { contribution: contribution!, minor: fact.fee });
        return this.facts.back(tx, event, { contribution: contribution!, checkoutId: checkout!.id, fact });
      }
      case 'DISPUTE_WON':
        return this.facts.undo(tx, event, await this.facts.refundEntry(tx, event.word.subject));
      case 'PAID_OUT':
        return this.facts.payout(tx, event, fact);
      case 'PAYOUT_FAILED':
        return this.facts.undo(tx, event, await this.facts.payoutEntry(tx, event.word.subject));
      case 'REFUND_FAILED':
      case 'OTHER':
        return null;
    }
  }

  private async told(tx: EntityManager, event: EventRow, contribution: ContributionRow | null): Promise<void> {
    const { group_id: groupId } = event;
    await this.outbox.announce(tx, {
      kind: 'ContributionChanged',
      groupId,
      payload: {},
      topics: [`group:${groupId}`, ...(contribution?.person_id ? [`person:${contribution.person_id}`] : [])],
    });
  }
}

/** Whether a contribution takes money still: as `Arrivals` asks. */
async function takes(tx: EntityManager, contribution: ContributionRow): Promise<boolean> {
  return mayContribution('receive', factsOf(contribution), await today(tx, contribution.group_id));
}
