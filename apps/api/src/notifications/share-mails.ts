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
  unnamed: 'A group on this server',
  note: 'It is in the general fund. It lies between the groups until their treasurer has sent it and you have moved it to the account where it arrived.',
  book: 'To the book',
  put: 'Put it into another fund',
};
const de: typeof en = {
  subject: (from, amount) => `${from} gibt ${amount}`,
  line: (from, amount, purpose) => `${from} hat beschlossen, eurer Gruppe ${amount} zu geben: ${purpose}`,
  unnamed: 'Eine Gruppe auf diesem Server',
  note: 'Es steht im allgemeinen Topf. Es liegt zwischen den Gruppen, bis deren Kasse es überwiesen hat und du es auf das Konto umgebucht hast, auf dem es ankam.',
  book: 'Zum Buch',
  put: 'In einen anderen Topf geben',
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
    const [purpose, currency, minor] = [payload['purpose'], payload['currency'], payload['minor']].map(String) as [
      string,
      string,
      string,
    ];
    const holders = await this.groups.dutyHolders(tx, groupId!, ['treasurer', 'steward']);
    const keepers = await this.groups.dutyHolders(tx, groupId!, ['treasurer']);
    const group = (await row<{ handle: string; has_other: boolean }>(
      tx,
      `SELECT g.handle, EXISTS (SELECT FROM book b JOIN fund f ON f.book_id = b.id JOIN ledger_account a ON a.id = f.account_id
         WHERE b.group_id = g.id AND f.closed_at IS NULL AND f.kind NOT IN ('general', 'shortfall') AND a.currency = $2) AS has_other FROM folk_group g WHERE g.id = $1`,
      [groupId, currency],
    ))!;
    const put = `/g/${group.handle}/book/accounts?share=${String(payload['entryId'])}`;
    await this.post.toSome(tx, holders, { kind: 'fund-shared', key: id, groupId }, ({ locale, personId }) => {
      const words = locale.startsWith('de') ? de : en;
      const from = payload['from'] === null ? words.unnamed : String(payload['from']);
      const amount = formatAmount({ minor: BigInt(minor), currency }, locale);
      const mayPut = group.has_other && keepers.includes(personId);
      return {
        subject: words.subject(from, amount),
        lines: [words.line(from, amount, purpose), words.note],
        button: { label: words.book, path: `/g/${group.handle}/book` },
        ...(mayPut && { more: [{ label: words.put, path: put }] }),
      };
    });
  }
}
