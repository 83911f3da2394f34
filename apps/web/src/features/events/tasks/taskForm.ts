import * as v from 'valibot';
import type { EventPartsFragment, TaskFieldsInput, TaskKind, TaskPartsFragment } from '../../../gql/graphql.ts';
import type { FormFault } from '../../../platform/useForm.ts';

/** What a host types about a task: wall times in the event's zone, the number as text. */
export interface TaskForm extends Record<string, unknown> {
  kind: TaskKind;
  title: string;
  wanted: string;
  unit: string;
  startDay: string;
  startTime: string;
  endDay: string;
  endTime: string;
  place: string;
  note: string;
}

/** What must hold before the server is asked. */
export const taskSchema = v.pipe(
  v.looseObject({
    kind: v.picklist(['SHIFT', 'BRING', 'ROLE']),
    title: v.pipe(v.string(), v.trim(), v.nonEmpty('tasks.fault.title'), v.maxLength(120, 'tasks.fault.titleLong')),
    wanted: v.pipe(v.string(), v.trim(), v.regex(/^[1-9]\d{0,2}$/, 'tasks.fault.wanted')),
    unit: v.string(),
    place: v.string(),
    note: v.string(),
    startDay: v.string(),
    startTime: v.string(),
    endDay: v.string(),
    endTime: v.string(),
  }),
  v.forward(
    v.partialCheck(
      [['kind'], ['startDay'], ['startTime'], ['endDay'], ['endTime']],
      (of) => of.kind !== 'SHIFT' || `${of.endDay}T${of.endTime}` > `${of.startDay}T${of.startTime}`,
      'tasks.fault.endFirst',
    ),
    ['endTime'],
  ),
);

const blank = { kind: 'SHIFT', title: '', wanted: 1, unit: '', place: '', note: '' } as const;

/** The form of a task that stands, or of a new one: a shift over the whole event until the host says otherwise. */
export function formOf(
  event: Pick<EventPartsFragment, 'startLocal' | 'endLocal'>,
  task: TaskPartsFragment | null,
): TaskForm {
  const { kind, title, wanted, unit, place, note } = task ?? blank;
  const start = task?.startLocal ?? event.startLocal;
  const end = task?.endLocal ?? event.endLocal;
  return {
    kind,
    title,
    wanted: String(wanted),
    unit,
    startDay: start.slice(0, 10),
    startTime: start.slice(11, 16),
    endDay: end.slice(0, 10),
    endTime: end.slice(11, 16),
    place,
    note,
  };
}

/** What the API takes of a form. */
export function fieldsOf(form: TaskForm): TaskFieldsInput {
  const isShift = form.kind === 'SHIFT';
  return {
    kind: form.kind,
    title: form.title,
    note: form.note,
    place: form.place,
    wanted: Number(form.wanted),
    unit: form.kind === 'BRING' ? form.unit : '',
    startLocal: isShift ? `${form.startDay}T${form.startTime}:00` : null,
    endLocal: isShift ? `${form.endDay}T${form.endTime}:00` : null,
  };
}

const fieldNames: Readonly<Record<string, string>> = { startLocal: 'startTime', endLocal: 'endTime' };

/** A fault of the API at the field where it was typed. */
export function atField(fault: FormFault): FormFault {
  return { ...fault, field: fault.field ? (fieldNames[fault.field] ?? fault.field) : undefined };
}
