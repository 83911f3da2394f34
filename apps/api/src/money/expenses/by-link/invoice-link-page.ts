import { decimalText, formatAmount } from '#libs/money';
import type { LinkField, LinkPage } from '../../../platform/http/link-page.ts';
import { type InvoiceLinkWords, invoiceLinkWords } from './invoice-link-words.ts';
import type { InvoiceFault, InvoiceForm, InvoicePage } from './invoice-sent.ts';
import { formatLocale } from '../../../platform/format-locale.ts';

/** The page of somebody who was asked for their bill: what to type, or where it stands. */
export function invoiceLinkPage(
  page: InvoicePage,
  of: { locale: string; fault: InvoiceFault | null; typed: InvoiceForm },
): LinkPage {
  const words = invoiceLinkWords(of.locale);
  const title = words.to(page.groupName);
  const fault = of.fault ? { fault: of.fault.text } : {};
  if (page.state !== 'DRAFT')
    return { locale: of.locale, title, lines: [page.title, stands(page, words, of.locale)], ...fault };
  const { sent } = page;
  const cameLines = sent
    ? [words.came(money(page, of.locale)), words.canChange(page.askerName)]
    : [words.asks(page.askerName, page.title), words.next(page.askerName)];
  return {
    locale: of.locale,
    title,
    lines: [...cameLines, ...(page.files.length > 0 ? [words.files(page.files.join(', '))] : [])],
    ...fault,
    form: {
      label: sent ? words.sendAgain : words.send,
      fields: fieldsOf(page, words, of.typed).map((field) => ({ ...field, isWrong: field.name === of.fault?.field })),
    },
  };
}

function fieldsOf(page: InvoicePage, words: InvoiceLinkWords, typed: InvoiceForm): LinkField[] {
  const { sent, title, today, currency } = page;
  const amount = sent ? decimalText({ minor: BigInt(sent.minor), currency: sent.currency }) : '';
  const field = (name: string, begin: string): { name: string; value: string } => ({
    name,
    value: typed[name] ?? begin,
  });
  return [
    { ...field('what', sent?.what ?? title), label: words.whatFor },
    { ...field('amount', amount), label: words.amount, type: 'amount' },
    { ...field('currency', sent?.currency ?? currency), label: words.currency },
    { ...field('spentOn', sent?.spentOn ?? today), label: words.day, type: 'day' },
    {
      name: 'file',
      label: page.files.length > 0 ? words.anotherFile : words.file,
      type: 'file',
      hint: words.fileHint,
      optional: page.files.length > 0,
    },
    {
      ...field('iban', ''),
      label: words.iban,
      optional: true,
      hint: sent?.hasAccount ? words.hasAccount : words.ibanHint,
    },
    { ...field('holder', ''), label: words.holder, optional: true },
    { ...field('note', sent?.note ?? ''), label: words.note, type: 'long', optional: true },
  ];
}

function stands(
  { state, askerName, paid, total, bookedIn }: InvoicePage,
  words: InvoiceLinkWords,
  locale: string,
): string {
  const amount = (minor: string): string =>
    formatAmount({ minor: BigInt(minor), currency: bookedIn }, formatLocale(locale));
  switch (state) {
    case 'PARTLY_PAID':
      return words.partlyPaid(amount(paid), amount(total));
    case 'SUBMITTED':
    case 'RETURNED':
    case 'APPROVED':
    case 'PAID':
    case 'REJECTED':
    case 'WITHDRAWN':
      return words.states[state](askerName);
    default:
      return '';
  }
}

function money({ sent }: InvoicePage, locale: string): string {
  return sent ? formatAmount({ minor: BigInt(sent.minor), currency: sent.currency }, formatLocale(locale)) : '';
}
