import { isZone } from '#libs/zone';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { longText } from '../../platform/names.ts';
import { wholeBetween } from '../../platform/whole.ts';
import { checkedTimes } from '../event-fields.ts';
import type { DateAnswerInput, DateAnswerWord, DateCandidateInput } from './polls.graphql.ts';
import { say, type Words } from '../../platform/words/words.ts';

const MOST_DATES = 40;

/** A candidate as it is stored. */
export interface Candidate {
  readonly start_local: string;
  readonly end_local: string;
  readonly zone: string;
  readonly all_day: boolean;
  readonly start_at: Date;
  readonly end_at: Date;
  readonly place_name: string;
}

/** What makes a date the same date: its time. */
export function timeKey(of: Pick<Candidate, 'start_local' | 'end_local' | 'zone' | 'all_day'>): string {
  return [of.start_local, of.end_local, of.zone, of.all_day].join(' ');
}

/** How many must surely come; 0 where nobody minds. */
export const checkedLeast = (least: number): number =>
  wholeBetween('least', least, { what: 'The least number of people', min: 0, max: 1000 });

/**
 * Checks the dates somebody offers; `offered` are the times (`timeKey`) that stand already and may have passed meanwhile.
 * Throws BAD_USER_INPUT for `candidates`, naming the date by its number.
 */
export function checkedCandidates(
  inputs: readonly DateCandidateInput[],
  now: Date,
  offered: ReadonlySet<string> = new Set(),
): Candidate[] {
  if (inputs.length === 0) throw new BadInput('candidates', 'Offer at least one date.');
  if (inputs.length > MOST_DATES)
    throw new BadInput('candidates', say`A poll takes ${MOST_DATES} dates at most; these are ${inputs.length}.`);
  const checked = inputs.map((input, at) => checkedCandidate(input, { at, now, offered }));
  const keys = checked.map((one) => `${one.start_at.getTime()} ${one.end_at.getTime()} ${one.place_name}`);
  const twice = keys.findIndex((key, at) => keys.indexOf(key) < at);
  if (twice >= 0)
    throw new BadInput('candidates', say`Date ${keys.indexOf(keys[twice]!) + 1} and date ${twice + 1} are the same.`);
  return checked;
}

function checkedCandidate(
  input: DateCandidateInput,
  { at, now, offered }: { at: number; now: Date; offered: ReadonlySet<string> },
): Candidate {
  const wrong = (why: Words): BadInput => new BadInput('candidates', say`Date ${at + 1}: ${why}`);
  if (!isZone(input.zone))
    throw wrong(say`"${input.zone.slice(0, 60)}" is no time zone we know. It looks like Europe/Brussels.`);
  try {
    const times = checkedTimes(input, input.zone);
    const date = { ...times, zone: input.zone, all_day: input.allDay ?? false };
    if (times.start_at <= now && !offered.has(timeKey(date))) throw wrong(say`The start is in the past.`);
    return {
      ...date,
      place_name: longText('placeName', input.placeName, { what: 'The place', max: 200 }),
    };
  } catch (error) {
    if (error instanceof BadInput && error.extensions['field'] !== 'candidates') throw wrong(error.words);
    throw error;
  }
}

/** Answers by date. Throws BAD_USER_INPUT for a date that is not of this poll. */
export function checkedAnswers(
  inputs: readonly DateAnswerInput[],
  optionIds: readonly string[],
): Record<string, DateAnswerWord> {
  const unknown = inputs.some(({ optionId }) => !isId(optionId) || !optionIds.includes(optionId));
  if (unknown) throw new BadInput('answers', 'One of the dates is not, or no more, of this poll. Load the page again.');
  return Object.fromEntries(inputs.map(({ optionId, answer }) => [optionId, answer]));
}

/** The words beside an answer. */
export function checkedNote(note: string | null | undefined): string {
  return longText('note', note, { what: 'The note', max: 300 });
}

/** When a poll ends: ahead of now, within a year, and before its last date. */
export function checkedDeadline(closesAt: Date, { now, last }: { now: Date; last: Date }): Date {
  if (Number.isNaN(closesAt.getTime())) throw new BadInput('closesAt', 'The deadline needs a date and a time.');
  if (closesAt <= now) throw new BadInput('closesAt', 'The deadline is in the past.');
  if (closesAt.getTime() - now.getTime() > 366 * 86_400_000)
    throw new BadInput('closesAt', 'The deadline may be a year ahead at most.');
  if (closesAt >= last) throw new BadInput('closesAt', 'The deadline must come before the last of the dates.');
  return closesAt;
}
