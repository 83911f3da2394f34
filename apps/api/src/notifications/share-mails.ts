import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatAmount } from '#libs/money';
import { GroupsStore } from '../groups/index.ts';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { Post } from './post.service.ts';

/** The words of mails about money that another group gives. A language is complete or does not compile. */
const en = {
  subject: (from: string, amount: string) => `${from} gives ${amount}`,
  line: (from: string, amount: string, purpose: string) =>
    `${from} has decided to give your group ${amount}: ${purpose}`,
  note: 'It is in the general fund. It lies between the groups until their treasurer has sent it and you have moved it to the account where it arrived.',
  book: 'To the book',
};
const de: typeof en = {
  subject: (from, amount) => `${from} gibt ${amount}`,
  line: (from, amount, purpose) => `${from} hat beschlossen, eurer Gruppe ${amount} zu geben: ${purpose}`,
  note: 'Es steht im allgemeinen Topf. Es liegt zwischen den Gruppen, bis deren Kasse es überwiesen hat und du es auf das Konto umgebucht hast, auf dem es ankam.',
  book: 'Zum Buch',
};

/** Tells who keeps the book that another group gives it money. */
@Injectable()
export class ShareMails {
  constructor(
    private readonly post: Post,
    private readonly groups: GroupsStore,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('FundShared', (tx, happening) => this.shared(tx, happening));
  }

  private async shared(tx: EntityManager, { id, groupId, payload }: StoredHappening): Promise<void> {
    const [from, purpose, currency] = [payload['from'], payload['purpose'], payload['currency']].map(String) as [
      string,
      string,
      string,
    ];
    const holders = await this.groups.dutyHolders(tx, groupId!, ['treasurer', 'steward']);
    const group = await row<{ handle: string }>(tx, 'SELECT handle FROM folk_group WHERE id = $1', [groupId]);
    await this.post.toSome(tx, holders, { kind: 'fund-shared', key: id, groupId }, ({ locale }) => {
      const words = locale.startsWith('de') ? de : en;
      const amount = formatAmount({ minor: BigInt(String(payload['minor'])), currency }, locale);
      return {
        subject: words.subject(from, amount),
        lines: [words.line(from, amount, purpose), words.note],
        button: { label: words.book, path: `/g/${group!.handle}/book` },
      };
    });
  }
}
