/**
 * A value as canonical JSON (RFC 8785): keys sorted by UTF-16 code units, no spaces, the shortest numbers.
 * Takes null, booleans, finite numbers, well-formed strings, arrays and plain objects; throws for everything else, `undefined` included.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return stringText(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item: unknown) => canonicalJson(item)).join(',')}]`;
  if (isPlain(value)) return objectText(value);
  throw new Error(`canonical JSON cannot hold ${typeof value}`);
}

/** Objects written as such, those of parsers without a prototype too; not dates, maps or classes, whose JSON would say something else. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new Error('canonical JSON holds finite numbers only');
  return JSON.stringify(value);
}

function stringText(value: string): string {
  if (!value.isWellFormed()) throw new Error('canonical JSON holds well-formed strings only');
  return JSON.stringify(value);
}

function objectText(value: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${stringText(key)}:${canonicalJson(value[key])}`).join(',')}}`;
}
