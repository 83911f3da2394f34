import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatAmount } from '#libs/money';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { invoiceMailWords } from './invoice-mail-words.ts';
import { Post } from './post.service.ts';

interface Asked {
  id: string;
  name: string;
  title: string;
  asker_id: string;
  asker: string;
  group: string;
  handle: string;
  locale: string;
  sent: { minor: string; currency: string } | null;
}

/** Mails about bills by link: to who is asked, in the language of the group, and to who asked when one has come. */
@Injectable()
export class InvoiceMails {
  constructor(private readonly post: Post) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('InvoiceAsked', (tx, happening) => this.asked(tx, happening));
    handlers.on('InvoiceSent', (tx, happening) => this.sent(tx, happening));
  }

  private async asked(tx: EntityManager, { id, payload }: StoredHappening): Promise<void> {
    const asked = await this.request(tx, payload['expenseId']);
    if (!asked) return;
    const words = invoiceMailWords(asked.locale);
    const letter = {
      subject: words.askedSubject(asked.group),
      lines: [words.askedLine(asked.asker, asked.group, asked.title), words.askedNote],
      button: { label: words.askedButton, path: `/l/invoice/${String(payload['token'])}` },
    };
    const to = { personId: null, email: String(payload['email']), locale: asked.locale };
    await this.post.send(tx, to, { kind: 'invoice-asked', key: id, group: asked.group, letter });
  }

  private async sent(tx: EntityManager, { id, groupId, payload }: StoredHappening): Promise<void> {
    const asked = await this.request(tx, payload['expenseId']);
    const sent = asked?.sent;
    if (!asked || !sent) return;
    await this.post.toSome(tx, [asked.asker_id], { kind: 'invoice-sent', key: id, groupId }, ({ locale }) => {
      const words = invoiceMailWords(locale);
      const amount = formatAmount({ minor: BigInt(sent.minor), currency: sent.currency }, locale);
      return {
        subject: words.sentSubject(asked.name, amount),
        lines: [words.sentLine(asked.name, amount, asked.title), words.sentNote],
        button: { label: words.sentButton, path: `/g/${asked.handle}/expenses/new?draft=${asked.id}` },
      };
    });
  }

  private request(tx: EntityManager, expenseId: unknown): Promise<Asked | null> {
    return row<Asked>(
      tx,
      `SELECT x.id, i.name, x.title, i.asked_by AS asker_id, p.name AS asker, g.name AS group, g.handle, g.locale, i.sent
       FROM invoice_request i JOIN expense x ON x.id = i.expense_id AND x.state = 'DRAFT' JOIN person p ON p.id = i.asked_by JOIN folk_group g ON g.id = x.group_id WHERE i.expense_id = $1`,
      [expenseId],
    );
  }
}
