import { digitsOf, isCurrency } from '#libs/money';

/** Where the processor counts in other units than ISO 4217, so that an amount could be a hundred times itself. */
const otherwise = new Set(['ISK', 'UGX', 'MGA', 'MRU', 'HUF', 'TWD', 'CLF', 'UYW']);

/** Whether amounts of a currency are the same integers on both sides: those with 0 or 2 digits, but for a few. */
export function isSameUnit(currency: string): boolean {
  return isCurrency(currency) && !otherwise.has(currency) && [0, 2].includes(digitsOf(currency));
}

/** A currency as the wire writes it, as we do. Throws for none. */
export function wireCurrency(text: unknown): string {
  const currency = typeof text === 'string' ? text.toUpperCase() : '';
  if (!isCurrency(currency)) throw new Error('no currency');
  return currency;
}

/** A whole number of the wire. JSON has numbers; above what is exact none is taken. */
export function wireMinor(value: unknown): bigint {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Error('no amount');
  return BigInt(value);
}
