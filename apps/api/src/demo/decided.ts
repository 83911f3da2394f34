import type { Act } from './acts.ts';
import type { House } from './house.ts';
import type { TimeTravel } from './time.ts';
import { leaver, people } from './year/people.ts';

/** A question to which the group says yes. */
export interface Decided {
  readonly days: number;
  readonly closes: number;
  readonly by: number;
  readonly title: string;
  readonly body: string;
  /** How many consent. */
  readonly yes: number;
}

type Effects = NonNullable<Parameters<House['proposes']>[1]['effects']>;

/**
 * Puts the question, lets people consent, and closes it with what follows; `effects` is asked when it is put. From then on `id` says which decision it
 * is.
 */
export function decided(
  house: House,
  time: TimeTravel,
  { days, closes, by, title, body, yes }: Decided,
  effects: () => Effects | Promise<Effects>,
): { readonly acts: Act[]; readonly id: () => string } {
  let id = '';
  const voters = people.map((_, at) => at).filter((at) => at !== by && at !== leaver.at);
  const acts = [
    {
      days,
      run: async () => {
        const fields = { title, body, method: 'consent', closesAt: time.instant(closes), effects: await effects() };
        id = await house.proposes(by, fields as Parameters<House['proposes']>[1]);
      },
    },
    ...voters
      .slice(0, yes)
      .map((at, n) => ({ days: days + 0.5 + n / 100, run: () => house.votes(at, id, { option: 'consent' }) })),
    { days: closes + 0.01, run: () => house.closesWhatIsDue() },
  ];
  return { acts, id: () => id };
}
