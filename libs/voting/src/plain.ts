/** What JSON holds. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** A result as JSON holds it: whole numbers of any size as decimal text, everything else as it is; what is undefined is left out. */
export function toPlain(value: unknown): Plain {
  if (typeof value === 'bigint') return String(value);
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object') throw new Error(`a result cannot hold ${typeof value}`);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, toPlain(item)]));
}
