import { bareWords } from './notices.ts';
import type { Rulebook } from './rulebook.ts';

/** Who may open the case of a removal: a steward alone or two members, two members whoever they are, or a steward only. */
export const removalOpeners = ['steward_or_two', 'two', 'steward'] as const;
export type RemovalOpener = (typeof removalOpeners)[number];
/** What a removal may ask for, from light to heavy: yes of yes and no. */
export const removalThresholds = ['3/5', '2/3', '3/4', '4/5'] as const;

/** How a group parts with somebody against their will (roll.md 9). */
export interface RemovalRules {
  /** `case`: reasons, a reply, a vote of its own. `proposal`: a proposal by two thirds may carry it out as well. */
  readonly by: 'case' | 'proposal';
  readonly openBy: RemovalOpener;
  readonly threshold: (typeof removalThresholds)[number];
  /** Months after which somebody who was removed may ask again; 0: at once. */
  readonly rejoinAfterMonths: number;
}

const usual: RemovalRules = { by: 'case', openBy: 'steward_or_two', threshold: '2/3', rejoinAfterMonths: 12 };

/** The rules for removals of a rulebook; those of a club where it was written before there were any. */
export function removalRules(book: Pick<Rulebook, 'removal'>): RemovalRules {
  return book.removal ?? usual;
}

/** Days of a case: for a second member to join, for the reply and once more for it, for the appeal; months in which the same facts rest. */
export const removalTimes = { joinDays: 14, replyDays: 3, extensionDays: 3, appealDays: 14, restMonths: 6 } as const;

/**
 * The life of a case. `asked`: one member has opened it and a second has to join. `reply`: it counts, and the person concerned has time to
 * answer. `vote`: the group decides. `removed` may be appealed; the removal stands until the appeal is decided. `expired`: it came to no vote.
 * `left`: the person has gone by themselves. Row: from this state, these steps lead to those.
 */
const removalSteps = {
  asked: { join: 'reply', withdraw: 'withdrawn', expire: 'expired', leave: 'left' },
  reply: { vote: 'vote', withdraw: 'withdrawn', expire: 'expired', leave: 'left' },
  vote: { remove: 'removed', keep: 'kept', withdraw: 'withdrawn', leave: 'left' },
  removed: { appeal: 'appealed' },
  appealed: { uphold: 'upheld', reverse: 'reversed' },
  kept: {},
  withdrawn: {},
  expired: {},
  left: {},
  upheld: {},
  reversed: {},
} as const satisfies Record<string, Record<string, string>>;
export type RemovalState = keyof typeof removalSteps;
export type RemovalStep = { [S in RemovalState]: keyof (typeof removalSteps)[S] }[RemovalState];
export const removalStates = Object.keys(removalSteps) as readonly RemovalState[];

/** The state that a step leads to, or null where the step cannot be taken. */
export function removalAfter(state: RemovalState, step: RemovalStep): RemovalState | null {
  const next: Partial<Record<RemovalStep, RemovalState>> = removalSteps[state];
  return next[step] ?? null;
}

/** Whether a case is still on its way: one person has one such case at most. */
export function isOpenCase(state: RemovalState): boolean {
  return ['asked', 'reply', 'vote', 'appealed'].includes(state);
}

/** The state in which a case begins, or null where this person may not open one: a steward's word may be enough, else a second member joins. */
export function removalBegins(openBy: RemovalOpener, of: { readonly isSteward: boolean }): 'asked' | 'reply' | null {
  if (openBy === 'two') return 'asked';
  if (of.isSteward) return 'reply';
  return openBy === 'steward' ? null : 'asked';
}

/** Who has no vote: the person concerned, and of an appeal those who opened the case, as long as so many others remain. */
export function removalExcluded(
  members: readonly string[],
  of: { readonly subject: string; readonly openers: readonly string[]; readonly fewest: number },
): readonly string[] {
  const others = members.filter((one) => one !== of.subject && !of.openers.includes(one));
  return others.length >= of.fewest ? [of.subject, ...of.openers] : [of.subject];
}

/** What is alleged: the words, and the day (`2027-03-13`) on which the last of it happened. */
export interface Allegation {
  readonly reasons: string;
  readonly happenedOn: string;
}

/**
 * Whether a matter is the same as one that rests: the same words, however written, or nothing in it that happened after the earlier case was
 * opened, so that it could have been said there.
 */
export function isSameMatter(next: Allegation, earlier: Allegation & { readonly openedOn: string }): boolean {
  return next.happenedOn <= earlier.openedOn || bareWords(next.reasons) === bareWords(earlier.reasons);
}
