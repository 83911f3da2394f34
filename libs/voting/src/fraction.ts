/** An exact fraction a/b with b > 0 (b = 0 only where a comparison says so). */
export interface Fraction {
  readonly a: bigint;
  readonly b: bigint;
}

const shape = /^(\d{1,9})\/([1-9]\d{0,8})$/;

/** Reads "a/b" of whole numbers; throws for anything else, a zero below the line included. */
export function fractionOf(text: string): Fraction {
  const match = shape.exec(text);
  if (!match) throw new Error(`not a fraction: ${text}`);
  return { a: BigInt(match[1]!), b: BigInt(match[2]!) };
}

/** Whether a text is a fraction from 0/1 to 1/1. */
export function isShare(text: string): boolean {
  const match = shape.exec(text);
  return match !== null && BigInt(match[1]!) <= BigInt(match[2]!);
}

/** The least whole number that is at least (`gte`) or more than (`gt`) a/b of `whole`. */
export function leastFor({ a, b }: Fraction, whole: bigint, compare: 'gt' | 'gte'): bigint {
  const product = a * whole;
  return compare === 'gt' ? product / b + 1n : (product + b - 1n) / b;
}

/** `part` of `whole` as a percentage with two digits, rounded half up; for display after the decision, never for it. */
export function percentText(part: bigint, whole: bigint): string {
  if (whole === 0n) return '0';
  const hundredths = (part * 100_000n + whole * 5n) / (whole * 10n);
  const text = `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
  return text.replace(/\.?0+$/, '');
}

/** Whether the first fraction is less than (negative), equal to (0) or more than (positive) the second; b = 0 stands for infinity. */
export function compareFractions(one: Fraction, other: Fraction): bigint {
  return one.a * other.b - other.a * one.b;
}

/** A fraction in lowest terms as exact text: "3", "61/3", "-1/2"; "∞" where b is 0. */
export function exactText({ a, b }: Fraction): string {
  if (b === 0n) return '∞';
  const divisor = gcd(a, b);
  return b === divisor ? `${a / divisor}` : `${a / divisor}/${b / divisor}`;
}

/** The greatest common divisor, never negative. */
export function gcd(a: bigint, b: bigint): bigint {
  let [large, small] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (small !== 0n) [large, small] = [small, large % small];
  return large;
}

/** A fraction in lowest terms. */
export function reduced({ a, b }: Fraction): Fraction {
  const divisor = gcd(a, b);
  return divisor === 0n || divisor === 1n ? { a, b } : { a: a / divisor, b: b / divisor };
}

/** The sum, in lowest terms. */
export function plus(one: Fraction, other: Fraction): Fraction {
  return reduced({ a: one.a * other.b + other.a * one.b, b: one.b * other.b });
}

/** The difference, in lowest terms. */
export function minus(one: Fraction, other: Fraction): Fraction {
  return plus(one, { a: -other.a, b: other.b });
}

/** The quotient of positive fractions, in lowest terms. */
export function over(one: Fraction, other: Fraction): Fraction {
  return reduced({ a: one.a * other.b, b: one.b * other.a });
}

/** Reads a whole number, a decimal ("12.50") or a fraction ("61/3") of any size exactly; null for anything else. */
export function rationalOf(text: string): Fraction | null {
  const match = /^(-?\d+)(?:\.(\d+)|\/(\d+))?$/.exec(text);
  if (!match) return null;
  const [, whole = '', part = '', below = '1'] = match;
  const b = BigInt(below) * 10n ** BigInt(part.length);
  return b === 0n ? null : reduced({ a: BigInt(whole + part), b });
}

/** A whole number of units of 10^-places as exact decimal text without trailing zeros: "2177.84347", "4". */
export function decimalText(value: bigint, places: number): string {
  const unit = 10n ** BigInt(places);
  const text = `${value / unit}.${String(value % unit).padStart(places, '0')}`;
  return text.replace(/\.?0+$/, '');
}
