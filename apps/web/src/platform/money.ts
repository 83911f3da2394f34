import { decimalText, digitsOf, formatAmount, parseAmount, type AmountFault } from '#libs/money';
import { formatLocale, say } from './words.ts';

/** An amount as the API sends it. The number of digits comes from our own table, so `digits` may be left unread. */
export interface ApiMoney {
  readonly minor: string;
  readonly currency: string;
}

/** "€385.50" in the reader's language; the sign always goes with the amount. */
export function amountText(money: ApiMoney, sign: 'auto' | 'always' = 'auto'): string {
  return formatAmount({ minor: BigInt(money.minor), currency: money.currency }, formatLocale.value, sign);
}

/** How much it is, whichever way it goes. */
export function unsigned<M extends ApiMoney>(money: M): M {
  return { ...money, minor: money.minor.replace('-', '') };
}

export type ReadAmount =
  | { readonly ok: true; readonly minor: bigint }
  | { readonly ok: false; readonly fault: AmountFault; readonly message: string };

/** Reads a typed amount; what cannot be read comes back with words that say how to mend it. */
export function readAmount(typed: string, currency: string): ReadAmount {
  const { decimal } = currencyMark(currency);
  const read = parseAmount(typed, currency, decimal);
  if (read.ok) return read;
  const example = decimal === ',' ? read.example.replace('.', ',') : read.example;
  const digits = digitsOf(currency);
  const words = read.fault === 'too-many-digits' && digits === 0 ? 'whole' : read.fault;
  return { ok: false, fault: read.fault, message: say(`ui.money.${words}`, { example, digits }) };
}

/** An amount as it stands in a form field: plain digits with the decimal mark of the language. */
export function fieldText(minor: bigint, currency: string): string {
  return decimalText({ minor, currency }).replace('.', currencyMark(currency).decimal);
}

/** The currency's sign, on which side of the amount it stands, and the decimal mark, as `Intl` writes them here. */
export function currencyMark(currency: string): { symbol: string; side: 'before' | 'after'; decimal: string } {
  const digits = digitsOf(currency);
  const parts = new Intl.NumberFormat(formatLocale.value, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).formatToParts(1);
  const at = parts.findIndex(({ type }) => type === 'currency');
  const decimal = parts.find(({ type }) => type === 'decimal')?.value ?? '.';
  return { symbol: parts[at]?.value ?? currency, side: at === 0 ? 'before' : 'after', decimal };
}
