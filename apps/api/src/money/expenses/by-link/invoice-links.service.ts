import { Injectable } from '@nestjs/common';
import { Links } from '../../../identity/index.ts';
import { Database } from '../../../platform/database/database.ts';
import { row } from '../../../platform/database/sql.ts';
import { hasCome, isDay } from '../../../platform/days.ts';
import { BadInput, Conflict, Refusal } from '../../../platform/graphql/errors.ts';
import { longText, requiredName } from '../../../platform/names.ts';
import { Policy } from '../../../platform/policy/policy.service.ts';
import { typedAmount } from '../../typed-amount.ts';
import { checkedPayout } from '../../payouts/payout-fields.ts';
import { InvoiceKeeping } from './invoice-keeping.service.ts';
import {
  accountTyped,
  askerOf,
  type InvoiceFault,
  type InvoiceForm,
  type InvoicePage,
  type SentInvoice,
} from './invoice-sent.ts';

const pageSql = `SELECT x.id AS "expenseId", x.book_id AS "bookId", x.group_id AS "groupId", g.name AS "groupName", g.currency, i.asked_by AS "askerId", p.name AS "askerName", i.name, x.title, x.state, i.sent,
    coalesce((SELECT json_agg(c.name ORDER BY c.created_at, c.id) FROM file c WHERE c.parent_kind = 'expense' AND c.parent_id = x.id), '[]') AS files, (clock_now() AT TIME ZONE g.zone)::date::text AS today,
    x.paid::text AS paid, x.total::text AS total, x.currency AS "bookedIn"
  FROM invoice_request i JOIN expense x ON x.id = i.expense_id JOIN folk_group g ON g.id = x.group_id JOIN person p ON p.id = i.asked_by WHERE i.expense_id = $1`;

/** The bill of somebody without an account, behind the link that they were given: typed and changed until it is handed in, then followed. */
@Injectable()
export class InvoiceLinks {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly links: Links,
    private readonly keeping: InvoiceKeeping,
  ) {}

  /** What the link shows; null for one that is not good, and where who asked for it may hand nothing in any more. */
  async page(token: string): Promise<InvoicePage | null> {
    const link = await this.links.find(this.database.reads, token, 'invoice');
    const page = link?.objectId ? await row<InvoicePage>(this.database.reads, pageSql, [link.objectId]) : null;
    if (page?.state !== 'DRAFT') return page;
    const { groupId } = page;
    return (await this.policy.may(this.database.reads, askerOf(page), 'expense.submit', { groupId })) ? page : null;
  }

  /** Takes what was typed and the file that came with it, which stays whatever else is wrong. Returns why not, in the reader’s words. */
  async send(
    token: string,
    locale: string,
    of: { form: InvoiceForm; file: { name: string; bytes: Uint8Array } | null },
  ): Promise<InvoiceFault | null> {
    const page = await this.page(token);
    if (!page) return null;
    try {
      if (page.state !== 'DRAFT') throw new Conflict('This bill was handed in already.');
      if (of.file) await this.keeping.file(page, of.file);
      const sent = checked(of.form, page, { locale, files: page.files.length + (of.file ? 1 : 0) });
      await this.keeping.keep(page, sent, of.form);
      return null;
    } catch (error) {
      if (error instanceof Refusal) return { text: error.words.in(locale), field: error.extensions['field'] };
      throw error;
    }
  }
}

/** Checks what was typed. Throws BAD_USER_INPUT naming the field. */
function checked(form: InvoiceForm, page: InvoicePage, by: { locale: string; files: number }): SentInvoice {
  const amount = typedAmount({ amount: form['amount'] ?? '', currency: form['currency'] ?? '' }, by.locale);
  const spentOn = form['spentOn'] ?? '';
  if (!isDay(spentOn)) throw new BadInput('spentOn', 'The day is missing.');
  hasCome('spentOn', spentOn, page.today);
  if (accountTyped(form)) checkedPayout({ way: 'IBAN', iban: form['iban'] ?? '', name: form['holder'] || page.name });
  const what = requiredName('what', form['what'] ?? '', { what: 'What it was', max: 200 });
  const note = longText('note', form['note'] ?? '', { what: 'The note', max: 1000 });
  if (by.files === 0) throw new BadInput('file', 'The bill itself is missing: add a photo or a PDF.');
  return { what, minor: amount.minor.toString(), currency: amount.currency, spentOn, note, hasAccount: false };
}
