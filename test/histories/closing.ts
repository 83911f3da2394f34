import fc from 'fast-check';
import { type Command, command } from './command.ts';
import { daysAfter, monthEnd } from './days.ts';
import type { Model } from './model.ts';
import { daysPass } from './passing.ts';

/** The period that is closed next, its last day at most; null where the book has no month that is over. A period ends with its year. */
function nextOf(model: Model): { from: string; until: string } | null {
  const first = model.entries.map(({ on }) => on).toSorted()[0];
  if (!first) return null;
  const from = model.closedUntil ? daysAfter(model.closedUntil, 1) : `${first.slice(0, 7)}-01`;
  const yearEnd = `${from.slice(0, 4)}-12-31`;
  const until = yearEnd < model.today ? yearEnd : monthEnd(model.today, 1);
  return from < until ? { from, until } : null;
}

/** Months are closed, and days pass. */
export const closingCommands: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(fc.nat(3), fc.boolean()).map(([ago, isShort]) =>
    command<string>({
      of: (model) => (isShort ? daysAfter(monthEnd(model.today, ago), -1) : monthEnd(model.today, ago)),
      name: (until) => `Ben closes the book until ${until}`,
      expects(model, until) {
        const next = nextOf(model);
        if (!next) return 'CONFLICT';
        if (isShort || until > next.until || until <= next.from) return 'BAD_USER_INPUT until';
        model.closedUntil = until;
        return 'ok';
      },
      does: (house, until) => house.does('ben', 'closeBook', { groupId: house.groupId, until }),
    }),
  ),
  daysPass(1, 5, 16, 33, 70),
];
