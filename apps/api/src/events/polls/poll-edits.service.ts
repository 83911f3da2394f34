import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict } from '../../platform/graphql/errors.ts';
import { renderMarkdown } from '../../platform/markdown.ts';
import { longText, requiredName } from '../../platform/names.ts';
import { type DatesPlan, planDates, writeDates } from './poll-dates.ts';
import { checkedCapacity } from '../event-fields.ts';
import { checkedCandidates, checkedDeadline, checkedLeast, timeKey } from './poll-fields.ts';
import { isNeededOtherwise, writeNeeded } from './poll-needed.ts';
import { type PollBefore, PollRecords } from './poll-records.service.ts';
import type { UpdateDatePollInput } from './polls.graphql.ts';
import type { OptionRow, PollRow } from './polls.store.ts';
import { say } from '../../platform/words/words.ts';

const MOST_EVER = 200;

/** Changes of an open date poll: its words, its place, its deadline, its dates, who may answer and who must come. */
@Injectable()
export class PollEdits {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly side: PollRecords,
  ) {}

  /**
   * Takes all of it as it shall be. A date that is left out is taken back with what was said to it; a later deadline opens a poll again whose
   * deadline has passed. CONFLICT when somebody else changed it meanwhile; where nothing differs nothing happens.
   */
  async update(actor: Actor, input: UpdateDatePollInput): Promise<void> {
    await this.database.transaction(async (tx) => {
      const poll = await this.side.held(tx, actor, input.id, 'datePoll.update');
      if (poll.version !== input.expectedVersion)
        throw new Conflict('Somebody else changed this poll meanwhile. Load the page again and look at it first.');
      const now = await this.clock.now(tx);
      const stored = await this.side.store.everyOption(tx, poll.id);
      const plan = planned(input, stored, now);
      const fields = checkedPollFields(poll, input, { now, last: lastOf(plan) });
      const isNeeded = input.needed != null && (await isNeededOtherwise(tx, poll.id, input.needed));
      if (isSame(poll, fields) && !movesDates(plan) && !isNeeded) return;
      if (isNeeded) await writeNeeded(tx, poll, input.needed!);
      await writeFields(tx, poll.id, fields);
      await writeDates(tx, poll.id, { plan, moved: fields.place_name !== poll.place_name });
      const before = (input.notify ?? true) ? beforeOf(poll, stored) : null;
      await this.side.changed(tx, actor, poll, { before, now });
    });
  }
}

type PollFields = Pick<PollRow, 'title' | 'body' | 'place_name' | 'closes_at' | 'guests' | 'least' | 'capacity'>;

function planned(input: UpdateDatePollInput, stored: readonly OptionRow[], now: Date): DatesPlan {
  const offered = new Set(stored.filter(({ withdrawn_at }) => withdrawn_at === null).map(timeKey));
  const wanted = checkedCandidates(input.candidates, now, offered).map((date, at) => ({
    ...date,
    id: input.candidates[at]!.id ?? null,
  }));
  const plan = planDates(stored, wanted);
  if (stored.length + plan.added.length > MOST_EVER)
    throw new BadInput('candidates', say`This poll has had ${MOST_EVER} dates. Ask anew in another poll.`);
  return plan;
}

const movesDates = ({ added, kept, withdrawn }: DatesPlan): boolean =>
  added.length > 0 ||
  withdrawn.length > 0 ||
  kept.some(({ option, placeName }) => option.withdrawn_at !== null || option.place_name !== placeName);

const isSame = (poll: PollRow, { closes_at, ...fields }: PollFields): boolean =>
  poll.closes_at.getTime() === closes_at.getTime() &&
  Object.entries(fields).every(([name, value]) => poll[name as keyof typeof fields] === value);

const lastOf = ({ added, kept }: DatesPlan): Date =>
  new Date(Math.max(...[...added, ...kept.map(({ option }) => option)].map(({ start_at }) => start_at.getTime())));

/** The deadline is checked against now only where it moves: a poll whose deadline has passed may still get another place. */
function checkedPollFields(poll: PollRow, input: UpdateDatePollInput, of: { now: Date; last: Date }): PollFields {
  const stays = input.closesAt.getTime() === poll.closes_at.getTime();
  if (stays && poll.closes_at >= of.last)
    throw new BadInput('closesAt', 'The deadline must come before the last of the dates.');
  return {
    title: requiredName('title', input.title, { what: 'The title', max: 200 }),
    body: longText('body', input.body, { what: 'The text', max: 20_000 }),
    place_name: longText('placeName', input.placeName, { what: 'The place', max: 200 }),
    closes_at: stays ? poll.closes_at : checkedDeadline(input.closesAt, of),
    guests: input.guests ?? poll.guests,
    least: input.least == null ? poll.least : checkedLeast(input.least),
    capacity: input.capacity === undefined ? poll.capacity : checkedCapacity(input.capacity),
  };
}

async function writeFields(tx: EntityManager, id: string, fields: PollFields): Promise<void> {
  await rows(
    tx,
    `UPDATE date_poll SET title = $2, body = $3, body_html = $4, place_name = $5, closes_at = $6::timestamptz, place_address = CASE WHEN place_name = $5 THEN place_address ELSE '' END,
       guests = $7, least = $8, capacity = $9, due_told_at = CASE WHEN $6::timestamptz > clock_now() THEN NULL ELSE due_told_at END, version = version + 1, updated_at = clock_now() WHERE id = $1`,
    [
      id,
      fields.title,
      fields.body,
      renderMarkdown(fields.body),
      fields.place_name,
      fields.closes_at,
      fields.guests,
      fields.least,
      fields.capacity,
    ],
  );
}

function beforeOf(poll: PollRow, stored: readonly OptionRow[]): PollBefore {
  const offered = stored.filter(({ withdrawn_at }) => withdrawn_at === null);
  return {
    title: poll.title,
    body: poll.body,
    place_name: poll.place_name,
    closes_at: poll.closes_at.toISOString(),
    dates: Object.fromEntries(offered.map(({ id, place_name }) => [id, place_name])),
  };
}
