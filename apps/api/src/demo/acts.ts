import type { House } from './house.ts';
import { talk } from './year/questions.ts';

/** One thing that happens on a day, counted from today. */
export interface Act {
  readonly days: number;
  readonly run: () => Promise<unknown>;
}

/** What people say about something of the year, in the days before today. */
export function says(house: House, on: string, what: () => { kind: 'proposal' | 'event'; id: string }): Act[] {
  return talk
    .filter((one) => one.on === on)
    .map(({ by, text }, at) => ({ days: -1.5 + at / 4, run: () => house.says(by, what(), text) }));
}
