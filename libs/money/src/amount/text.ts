import { digitsOf } from './currency.ts';
import type { Money } from './money.ts';

export type AmountFault =
  | 'empty'
  | 'not-a-number'
  | 'thousands-mark'
  | 'too-many-digits'
  | 'negative'
  | 'zero'
  | 'too-large';

export type ParsedAmount =
  | { readonly ok: true; readonly minor: bigint }
  | { readonly ok: false; readonly fault: AmountFault; readonly example: string };

const MAX_MINOR = 10n ** 15n;

/**
 * Reads what a person typed as an amount above zero: digits and one decimal mark, `.` or `,`.
 * A thousands mark or more digits than the currency has is refused with an example of the right form, never guessed at. `decimal`: the mark of the
 * reader's language, where it is known; "1.234" is no amount then to who writes 1,234 in a currency of three digits.
 */
export function parseAmount(typed: string, currency: string, decimal?: string): ParsedAmount {
  const digits = digitsOf(currency);
  const example = decimalText({ minor: 123_456n, currency });
  const refuse = (fault: AmountFault): ParsedAmount => ({ ok: false, fault, example });
  const text = typed.trim().replace(/^\+/, '').replaceAll('\u2212', '-');
  if (text === '') return refuse('empty');
  if (text.startsWith('-')) return refuse('negative');
  if (/^\d{1,3}([.,'\u2019 \u00a0\u202f]\d{3})+([.,]\d+)?$/.test(text) && !isPlain(text, digits, decimal))
    return refuse('thousands-mark');
  const match = /^(\d*)(?:[.,](\d*))?$/.exec(text);
  if (!match || (match[1] === '' && !match[2]))
    return refuse(/[.,].*[.,]/.test(text) ? 'thousands-mark' : 'not-a-number');
  const fraction = match[2] ?? '';
  if (fraction.length > digits) return refuse('too-many-digits');
  const minor = BigInt((match[1] || '0') + fraction.padEnd(digits, '0'));
  if (minor === 0n) return refuse('zero');
  return minor > MAX_MINOR ? refuse('too-large') : { ok: true, minor };
}

/** "1.234" is 1.234 in a currency of three digits where the mark is not that between thousands, and a thousand in any other. */
function isPlain(text: string, digits: number, decimal = text.match(/[.,]/)?.[0]): boolean {
  return digits >= 3 && /^\d+[.,]\d{3}$/.test(text) && text.includes(decimal ?? '.');
}

/** An amount as plain decimal text with a point and the currency's digits, such as "-84.37": for files and for forms. */
export function decimalText({ minor, currency }: Money): string {
  const digits = digitsOf(currency);
  const size = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const whole = digits === 0 ? size : `${size.slice(0, -digits)}.${size.slice(-digits)}`;
  return minor < 0n ? `-${whole}` : whole;
}

const formats = new Map<string, Intl.NumberFormat>();

/** An amount in the reader's language with our own number of digits (Intl drops them for HUF and others) and U+2212 as its minus. */
export function formatAmount(money: Money, locale: string, sign: 'auto' | 'always' = 'auto'): string {
  const key = `${locale} ${money.currency} ${sign}`;
  let format = formats.get(key);
  if (!format) {
    const digits = digitsOf(money.currency);
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: money.currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay: sign === 'always' ? 'exceptZero' : 'negative',
    });
    formats.set(key, format);
  }
  return format.format(decimalText(money) as `${number}`).replaceAll('-', '\u2212');
}
