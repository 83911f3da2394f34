import type { PackedRow } from '#libs/voting';
import type { Report } from './calendar.ts';

/** A number for people. */
export const whole = (n: number): string => Math.round(n).toLocaleString('en-US');

/** The same numbers in every run. */
export function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

export const idsOf = (options: number): string[] =>
  Array.from({ length: options }, (_, at) => `o${String(at).padStart(2, '0')}`);

/** Rankings of three to ten options each, as people fill them in, however many there are. */
export function rankings(ballots: number, options: number): PackedRow[] {
  const roll = dice(options * 1_000_003 + ballots);
  const places = Array.from({ length: options }, (_, at) => at);
  return Array.from({ length: ballots }, () => {
    const length = 3 + roll(Math.min(8, options - 2));
    for (let at = 0; at < length; at += 1) {
      const other = at + roll(options - at);
      [places[at], places[other]] = [places[other]!, places[at]!];
    }
    return places.slice(0, length);
  });
}

/** The least of some rounds, in ms. */
export function took(rounds: number, work: () => unknown): number {
  const all = Array.from({ length: rounds }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return Math.min(...all);
}

const row: Report['row'] = (cells, holds = null) =>
  console.log(`| ${[...cells, ...(holds === null ? [] : [holds ? 'yes' : '**no**'])].join(' | ')} |`);

/** The rows on the console, for a bench that is run alone. */
export const reportHere: Report = {
  row,
  head: (...cells) => {
    row(cells);
    row(cells.map(() => '---'));
  },
  text: console.log,
};
