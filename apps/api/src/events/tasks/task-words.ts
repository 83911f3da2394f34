import { formatLocale } from '../../platform/format-locale.ts';
/** The words of tasks on the pages that a mailed link opens. */
const en = {
  title: 'Tasks and things to bring',
  none: 'There is nothing to take on here at the moment.',
  missing: (left: number, of: number, unit: string) =>
    left === 0 ? 'All taken.' : unit ? `${left} of ${of} ${unit} missing.` : `${left} of ${of} missing.`,
  mine: (n: number, unit: string) => (unit || n > 1 ? `You take ${n}${unit ? ` ${unit}` : ''}.` : 'You do this.'),
  offered: (name: string) => `${name} asks if you take it over.`,
  howMany: 'How many',
  take: 'I take it',
  change: 'Change',
  back: 'Hand it back',
  accept: 'Yes, I take it over',
  decline: 'No',
  answer: 'My answer',
  noLonger: 'This link is no longer good, or was never one of ours.',
};

const de: typeof en = {
  title: 'Aufgaben und Mitbringsel',
  none: 'Hier gibt es gerade nichts zu übernehmen.',
  missing: (left, of, unit) =>
    left === 0 ? 'Alles vergeben.' : unit ? `${left} von ${of} ${unit} fehlen.` : `${left} von ${of} fehlen.`,
  mine: (n, unit) => (unit || n > 1 ? `Du übernimmst ${n}${unit ? ` ${unit}` : ''}.` : 'Das machst du.'),
  offered: (name) => `${name} fragt, ob du das übernimmst.`,
  howMany: 'Wie viele',
  take: 'Das übernehme ich',
  change: 'Ändern',
  back: 'Zurückgeben',
  accept: 'Ja, ich übernehme das',
  decline: 'Nein',
  answer: 'Meine Antwort',
  noLonger: 'Dieser Link gilt nicht mehr oder war nie einer von uns.',
};

/** The words of tasks in a language; English where we have none. */
export function taskWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}

/** "18:00 to 20:00", with its days where a shift does not lie in the evening of its event. */
export function shiftText(
  task: { startLocal: string | null; endLocal: string | null },
  eventDay: string,
  locale: string,
): string {
  if (!task.startLocal || !task.endLocal) return '';
  const day = (wall: string): string =>
    wall.slice(0, 10) === eventDay
      ? ''
      : `${new Intl.DateTimeFormat(formatLocale(locale), { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${wall}Z`))} `;
  const sameDay = task.startLocal.slice(0, 10) === task.endLocal.slice(0, 10);
  const to = locale.startsWith('de') ? 'bis' : 'to';
  return `${day(task.startLocal)}${task.startLocal.slice(11, 16)} ${to} ${sameDay ? '' : day(task.endLocal)}${task.endLocal.slice(11, 16)}`;
}
