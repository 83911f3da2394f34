import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row } from '../../platform/database/sql.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { LedgerService, type NewPosting } from '../ledger/ledger.service.ts';
import type { CheckedBill } from './bill-fields.ts';
import type { Seat, SplitRow } from './splits.store.ts';
import { negationOf } from '../ledger/entries.ts';

/**
 * Bills in the book: entries that touch the accounts of one split alone, the group's money never. What somebody laid out is a credit of theirs,
 * their part a debit, so that credits over debits are owed to them. Texts hold a number and no words: those stand with the bill.
 */
@Injectable()
export class BillBookings {
  constructor(
    private readonly books: BooksStore,
    private readonly ledger: LedgerService,
  ) {}

  /** Books a bill and returns the entry. */
  async bill(
    tx: EntityManager,
    of: {
      split: SplitRow;
      seats: ReadonlyMap<string, Seat>;
      bill: CheckedBill;
      id: string;
      number: number;
      actorRef: string;
    },
  ): Promise<string> {
    const { split, seats, bill, number } = of;
    const postings: NewPosting[] = [];
    const put = async (seatId: string, amount: bigint): Promise<void> => {
      if (amount === 0n) return;
      const accountId = await this.account(tx, split, { seat: seats.get(seatId)!, seats, currency: bill.currency });
      postings.push({ accountId, currency: bill.currency, amount });
    };
    for (const [seatId, minor] of bill.payers) await put(seatId, -minor);
    for (const [seatId, minor] of bill.shares) await put(seatId, minor);
    return this.post(tx, split, {
      kind: 'BILL',
      actorRef: of.actorRef,
      refs: { bill: `B-${number}` },
      text: `B-${number}`,
      key: `bill:${of.id}`,
      postings,
    });
  }

  /** Takes a bill's entry back by its exact negation. */
  async undo(
    tx: EntityManager,
    of: { split: SplitRow; bill: { id: string; number: number; entry_id: string }; actorRef: string },
  ): Promise<string> {
    const { split, bill } = of;
    return this.post(tx, split, {
      kind: 'REVERSAL',
      actorRef: of.actorRef,
      reversesId: bill.entry_id,
      refs: { bill: `B-${bill.number}` },
      text: `B-${bill.number}`,
      key: `bill:${bill.id}:undone`,
      postings: (await negationOf(tx, bill.entry_id)).toReversed(),
    });
  }

  /** Books what somebody paid and the receiver has got. */
  async settled(
    tx: EntityManager,
    of: {
      split: SplitRow;
      from: Seat;
      to: Seat;
      payment: { id: string; currency: string; minor: string };
    },
  ): Promise<string> {
    const { split, from, to, payment } = of;
    const { currency } = payment;
    const minor = BigInt(payment.minor);
    const seats = new Map([from, to].map((seat) => [seat.id, seat]));
    const account = (seat: Seat): Promise<string> => this.account(tx, split, { seat, seats, currency });
    return this.post(tx, split, {
      kind: 'BILL_SETTLED',
      actorRef: to.ref,
      refs: {},
      text: 'Settled',
      key: `settled:${payment.id}`,
      postings: [
        { accountId: await account(from), currency, amount: -minor },
        { accountId: await account(to), currency, amount: minor },
      ],
    });
  }

  private async account(
    tx: EntityManager,
    split: SplitRow,
    of: { seat: Seat; seats: ReadonlyMap<string, Seat>; currency: string },
  ): Promise<string> {
    const who = of.seat.carried_by ? of.seats.get(of.seat.carried_by)! : of.seat;
    return this.books.account(tx, {
      bookId: split.book_id,
      class: 'SPLIT',
      path: `assets:split:${split.handle}:${who.handle}`,
      currency: of.currency,
      ownerId: who.ref,
      splitId: split.id,
    });
  }

  private async post(
    tx: EntityManager,
    split: SplitRow,
    of: {
      kind: string;
      actorRef: string;
      refs: Record<string, string>;
      text: string;
      key: string;
      postings: readonly NewPosting[];
      reversesId?: string;
    },
  ): Promise<string> {
    const now = (await row<{ day: string; rule: string }>(
      tx,
      `SELECT (clock_now() AT TIME ZONE g.zone)::date AS day, (SELECT v.id FROM rulebook_version v WHERE v.group_id = g.id ORDER BY v.n DESC LIMIT 1) AS rule FROM folk_group g WHERE g.id = $1`,
      [split.group_id],
    ))!;
    return this.ledger.post(tx, {
      bookId: split.book_id,
      groupId: split.group_id,
      kind: of.kind,
      effectiveOn: now.day,
      authority: { kind: 'RULE', id: now.rule },
      actorId: of.actorRef,
      eventId: split.event_id,
      reversesId: of.reversesId ?? null,
      refs: { ...of.refs, split: split.id },
      text: of.text,
      key: of.key,
      postings: of.postings,
    });
  }
}
