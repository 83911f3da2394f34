import type {
  AnswerRulesInput,
  EventPartsFragment,
  JoinMode,
  QuestionKind,
  QuestionReaders,
  WaitlistMode,
} from '../../gql/graphql.ts';

/** A question as a host types it: choices as lines of text. */
export interface QuestionForm {
  id: string;
  kind: QuestionKind;
  words: string;
  choices: string;
  required: boolean;
  readers: QuestionReaders;
}

/** How an event takes answers, as a host types it. */
export interface RulesForm {
  joinMode: JoinMode;
  externalUrl: string;
  maybeAllowed: boolean;
  opensDay: string;
  opensTime: string;
  closesDay: string;
  closesTime: string;
  waitlist: WaitlistMode;
  strictQueue: boolean;
  cutoffMinutes: string;
  offerMinutes: number;
  showCount: boolean;
  questions: QuestionForm[];
}

export const questionKinds: readonly QuestionKind[] = ['TEXT', 'LONG', 'YES_NO', 'CHOICE', 'MULTI', 'NUMBER'];
export const cutoffs = ['0', '120', '360', '720', '1440', '2880', '10080'] as const;

/** What holds where a host says nothing. */
export function newRules(): RulesForm {
  return {
    joinMode: 'OPEN',
    externalUrl: '',
    maybeAllowed: true,
    opensDay: '',
    opensTime: '',
    closesDay: '',
    closesTime: '',
    waitlist: 'AUTO',
    strictQueue: false,
    cutoffMinutes: '1440',
    offerMinutes: 720,
    showCount: true,
    questions: [],
  };
}

/** The rules of an event that stands. */
export function rulesOf({ rules, zone }: EventPartsFragment): RulesForm {
  const opens = wallOf(rules.opensAt, zone);
  const closes = wallOf(rules.closesAt, zone);
  return {
    joinMode: rules.joinMode,
    externalUrl: rules.externalUrl ?? '',
    maybeAllowed: rules.maybeAllowed,
    opensDay: opens.day,
    opensTime: opens.time,
    closesDay: closes.day,
    closesTime: closes.time,
    waitlist: rules.waitlist,
    strictQueue: rules.strictQueue,
    cutoffMinutes: String(rules.cutoffMinutes),
    offerMinutes: rules.offerMinutes,
    showCount: rules.showCount,
    questions: rules.questions.map(({ id, kind, words, choices, required, readers }) => ({
      id,
      kind,
      words,
      choices: choices.join('\n'),
      required,
      readers,
    })),
  };
}

/** What the API takes of them. A deadline without a time is the end of its day. */
export function rulesInput(form: RulesForm): AnswerRulesInput {
  return {
    joinMode: form.joinMode,
    externalUrl: form.joinMode === 'EXTERNAL' ? form.externalUrl.trim() : null,
    maybeAllowed: form.maybeAllowed,
    opensLocal: form.opensDay ? `${form.opensDay}T${form.opensTime || '00:00'}` : null,
    closesLocal: form.closesDay ? `${form.closesDay}T${form.closesTime || '23:59'}` : null,
    waitlist: form.waitlist,
    strictQueue: form.strictQueue,
    cutoffMinutes: Number(form.cutoffMinutes),
    offerMinutes: form.offerMinutes,
    showCount: form.showCount,
    questions: form.questions.map(({ id, kind, words, choices, required, readers }) => ({
      ...(id ? { id } : {}),
      kind,
      words,
      choices: kind === 'CHOICE' || kind === 'MULTI' ? choices.split('\n') : [],
      required,
      readers,
    })),
  };
}

export const ruleNames = Object.keys(newRules()) as readonly (keyof RulesForm)[];

function wallOf(at: string | null | undefined, zone: string): { day: string; time: string } {
  if (!at) return { day: '', time: '' };
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at));
  return { day: parts.slice(0, 10), time: parts.slice(11, 16) };
}
