import { currencies } from '#libs/money';
import { formatLocale } from './words.ts';

/** Every currency a book can hold, those asked for first, the rest by their codes; with their names in the reader's language where there is room. */
export function currencyItems(first: readonly string[], words: 'codes' | 'names' = 'names') {
  const names = new Intl.DisplayNames(formatLocale.value, { type: 'currency', fallback: 'none' });
  const codes = [...new Set([...first, ...currencies])];
  if (words === 'codes') return codes.map((value) => ({ value, label: value }));
  return codes.map((value) => ({ value, label: [value, names.of(value)].filter(Boolean).join(', ') }));
}
