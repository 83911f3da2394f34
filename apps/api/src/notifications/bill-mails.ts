import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatAmount } from '#libs/money';
import { type PaymentRow, type Seat, Settlements, SplitPeople, type SplitRow, SplitsStore } from '../money/index.ts';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { billMailWords, type BillMailWords } from './bill-words.ts';
import { type Letter, Post, type Recipient } from './post.service.ts';
import { formatLocale } from '../platform/format-locale.ts';

interface Told {
  readonly payment: PaymentRow;
  readonly split: SplitRow;
  readonly from: Seat;
  readonly to: Seat;
}

/** What is written about a payment: to whom, and what of the words. */
interface About {
  readonly kind: string;
  readonly to: 'from' | 'to';
  readonly subject: 'saidSubject' | 'remindSubject' | 'arrivedSubject' | 'missingSubject';
  readonly line: 'saidLine' | 'remindLine' | 'arrivedLine' | 'missingLine';
  readonly button: 'confirm' | 'look';
}

const about = {
  said: { kind: 'payment-said', to: 'to', subject: 'saidSubject', line: 'saidLine', button: 'confirm' },
  remind: { kind: 'payment-reminder', to: 'to', subject: 'remindSubject', line: 'remindLine', button: 'confirm' },
  arrived: { kind: 'payment-arrived', to: 'from', subject: 'arrivedSubject', line: 'arrivedLine', button: 'look' },
  missing: { kind: 'payment-missing', to: 'from', subject: 'missingSubject', line: 'missingLine', button: 'look' },
} as const satisfies Record<string, About>;

/** Mails about shared costs: to members at their page, to everybody else with the link that is theirs. */
@Injectable()
export class BillMails {
  constructor(
    private readonly post: Post,
    private readonly store: SplitsStore,
    private readonly people: SplitPeople,
    private readonly settlements: Settlements,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('SplitPeopleAdded', (tx, happening) => this.added(tx, happening));
    handlers.on('PaymentSaid', (tx, happening) => this.paid(tx, happening, about.said));
    handlers.on('PaymentArrived', (tx, happening) => this.paid(tx, happening, about.arrived));
    handlers.on('PaymentMissing', (tx, happening) => this.paid(tx, happening, about.missing));
    handlers.on('PaymentUnconfirmed', (tx, happening) => this.unconfirmed(tx, happening));
    handlers.on('BillDisputed', (tx, happening) => this.disputed(tx, happening));
  }

  private async added(tx: EntityManager, { id, payload }: StoredHappening): Promise<void> {
    const split = await this.store.find(tx, String(payload['splitId']));
    const by = await this.store.seatById(tx, String(payload['byId']));
    if (!split || !by) return;
    const group = await this.post.groupName(tx, split.group_id);
    for (const seatId of payload['seats'] as string[]) {
      const seat = await this.store.seatById(tx, seatId);
      if (!seat || seat.id === by.id) continue;
      await this.write(tx, { split, seat, kind: 'split-added', key: `${id}:${seat.id}` }, (words) => ({
        subject: words.addedSubject(split.title),
        lines: [words.addedLine(by.name, split.title, group), words.addedNote],
        label: words.look,
      }));
    }
  }

  private async unconfirmed(tx: EntityManager, happening: StoredHappening): Promise<void> {
    if (await this.settlements.reminded(tx, String(happening.payload['paymentId'])))
      await this.paid(tx, happening, about.remind);
  }

  private async paid(tx: EntityManager, { id, payload }: StoredHappening, of: About): Promise<void> {
    const told = await this.told(tx, String(payload['paymentId']));
    if (!told) return;
    const { split, payment, from, to } = told;
    const [seat, other] = of.to === 'to' ? [to, from] : [from, to];
    await this.write(tx, { split, seat, kind: of.kind, key: id }, (words, locale) => {
      const amount = formatAmount({ minor: BigInt(payment.minor), currency: payment.currency }, formatLocale(locale));
      return {
        subject: words[of.subject](other.name, amount),
        lines: [words[of.line](other.name, amount, split.title)],
        label: words[of.button],
      };
    });
  }

  private async disputed(tx: EntityManager, { id, payload }: StoredHappening): Promise<void> {
    const found = await row<{ what: string; author_id: string | null; split_id: string; words: string }>(
      tx,
      'SELECT b.what, b.author_id, b.split_id, d.words FROM bill b JOIN bill_dispute d ON d.bill_id = b.id WHERE b.id = $1 AND d.person_id = $2',
      [payload['billId'], payload['seatId']],
    );
    const split = found && (await this.store.find(tx, found.split_id));
    const by = await this.store.seatById(tx, String(payload['seatId']));
    const author = found?.author_id ? await this.store.seatById(tx, found.author_id) : null;
    if (!split || !by || !author || author.id === by.id) return;
    await this.write(tx, { split, seat: author, kind: 'bill-disputed', key: id }, (words) => ({
      subject: words.disputedSubject(found.what),
      lines: [words.disputedLine(by.name, found.what, found.words), words.disputedNote],
      label: words.look,
    }));
  }

  private async told(tx: EntityManager, paymentId: string): Promise<Told | null> {
    const payment = await row<PaymentRow>(tx, 'SELECT * FROM settlement_payment WHERE id = $1', [paymentId]);
    const split = payment && (await this.store.find(tx, payment.split_id));
    const from = payment && (await this.store.seatById(tx, payment.from_id));
    const to = payment && (await this.store.seatById(tx, payment.to_id));
    return payment && split && from && to ? { payment, split, from, to } : null;
  }

  /** A letter to somebody in a split, where they can be reached at all. */
  private async write(
    tx: EntityManager,
    of: { split: SplitRow; seat: Seat; kind: string; key: string },
    letter: (words: BillMailWords, locale: string) => { subject: string; lines: string[]; label: string },
  ): Promise<void> {
    const { split, seat, kind, key } = of;
    const to = await this.recipient(tx, seat);
    if (!to) return;
    const { label, ...text } = letter(billMailWords(to.locale), to.locale);
    const whole: Letter = { ...text, button: { label, path: await this.path(tx, split, seat) } };
    await this.post.send(tx, to, { kind, key, group: await this.post.groupName(tx, split.group_id), letter: whole });
  }

  private async recipient(
    tx: EntityManager,
    seat: Seat,
  ): Promise<Recipient | { personId: null; email: string; locale: string } | null> {
    if (seat.person_id) return (await this.post.recipients(tx, [seat.person_id]))[0] ?? null;
    return seat.email ? { personId: null, email: seat.email, locale: seat.locale } : null;
  }

  private async path(tx: EntityManager, split: SplitRow, seat: Seat): Promise<string> {
    const known = seat.person_id
      ? await row<{ yes: boolean }>(tx, 'SELECT is_member($1, $2) AS yes', [split.group_id, seat.person_id])
      : null;
    return known?.yes ? `/bills/${split.id}` : `/l/bills/${await this.people.link(tx, seat)}`;
  }
}
