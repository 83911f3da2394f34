import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { decimalText } from '#libs/money';
import { Database } from '../../../platform/database/database.ts';
import { rows } from '../../../platform/database/sql.ts';
import { Files } from '../../../platform/files/files.service.ts';
import { BadInput, Conflict } from '../../../platform/graphql/errors.ts';
import { Outbox } from '../../../platform/outbox/outbox.ts';
import { say } from '../../../platform/words/words.ts';
import { BooksStore } from '../../ledger/books.store.ts';
import { PayoutDetails } from '../../payouts/payout-details.service.ts';
import { SubmitSides } from '../submit-sides.service.ts';
import { accountTyped, askerOf, type InvoiceForm, type InvoicePage, type SentInvoice } from './invoice-sent.ts';

const MOST_FILES = 10;

/** What came by the link of a bill, kept in the draft of whoever asked for it. */
@Injectable()
export class InvoiceKeeping {
  constructor(
    private readonly database: Database,
    private readonly books: BooksStore,
    private readonly files: Files,
    private readonly sides: SubmitSides,
    private readonly payouts: PayoutDetails,
    private readonly outbox: Outbox,
  ) {}

  /** Hangs a file on the draft, which stays there whatever else is wrong. */
  async file(page: InvoicePage, file: { name: string; bytes: Uint8Array }): Promise<void> {
    if (page.files.length >= MOST_FILES) throw new BadInput('file', say`A bill takes ${MOST_FILES} files at most.`);
    const asker = askerOf(page);
    const { id } = await this.files.upload(asker, page.groupId, file);
    const parent = { kind: 'expense', id: page.expenseId, groupId: page.groupId };
    await this.database.transaction((tx) => this.files.attach(tx, asker, [id], parent));
  }

  /** Fills the draft with what was typed and tells who asked. The account is sealed beside it. */
  keep(page: InvoicePage, sent: SentInvoice, form: InvoiceForm): Promise<void> {
    return this.database.transaction((tx) => this.write(tx, { page, sent, form }));
  }

  private async write(
    tx: EntityManager,
    { page, sent, form }: { page: InvoicePage; sent: SentInvoice; form: InvoiceForm },
  ): Promise<void> {
    await this.books.lock(tx, page.bookId);
    const fields = {
      title: sent.what,
      amount: decimalText({ minor: BigInt(sent.minor), currency: sent.currency }),
      currency: sent.currency,
      spentOn: sent.spentOn,
      to: 'vendor',
      vendor: page.name,
    };
    const [changed] = await rows(
      tx,
      `UPDATE expense SET draft = coalesce(draft, '{}') || $2::jsonb, title = $3 WHERE id = $1 AND state = 'DRAFT' RETURNING id`,
      [page.expenseId, JSON.stringify(fields), sent.what],
    );
    if (!changed) throw new Conflict('This bill was handed in already.');
    if (accountTyped(form)) await this.keepAccount(tx, page, form);
    const hasAccount = accountTyped(form) || (page.sent?.hasAccount ?? false);
    await rows(tx, 'UPDATE invoice_request SET sent = $2, sent_at = clock_now() WHERE expense_id = $1', [
      page.expenseId,
      JSON.stringify({ ...sent, hasAccount }),
    ]);
    await this.outbox.announce(tx, {
      kind: 'InvoiceSent',
      groupId: page.groupId,
      payload: { expenseId: page.expenseId },
      topics: [`person:${page.askerId}`],
    });
  }

  private async keepAccount(tx: EntityManager, page: InvoicePage, form: InvoiceForm): Promise<void> {
    const asker = askerOf(page);
    const payee = await this.sides.vendor(tx, page.bookId, page.name);
    const typed = { way: 'IBAN', iban: form['iban'] ?? '', name: form['holder'] || page.name } as const;
    await this.payouts.forSubmission(tx, asker, payee, typed);
  }
}
