import { rationalOf } from '../fraction.ts';

/** The way to a field: names and places. */
export type Path = readonly (string | number)[];

/** Why a case cannot be counted: the field, the line it stands in, and what is wrong with it. */
export class MalformedCase extends Error {
  readonly path: Path;
  readonly problem: string;
  readonly line: number;

  constructor(path: Path, problem: string, line = 1) {
    super(`${fieldName(path)}: ${problem}`);
    this.path = path;
    this.problem = problem;
    this.line = line;
  }
}

function fieldName(path: Path): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return oneLine(text.replace(/^\./, '')) || 'case';
}

/** Text for a message: on one line, and cut. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

/** A value with the way to it; every reader throws `MalformedCase` where the value does not fit. */
export interface Field {
  readonly value: unknown;
  readonly path: Path;
}

/** Stops at a field. */
export function malformed({ path }: Field, problem: string): never {
  throw new MalformedCase(path, problem);
}

function shown(value: unknown): string {
  const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  return text === undefined ? 'nothing' : oneLine(text);
}

/** Says what was asked for and what stands there. */
function wanted(field: Field, what: string): never {
  return malformed(
    field,
    field.value === undefined ? `is missing; it must be ${what}` : `must be ${what}, not ${shown(field.value)}`,
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field of an object; undefined where it has none. */
export function fieldOf(field: Field, name: string): Field {
  const value = isObject(field.value) && Object.hasOwn(field.value, name) ? field.value[name] : undefined;
  return { value, path: [...field.path, name] };
}

/** Whether a field is there. */
export function isThere({ value }: Field): boolean {
  return value !== undefined;
}

/** The fields of an object by name. */
export function entriesOf(field: Field): [string, Field][] {
  if (!isObject(field.value)) return wanted(field, 'an object');
  return Object.keys(field.value).map((name) => [name, fieldOf(field, name)]);
}

/** The items of a list. */
export function itemsOf(field: Field): Field[] {
  if (!Array.isArray(field.value)) return wanted(field, 'a list');
  return field.value.map((value: unknown, at) => ({ value, path: [...field.path, at] }));
}

/** Text that is not empty. */
export function textOf(field: Field): string {
  return typeof field.value === 'string' && field.value !== '' ? field.value : wanted(field, 'text');
}

/** One of some words. */
export function wordOf<W extends string>(field: Field, words: readonly W[]): W {
  const word = words.find((one) => one === field.value);
  return word ?? wanted(field, words.map((one) => `"${one}"`).join(' or '));
}

/** Yes or no. */
export function flagOf(field: Field): boolean {
  return typeof field.value === 'boolean' ? field.value : wanted(field, 'true or false');
}

/** A whole number of any size, not below a least one. */
export function wholeOf(field: Field, least = 0n): bigint {
  const { value } = field;
  const whole = typeof value === 'bigint' ? value : Number.isSafeInteger(value) ? BigInt(value as number) : null;
  return whole === null || whole < least ? wanted(field, `a whole number of at least ${least}`) : whole;
}

/** A whole number within a range that a machine counts with. */
export function numberOf(field: Field, least: number, most: number): number {
  const { value } = field;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
    ? value
    : wanted(field, `a whole number from ${least} to ${most}`);
}

/** An amount as exact text: a whole number, or a decimal or fraction in a string; not below nothing. */
export function amountTextOf(field: Field): string {
  const { value } = field;
  const text = typeof value === 'string' ? value : String(wholeOf(field));
  const amount = rationalOf(text);
  return amount && amount.a >= 0n ? text : wanted(field, 'an amount such as 12 or "61/3"');
}

/** Names that are all different. */
export function namesOf(field: Field): string[] {
  const items = itemsOf(field);
  const seen = new Set<string>();
  for (const item of items) {
    const name = textOf(item);
    if (seen.has(name)) malformed(item, `names ${shown(name)} twice`);
    seen.add(name);
  }
  return [...seen];
}
