import { formatLocale } from '../platform/format-locale.ts';
/** The words of an event's page without script. */
const en = { cancelled: 'Cancelled', postponed: 'Postponed, new date to follow' };

const de: typeof en = { cancelled: 'Abgesagt', postponed: 'Verschoben, neuer Termin folgt' };

export type EventWords = typeof en;

export function eventWords(locale: string): EventWords {
  return locale.startsWith('de') ? de : en;
}

/** "Saturday 13 March 2026, 13:00 to 17:00" on the event's own clock. */
export function whenText(
  event: { start_local: string; end_local: string; zone: string; all_day: boolean },
  locale: string,
): string {
  const at = (wall: string): Date => new Date(`${wall}Z`);
  const day = new Intl.DateTimeFormat(formatLocale(locale), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
  if (event.all_day) return day.format(at(event.start_local));
  const sameDay = event.start_local.slice(0, 10) === event.end_local.slice(0, 10);
  const to = locale.startsWith('de') ? 'bis' : 'to';
  return `${day.format(at(event.start_local))}, ${hour.format(at(event.start_local))} ${to} ${sameDay ? '' : `${day.format(at(event.end_local))}, `}${hour.format(at(event.end_local))}`;
}

/** Where it is, in one line; the exact place and the online link only for who may see them (`event-sight.ts`). */
export function placeText(
  event: { place_name: string; place_address: string; online_url: string | null },
  seesPlace: boolean,
): string {
  return [event.place_name, ...(seesPlace ? [event.place_address, event.online_url] : [])].filter(Boolean).join(', ');
}
