/** What a host can ask of those who come. */
export const questionKinds = ['text', 'long', 'choice', 'multi', 'number', 'yes_no'] as const;
export type QuestionKind = (typeof questionKinds)[number];

export interface Question {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly choices: readonly string[];
  readonly required: boolean;
}

/** What somebody said to a question: one text, or several where several may be chosen. */
export interface Said {
  readonly questionId: string;
  readonly said: readonly string[];
}

export type AnswerFault = 'missing' | 'unknown-choice' | 'too-many' | 'no-number' | 'too-long' | 'unknown-question';

const longest: Readonly<Record<QuestionKind, number>> = {
  text: 200,
  long: 2000,
  choice: 200,
  multi: 200,
  number: 20,
  yes_no: 20,
};

/** The answers as they are kept: without the empty ones, each text trimmed. */
export function tidyAnswers(answers: readonly Said[]): readonly Said[] {
  return answers
    .map(({ questionId, said }) => ({ questionId, said: said.map((one) => one.trim()).filter((one) => one !== '') }))
    .filter(({ said }) => said.length > 0);
}

/** The first question whose answer cannot be taken and why, or null. `answers` are tidy; a number is written with a point and at most 15 digits. */
export function answerFault(
  questions: readonly Question[],
  answers: readonly Said[],
): { readonly questionId: string; readonly fault: AnswerFault } | null {
  const byId = new Map(answers.map((one) => [one.questionId, one.said]));
  for (const question of questions) {
    const fault = faultOf(question, byId.get(question.id) ?? []);
    if (fault) return { questionId: question.id, fault };
    byId.delete(question.id);
  }
  const [stranger] = byId.keys();
  return stranger === undefined ? null : { questionId: stranger, fault: 'unknown-question' };
}

function faultOf({ kind, choices, required }: Question, said: readonly string[]): AnswerFault | null {
  if (said.length === 0) return required ? 'missing' : null;
  if (kind !== 'multi' && said.length > 1) return 'too-many';
  if (said.some((one) => [...one].length > longest[kind])) return 'too-long';
  if (kind === 'number') return /^-?\d{1,15}(?:\.\d{1,6})?$/.test(said[0]!) ? null : 'no-number';
  const known = kind === 'yes_no' ? ['yes', 'no'] : kind === 'choice' || kind === 'multi' ? choices : null;
  if (known && said.some((one) => !known.includes(one))) return 'unknown-choice';
  return new Set(said).size < said.length ? 'too-many' : null;
}
