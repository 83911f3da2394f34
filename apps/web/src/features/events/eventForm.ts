import * as v from 'valibot';
import type {
  AccessAnswer,
  AttendeeAudience,
  EventFieldsInput,
  EventKind,
  EventPartsFragment,
  EventVisibility,
  LocationAudience,
} from '../../gql/graphql.ts';
import { addDays } from '../../platform/days.ts';
import type { FormFault } from '../../platform/useForm.ts';
import { newRules, ruleNames, type RulesForm, rulesInput, rulesOf } from './answerRules.ts';
import { noRepeat, repeatFormOf, type RepeatForm } from '../series/repeatForm.ts';

/** How a place can be used; unknown is not no. */
export interface AccessForm {
  stepFree: AccessAnswer;
  toilet: AccessAnswer;
  hearingLoop: AccessAnswer;
  signLanguage: AccessAnswer;
  quiet: AccessAnswer;
  children: AccessAnswer;
  note: string;
}

export const accessKeys = ['stepFree', 'toilet', 'hearingLoop', 'signLanguage', 'quiet', 'children'] as const;

/** What a host types: wall time in the event's zone, days as dates, numbers as text. */
export interface EventForm extends Record<string, unknown>, RulesForm {
  title: string;
  allDay: boolean;
  startDay: string;
  startTime: string;
  endDay: string;
  endTime: string;
  zone: string;
  placeName: string;
  placeAddress: string;
  placeNote: string;
  locality: string;
  access: AccessForm;
  kind: EventKind;
  onlineUrl: string;
  summary: string;
  tags: string;
  language: string;
  priceNote: string;
  body: string;
  visibility: EventVisibility;
  capacity: string;
  companionsMax: number;
  guestRsvp: boolean;
  attendeesShown: AttendeeAudience;
  locationShown: LocationAudience;
  color: string;
  posterSeed: number;
  coverId: string;
  coverAlt: string;
  reminders: boolean;
  repeats: RepeatForm;
  /** Wall time at which a draft publishes itself, without its day until that is chosen; empty for at once. */
  publishAt: string;
}

const wholeNumber = v.pipe(v.string(), v.trim(), v.regex(/^(?:[1-9]\d{0,5})?$/, 'events.fault.capacity'));

/** What must hold before the server is asked. */
export const eventSchema = v.pipe(
  v.looseObject({
    title: v.pipe(v.string(), v.trim(), v.nonEmpty('events.fault.title'), v.maxLength(200, 'events.fault.titleLong')),
    startDay: v.pipe(v.string(), v.nonEmpty('events.fault.startDay')),
    startTime: v.string(),
    endDay: v.pipe(v.string(), v.nonEmpty('events.fault.endDay')),
    endTime: v.string(),
    allDay: v.boolean(),
    capacity: wholeNumber,
    summary: v.pipe(v.string(), v.trim(), v.maxLength(300, 'discovery.fault.summary')),
    onlineUrl: v.pipe(v.string(), v.trim(), v.regex(/^(?:https:\/\/\S+)?$/, 'events.fault.url')),
    publishAt: v.pipe(v.string(), v.regex(/^(?:\d{4}-\d\d-\d\dT\d\d:\d\d)?$/, 'hosts.fault.later')),
  }),
  v.forward(
    v.partialCheck(
      [['startTime'], ['allDay']],
      ({ startTime, allDay }) => allDay || startTime !== '',
      'events.fault.startTime',
    ),
    ['startTime'],
  ),
  v.forward(
    v.partialCheck(
      [['startDay'], ['startTime'], ['endDay'], ['endTime'], ['allDay']],
      (of) => (of.allDay ? of.endDay >= of.startDay : `${of.endDay}T${of.endTime}` > `${of.startDay}T${of.startTime}`),
      'events.fault.endFirst',
    ),
    ['endDay'],
  ),
);

/** Nothing known of a place yet. */
export function emptyAccess(): AccessForm {
  return {
    stepFree: 'UNKNOWN',
    toilet: 'UNKNOWN',
    hearingLoop: 'UNKNOWN',
    signLanguage: 'UNKNOWN',
    quiet: 'UNKNOWN',
    children: 'UNKNOWN',
    note: '',
  };
}

function accessInput({ note, ...access }: AccessForm): EventFieldsInput['access'] {
  const answers = Object.fromEntries(accessKeys.map((key) => [key, access[key]]));
  return { ...answers, note };
}

