import type { Choice, Role } from './ballot.ts';
import { ballotOf, type OfferedMethod } from './templates.ts';

/** Who can link a ballot with its voter (decisions.md 9): every member, nobody through the product, or nobody with this server's database either. */
export const secrecies = ['named', 'secret', 'blind'] as const;
export type Secrecy = (typeof secrecies)[number];

/** With fewer electors than this no ballot is secret: a vote is refused. */
export const FEWEST_SECRET = 5;
/** With fewer electors than this people may guess who voted what: they are warned. */
export const WARNED_SECRET = 10;

const kinds: ReadonlySet<string> = new Set(['stance', 'choice', 'approval', 'score', 'ranking']);

/** Whether ballots of such a question may be secret. An objection and a block have a name; dots and budgets are named as well. */
export function mayBeSecret(method: OfferedMethod, options: readonly { readonly role?: Role }[]): boolean {
  return method !== 'consent' && kinds.has(ballotOf[method]) && options.every(({ role }) => role !== 'block');
}

/** A choice in its one form, so that equal ballots are equal text: what has no order is sorted by id. */
export function orderedChoice(choice: Choice): Choice {
  if ('options' in choice) return { options: choice.options.toSorted() };
  if ('ranking' in choice) return { ranking: choice.ranking.map((rank) => rank.toSorted()) };
  if ('points' in choice) {
    const sorted = Object.entries(choice.points).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return { points: Object.fromEntries(sorted) };
  }
  return choice;
}
