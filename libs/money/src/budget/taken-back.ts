import type { ExpenseState } from '../expense/state.ts';

/** A budget line when a decision about it is taken back; minor units. */
export interface LineFigures {
  readonly planned: bigint;
  readonly spent: bigint;
  /** What open advances keep for themselves. */
  readonly advanced: bigint;
}

/** What becomes of it: whether it closes, what stays planned, and what is free in its fund again. */
export interface LineTakenBack {
  readonly closes: boolean;
  readonly planned: bigint;
  readonly free: bigint;
}

/**
 * A line whose decision is taken back closes, and what is left of it is free; what was planned stays written. While advances on it are open it
 * keeps no more than they need, until they are settled.
 */
export function lineTakenBack({ planned, spent, advanced }: LineFigures): LineTakenBack {
  const free = planned - spent - advanced;
  return advanced === 0n ? { closes: true, planned, free } : { closes: false, planned: spent + advanced, free };
}

/** A line that another decision opened, when the one that raised it by so much is taken back: as far as the raise is still there. */
export function raiseTakenBack(line: LineFigures, by: bigint): LineTakenBack {
  const left = line.planned - line.spent - line.advanced;
  const free = by < left ? by : left;
  // Nothing planned would be no line: that is closing it.
  if (line.planned === free) return lineTakenBack(line);
  return { closes: false, planned: line.planned - free, free };
}

/** What becomes of an expense that rests on it: what is owed is put on hold, what is paid stays, what nobody has approved waits for a line that is open. */
export function expenseTakenBack(state: ExpenseState): 'held' | 'stays' | 'waits' {
  if (state === 'APPROVED' || state === 'PARTLY_PAID') return 'held';
  return state === 'DRAFT' || state === 'RETURNED' || state === 'SUBMITTED' ? 'waits' : 'stays';
}
