import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupedIban } from '#libs/money';
import { pagePath } from '../events/index.ts';
import type { ContributionKind } from '../money/index.ts';
import { row } from '../platform/database/sql.ts';
import type { HappeningHandlers, StoredHappening } from '../platform/outbox/outbox.ts';
import { giftMailWords, type GiftMailWords } from './gift-words.ts';
import { type Letter, Post, type Recipient } from './post.service.ts';
import { amountIn, dayIn } from './said.ts';

/** A contribution as mails speak of it. */
interface Told {
  number: number;
  kind: ContributionKind;
  purpose: string;
  event_title: string | null;
  event: { id: string; visibility: string; link_key: string | null } | null;
  fund_name: string;
  currency: string;
  due: string;
  due_on: string | null;
  person_id: string | null;
  email: string | null;
  locale: string;
  closed: string | null;
  group_id: string;
  handle: string;
  bank_name: string | null;
  iban: string | null;
}

/** Mails about gifts and dues: the receipt when money has come, what is due, and the treasurer's reminder. */
@Injectable()
export class GiftMails {
  constructor(private readonly post: Post) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('ContributionRecorded', (tx, happening) => this.receipt(tx, happening, happening.payload['entryId']));
    handlers.on('ReceiptAskedAgain', (tx, happening) => this.receipt(tx, happening, happening.id));
    handlers.on('ContributionDue', (tx, happening) => this.due(tx, happening, 'dueLine'));
    handlers.on('ContributionReminder', (tx, happening) => this.due(tx, happening, 'reminderLine'));
  }

  private async receipt(tx: EntityManager, { payload }: StoredHappening, key: unknown): Promise<void> {
    const told = await this.told(tx, String(payload['contributionId']));
    const receipt = await row<{ n: number; minor: string; day: string }>(
      tx,
      'SELECT n, minor::text AS minor, received_on::text AS day FROM contribution_receipt WHERE entry_id = $1',
      [payload['entryId']],
    );
    if (!told || !receipt) return;
    await this.write(tx, told, { kind: 'gift-receipt', key: String(key) }, (words, locale, group) => {
      const amount = amountIn(receipt.minor, told.currency, locale);
      const number = receipt.n === 1 ? `C-${told.number}` : `C-${told.number}/${receipt.n}`;
      const purpose = purposeOf(told, words);
      return {
        subject: words.receiptSubject(amount, group),
        lines: [
          words.receiptThanks(group),
          words.receiptLine({ number, amount, day: dayIn(receipt.day, locale), purpose }),
        ],
      };
    });
  }

  private async due(
    tx: EntityManager,
    { id, payload }: StoredHappening,
    line: 'dueLine' | 'reminderLine',
  ): Promise<void> {
    const told = await this.told(tx, String(payload['contributionId']));
    if (!told || told.closed !== null || BigInt(told.due) <= 0n) return;
    await this.write(tx, told, { kind: 'gift-due', key: id }, (words, locale, group) => {
      const amount = amountIn(told.due, told.currency, locale);
      const purpose = purposeOf(told, words);
      const reference = `C-${told.number}`;
      return {
        subject: words.dueSubject(amount, group),
        lines: [
          told.due_on === null
            ? words.reminderPlain({ amount, purpose })
            : words[told.event && line === 'dueLine' ? 'ticketLine' : line]({
                amount,
                purpose,
                day: dayIn(told.due_on, locale),
              }),
          told.iban === null
            ? words.howElse(reference)
            : words.howTransfer({ name: told.bank_name!, iban: groupedIban(told.iban), reference }),
        ],
      };
    });
  }

  private told(tx: EntityManager, id: string): Promise<Told | null> {
    return row<Told>(
      tx,
      `SELECT c.number, c.kind, c.purpose, v.title AS event_title, CASE WHEN v.id IS NOT NULL THEN json_build_object('id', v.id, 'visibility', v.visibility, 'link_key', v.link_key) END AS event, f.name AS fund_name, c.currency, (c.pledged - c.received)::text AS due, c.due_on::text AS due_on,
         c.person_id, c.email, c.locale, c.closed, b.group_id, g.handle, k.name AS bank_name, k.iban
       FROM contribution c JOIN book b ON b.id = c.book_id JOIN folk_group g ON g.id = b.group_id JOIN fund f ON f.id = c.fund_id LEFT JOIN event v ON v.id = c.event_id LEFT JOIN book_bank k ON k.book_id = b.id
       WHERE c.id = $1`,
      [id],
    );
  }

  /** A letter to whoever gave, where they can be reached at all. */
  private async write(
    tx: EntityManager,
    told: Told,
    of: { kind: string; key: string },
    letter: (words: GiftMailWords, locale: string, group: string) => { subject: string; lines: string[] },
  ): Promise<void> {
    const to = await this.recipient(tx, told);
    if (!to) return;
    const words = giftMailWords(to.locale);
    const group = await this.post.groupName(tx, told.group_id);
    // Who comes to an event need not be able to read the group.
    const button = told.event
      ? { button: { label: words.event, path: pagePath(told.event) } }
      : to.personId
        ? { button: { label: words.look, path: `/g/${told.handle}/gifts` } }
        : {};
    const whole: Letter = { ...letter(words, to.locale, group), ...button };
    await this.post.send(tx, to, { ...of, group, letter: whole });
  }

  private async recipient(
    tx: EntityManager,
    { person_id: personId, email, locale }: Told,
  ): Promise<Recipient | { personId: null; email: string; locale: string } | null> {
    if (personId) return (await this.post.recipients(tx, [personId]))[0] ?? null;
    return email ? { personId: null, email, locale } : null;
  }
}

function purposeOf({ kind, purpose, event_title: event, fund_name: fund }: Told, words: GiftMailWords): string {
  const what = event ?? (purpose || (kind === 'grant' ? fund : ''));
  return what ? `${words.kind[kind]}: ${what}` : words.kind[kind];
}
