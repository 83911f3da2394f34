import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatAmount } from '#libs/money';
import { GroupsStore } from '../groups/index.ts';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { handEntryWords } from './hand-entry-words.ts';
import { Post } from './post.service.ts';

interface RequestLetter {
  number: number;
  kind: string;
  text: string;
  minor: string;
  currency: string;
  state: string;
  reason: string | null;
  asked_by: string;
  asker: string;
  decider: string | null;
  handle: string;
}

/** Mails about entries by hand that wait for a second person: to those who may say yes, and to who asked. */
@Injectable()
export class HandEntryMails {
  constructor(
    private readonly post: Post,
    private readonly groups: GroupsStore,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('EntryAsked', (tx, happening) => this.asked(tx, happening));
    handlers.on('EntryRequestDecided', (tx, happening) => this.decided(tx, happening));
  }

  private async asked(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const request = await this.request(tx, happening);
    if (request?.state !== 'WAITS') return;
    const { id, groupId } = happening;
    const holders = await this.groups.dutyHolders(tx, groupId!, ['treasurer', 'steward']);
    const others = holders.filter((one) => one !== request.asked_by);
    await this.post.toSome(tx, others, { kind: 'entry-asked', key: id, groupId }, ({ locale }) => {
      const words = handEntryWords(locale);
      return {
        subject: words.askedSubject(amountOf(request, locale)),
        lines: [words.askedLine(request.asker, amountOf(request, locale), request.text), words.askedNote],
        button: { label: words.look, path: `/g/${request.handle}/book/accounts` },
      };
    });
  }

  private async decided(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const request = await this.request(tx, happening);
    if (!request?.decider) return;
    const { id, groupId } = happening;
    const to = [request.asked_by];
    const step = request.state === 'BOOKED' ? 'booked' : 'declined';
    await this.post.toSome(tx, to, { kind: `entry-${step}`, key: id, groupId }, ({ locale }) => {
      const words = handEntryWords(locale);
      const amount = amountOf(request, locale);
      return {
        subject: words.decidedSubject[step](amount),
        lines: [words.decidedLine[step](request.decider!, amount, request.reason ?? '')],
        button: { label: words.book, path: `/g/${request.handle}/book` },
      };
    });
  }

  private request(tx: EntityManager, { payload }: StoredHappening): Promise<RequestLetter | null> {
    return row<RequestLetter>(
      tx,
      `SELECT r.number, r.kind, r.text, r.minor::text AS minor, r.currency, r.state, r.reason, r.asked_by, a.name AS asker, d.name AS decider, g.handle
       FROM entry_request r JOIN person a ON a.id = r.asked_by LEFT JOIN person d ON d.id = r.decided_by JOIN book b ON b.id = r.book_id JOIN folk_group g ON g.id = b.group_id WHERE r.id = $1`,
      [payload['requestId']],
    );
  }
}

function amountOf({ minor, currency }: RequestLetter, locale: string): string {
  return formatAmount({ minor: BigInt(minor), currency }, locale);
}
