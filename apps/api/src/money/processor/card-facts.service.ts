import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type CardFact, sweepPostings } from '#libs/money';
import { row, rows } from '../../platform/database/sql.ts';
import { newId } from '../../platform/ids.ts';
import type { ContributionRow } from '../contributions/contributions.store.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { negationOf, today } from '../ledger/entries.ts';
import { LedgerService, type NewEntry } from '../ledger/ledger.service.ts';
import type { EventRow } from './card-events.store.ts';

/** Where the money of cards lies until it is paid out. It comes back to nothing (money.md L21). */
export const CARD_ACCOUNT = 'assets:processor:card';
const FEES = 'expense.payment-fees';
/** So many days a payout that a bank line has already named may stand apart from what the processor says. */
const NEAR_DAYS = 7;

type Back = Extract<CardFact, { kind: 'REFUNDED' | 'DISPUTED' }>;

/** Facts of a processor as entries (money.md 1): a fund that is short does not keep them from having happened. The caller holds book and contribution. */
@Injectable()
export class CardFacts {
  constructor(
    private readonly books: BooksStore,
    private readonly ledger: LedgerService,
  ) {}

  account(tx: EntityManager, bookId: string, currency: string): Promise<string> {
    return this.books.account(tx, { bookId, class: 'HOLDING', path: CARD_ACCOUNT, currency });
  }

  /** The day on which it happened, as the book may hold it: today where that has not come yet or is closed. */
  async day(tx: EntityManager, event: EventRow): Promise<string> {
    const now = await today(tx, event.group_id);
    const { on } = event.word;
    const book = await row<{ open: boolean }>(
      tx,
      'SELECT closed_until IS NULL OR $2::date > closed_until AS open FROM book WHERE id = $1',
      [event.book_id, on],
    );
    return on <= now && book!.open ? on : now;
  }

  /** Whether this very thing is in the book, by whichever message. */
  async isBooked(tx: EntityManager, event: EventRow, fact: CardFact): Promise<boolean> {
    const { subject, ours } = event.word;
    const text = {
      FEE: `SELECT 1 FROM ledger_entry WHERE book_id = $1 AND idempotency_key = 'card:fee:' || $2`,
      REFUNDED: `SELECT 1 FROM card_refund k JOIN card_checkout o ON o.id = k.checkout_id JOIN contribution c ON c.id = o.contribution_id WHERE c.book_id = $1 AND (k.remote = $2 OR k.id::text = $3::text)`,
      DISPUTED: 'SELECT 1 FROM card_refund k WHERE $1::uuid IS NOT NULL AND k.remote = $2',
      DISPUTE_WON: 'SELECT 1 FROM card_refund k WHERE $1::uuid IS NOT NULL AND k.remote = $2',
      PAID_OUT: 'SELECT 1 FROM card_payout WHERE book_id = $1 AND remote = $2',
      PAYOUT_FAILED: 'SELECT 1 FROM card_payout WHERE book_id = $1 AND remote = $2',
    }[fact.kind as string];
    if (!text) return false;
    return (
      (await row(tx, text, fact.kind === 'REFUNDED' ? [event.book_id, subject, ours] : [event.book_id, subject])) !==
      null
    );
  }

  /** What the processor keeps of a payment, out of the fund that the payment went to. */
  async fee(
    tx: EntityManager,
    event: EventRow,
    of: { contribution: ContributionRow; minor: bigint },
  ): Promise<string | null> {
    const { contribution, minor } = of;
    if (minor === 0n) return null;
    const { currency, number } = contribution;
    return this.entry(tx, event, {
      kind: 'PROCESSOR_FEE',
      eventId: contribution.event_id,
      refs: { contribution: `C-${number}` },
      text: `C-${number}`,
      key: `card:fee:${event.word.subject}`,
      postings: [
        { accountId: await this.account(tx, event.book_id, currency), currency, amount: -minor },
        { accountId: await this.bearing(tx, contribution, minor), currency, amount: minor, category: FEES },
      ],
    });
  }

  /** What the processor gave or took back. */
  async back(
    tx: EntityManager,
    event: EventRow,
    of: { contribution: ContributionRow; checkoutId: string; fact: Back },
  ): Promise<string> {
    const { contribution, checkoutId, fact } = of;
    const { currency, number, category } = contribution;
    const holdingId = await this.account(tx, event.book_id, currency);
    const entryId = await this.entry(tx, event, {
      kind: 'REFUND',
      eventId: contribution.event_id,
      refs: { contribution: `C-${number}`, refunds: `C-${number}` },
      text: `C-${number}`,
      key: `card:${fact.kind === 'REFUNDED' ? 'refund' : 'dispute'}:${event.word.subject}`,
      postings: [
        { accountId: holdingId, currency, amount: -fact.minor },
        { accountId: await this.bearing(tx, contribution, fact.minor), currency, amount: fact.minor, category },
      ],
    });
    const id = newId();
    const locale = await row<{ locale: string }>(tx, 'SELECT locale FROM contribution WHERE id = $1', [
      contribution.id,
    ]);
    await rows(
      tx,
      `INSERT INTO contribution_refund (id, contribution_id, minor, refunded_on, holding_id, reason, state, needs_second, entry_id)
       SELECT $1, $2, $3, e.effective_on, $4, $5, 'BOOKED', false, e.id FROM ledger_entry e WHERE e.id = $6`,
      [
        id,
        contribution.id,
        fact.minor.toString(),
        holdingId,
        reasons[fact.kind][locale?.locale === 'de' ? 'de' : 'en'],
        entryId,
      ],
    );
    await rows(
      tx,
      'INSERT INTO card_refund (id, refund_id, checkout_id, kind, minor, remote) VALUES ($1, $1, $2, $3, $4, $5)',
      [id, checkoutId, fact.kind === 'REFUNDED' ? 'refund' : 'dispute', fact.minor.toString(), event.word.subject],
    );
    return entryId;
  }

