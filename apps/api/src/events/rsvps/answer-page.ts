import type { LinkField, LinkForm, LinkPage } from '../../platform/http/link-page.ts';
import { pagePath } from '../event-ref.ts';
import { whenText } from '../words.ts';
import type { AnsweringFacts } from './answering.store.ts';
import { answerWords, type AnswerWords } from './answer-words.ts';
import { formatLocale } from '../../platform/format-locale.ts';

const NAMES = 10;

/** When and where, as far as this reader may see it. */
export function factLines({ event, seen }: AnsweringFacts, locale: string): string[] {
  return [
    event.title,
    whenText(event, locale),
    ...[seen.place, seen.placeNote, seen.onlineUrl ?? ''].filter((line) => line !== ''),
  ];
}

/** Where somebody stands, in one or two plain sentences. */
export function statusLines(facts: AnsweringFacts, locale: string): string[] {
  const words = answerWords(locale);
  const { own, event } = facts;
  if (!own) return [];
  const status = words.status[own.status]!(own.seats);
  if (own.status === 'waitlisted' && own.position)
    return [`${words.place(own.position)} ${queueRule(facts, words, locale)}`];
  if (own.status === 'offered' && own.offerExpiresAt)
    return [`${status} ${words.until(momentText(own.offerExpiresAt, event.zone, locale))}`];
  return [own.reason ? `${status} ${own.reason}` : status];
}

function queueRule({ event, rules }: AnsweringFacts, words: AnswerWords, locale: string): string {
  if (event.waitlist === 'manual') return words.picked;
  const from = event.start_at.getTime() - event.cutoff_minutes * 60_000;
  return rules.now < from ? words.given(momentText(new Date(from), event.zone, locale)) : words.asked;
}

/** "Friday 13:00" within a week of now, with its date beyond; on the event's own clock. */
export function momentText(at: Date | string, zone: string, locale: string): string {
  const format = new Intl.DateTimeFormat(formatLocale(locale), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  });
  return format.format(new Date(at));
}

/** The page on which somebody sees and changes their own answer. `waits`: the place they gave up is taken, and they can wait for another. */
export function answerPage(
  facts: AnsweringFacts,
  of: { locale: string; token: string; fault?: string; said?: string; waits?: boolean; parts: LinkPage['parts'] },
): LinkPage {
  const words = answerWords(of.locale);
  const { event } = facts;
  return {
    locale: of.locale,
    title: words.manageTitle,
    lines: [
      ...factLines(facts, of.locale),
      ...statusLines(facts, of.locale),
      ...(of.said ? [of.said] : []),
      words.keep,
    ],
    ...(of.fault ? { fault: of.fault } : {}),
    forms:
      event.status === 'cancelled' || event.status === 'postponed' || facts.own?.status === 'removed'
        ? []
        : [...(of.waits ? [waitForm(words)] : []), ...formsOf(facts, words)],
    ...(of.parts ? { parts: of.parts } : {}),
    links: [
      ...(facts.own?.status === 'going'
        ? [{ label: words.code, href: `/l/code/${encodeURIComponent(of.token)}` }]
        : []),
      { label: words.tasks, href: `/l/tasks/${encodeURIComponent(of.token)}` },
      ...(facts.who.belongs || event.visibility === 'public' || event.visibility === 'unlisted'
        ? [{ label: words.back, href: pagePath(event) }]
        : []),
    ],
  };
}

const only = (name: string, value: string): LinkField => ({ name, value, label: '', type: 'hidden' });

const waitForm = (words: AnswerWords): LinkForm => ({
  label: words.join,
  fields: [only('act', 'undo'), only('wait', 'yes')],
});

