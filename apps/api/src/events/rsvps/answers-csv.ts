import type { AnswerAtDesk } from './desk.graphql.ts';

/** A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe in front; quoted where it must be. */
export function cell(value: string | number): string {
  const text = String(value);
  const safe = /^[\s]*[=+\-@\t\r]/.test(text) && typeof value === 'string' ? `'${text}` : text;
  return /[",\n\r;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The answers of an event as CSV by RFC 4180: names and answers, never an address. */
export function answersCsv(
  answers: readonly AnswerAtDesk[],
  questions: readonly { readonly id: string; readonly words: string }[],
): string {
  const head = [
    'name',
    'status',
    'seats',
    'companions',
    'waitlist',
    'note',
    'answered',
    ...questions.map(({ words }) => words),
  ];
  const lines = answers.map((one) => {
    const said = new Map(one.answers.map(({ questionId, said }) => [questionId, said.join('; ')]));
    return [
      one.name,
      one.status,
      one.seats,
      one.companionNames.filter(Boolean).join('; '),
      one.position ?? '',
      one.note,
      String(one.answeredAt),
      ...questions.map(({ id }) => said.get(id) ?? ''),
    ];
  });
  return [head, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}
