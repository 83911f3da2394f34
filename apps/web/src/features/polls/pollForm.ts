import * as v from 'valibot';
import { instantOf, wallAt } from '#libs/zone';
import type {
  CreateDatePollInput,
  DatePollPartsFragment,
  EventVisibility,
  UpdateDatePollInput,
} from '../../gql/graphql.ts';
import { addDays } from '../../platform/days.ts';
import type { FormFault } from '../../platform/useForm.ts';
import type { PollOption } from './words.ts';

/** A date somebody offers: wall time; an end before the start is the next morning. */
export interface CandidateRow {
  /** Of a date that is offered already. */
  id: string | null;
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
    id: null,
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
  const last = rows.at(-1) ?? { day: addDays(today, 6), from: '19:00', to: '21:00', zone, placeName: '' };
  const day = addDays(last.day || today, 1);
  return { ...last, id: null, day, lastDay: day };
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
    closesAt: closesAtOf(form, group.zone),
    candidates: form.candidates.map((row) => ({ ...timesOf(row, form.allDay), ...placeOf(row), allDay: form.allDay })),
    needed: pollNeeded(form),
  };
}

const closesAtOf = ({ closesDay, closesTime }: PollForm, zone: string): string =>
  new Date(instantOf(`${closesDay}T${closesTime}:00`, zone).at).toISOString();

/** The line of a date that is offered. */
export function rowOf(
  option: Pick<PollOption, 'id' | 'startLocal' | 'endLocal' | 'zone' | 'allDay' | 'placeName'>,
): CandidateRow {
  const day = option.startLocal.slice(0, 10);
  const lastDay = option.endLocal.slice(0, 10);
  return {
    id: option.id,
    day,
    from: option.startLocal.slice(11, 16),
    to: option.endLocal.slice(11, 16),
    lastDay: option.allDay ? addDays(lastDay, -1) : lastDay,
    zone: option.zone,
    placeName: option.placeName,
  };
}

/** The form of a poll that is open. */
export function pollFormOf(poll: DatePollPartsFragment): PollForm {
  const closes = wallAt(new Date(poll.closesAt).getTime(), poll.zone);
  return {
    ...newPollForm(closes.slice(0, 10), { zone: poll.zone, isSecret: poll.visibility === 'GROUP' }),
    title: poll.title,
    body: poll.body,
    placeName: poll.placeName,
    visibility: poll.visibility,
    guests: poll.guests,
    least: poll.least === 0 ? '' : String(poll.least),
    capacity: String(poll.capacity ?? ''),
    neededId: poll.needed[0]?.personId ?? '',
    neededWhy: poll.needed[0]?.why ?? '',
    allDay: poll.options.every(({ allDay }) => allDay),
    candidates: poll.options.map(rowOf),
    closesDay: closes.slice(0, 10),
    closesTime: closes.slice(11, 16),
  };
}

/** Whether a line still says the time of the date it came from; another time is another date, which everybody is asked anew. */
export function keepsTime(row: CandidateRow, option: PollOption, allDay: boolean): boolean {
  const was = rowOf(option);
  const times = allDay ? (['day', 'lastDay', 'zone'] as const) : (['day', 'from', 'to', 'zone'] as const);
  return option.allDay === allDay && times.every((field) => row[field] === was[field]);
}

/** What the API takes of a changed form. What was not touched goes as it stands, to the second. */
export function changesInput(form: PollForm, poll: DatePollPartsFragment): UpdateDatePollInput {
  const before = pollFormOf(poll);
  const isDeadline = form.closesDay !== before.closesDay || form.closesTime !== before.closesTime;
  return {
    id: poll.id,
    expectedVersion: poll.version,
    title: form.title.trim(),
    body: form.body,
    placeName: form.placeName,
    closesAt: isDeadline ? closesAtOf(form, poll.zone) : poll.closesAt,
    guests: form.guests,
    least: Number(form.least) || 0,
    capacity: Number(form.capacity) || null,
    ...neededChange(form, before, poll),
    candidates: form.candidates.map((row) => {
      const option = poll.options.find(({ id }) => id === row.id);
      const allDay = option && form.allDay === before.allDay ? option.allDay : form.allDay;
      const { startLocal, endLocal } = option && keepsTime(row, option, allDay) ? option : timesOf(row, allDay);
      return { id: row.id, startLocal, endLocal, allDay, ...placeOf(row) };
    }),
  };
}

/** Who must be there, where that was changed; whom the form does not show stays. */
function neededChange(
  form: PollForm,
  before: PollForm,
  { needed, seesNames }: DatePollPartsFragment,
): Pick<UpdateDatePollInput, 'needed'> {
  const isSame = form.neededId === before.neededId && form.neededWhy.trim() === before.neededWhy;
  if (!seesNames || isSame) return {};
  const others = needed.slice(1).map(({ personId, why }) => ({ personId, why }));
  return { needed: [...pollNeeded(form), ...others.filter(({ personId }) => personId !== form.neededId)] };
}

const pollNeeded = ({ neededId, neededWhy }: PollForm): { personId: string; why: string }[] =>
  neededId ? [{ personId: neededId, why: neededWhy }] : [];

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
