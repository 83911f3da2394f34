import type { DateAnswerWord, DatePollPartsFragment } from '../../gql/graphql.ts';
import { dayText, spanText } from '../../platform/dates.ts';
import { say } from '../../platform/words.ts';

export type PollOption = DatePollPartsFragment['options'][number];
export type Answers = Readonly<Record<string, DateAnswerWord>>;

/** The words of a date on its own clock: "Saturday 13 March, 19:00 to 22:00". */
export function optionText(option: Pick<PollOption, 'allDay' | 'startAt' | 'endAt' | 'zone'>): string {
  return option.allDay ? dayText(option.startAt, option.zone) : spanText(option.startAt, option.endAt, option.zone);
}

/** "5 yes, 2 if need be, 1 no"; what nobody said is left out. */
export function countsText({ yes, ifNeedBe, no }: Pick<PollOption, 'yes' | 'ifNeedBe' | 'no'>): string {
  const parts = [
    ...(yes > 0 ? [say('polls.count.yes', { count: yes })] : []),
    ...(ifNeedBe > 0 ? [say('polls.count.ifNeedBe', { count: ifNeedBe })] : []),
    ...(no > 0 ? [say('polls.count.no', { count: no })] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : say('polls.count.none');
}

/** What a date lacks: "missing: Bo (has the key)", "one yes short of 8"; empty where it has everything. */
export function lacksText(option: PollOption, least: number): string {
  const names = option.missing.map(({ name, why }) => (why ? say('polls.missingWhy', { name, why }) : name));
  return [
    ...(names.length > 0 ? [say('polls.missing', { names: names.join(', ') })] : []),
    ...(option.isEnough ? [] : [say('polls.short', { count: least - option.yes, least })]),
  ].join(' · ');
}

/** Why the best date stands first, in one sentence. */
export function leadText(option: PollOption): string {
  return option.lead ? say(`polls.lead.${option.lead}`) : '';
}

/** The answer that a tap makes of the one before. */
export function nextAnswer(answer: DateAnswerWord | undefined): DateAnswerWord {
  const next = { YES: 'IF_NEED_BE', IF_NEED_BE: 'NO', NO: 'YES' } as const;
  return answer ? next[answer] : 'YES';
}

/** A person's answers by date. */
export function answersOf(list: readonly { optionId: string; answer: DateAnswerWord }[]): Answers {
  return Object.fromEntries(list.map(({ optionId, answer }) => [optionId, answer]));
}
