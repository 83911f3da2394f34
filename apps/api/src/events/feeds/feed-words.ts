const feedsEn = {
  cancelled: 'Cancelled',
  postponed: 'Postponed, new date to follow',
  join: 'Take part online',
  removed: 'Removed from the calendar',
  mine: (name: string) => `${name}: my events`,
  groups: (name: string) => `${name}: my groups`,
  deadlines: (name: string) => `${name}: deadlines`,
  closes: (title: string) => `Vote closes: ${title}`,
  objectUntil: (title: string) => `Last moment to object: ${title}`,
  doneBy: (title: string) => `I do this: ${title}`,
  coming: 'Coming events',
  online: 'online',
  stepFree: 'step-free',
  tag: (tag: string) => `#${tag}`,
  days: (from: string, to: string) => `${from} to ${to}`,
  empty: 'Nothing is planned at the moment.',
  more: 'All events',
};

const feedsDe: typeof feedsEn = {
  cancelled: 'Abgesagt',
  postponed: 'Verschoben, neuer Termin folgt',
  join: 'Online teilnehmen',
  removed: 'Aus dem Kalender genommen',
  mine: (name) => `${name}: meine Treffen`,
  groups: (name) => `${name}: meine Gruppen`,
  deadlines: (name) => `${name}: Fristen`,
  closes: (title) => `Abstimmung endet: ${title}`,
  objectUntil: (title) => `Einspruch endet: ${title}`,
  doneBy: (title) => `Ich mache das: ${title}`,
  coming: 'Kommende Treffen',
  online: 'online',
  stepFree: 'stufenlos',
  tag: (tag) => `#${tag}`,
  days: (from, to) => `${from} bis ${to}`,
  empty: 'Im Moment ist nichts geplant.',
  more: 'Alle Treffen',
};

/** The words of feeds, lists without script and embedded lists. */
export function feedWords(locale: string): typeof feedsEn {
  return locale.startsWith('de') ? feedsDe : feedsEn;
}