  /** What the processor sent to the bank. Where somebody has booked it from the statement already, it is that entry. */
  async payout(tx: EntityManager, event: EventRow, fact: Extract<CardFact, { kind: 'PAID_OUT' }>): Promise<string> {
    const { currency, minor } = fact;
    const card = await this.account(tx, event.book_id, currency);
    const day = await this.day(tx, event);
    const known = await rows<{ id: string }>(
      tx,
      `SELECT e.id FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id AND p.account_id = $2 AND p.amount = $3
       WHERE e.book_id = $1 AND e.kind = 'SWEEP' AND abs(e.effective_on - $4::date) <= $5 AND NOT EXISTS (SELECT FROM card_payout o WHERE o.entry_id = e.id) AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id)`,
      [event.book_id, card, (-minor).toString(), event.word.on, NEAR_DAYS],
    );
    const bank = await this.books.account(tx, {
      bookId: event.book_id,
      class: 'HOLDING',
      path: 'assets:bank:main',
      currency,
    });
    const entryId =
      known.length === 1
        ? known[0]!.id
        : await this.entry(tx, event, {
            kind: 'SWEEP',
            refs: {},
            text: event.word.subject,
            key: `card:payout:${event.word.subject}`,
            postings:
              minor > 0n
                ? sweepPostings({ fromId: card, toId: bank, currency, minor, fee: 0n, feeFundId: '' })
                : sweepPostings({ fromId: bank, toId: card, currency, minor: -minor, fee: 0n, feeFundId: '' }),
          });
    await rows(
      tx,
      'INSERT INTO card_payout (remote, book_id, currency, minor, arrives_on, entry_id) VALUES ($1, $2, $3, $4, $5::date, $6)',
      [event.word.subject, event.book_id, currency, minor.toString(), day, entryId],
    );
    return entryId;
  }

  /** The exact negation of what was booked and did not hold: a dispute that was won, a payout that came back. */
  async undo(tx: EntityManager, event: EventRow, entryId: string): Promise<string | null> {
    const entry = (await row<{ seq: string; event_id: string | null; gone: boolean }>(
      tx,
      'SELECT e.seq, e.event_id, EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id) AS gone FROM ledger_entry e WHERE e.id = $1',
      [entryId],
    ))!;
    if (entry.gone) return null;
    return this.entry(tx, event, {
      kind: 'REVERSAL',
      eventId: entry.event_id,
      reversesId: entryId,
      refs: { reverses: `E-${entry.seq}` },
      text: event.word.subject,
      key: `card:undone:${event.word.subject}`,
      postings: (await negationOf(tx, entryId)).toReversed(),
    });
  }

  async refundEntry(tx: EntityManager, remote: string): Promise<string> {
    const found = await row<{ id: string }>(
      tx,
      'SELECT r.entry_id AS id FROM card_refund k JOIN contribution_refund r ON r.id = k.refund_id WHERE k.remote = $1',
      [remote],
    );
    return found!.id;
  }

  async payoutEntry(tx: EntityManager, remote: string): Promise<string> {
    return (await row<{ id: string }>(tx, 'SELECT entry_id AS id FROM card_payout WHERE remote = $1', [remote]))!.id;
  }

  /** The fund that money is for, or the shortfall where that is short. */
  private async bearing(tx: EntityManager, contribution: ContributionRow, minor: bigint): Promise<string> {
    const accountId = (await this.books.fundAccount(tx, contribution.fund_id))!;
    if ((await this.books.available(tx, accountId)) >= minor) return accountId;
    return this.books.shortfall(tx, contribution.book_id, contribution.currency);
  }

  private async entry(
    tx: EntityManager,
    event: EventRow,
    of: Pick<NewEntry, 'kind' | 'refs' | 'text' | 'key' | 'postings'> &
      Partial<Pick<NewEntry, 'eventId' | 'reversesId'>>,
  ): Promise<string> {
    return this.ledger.post(tx, {
      bookId: event.book_id,
      groupId: event.group_id,
      effectiveOn: await this.day(tx, event),
      authority: { kind: 'SYSTEM', id: null },
      actorId: (await this.books.personIn(tx, event.book_id, null)).ref,
      ...of,
    });
  }
}

/** Why it went back, in the language of whose gift it was. */
const reasons = {
  REFUNDED: { en: 'Given back by card', de: 'Auf die Karte zurückgegeben' },
  DISPUTED: { en: 'Taken back by the bank of the card', de: 'Von der Bank der Karte zurückgeholt' },
} as const;
