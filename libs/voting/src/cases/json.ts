import { MalformedCase } from './fields.ts';
import { lineOf } from './locate.ts';

/** What the third argument of a reviver has: the text that a plain value was written as. */
interface Written {
  readonly source?: string;
}

/** Reads JSON; whole numbers too large for a double come as BigInt, so that no digit is lost. Throws `MalformedCase` for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    // Looking at every value is slow, and only long numbers need it.
    return /\d{16}/.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
  } catch {
    throw new MalformedCase([], 'is not JSON', lineOf(text, null));
  }
}

function exact(this: unknown, _key: string, value: unknown, written?: Written): unknown {
  const isLong = typeof value === 'number' && !Number.isSafeInteger(value);
  return isLong && written?.source && /^-?\d+$/.test(written.source) ? BigInt(written.source) : value;
}

/** JSON on one line; BigInts become numbers with all their digits, what is undefined is left out. */
export function toJson(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => toJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${toJson(item)}`).join(',')}}`;
}
