import { formatLocale } from '../../platform/format-locale.ts';
/** The words of a date poll's link pages and of its page without script. */
const en = {
  confirmTitle: 'Confirm your answers',
  confirmButton: 'These are my answers',
  title: 'When can you?',
  save: 'Save my answers',
  saved: 'Saved. You can change your answers here until the poll ends.',
  keep: 'Keep the link in the mail: with it you can change your answers.',
  fixed: 'The date is fixed.',
  withdrawn: 'This poll was taken back.',
  over: 'The deadline has passed. This poll takes no more answers.',
  gone: 'This link has been used, is older than it may be, or was never one of ours.',
  toPoll: 'To the poll',
  toEvent: 'To the event',
  answer: { yes: 'Yes', maybe: 'If need be', no: 'No' } as Record<string, string>,
  none: 'No answer',
  note: 'A word to the others (optional)',
  question: 'When shall we meet?',
  until: (when: string) => `Answer until ${when}.`,
};

const de: typeof en = {
  confirmTitle: 'Antworten bestätigen',
  confirmButton: 'Das sind meine Antworten',
  title: 'Wann kannst du?',
  save: 'Antworten speichern',
  saved: 'Gespeichert. Bis zum Ende der Umfrage kannst du deine Antworten hier ändern.',
  keep: 'Behalte den Link in der Mail: damit kannst du deine Antworten ändern.',
  fixed: 'Der Termin steht fest.',
  withdrawn: 'Diese Umfrage wurde zurückgenommen.',
  over: 'Die Frist ist um. Diese Umfrage nimmt keine Antworten mehr.',
  gone: 'Dieser Link wurde schon benutzt, ist zu alt oder war nie einer von uns.',
  toPoll: 'Zur Umfrage',
  toEvent: 'Zum Treffen',
  answer: { yes: 'Ja', maybe: 'Zur Not', no: 'Nein' },
  none: 'Keine Antwort',
  note: 'Ein Wort an die anderen (freiwillig)',
  question: 'Wann treffen wir uns?',
  until: (when) => `Antworte bis ${when}.`,
};

export type PollWords = typeof en;

export function pollWords(locale: string): PollWords {
  return locale.startsWith('de') ? de : en;
}

/** An instant in words on the clock of a zone. */
export function instantText(at: Date | string, zone: string, locale: string): string {
  return new Intl.DateTimeFormat(formatLocale(locale), {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: zone,
  }).format(new Date(at));
}
