import { questionKinds } from '#libs/governance';
import { instantOf } from '#libs/zone';
import { BadInput } from '../../platform/graphql/errors.ts';
import { requiredName, tidyName } from '../../platform/names.ts';
import { wholeBetween } from '../../platform/whole.ts';
import type { AnswerRulesInput, QuestionInput } from './rsvp.graphql.ts';
import { say } from '../../platform/words/words.ts';

/** How an event takes answers, as it is stored. */
export interface CheckedRules {
  readonly join_mode: string;
  readonly external_url: string | null;
  readonly maybe_allowed: boolean;
  readonly rsvp_opens_at: Date | null;
  readonly rsvp_closes_at: Date | null;
  readonly waitlist: string;
  readonly strict_queue: boolean;
  readonly cutoff_minutes: number;
  readonly offer_minutes: number;
  readonly show_count: boolean;
}

export interface CheckedQuestion {
  readonly id: string | null;
  readonly kind: string;
  readonly words: string;
  readonly choices: readonly string[];
  readonly required: boolean;
  readonly readers: string;
}

const WALL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/;
const DAY = 1440;
const MOST_QUESTIONS = 12;

/** Checks what a host set about answers. Throws BAD_USER_INPUT naming the field and how to mend it. */
export function checkedRules(
  input: AnswerRulesInput | null | undefined,
  of: { zone: string; startAt: Date },
): CheckedRules {
  const rules = input ?? {};
  const opens = instant('opensLocal', rules.opensLocal, of.zone);
  const closes = instant('closesLocal', rules.closesLocal, of.zone);
  if (closes && closes > of.startAt)
    throw new BadInput('closesLocal', 'The deadline is after the start. Choose one before it, or none.');
  const last = closes ?? of.startAt;
  if (opens && opens >= last)
    throw new BadInput('opensLocal', 'Answers would open after they close. Choose an earlier moment.');
  const joinMode = rules.joinMode ?? 'open';
  return {
    join_mode: joinMode,
    external_url: joinMode === 'external' ? address(rules.externalUrl) : null,
    maybe_allowed: rules.maybeAllowed ?? true,
    rsvp_opens_at: opens,
    rsvp_closes_at: closes,
    waitlist: rules.waitlist ?? 'auto',
    strict_queue: rules.strictQueue ?? false,
    cutoff_minutes: wholeBetween('cutoffMinutes', rules.cutoffMinutes ?? DAY, {
      what: 'The minutes before the start',
      min: 0,
      max: 60 * DAY,
    }),
    offer_minutes: wholeBetween('offerMinutes', rules.offerMinutes ?? DAY / 2, {
      what: 'The minutes to answer',
      min: 15,
      max: 7 * DAY,
    }),
    show_count: rules.showCount ?? true,
  };
}

/** Checks the questions of a host; null where the input has none, and they stay as they are. */
export function checkedQuestions(input: readonly QuestionInput[] | null | undefined): CheckedQuestion[] | null {
  if (!input) return null;
  if (input.length > MOST_QUESTIONS)
    throw new BadInput(
      'questions',
      say`Ask ${MOST_QUESTIONS} questions at most; each one keeps people from answering.`,
    );
  return input.map(checkedQuestion);
}

function checkedQuestion(question: QuestionInput, at: number): CheckedQuestion {
  const field = `questions.${at}`;
  if (!(questionKinds as readonly string[]).includes(question.kind))
    throw new BadInput(field, 'There is no such kind of question.');
  const isChoice = question.kind === 'choice' || question.kind === 'multi';
  const choices = isChoice
    ? [...new Set((question.choices ?? []).map(tidyName).filter((choice) => choice !== ''))]
    : [];
  if (isChoice && (choices.length < 2 || choices.length > 20))
    throw new BadInput(field, 'Give two choices at least and twenty at most, each on its own line.');
  if (choices.some((choice) => [...choice].length > 100))
    throw new BadInput(field, 'A choice has 100 characters at most.');
  return {
    id: question.id ?? null,
    kind: question.kind,
    words: requiredName(field, question.words, { what: 'The question', max: 200 }),
    choices,
    required: question.required ?? false,
    readers: question.readers ?? 'hosts',
  };
}

function instant(field: string, wall: string | null | undefined, zone: string): Date | null {
  if (!wall) return null;
  if (!WALL.test(wall) || Number.isNaN(Date.parse(`${wall.slice(0, 16)}:00Z`)))
    throw new BadInput(field, 'This needs a date and a time.');
  return new Date(instantOf(`${wall.slice(0, 16)}:00`, zone).at);
}

function address(text: string | null | undefined): string {
  const url = (text ?? '').trim();
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:' || url.length > 500)
    throw new BadInput(
      'externalUrl',
      'Give the address at which people answer; it begins with https:// and has 500 characters at most.',
    );
  return new URL(url).href;
}
