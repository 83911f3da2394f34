import type { EventTasksPartsFragment, TaskPartsFragment } from '../../../gql/graphql.ts';
import { dayNames } from '../../../platform/dates.ts';
import { formatLocale, say } from '../../../platform/words.ts';

/** What one person does at an event: how many tasks, and how long their shifts are together. */
export interface Load {
  readonly personId: string;
  readonly name: string;
  readonly tasks: number;
  readonly minutes: number;
}

const minutesOf = (task: Pick<TaskPartsFragment, 'startLocal' | 'endLocal'>): number =>
  task.startLocal && task.endLocal ? (Date.parse(`${task.endLocal}Z`) - Date.parse(`${task.startLocal}Z`)) / 60_000 : 0;

/** Who does how much, the most first; only those whose names the viewer sees. */
export function loads(tasks: EventTasksPartsFragment['tasks']): Load[] {
  const byPerson = new Map<string, Load>();
  for (const task of tasks)
    for (const { personId, name } of task.takers) {
      const had = byPerson.get(personId) ?? { personId, name, tasks: 0, minutes: 0 };
      byPerson.set(personId, { ...had, tasks: had.tasks + 1, minutes: had.minutes + minutesOf(task) });
    }
  return [...byPerson.values()].sort(
    (a, b) => b.minutes - a.minutes || b.tasks - a.tasks || (a.name < b.name ? -1 : 1),
  );
}

/** "2 tasks, 3.5 h". */
export function loadText({ tasks, minutes }: Pick<Load, 'tasks' | 'minutes'>): string {
  const count = say('tasks.load', { count: tasks });
  if (minutes === 0) return count;
  const hours = new Intl.NumberFormat(formatLocale.value, { maximumFractionDigits: 1 }).format(minutes / 60);
  return say('tasks.loadHours', { tasks: count, hours });
}

/** How much of a task is still missing. */
export const missingOf = (task: Pick<TaskPartsFragment, 'wanted' | 'taken'>): number =>
  Math.max(0, task.wanted - task.taken);

/** "2 of 4 taken", "3 loaves missing", or that all is taken. */
export function stateText(task: Pick<TaskPartsFragment, 'kind' | 'wanted' | 'taken' | 'unit'>): string {
  const missing = missingOf(task);
  if (missing === 0) return say('tasks.allTaken');
  if (task.unit) return say('tasks.unitMissing', { missing, wanted: task.wanted, unit: task.unit });
  if (task.kind === 'BRING') return say('tasks.amountMissing', { missing, wanted: task.wanted });
  return task.wanted === 1 ? say('tasks.oneMissing') : say('tasks.takenOf', { taken: task.taken, wanted: task.wanted });
}

/** The sentence over the list: what is missing in all. */
export function summaryText(tasks: EventTasksPartsFragment['tasks']): string {
  const open = tasks.filter((task) => missingOf(task) > 0).length;
  return open === 0 ? say('tasks.allDone') : say('tasks.open', { count: open, of: tasks.length });
}

/** "17:00 to 19:00", with the day where it is not that of the event. Empty for what has no times. */
export function shiftText(task: Pick<TaskPartsFragment, 'startLocal' | 'endLocal'>, eventDay: string): string {
  if (!task.startLocal || !task.endLocal) return '';
  const moment = (wall: string, day: string): string =>
    wall.slice(0, 10) === day ? hourText(wall) : `${dayNames.value.short(wall.slice(0, 10))}, ${hourText(wall)}`;
  return say('tasks.span', {
    from: moment(task.startLocal, eventDay),
    to: moment(task.endLocal, task.startLocal.slice(0, 10)),
  });
}

const hourText = (wall: string): string =>
  new Intl.DateTimeFormat(formatLocale.value, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }).format(
    new Date(`${wall}Z`),
  );

/** "Bread, 2 loaves", or the title of what is one person's to do. */
export function amountText(task: { readonly title: string; readonly quantity: number; readonly unit: string }): string {
  if (!task.unit && task.quantity === 1) return task.title;
  return say('tasks.amount', { title: task.title, quantity: task.quantity, unit: task.unit }).trim();
}
