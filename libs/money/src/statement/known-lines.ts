import { oneLine, type StatementLine } from './statement.ts';

/**
 * A key for each line of one file, by which importing twice changes nothing: the bank's reference, else day, amount and text with the how
 * manieth of equal lines it is, since two equal lines on a day are real (money.md 12). The larger count of two files therefore stays.
 */
export function lineKeys(lines: readonly StatementLine[]): string[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const key = line.bankRef
      ? `ref ${line.bankRef}`
      : `${line.day} ${line.minor} ${oneLine(line.name, line.text, line.reference).toLowerCase()}`;
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return nth === 1 ? key : `${key} #${nth}`;
  });
}
