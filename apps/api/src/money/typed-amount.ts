import { isCurrency, parseAmount } from '#libs/money';
import { formatLocale } from '../platform/format-locale.ts';
import { BadInput } from '../platform/graphql/errors.ts';
import { say } from '../platform/words/words.ts';

/** An amount as somebody types it on a page behind a link, in the reader's way of writing numbers. Throws BAD_USER_INPUT naming the field. */
export function typedAmount(
  typed: { amount: string; currency: string },
  locale: string,
): { minor: bigint; currency: string } {
  const currency = typed.currency.trim().toUpperCase();
  if (!isCurrency(currency)) throw new BadInput('currency', 'This currency is none we know. It looks like EUR.');
  const mark = decimalMark(locale);
  const read = parseAmount(typed.amount, currency, mark);
  if (!read.ok)
    throw new BadInput('amount', say`Type the amount as a number, such as ${read.example.replace('.', mark)}.`);
  return { minor: read.minor, currency };
}

function decimalMark(locale: string): string {
  const parts = new Intl.NumberFormat(formatLocale(locale)).formatToParts(0.5);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}
