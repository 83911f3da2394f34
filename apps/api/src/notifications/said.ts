import { formatAmount } from '#libs/money';
import { formatLocale } from '../platform/format-locale.ts';

/** An amount as a mail in that language writes it. `minor`: minor units, as text where they come from a row. */
export function amountIn(minor: bigint | string, currency: string, locale: string): string {
  return formatAmount({ minor: BigInt(minor), currency }, formatLocale(locale));
}

/** A day, given as YYYY-MM-DD, as a mail in that language writes it. */
export function dayIn(day: string, locale: string): string {
  const form = { dateStyle: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(formatLocale(locale), form).format(new Date(`${day}T00:00:00Z`));
}
