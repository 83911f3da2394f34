// The calendar's rules: zones, recurrence, iCalendar out and in. Pure; time zones from the platform's own data.
export { parseRule, RuleFault, weekdays, writeRule } from './recurrence/rule.ts';
export type { Freq, NthWeekday, Rule, RuleFaultCode, Weekday } from './recurrence/rule.ts';
export { isAllDay, occurrences } from './recurrence/occurrences.ts';
export type { Occurrence, Schedule, Window } from './recurrence/occurrences.ts';
export {
  checkOwnRule,
  checkSchedule,
  formOf,
  isFault,
  isSafe,
  ownRuleEffort,
  ruleText,
  scheduleLimits,
} from './recurrence/form.ts';
export type { RuleForm, ScheduleFault, SeriesEnd } from './recurrence/form.ts';
export { feedMode, moveDates, previewSchedule, splitSchedule } from './recurrence/series.ts';
export type { ClockWarning, DateMove, Halves, Preview } from './recurrence/series.ts';
export { endOf, minutesBetween, seriesDates } from './recurrence/overrides.ts';
export type { Override, SeriesDate } from './recurrence/overrides.ts';
export { MalformedCase, occurrencesOf, readCases } from './cases.ts';
export { calendarPieces, nextDate, streamCalendar, writeCalendar } from './ics/write.ts';
export type { CalendarEvent, CalendarHead, CalendarModel, CalendarPerson, CalendarTodo } from './ics/model.ts';
export { seriesEntries } from './ics/series-entries.ts';
export type { ChangedDate } from './ics/series-entries.ts';
export { lintCalendar } from './ics/lint.ts';
export { zoneYears } from './ics/zones.ts';
export type { ZoneYears } from './ics/zones.ts';
export { MAX_IMPORT_BYTES, readCalendarFile } from './ics/read.ts';
export { takeCalendar, uidsOf } from './ics/take.ts';
export type { TakenCalendar, TakenSeries } from './ics/take.ts';
export type { CalendarFile, ImportedEvent, ImportFault } from './ics/read.ts';
export { readReply } from './ics/reply.ts';
export type { CalendarReply, ReplyFault } from './ics/reply.ts';
export { refreshMinutesOf } from './refresh.ts';
export { reminderDue, remindersOf } from './reminders.ts';
export type { DueReminder, RemindedEvent, ReminderRule } from './reminders.ts';
