import { type Match, type OpenItem, suggestedMatches } from './matches.ts';
import type { StatementLine } from './statement.ts';

/**
 * Which lines of a statement are beyond doubt: their printed reference and their whole amount fit one open thing, and no other line claims
 * it. By the place of the line; a person still confirms, but all of these at once.
 */
export function certainMatches(lines: readonly StatementLine[], open: readonly OpenItem[]): ReadonlyMap<number, Match> {
  const found = lines.flatMap((line, at): [number, Match][] => {
    const whole = suggestedMatches(line, open).filter(({ why, isWhole }) => why === 'reference' && isWhole);
    return whole.length === 1 ? [[at, whole[0]!]] : [];
  });
  const claims = new Map<string, number>();
  for (const [, { item }] of found) claims.set(item.id, (claims.get(item.id) ?? 0) + 1);
  return new Map(found.filter(([, { item }]) => claims.get(item.id) === 1));
}

const fees = /\b(fees?|charges?|geb(ü|ue?)hr(en)?|entgelte?|kontof(ü|ue)hrung\w*|frais|commission)\b/iu;

/** Whether money that went out looks like what the bank takes for itself. A hint for a person, never certain. */
export function looksLikeFee({ minor, name, text }: StatementLine): boolean {
  return minor < 0n && fees.test(`${name} ${text}`);
}
