import type { EventPartsFragment } from '../../gql/graphql.ts';
import { addDays } from '../../platform/days.ts';
import { formOf, type EventForm } from '../events/eventForm.ts';
import { noRepeat } from '../series/repeatForm.ts';

/** The form of an event begun from another: everything but its day and its repeating, on the same weekday to come or on the day wished for. Its deadlines keep their distance. */
export function againForm(event: EventPartsFragment, of: { today: string; wished?: string | undefined }): EventForm {
  const form = formOf(event);
  const lasts = daysBetween(form.startDay, form.endDay);
  const weeks = Math.max(1, Math.floor(daysBetween(form.startDay, of.today) / 7) + 1);
  const startDay = of.wished ?? addDays(form.startDay, weeks * 7);
  const later = daysBetween(form.startDay, startDay);
  const moved = (day: string): string => (day ? addDays(day, later) : '');
  return {
    ...form,
    startDay,
    endDay: addDays(startDay, lasts),
    opensDay: moved(form.opensDay),
    closesDay: moved(form.closesDay),
    repeats: noRepeat(startDay),
  };
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
