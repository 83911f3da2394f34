import { useDoing } from '../../platform/doing.ts';
import { say } from '../../platform/words.ts';
import { announce } from '../../ui/index.ts';

export const groups = ['requested', 'coming', 'waiting', 'maybe', 'invited', 'no'] as const;
export type DeskGroup = (typeof groups)[number];

/** Which answers stand together on the desk. */
export const statusesOf = {
  requested: ['REQUESTED'],
  coming: ['GOING'],
  waiting: ['OFFERED', 'WAITLISTED'],
  maybe: ['MAYBE'],
  invited: ['INVITED'],
  no: ['NO', 'REMOVED'],
} as const;

/** One act of a host at a time; what goes wrong is said in words, what is done makes the list be read again. */
export function useDesk(reread: () => void) {
  const { running, fault, doing } = useDoing();
  const run = (id: string, work: () => Promise<unknown>): Promise<boolean> =>
    doing(async () => {
      await work();
      announce(say('answers.desk.done'));
      reread();
    }, id);
  return { busy: running, fault, run };
}
