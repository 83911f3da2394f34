import * as v from 'valibot';
import type { EventPartsFragment, SaidAnswerInput } from '../../gql/graphql.ts';

type Questions = EventPartsFragment['rules']['questions'];

/** What somebody fills in beside going, maybe or no. What is said to a question stands under a name of its own, as the API names its faults. */
export interface AnswerForm extends Record<string, unknown> {
  companions: number;
  companionNames: string[];
  note: string;
  hidden: boolean;
}

/** The name of a question's answer among the values of a form. */
export const saidName = (questionId: string): string => `answers.${questionId}`;

/** The form as the viewer's answer stands. */
export function answerFormOf({ myRsvp, rules }: EventPartsFragment): AnswerForm {
  const held = new Map((myRsvp?.answers ?? []).map(({ questionId, said }) => [questionId, said]));
  return {
    companions: Math.max(0, (myRsvp?.seats ?? 1) - 1),
    companionNames: [...(myRsvp?.companionNames ?? [])],
    note: myRsvp?.note ?? '',
    hidden: myRsvp?.hidden ?? false,
    ...Object.fromEntries(rules.questions.map(({ id }) => [saidName(id), held.get(id) ?? []])),
  };
}

/** What the API takes of it. */
export function answerInput(
  values: AnswerForm,
  questions: Questions,
): {
  companions: number;
  companionNames: string[];
  note: string;
  hidden: boolean;
  answers: SaidAnswerInput[];
} {
  const { companions, companionNames, note, hidden } = values;
  return {
    companions,
    companionNames: companionNames.slice(0, companions),
    note,
    hidden,
    answers: questions.map(({ id }) => ({ questionId: id, said: (values[saidName(id)] as string[]) ?? [] })),
  };
}

/** What must hold before the server is asked: that what the hosts need is there. */
export function questionChecks(questions: Questions): Record<string, v.GenericSchema> {
  const said = v.pipe(
    v.array(v.string()),
    v.check((texts) => texts.some((one) => one.trim() !== ''), 'answers.fault.missing'),
  );
  return Object.fromEntries(questions.filter(({ required }) => required).map(({ id }) => [saidName(id), said]));
}
