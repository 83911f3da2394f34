import type { EntityManager } from 'typeorm';
import { rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { type Candidate, timeKey } from './poll-fields.ts';
import type { OptionRow } from './polls.store.ts';
import { say } from '../../platform/words/words.ts';

/** What becomes of the dates of a poll when its author changes them. */
export interface DatesPlan {
  readonly added: readonly Candidate[];
  /** Offered still, or again: at this place. */
  readonly kept: readonly { readonly option: OptionRow; readonly placeName: string }[];
  readonly withdrawn: readonly OptionRow[];
}

/**
 * Matches the dates that are wished for with those of the poll. A date is the same date when its time is: by its id, else one that stands or
 * stood at that time and place. Another time is another date, and who said yes to the old has said nothing to the new.
 * Throws BAD_USER_INPUT for an id that is not of this poll.
 */
export function planDates(
  stored: readonly OptionRow[],
  wanted: readonly (Candidate & { readonly id: string | null })[],
): DatesPlan {
  const free = new Map(stored.map((option) => [option.id, option]));
  const take = (option: OptionRow | undefined): OptionRow | null => {
    if (option) free.delete(option.id);
    return option ?? null;
  };
  const byId = wanted.map(({ id, ...date }, at) => {
    if (id === null) return null;
    const option = stored.find((one) => one.id === id && one.withdrawn_at === null);
    if (!option)
      throw new BadInput('candidates', say`Date ${at + 1} is not, or no more, of this poll. Load the page again.`);
    return timeKey(option) === timeKey(date) ? take(free.get(id)) : null;
  });
  const found = wanted.map((date, at) => {
    const isSame = (one: OptionRow): boolean => timeKey(one) === timeKey(date) && one.place_name === date.place_name;
    return byId[at] ?? take([...free.values()].find(isSame));
  });
  return {
    added: wanted.filter((_, at) => found[at] === null),
    kept: wanted.flatMap(({ place_name }, at) => (found[at] ? [{ option: found[at], placeName: place_name }] : [])),
    withdrawn: [...free.values()].filter(({ withdrawn_at }) => withdrawn_at === null),
  };
}

/** Writes the plan. `moved`: the place of the whole poll changed, which moves every date that has none of its own. */
export async function writeDates(
  tx: EntityManager,
  pollId: string,
  { plan, moved }: { plan: DatesPlan; moved: boolean },
): Promise<void> {
  for (const date of plan.added) await insertDate(tx, pollId, date);
  for (const { option, placeName } of plan.kept) {
    const isOther = option.withdrawn_at !== null || option.place_name !== placeName || (moved && placeName === '');
    if (isOther)
      await rows(
        tx,
        `UPDATE date_option SET place_name = $2, sequence = sequence + 1, withdrawn_at = NULL,
           added_at = CASE WHEN withdrawn_at IS NULL THEN added_at ELSE clock_now() END WHERE id = $1`,
        [option.id, placeName],
      );
  }
  await rows(
    tx,
    'UPDATE date_option SET withdrawn_at = clock_now(), sequence = sequence + 1 WHERE id = ANY($1::uuid[])',
    [plan.withdrawn.map(({ id }) => id)],
  );
}

/** Offers one more date, with the calendar identity of the event it may become. */
export async function insertDate(tx: EntityManager, pollId: string, of: Candidate): Promise<void> {
  await rows(
    tx,
    `INSERT INTO date_option (id, poll_id, ical_uid, start_local, end_local, zone, all_day, start_at, end_at, place_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      newId(),
      pollId,
      `${newId()}@folkmoot`,
      of.start_local,
      of.end_local,
      of.zone,
      of.all_day,
      of.start_at,
      of.end_at,
      of.place_name,
    ],
  );
}