/** An empty form for a day, two hours in the evening. */
export function newEventForm(day: string, of: { zone: string; color: string; isSecret: boolean }): EventForm {
  return {
    title: '',
    allDay: false,
    startDay: day,
    startTime: '19:00',
    endDay: day,
    endTime: '21:00',
    zone: of.zone,
    placeName: '',
    placeAddress: '',
    placeNote: '',
    ...newRules(),
    locality: '',
    access: emptyAccess(),
    kind: 'IN_PERSON',
    onlineUrl: '',
    summary: '',
    tags: '',
    language: '',
    priceNote: '',
    body: '',
    visibility: of.isSecret ? 'GROUP' : 'PUBLIC',
    capacity: '',
    companionsMax: 3,
    guestRsvp: true,
    attendeesShown: 'MEMBERS',
    locationShown: 'EVERYONE',
    color: of.color,
    posterSeed: crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1,
    coverId: '',
    coverAlt: '',
    reminders: true,
    repeats: noRepeat(day),
    publishAt: '',
  };
}

/** The form of an event that stands. */
export function formOf(event: EventPartsFragment): EventForm {
  const startDay = event.startLocal.slice(0, 10);
  const endDay = event.endLocal.slice(0, 10);
  return {
    title: event.title,
    allDay: event.allDay,
    startDay,
    startTime: event.allDay ? '' : event.startLocal.slice(11, 16),
    endDay: event.allDay ? addDays(endDay, -1) : endDay,
    endTime: event.allDay ? '' : event.endLocal.slice(11, 16),
    zone: event.zone,
    placeName: event.placeName,
    placeAddress: event.placeAddress,
    placeNote: event.placeNote,
    ...rulesOf(event),
    locality: event.locality,
    access: { ...event.access },
    kind: event.kind,
    onlineUrl: event.onlineUrl ?? '',
    summary: event.summary,
    tags: event.tags.join(', '),
    language: event.language,
    priceNote: event.priceNote,
    body: event.body,
    visibility: event.visibility,
    capacity: event.capacity ? String(event.capacity) : '',
    companionsMax: event.companionsMax,
    guestRsvp: event.guestRsvp,
    attendeesShown: event.attendeesShown,
    locationShown: event.locationShown,
    color: event.color,
    posterSeed: event.posterSeed,
    coverId: event.coverId ?? '',
    coverAlt: event.coverAlt,
    reminders: event.reminders,
    repeats: event.series ? repeatFormOf(event.series.repeats, startDay) : noRepeat(startDay),
    publishAt: '',
  };
}

/** What the API takes of a form. A day without times ends at the midnight after its last day. */
export function fieldsOf(form: EventForm): EventFieldsInput {
  const {
    startDay,
    startTime,
    endDay,
    endTime,
    allDay,
    capacity,
    onlineUrl,
    coverId,
    tags,
    access,
    repeats: _,
    publishAt: __,
    ...typed
  } = form;
  const rest = Object.fromEntries(
    Object.entries(typed).filter(([name]) => !(ruleNames as readonly string[]).includes(name)),
  );
  return {
    ...(rest as unknown as Omit<EventFieldsInput, 'startLocal' | 'endLocal'>),
    rules: rulesInput(form),
    allDay,
    startLocal: allDay ? `${startDay}T00:00:00` : `${startDay}T${startTime}:00`,
    endLocal: allDay ? `${addDays(endDay, 1)}T00:00:00` : `${endDay}T${endTime}:00`,
    capacity: capacity.trim() ? Number(capacity) : null,
    onlineUrl: (form.kind !== 'IN_PERSON' && onlineUrl.trim()) || null,
    tags: tags.split(/[,;#\s]+/).filter(Boolean),
    access: accessInput(access),
    coverId: coverId || null,
  };
}

const fieldNames: Readonly<Record<string, string>> = {
  startLocal: 'startDay',
  endLocal: 'endDay',
  opensLocal: 'opensDay',
  closesLocal: 'closesDay',
};

/** A fault of the API at the field where it was typed. */
export function atField(fault: FormFault): FormFault {
  const [name, at] = fault.field?.split('.') ?? [];
  if (name === 'questions' && at) return { field: name, message: `${Number(at) + 1}: ${fault.message}` };
  return { ...fault, field: name ? (fieldNames[name] ?? name) : undefined };
}

/** The end moves with the start, so that an event keeps its length while its host looks for a time. */
export function endAfterMove(
  form: EventForm,
  before: { startDay: string; startTime: string },
): { day: string; time: string } {
  const at = (day: string, time: string): number => Date.parse(`${day}T${time || '00:00'}:00Z`);
  const lasts = at(form.endDay, form.endTime) - at(before.startDay, before.startTime);
  const end = new Date(at(form.startDay, form.startTime) + lasts);
  if (Number.isNaN(end.getTime()) || lasts < 0) return { day: form.endDay, time: form.endTime };
  return { day: end.toISOString().slice(0, 10), time: form.endTime && end.toISOString().slice(11, 16) };
}