function formsOf(facts: AnsweringFacts, words: AnswerWords): LinkForm[] {
  const { own } = facts;
  const undo = own?.mayUndo ? [{ label: words.undo, quiet: true, fields: [only('act', 'undo')] }] : [];
  if (own?.status === 'offered')
    return [
      {
        label: words.take,
        fields: [only('answer', 'going'), only('companions', String(own.seats - 1))],
      },
      { label: words.pass, danger: true, fields: [only('answer', 'no')] },
    ];
  const leave = own && own.status !== 'no' && own.status !== 'invited';
  return [
    { label: words.save, fields: answerFields(facts, words, { leaves: Boolean(leave) }) },
    ...(leave ? [{ label: words.noButton, danger: true, fields: [only('answer', 'no')] }] : []),
    ...undo,
  ];
}

/** The fields of an answer: what, with whom, what the hosts ask, a note. `leaves`: that they can't come is a button of its own. */
export function answerFields(facts: AnsweringFacts, words: AnswerWords, { leaves = false } = {}): LinkField[] {
  const { own, event, questions } = facts;
  const most = event.companions_max;
  const chosen = own?.status === 'maybe' ? 'maybe' : own?.status === 'no' ? 'no' : 'going';
  const choices = (['going', 'maybe', 'no'] as const).filter((one) =>
    one === 'maybe' ? event.maybe_allowed : one === 'going' || !leaves,
  );
  const bring: LinkField[] =
    most === 0
      ? []
      : [
          {
            name: 'companions',
            label: words.companions,
            type: 'number',
            hint: words.upTo(most),
            value: String((own?.seats ?? 1) - 1),
          },
          {
            name: 'companionNames',
            label: words.companionNames,
            hint: words.namesHint,
            optional: true,
            value: (own?.companionNames ?? []).filter(Boolean).join(', '),
          },
        ];
  return [
    {
      name: 'answer',
      label: words.question,
      type: 'one',
      chosen: [chosen],
      choices: choices.map((value) => ({ value, label: words.answer[value] })),
    },
    ...bring,
    ...questions.map((question) => questionField(question, own?.answers ?? [], words)),
    { name: 'note', label: words.note, type: 'long', optional: true, value: own?.note ?? '' },
  ];
}

function questionField(
  question: AnsweringFacts['questions'][number],
  answers: readonly { readonly questionId: string; readonly said: readonly string[] }[],
  words: AnswerWords,
): LinkField {
  const said = answers.find(({ questionId }) => questionId === question.id)?.said ?? [];
  // What a host requires is asked of those who come; whoever declines need not fill it in.
  const base = { name: `q-${question.id}`, label: question.words, optional: true };
  const choose = (type: 'one' | 'several', choices: readonly { value: string; label: string }[]): LinkField => ({
    ...base,
    type,
    choices,
    chosen: said,
  });
  if (question.kind === 'yes_no')
    return choose('one', [
      { value: 'yes', label: words.yes },
      { value: 'no', label: words.no },
    ]);
  const offered = question.choices.map((choice) => ({ value: choice, label: choice }));
  if (question.kind === 'choice') return choose('one', offered);
  if (question.kind === 'multi') return choose('several', offered);
  return { ...base, value: said[0] ?? '', type: question.kind === 'long' ? 'long' : 'text' };
}

type Body = Readonly<Record<string, string | string[] | undefined>>;

/** Reads what the page's form posts. Text that is no number counts as none brought. */
export function answerOf(
  body: Body,
  { questions }: Pick<AnsweringFacts, 'questions'>,
): {
  answer: 'going' | 'maybe' | 'no';
  companions: number;
  companionNames: string[] | null;
  note: string | null;
  answers: { questionId: string; said: string[] }[] | null;
} {
  const text = (name: string): string | null => {
    const value = body[name];
    return typeof value === 'string' ? value : null;
  };
  const answer = text('answer');
  const companions = text('companions')?.trim() ?? '';
  const isWhole = text('note') !== null;
  return {
    answer: answer === 'no' || answer === 'maybe' ? answer : 'going',
    companions: companions === '' ? 0 : /^\d{1,3}$/.test(companions) ? Number(companions) : -1,
    companionNames: text('companionNames')?.split(',').slice(0, NAMES) ?? null,
    note: text('note'),
    answers: isWhole ? questions.map(({ id }) => ({ questionId: id, said: [body[`q-${id}`] ?? []].flat() })) : null,
  };
}
