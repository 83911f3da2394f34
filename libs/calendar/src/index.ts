// The calendar's rules: zones, recurrence, iCalendar out and in. Pure; time zones from the platform's own data.
export { parseRule, RuleFault, weekdays, writeRule } from './recurrence/rule.ts';
export type { Freq, NthWeekday, Rule, RuleFaultCode, Weekday } from './recurrence/rule.ts';
export { isAllDay, occurrences } from './recurrence/occurrences.ts';
export type { Occurrence, Schedule, Window } from './recurrence/occurrences.ts';
export { checkSchedule, formOf, isFault, isSafe, ruleText, scheduleLimits } from './recurrence/form.ts';
export type { RuleForm, ScheduleFault, SeriesEnd } from './recurrence/form.ts';
export { feedMode, moveDates, previewSchedule, splitSchedule } from './recurrence/series.ts';
export type { ClockWarning, DateMove, Halves, Preview } from './recurrence/series.ts';
export { endOf, minutesBetween, seriesDates } from './recurrence/overrides.ts';
export type { Override, SeriesDate } from './recurrence/overrides.ts';
export { MalformedCase, occurrencesOf, readCases } from './cases.ts';
export { nextDate, writeCalendar } from './write.ts';
export type { CalendarEvent, CalendarModel } from './write.ts';
export { MAX_IMPORT_BYTES, readCalendar } from './read.ts';
export { refreshMinutesOf } from './refresh.ts';
export type { ImportedEvent, ImportFault } from './read.ts';
export { reminderDue, remindersOf } from './reminders.ts';
export type { DueReminder, RemindedEvent, ReminderRule } from './reminders.ts';
