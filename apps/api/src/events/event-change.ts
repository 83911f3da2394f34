import { longText } from '../platform/names.ts';
import type { CheckedFields } from './event-fields.ts';
import type { UpdateEventInput } from './events.graphql.ts';
import type { EventRow } from './events.store.ts';

/** What an update of an event comes to. */
export interface EventChange {
  readonly moved: boolean;
  readonly relocated: boolean;
  readonly publish: boolean;
  /** A postponed event has a date again. */
  readonly resumes: boolean;
  readonly isOn: boolean;
  /** Whether those who come must be told. */
  readonly concerns: boolean;
  readonly reason: string;
}

/** What is changed: another time and another place must be told to those who want to come. */
export function changeOf(event: EventRow, fields: CheckedFields, input: UpdateEventInput): EventChange {
  const sameTime = fields.start_at.getTime() === event.start_at.getTime() && fields.end_local === event.end_local;
  const places = ['place_name', 'place_address', 'place_note'] as const;
  const samePlace = places.every((part) => fields[part] === event[part]);
  const moved = !sameTime || fields.zone !== event.zone || fields.all_day !== event.all_day;
  const relocated = !samePlace || fields.online_url !== event.online_url;
  const resumes = event.status === 'postponed' && moved;
  const isOn = event.status === 'scheduled' || resumes;
  return {
    resumes,
    moved,
    relocated,
    isOn,
    publish: input.publish === true && event.status === 'draft',
    concerns: isOn && (moved || relocated),
    reason: longText('reason', input.reason ?? '', { what: 'The reason', max: 500 }),
  };
}

/** The columns of an update; the number of places goes through the seats. */
export function changedColumns(
  event: EventRow,
  { capacity: _, ...fields }: CheckedFields,
  { change, input }: { change: EventChange; input: UpdateEventInput },
): Record<string, unknown> {
  const { posterSeed, color } = input.fields;
  return {
    ...fields,
    ...(change.publish || change.resumes ? { status: 'scheduled' } : {}),
    ...(posterSeed == null ? {} : { poster_seed: posterSeed }),
    ...(/^#[0-9a-f]{6}$/i.test(color ?? '') ? { color: color!.toLowerCase() } : {}),
    ...(change.moved && change.isOn ? { previous_start_at: event.start_at } : {}),
    ...(change.concerns ? { reason: change.reason || null } : {}),
  };
}
