import { count } from './count.ts';

/** A candidate of a date poll: its instant as sortable text (ISO 8601, UTC). */
export interface DateCandidate {
  readonly id: string;
  readonly startsAt: string;
}

export const dateWords = ['yes', 'maybe', 'no'] as const;
/** What somebody says to a date; `maybe` reads "if need be". */
export type DateWord = (typeof dateWords)[number];

/** What one person says. A date they say nothing to is neither a yes nor a no. */
export interface DateSheet {
  readonly who: string;
  readonly answers: Readonly<Record<string, DateWord>>;
}

/** What a date must have to stand before the others: so many who surely come, and people without whom it makes no sense. */
export interface DateWishes {
  readonly least: number;
  readonly needed: readonly string[];
}

/** Why a date stands before the next one. */
export type DateLead = 'wishes' | 'yes' | 'reach' | 'no' | 'earlier';

/** A date with what was said to it, and its place. */
export interface RankedDate {
  readonly id: string;
  readonly yes: bigint;
  readonly maybe: bigint;
  readonly no: bigint;
  /** Those needed who have not said yes or if need be. */
  readonly missing: readonly string[];
  readonly isEnough: boolean;
  /** Why it stands before the next; null for the last. */
  readonly lead: DateLead | null;
}

/**
 * Dates in the order in which a group would choose them (events.md 10): first those that have what was wished for, then most yes, then most
 * who can at all, then fewest no, then the earliest. Yes and maybe are counted by the method `date`; the order of people and dates never matters.
 */
export function rankDates(
  candidates: readonly DateCandidate[],
  sheets: readonly DateSheet[],
  wishes: DateWishes,
): RankedDate[] {
  const starts = Object.fromEntries(candidates.map(({ id, startsAt }) => [id, startsAt]));
  const options = candidates.map(({ id }) => ({ id }));
  const sums = count(
    { method: 'date', options, settings: { starts }, rule: {}, reasons: 'off' },
    sheets.map(({ answers }) => ({ choice: { answers } })),
    BigInt(sheets.length),
  );
  const can = (who: string, id: string): boolean =>
    sheets.some((sheet) => sheet.who === who && (sheet.answers[id] ?? 'no') !== 'no');
  const ranked = candidates
    .map(({ id }) => {
      const yes = sums.yes[id] ?? 0n;
      return {
        id,
        yes,
        maybe: sums.maybe[id] ?? 0n,
        no: BigInt(sheets.filter(({ answers }) => answers[id] === 'no').length),
        missing: wishes.needed.filter((who) => !can(who, id)),
        isEnough: yes >= BigInt(wishes.least),
      };
    })
    .sort((a, b) => compare(a, b, starts).by);
  return ranked.map((one, at) => {
    const next = ranked[at + 1];
    return { ...one, lead: next ? compare(one, next, starts).lead : null };
  });
}

type Sums = Omit<RankedDate, 'lead'>;

function compare(a: Sums, b: Sums, starts: Readonly<Record<string, string>>): { by: number; lead: DateLead } {
  const suits = (one: Sums): bigint => (one.isEnough ? 1n : 0n) + (one.missing.length === 0 ? 1n : 0n);
  const steps: readonly (readonly [DateLead, bigint])[] = [
    ['wishes', suits(b) - suits(a)],
    ['yes', b.yes - a.yes],
    ['reach', b.yes + b.maybe - a.yes - a.maybe],
    ['no', a.no - b.no],
  ];
  const [lead, difference] = steps.find(([, by]) => by !== 0n) ?? [];
  if (lead === undefined || difference === undefined) return { by: earlier(a, b, starts), lead: 'earlier' };
  return { by: difference < 0n ? -1 : 1, lead };
}

function earlier(a: Sums, b: Sums, starts: Readonly<Record<string, string>>): number {
  if (starts[a.id] === starts[b.id]) return a.id < b.id ? -1 : 1;
  return starts[a.id]! < starts[b.id]! ? -1 : 1;
}
