import type { Rulebook } from './rulebook.ts';

/** What a member may do by notice: how long the others have to object, how many a person carries at once, up to which amount (minor units). */
export interface NoticeRules {
  readonly hours: number;
  readonly maxOpen: number;
  readonly spendMax: string;
}

const usual: NoticeRules = { hours: 48, maxOpen: 3, spendMax: '5000' };

/** The rules for notices of a rulebook; those of a club where it was written before there were any. */
export function noticeRules(book: Pick<Rulebook, 'notice'>): NoticeRules {
  return book.notice ?? usual;
}

/**
 * The life of a notice (roll.md 8). `free`: nobody does it any more, anyone may take it. Row: from this status, these steps lead to those.
 * An objection in the window leads to a talk; the last one taken back begins a new window, as does a change.
 */
const noticeSteps = {
  posted: { object: 'talk', stand: 'standing', withdraw: 'withdrawn', change: 'posted' },
  talk: { object: 'talk', settle: 'posted', withdraw: 'withdrawn', change: 'posted', raise: 'raised' },
  standing: { done: 'done', handBack: 'free', take: 'standing' },
  free: { take: 'standing', withdraw: 'withdrawn' },
  done: {},
  withdrawn: {},
  raised: {},
} as const satisfies Record<string, Record<string, string>>;
export type NoticeStatus = keyof typeof noticeSteps;
export type NoticeStep = { [S in NoticeStatus]: keyof (typeof noticeSteps)[S] }[NoticeStatus];
export const noticeStatuses = Object.keys(noticeSteps) as readonly NoticeStatus[];

/** The status that a step leads to, or null where the step cannot be taken. */
export function noticeAfter(status: NoticeStatus, step: NoticeStep): NoticeStatus | null {
  const next: Partial<Record<NoticeStep, NoticeStatus>> = noticeSteps[status];
  return next[step] ?? null;
}

/** Whether a matter waits for somebody: it was handed back, or its day (a day of the calendar, inclusive) has passed and it is not done. */
export function needsSomeone(
  of: { readonly status: NoticeStatus; readonly untilOn: string | null },
  today: string,
): boolean {
  return of.status === 'free' || (of.status === 'standing' && of.untilOn !== null && of.untilOn < today);
}

/**
 * What a notice is about, whoever posts it however written: its words without case, marks and spaces, its amount and its day. Two with the same
 * text are the same matter, which cannot be posted anew for a while after somebody has objected.
 */
export function matterOf(of: {
  readonly title: string;
  readonly body: string;
  readonly minor: string | null;
  readonly untilOn: string | null;
}): string {
  return [bareWords(of.title), bareWords(of.body), of.minor ?? '', of.untilOn ?? ''].join('\n');
}

/** A text without case, marks and spaces: the same whoever writes it however. */
export function bareWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
