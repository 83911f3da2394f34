import type { Act } from './acts.ts';
import type { House } from './house.ts';
import { LapseClock } from '../money/index.ts';
import { lapsed, leaver, people } from './year/people.ts';

/** Who joins in the year, carries a duty, leaves, and lapses because the dues stayed unpaid. `filling` names the instance meanwhile. */
export function roll(house: House, filling: string): Act[] {
  return [
    { days: -365, run: () => house.found(filling) },
    ...people.slice(1).map((_, at) => ({ days: -364.9 + at * 2, run: () => house.joins(at + 1) })),
    { days: -364, run: () => house.givesDuty(1, 'treasurer') },
    { days: -360, run: () => house.givesDuty(2, 'organiser') },
    { days: -leaver.daysAgo, run: () => house.leaves(leaver.at) },
    ...[lapsed.warned, lapsed.days].map((days) => ({ days, run: () => house.part(LapseClock).runDue() })),
  ];
}
