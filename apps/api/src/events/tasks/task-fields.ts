import { wallToMs } from '#libs/zone';
import { BadInput } from '../../platform/graphql/errors.ts';
import { longText, requiredName, tidyName } from '../../platform/names.ts';
import type { TaskFieldsInput } from './tasks.graphql.ts';
import { say } from '../../platform/words/words.ts';

/** The fields of a task as they are stored. */
export interface CheckedTask {
  readonly kind: string;
  readonly title: string;
  readonly note: string;
  readonly place: string;
  readonly from_minute: number | null;
  readonly to_minute: number | null;
  readonly wanted: number;
  readonly unit: string;
}

const WALL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;
const WEEK = 7 * 24 * 60;
const most = { shift: 200, role: 200, bring: 999 } as const;

/** Checks what a host typed for a task of an event that starts at `eventStart` on the wall clock. Throws BAD_USER_INPUT naming the field. */
export function checkedTask(input: TaskFieldsInput, eventStart: string): CheckedTask {
  const unit = input.kind === 'bring' ? tidyName(input.unit ?? '') : '';
  if ([...unit].length > 20) throw new BadInput('unit', 'What is counted is a word or two, such as "loaves".');
  if (!Number.isInteger(input.wanted) || input.wanted < 1 || input.wanted > most[input.kind])
    throw new BadInput(
      'wanted',
      input.kind === 'bring'
        ? say`How many are wanted must be from 1 to ${most.bring}.`
        : say`The number of people must be from 1 to ${most[input.kind]}.`,
    );
  return {
    kind: input.kind,
    title: requiredName('title', input.title, { what: 'The task', max: 120 }),
    note: longText('note', input.note, { what: 'The note', max: 500 }),
    place: longText('place', input.place, { what: 'The place', max: 120 }),
    ...(input.kind === 'shift' ? checkedShift(input, eventStart) : { from_minute: null, to_minute: null }),
    wanted: input.wanted,
    unit,
  };
}

function checkedShift(input: TaskFieldsInput, eventStart: string): { from_minute: number; to_minute: number } {
  const from = minutesAfter(eventStart, 'startLocal', input.startLocal);
  const to = minutesAfter(eventStart, 'endLocal', input.endLocal);
  if (to <= from)
    throw new BadInput(
      'endLocal',
      to === from
        ? 'The shift ends when it begins.'
        : 'The shift ends before it begins. Choose an end after its start.',
    );
  if (to - from > 24 * 60) throw new BadInput('endLocal', 'A shift lasts a day at most. Make two of a longer one.');
  return { from_minute: from, to_minute: to };
}

function minutesAfter(eventStart: string, field: 'startLocal' | 'endLocal', wall: string | null | undefined): number {
  const at = wall && WALL.test(wall) ? wallToMs(wall) : Number.NaN;
  if (Number.isNaN(at))
    throw new BadInput(
      field,
      field === 'startLocal'
        ? 'The start of the shift needs a date and a time.'
        : 'The end of the shift needs a date and a time.',
    );
  const minutes = Math.round((at - wallToMs(eventStart)) / 60_000);
  if (Math.abs(minutes) > WEEK) throw new BadInput(field, 'A shift lies within a week of the start of its event.');
  return minutes;
}
