import * as v from 'valibot';
import { instantOf } from '#libs/zone';
import type { CreateDatePollInput, EventVisibility } from '../../gql/graphql.ts';
import { addDays } from '../../platform/days.ts';
import type { FormFault } from '../../platform/useForm.ts';

/** A date somebody offers: wall time; an end before the start is the next morning. */
export interface CandidateRow {
  day: string;
  from: string;
  to: string;
  lastDay: string;
  zone: string;
  placeName: string;
}

/** What somebody types who looks for a date. */
export interface PollForm extends Record<string, unknown> {
  title: string;
  body: string;
  placeName: string;
  allDay: boolean;
  candidates: CandidateRow[];
  closesDay: string;
  closesTime: string;
  visibility: EventVisibility;
  guests: boolean;
  least: string;
  capacity: string;
  neededId: string;
  neededWhy: string;
}

const wholeNumber = v.pipe(v.string(), v.trim(), v.regex(/^(?:[1-9]\d{0,3})?$/, 'polls.fault.number'));

/** What must hold before the server is asked. */
export const pollSchema = v.looseObject({
  title: v.pipe(v.string(), v.trim(), v.nonEmpty('polls.fault.title'), v.maxLength(200, 'polls.fault.titleLong')),
  candidates: v.pipe(
    v.array(v.looseObject({ day: v.string(), from: v.string(), to: v.string() })),
    v.minLength(1, 'polls.fault.noDates'),
    v.check((rows) => rows.every(({ day }) => day !== ''), 'polls.fault.day'),
  ),
  closesDay: v.pipe(v.string(), v.nonEmpty('polls.fault.closes')),
  closesTime: v.pipe(v.string(), v.nonEmpty('polls.fault.closes')),
  least: wholeNumber,
  capacity: wholeNumber,
});

/** An empty form: three evenings from a week on, three days to answer. */
export function newPollForm(today: string, of: { zone: string; isSecret: boolean }): PollForm {
  const row = (days: number): CandidateRow => ({
    day: addDays(today, days),
    from: '19:00',
    to: '21:00',
    lastDay: addDays(today, days),
    zone: of.zone,
    placeName: '',
  });
  return {
    title: '',
    body: '',
    placeName: '',
    allDay: false,
    candidates: [row(7), row(8), row(9)],
    closesDay: addDays(today, 3),
    closesTime: '20:00',
    visibility: of.isSecret ? 'GROUP' : 'PUBLIC',
    guests: true,
    least: '',
    capacity: '',
    neededId: '',
    neededWhy: '',
  };
}

/** One more date: a day after the last, at the same time. */
export function nextRow(rows: readonly CandidateRow[], today: string, zone: string): CandidateRow {
  const last = rows.at(-1) ?? { day: addDays(today, 6), from: '19:00', to: '21:00', zone, placeName: '', lastDay: '' };
  const day = addDays(last.day || today, 1);
  return { ...last, day, lastDay: day };
}

/** What the API takes of a form. */
export function pollInput(form: PollForm, group: { id: string; zone: string }): CreateDatePollInput {
  return {
    groupId: group.id,
    title: form.title.trim(),
    body: form.body,
    placeName: form.placeName,
    visibility: form.visibility,
    guests: form.guests,
    least: Number(form.least) || 0,
    capacity: Number(form.capacity) || null,
    closesAt: new Date(instantOf(`${form.closesDay}T${form.closesTime}:00`, group.zone).at).toISOString(),
    candidates: form.candidates.map((row) => ({ ...timesOf(row, form.allDay), ...placeOf(row), allDay: form.allDay })),
    needed: form.neededId ? [{ personId: form.neededId, why: form.neededWhy }] : [],
  };
}

function placeOf({ zone, placeName }: CandidateRow): { zone: string; placeName: string } {
  return { zone, placeName };
}

/** Wall times of a row: an evening that ends after midnight ends on the next day, whole days at the midnight after the last. */
export function timesOf(row: CandidateRow, allDay: boolean): { startLocal: string; endLocal: string } {
  if (allDay) {
    const last = row.lastDay > row.day ? row.lastDay : row.day;
    return { startLocal: `${row.day}T00:00:00`, endLocal: `${addDays(last, 1)}T00:00:00` };
  }
  const endDay = row.to <= row.from ? addDays(row.day, 1) : row.day;
  return { startLocal: `${row.day}T${row.from || '00:00'}:00`, endLocal: `${endDay}T${row.to || '00:00'}:00` };
}

const fieldNames: Readonly<Record<string, string>> = { closesAt: 'closesDay', needed: 'neededId' };

/** A fault of the API at the field where it was typed. */
export function atField(fault: FormFault): FormFault {
  return { ...fault, field: fault.field ? (fieldNames[fault.field] ?? fault.field) : undefined };
}
