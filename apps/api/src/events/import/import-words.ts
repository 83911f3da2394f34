import type { ImportFault } from '#libs/calendar';
import { term, Words } from '../../platform/words/words.ts';
import type { ImportReport } from './import-report.ts';

/** What reading a calendar says of its events, with {0} for what stands there; the reader of the file has no other language. */
const sentences: readonly Words[] = [
  term('The file is larger than 1 MB.'),
  term('This is not a calendar file that can be read: it does not hold one whole VCALENDAR.'),
  term('The calendar has {0} events; at most {1} can be taken at once.'),
  term('The calendar has more than {0} dates; this series was left.'),
  term('Too much of the file cannot be read; the rest was left.'),
  term('It has no UID, so a second import could not recognise it.'),
  term('It has no start.'),
  term('It ends ({0}) before it starts ({1}).'),
  term('Its start is a day and its end a time, or the reverse.'),
  term('Its time zone "{0}" is not known.'),
  term('One of its times cannot be read.'),
  term('It cannot be read.'),
  term('It repeats by more than one rule.'),
  term('It repeats more often than daily.'),
  term('Its rule cannot be read{0}.'),
  term('Its rule has a part that nobody knows{0}.'),
  term('Its rule says the same part twice{0}.'),
  term('Its rule has a value that makes no sense{0}.'),
  term('Its rule does not say how often it repeats{0}.'),
  term('It repeats by another calendar than the Gregorian one{0}.'),
  term('No day of the calendar fits its rule{0}.'),
  term('It repeats too often to be followed up to today{0}.'),
  term('All its dates are over, so nothing of it comes in.'),
  term('It was called off there, so nothing of it comes in.'),
  term('Of its {0} dates the next {1} come in.'),
];

/** Why something that came in was changed or called off, as they read it who were to come: said in the language of the group. */
export const reasons = {
  changed: term('It was changed in the calendar it came from.'),
  calledOff: term('It was called off in the calendar it came from.'),
  gone: term('It is no longer in the calendar it came from.'),
} as const;

const patterns = sentences.map(({ key }) => ({
  key,
  pattern: new RegExp(`^${key.replace(/[.()]/g, String.raw`\$&`).replace(/\{\d\}/g, '(.*?)')}$`),
}));

/** A report in the reader's language: what the file's reader said of it is found again by its sentence; what is not stays as it is. */
export function reportIn(locale: string, report: ImportReport): ImportReport {
  const inWords = ({ event, reason }: ImportFault): ImportFault => ({ event, reason: reasonIn(locale, reason) });
  return { ...report, notes: report.notes.map(inWords), faults: report.faults.map(inWords) };
}

function reasonIn(locale: string, reason: string): string {
  for (const { key, pattern } of patterns) {
    const gaps = pattern.exec(reason)?.slice(1);
    if (gaps) return new Words(key, gaps).in(locale);
  }
  return reason;
}
