import type { StatementLine } from './statement.ts';

/** Something that money is waited for or owed on, in the currency of the account: above zero what should come in. */
export interface OpenItem {
  readonly id: string;
  /** As it is printed: `X-12` or `C-7`. */
  readonly reference: string;
  readonly minor: bigint;
  readonly name: string;
  /** The day around which the money should move. */
  readonly day: string;
}

/** Why a line may belong to something; the better reasons come first. */
export type MatchReason = 'reference' | 'amount-and-name' | 'amount-and-day';

export interface Match {
  readonly item: OpenItem;
  readonly why: MatchReason;
  /** Whether the line is exactly what is open; else it is a part, or more. */
  readonly isWhole: boolean;
  readonly daysApart: number;
}

const WINDOW_DAYS = 10;
const order: readonly MatchReason[] = ['reference', 'amount-and-name', 'amount-and-day'];

/**
 * What a line of a statement may be, best first: by the printed reference, then by amount and name, then by amount and day (ten days either
 * way). Money that came in never suggests what is to be paid out. Suggestions only: a person confirms.
 */
export function suggestedMatches(line: StatementLine, open: readonly OpenItem[]): Match[] {
  return open
    .filter(({ minor }) => minor > 0n === line.minor > 0n)
    .flatMap((item): Match[] => {
      const match = { item, isWhole: item.minor === line.minor, daysApart: daysBetween(line.day, item.day) };
      const why = order.find((reason) => holds[reason](line, match));
      return why ? [{ ...match, why }] : [];
    })
    .toSorted(
      (a, b) =>
        order.indexOf(a.why) - order.indexOf(b.why) ||
        Number(b.isWhole) - Number(a.isWhole) ||
        a.daysApart - b.daysApart ||
        (a.item.id < b.item.id ? -1 : 1),
    );
}

const holds: Readonly<Record<MatchReason, (line: StatementLine, match: Omit<Match, 'why'>) => boolean>> = {
  reference: (line, { item, isWhole }) => hasReference(`${line.reference} ${line.text}`, item.reference, isWhole),
  'amount-and-name': (line, { item, isWhole }) => isWhole && isSameName(line.name || line.text, item.name),
  'amount-and-day': (_, { isWhole, daysApart }) => isWhole && daysApart <= WINDOW_DAYS,
};

/** Whether a text names `X-12`, and not `X-123`. Banks drop marks: `X12` and `X 12` count where the amount fits as well. */
function hasReference(text: string, reference: string, isWhole: boolean): boolean {
  const [letter = '', number = ''] = reference.split('-');
  if (letter === '' || number === '') return false;
  const mark = isWhole ? '[-\\s]?' : '-';
  return new RegExp(`(?<![\\p{L}\\d])${letter}${mark}0*${number}(?!\\d)`, 'iu').test(text);
}

/** Whether two names are of one person or firm, whatever the order of the words, their accents and what a bank adds or cuts off. */
function isSameName(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)].toSorted((x, y) => x.size - y.size) as [Set<string>, Set<string>];
  return a.size > 0 && [...a].every((word) => b.has(word)) && [...a].join('').length >= 3;
}

function wordsOf(name: string): Set<string> {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return new Set(plain.match(/[\p{L}\d]+/gu) ?? []);
}

function daysBetween(a: string, b: string): number {
  return Math.abs(Date.parse(`${a}T00:00:00Z`) - Date.parse(`${b}T00:00:00Z`)) / 86_400_000;
}
