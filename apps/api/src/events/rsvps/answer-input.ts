import { type AnswerFault, type Eligibility, type Said, tidyAnswers } from '#libs/governance';
import { BadInput } from '../../platform/graphql/errors.ts';
import { longText, tidyName } from '../../platform/names.ts';
import type { AnsweringFacts, SaidBeside } from './answering.store.ts';
import type { AnswerWord, SaidAnswerInput } from './rsvp.graphql.ts';
import { say, type Words } from '../../platform/words/words.ts';

/** An answer as somebody gives it, checked as far as it can be without the event. */
export interface GivenAnswer {
  readonly answer: AnswerWord;
  readonly companions: number;
  /** Null keeps what was said before. */
  readonly beside: Partial<SaidBeside>;
}

/** Reads what a form sends; names of companions beyond their number are left out. Throws BAD_USER_INPUT at the field. */
export function givenAnswer(input: {
  answer: AnswerWord;
  companions?: number | null;
  companionNames?: readonly string[] | null;
  note?: string | null;
  hidden?: boolean | null;
  answers?: readonly SaidAnswerInput[] | null;
}): GivenAnswer {
  const companions = input.companions ?? 0;
  return {
    answer: input.answer,
    companions,
    beside: {
      ...(input.companionNames == null ? {} : { companionNames: names(input.companionNames, companions) }),
      ...(input.note == null ? {} : { note: longText('note', input.note, { what: 'The note', max: 500 }) }),
      ...(input.hidden == null ? {} : { hidden: input.hidden }),
      ...(input.answers == null ? {} : { answers: tidyAnswers(input.answers) }),
    },
  };
}

function names(given: readonly string[], companions: number): string[] {
  const tidy = given.slice(0, Math.max(0, companions)).map(tidyName);
  if (tidy.some((name) => [...name].length > 80))
    throw new BadInput('companionNames', 'A name has 80 characters at most.');
  return tidy;
}

/** Not every answer is a refusal in words: what can be mended in the form is thrown at its field. */
export function throwAtField(facts: AnsweringFacts, { reason, question }: Eligibility): void {
  if (reason === 'companions') {
    const most = facts.event.companions_max;
    throw new BadInput(
      'companions',
      most === 0 ? 'This event takes no companions.' : say`You can bring ${most} at most.`,
    );
  }
  if (reason === 'question' && question)
    throw new BadInput(`answers.${question.questionId}`, questionWords[question.fault]);
}

const questionWords: Readonly<Record<AnswerFault, Words>> = {
  missing: say`The hosts need an answer to this.`,
  'unknown-choice': say`Choose one of what is offered.`,
  'too-many': say`One answer is enough here.`,
  'no-number': say`Type a number, such as 3 or 2.5.`,
  'too-long': say`That is too long. Say it in fewer words.`,
  'unknown-question': say`The hosts no longer ask this. Reload the page.`,
};

/** What is said beside an answer after this one: what is not given stays. */
export function besideAfter(own: AnsweringFacts['own'], given: GivenAnswer): SaidBeside {
  const { answers, companionNames, note, hidden } = given.beside;
  const keeps = (companionNames ?? own?.companionNames ?? []).slice(0, given.answer === 'going' ? given.companions : 0);
  return {
    companionNames: keeps,
    note: note ?? own?.note ?? '',
    hidden: hidden ?? own?.hidden ?? false,
    answers: (answers ?? own?.answers ?? []) as readonly Said[],
  };
}
