// The calendar's rules: zones, recurrence, iCalendar out and in. Pure; time zones from the platform's own data.
export { MalformedCase, occurrencesOf, readCases } from './occurrences.ts';
export { nextDate, writeCalendar } from './write.ts';
export type { CalendarEvent, CalendarModel } from './write.ts';
export { MAX_IMPORT_BYTES, readCalendar } from './read.ts';
export type { ImportedEvent, ImportFault } from './read.ts';
