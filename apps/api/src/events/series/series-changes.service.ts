import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { feedMode, minutesBetween, type Schedule, splitSchedule } from '#libs/calendar';
import { msToWall, wallAt, wallToMs } from '#libs/zone';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { BadInput, Conflict } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { longText } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { Operation } from '#libs/governance';
import { checkedFields, type CheckedFields } from '../event-fields.ts';
import { EventsService } from '../events.service.ts';
import type { EventRow } from '../events.store.ts';
import { changedDistances } from './deadlines.ts';
import type { CancelSeriesInput, ChangeSeriesInput, SeriesChange } from './series.graphql.ts';
import { endOfNights, isSame, nightChanges, nightsToTell, planOfChange, type SeriesPlan } from './series-plan.ts';
import { columnsOf, datesOf, repeatsFrom, scheduleOf } from './series-schedule.ts';
import { checkedSchedule, sharedOf } from './series.service.ts';
import { SeriesWrites } from './series-writes.service.ts';
import { type Night, type SeriesRow, SeriesStore, type Template } from './series.store.ts';
import { say } from '../../platform/words/words.ts';

/** What a change of a series means, before anything is written. The dry run returns it, the real one writes it: nothing else happens. */
export interface Meant {
  readonly series: SeriesRow;
  /** The series that takes over from one of its dates on, or null where the series itself changes. */
  readonly next: SeriesRow | null;
  readonly template: Template;
  readonly minutes: number;
  /** Columns of the template that change, and so for each night that has nothing of its own there. */
  readonly columns: readonly string[];
  readonly nights: readonly Night[];
  readonly plan: SeriesPlan;
  readonly reason: string;
  /** How long before a night its answers open and close from now on. */
  readonly deadlines: Pick<SeriesRow, 'opens_minutes' | 'closes_minutes'>;
  /** What else of the series itself changes where none takes over. */
  readonly inPlace?: Partial<Pick<SeriesRow, 'rule' | 'rdates' | 'exdates' | 'own_dates'>>;
}

const DAY_MS = 86_400_000;
const hasRelocated = (columns: readonly string[]): boolean =>
  columns.some((name) => name === 'place_name' || name === 'place_address' || name === 'online_url');

/** Changes a whole series, or all of it from one night on, and ends it. A change of the schedule splits: nights, their ids and answers go over. */
@Injectable()
export class SeriesChanges {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly events: EventsService,
    private readonly store: SeriesStore,
    private readonly writes: SeriesWrites,
  ) {}

  async change(actor: Actor, input: ChangeSeriesInput): Promise<SeriesChange> {
    return this.database.transaction(async (tx) => {
      const { event, series, isOpen } = await this.held(tx, actor, input.eventId, 'event.update');
      const fields = checkedFields(input.fields, isOpen);
      if (event.version !== input.expectedVersion)
        throw new Conflict(
          'Somebody else has changed this event in the meantime. Your text is kept here; reload to see theirs.',
        );
      await this.events.refuseToShow(tx, actor, series.group_id, fields.visibility);
      const meant = await this.meaning(tx, { event, series, fields, input });
      const told = await this.told(tx, actor, meant);
      if (!input.dryRun) await this.events.ask(tx, event.id, input.fields);
      if (!input.dryRun)
        await this.writes.apply(tx, actor, {
          ...meant,
          eventId: event.id,
          coverId: input.fields.coverId ?? null,
          publish: input.publish ?? false,
        });
      if (!input.dryRun && event.status === 'draft' && !input.publish)
        await this.later(tx, event, input.publishAt ?? null);
      return { nights: nightChanges(meant.plan), splits: meant.next !== null, told };
    });
  }

  private async later(tx: EntityManager, event: EventRow, at: Date | null): Promise<void> {
    const held = await this.store.seriesOf(tx, event.id);
    if (at) await this.events.mayPublishAt(tx, at, event.start_at);
    if (held) await this.store.publishLater(tx, held, at);
  }

  /** Ends a line of series from a night on, or from now: nights with people are cancelled and told, the others vanish. */
  async cancel(actor: Actor, input: CancelSeriesInput): Promise<SeriesChange> {
    const reason = longText('reason', input.reason, { what: 'The reason', max: 500 });
    if (reason === '' && !input.dryRun)
      throw new BadInput('reason', 'Say why, in a few words: those who wanted to come will read it.');
    return this.database.transaction(async (tx) => {
      const { event, series } = await this.held(tx, actor, input.eventId, 'event.cancel');
      const line = await this.store.holdLine(tx, series.line_id);
      const from = input.scope === 'all' ? '' : event.original_local!;
      const nights = (await Promise.all(line.map(({ id }) => this.store.nightsFrom(tx, id, from)))).flat();
      const plan: SeriesPlan = { moves: [], added: [], ...endOfNights(nights) };
      const told = (await this.store.concerned(tx, nightsToTell(plan).cancelled)).filter((id) => id !== actor.personId);
      const first = nights.map(({ original_local }) => original_local).sort()[0];
      const cut = first ?? wallAt((await this.clock.now(tx)).getTime(), series.zone);
      if (!input.dryRun) await this.writes.end(tx, actor, { series, line, nights, cut, plan, reason });
      return { nights: nightChanges(plan), splits: false, told: told.length };
    });
  }

  private async held(
    tx: EntityManager,
    actor: Actor,
    eventId: string,
    operation: Operation,
  ): Promise<{ event: EventRow; series: SeriesRow; isOpen: boolean }> {
    const seen = await this.events.readable(tx, actor, eventId);
    if (!seen.series_id) throw new BadInput('eventId', 'This event does not repeat.');
    const series = await this.store.hold(tx, seen.series_id);
    const event = await this.events.held(tx, actor, eventId, operation);
    if (event.series_id !== series.id)
      throw new Conflict('Somebody else has changed this series in the meantime. Reload to see it.');
    const standing = await this.policy.requireInGroup(tx, actor, operation, {
      groupId: event.group_id,
      own: series.author_id === actor.personId,
    });
    return { event, series, isOpen: standing.visibility === 'open' };
  }

  private async meaning(
    tx: EntityManager,
    of: { event: EventRow; series: SeriesRow; fields: CheckedFields; input: ChangeSeriesInput },
  ): Promise<Meant> {
    const { event, series, fields, input } = of;
    const now = await this.clock.now(tx);
    const all = await this.store.nightsFrom(tx, series.id, input.scope === 'all' ? '' : event.original_local!);
    const from = all[0]?.original_local;
    if (from === undefined || (input.scope === 'following' && event.start_at <= now))
      throw new BadInput('scope', 'This date is over. Change one that is still to come.');
    const template = changedTemplate(event, series, of);
    const columns = Object.keys(template).filter((name) => !isSame(series.template[name], template[name]));
    refuseFewerPlaces(template, columns, all);
    const wished = wishedSchedule({ event, series, fields, input, from });
    const isNew = wished.isNew || input.scope === 'following';
    const deadlines = changedDistances(series, event, fields);
    const next: SeriesRow = {
      ...series,
      ...columnsOf(wished.schedule),
      zone: fields.zone,
      all_day: fields.all_day,
      minutes: wished.minutes,
      template,
      ...deadlines,
      ...(isNew
        ? { id: newId(), continues: series.id, ends_before: series.ends_before, generated_until: null, sequence: 0 }
        : {}),
      ...(isNew ? { feed_mode: feedMode(wished.schedule), ical_uid: `${newId()}@folkmoot` } : {}),
    };
    const plan = planOfChange({ old: series, next, nights: all, now });
    const reason = longText('reason', input.reason ?? '', { what: 'The reason', max: 500 });
    const losesPeople = plan.cancelled.some(
      ({ people, status }) => people > 0 && (status === 'scheduled' || status === 'postponed'),
    );
    if (losesPeople && reason === '' && !input.dryRun)
      throw new BadInput('reason', 'Some dates with people are cancelled. Say why, in a few words: they will read it.');
    return {
      series,
      next: isNew ? next : null,
      template,
      minutes: wished.minutes,
      deadlines,
      columns,
      nights: all,
      plan,
      reason,
    };
  }

  private async told(tx: EntityManager, actor: Actor, { plan, columns, nights }: Meant): Promise<number> {
    const { moved, cancelled } = nightsToTell(plan);
    const relocated = hasRelocated(columns)
      ? nights.filter(({ status }) => status === 'scheduled').map(({ id }) => id)
      : [];
    const people = await this.store.concerned(tx, [...new Set([...moved, ...cancelled, ...relocated])]);
    return people.filter((id) => id !== actor.personId).length;
  }
}

/** What all nights are to share: the series' own, with what was changed on the night from which it was asked. */
function changedTemplate(
  event: EventRow,
  series: SeriesRow,
  { fields, input }: { fields: CheckedFields; input: ChangeSeriesInput },
): Template {
  const { posterSeed, color, coverId } = input.fields;
  const typed: Template = {
    ...sharedOf(fields),
    cover_id: coverId ?? null,
    ...(posterSeed == null ? {} : { poster_seed: posterSeed }),
    ...(/^#[0-9a-f]{6}$/i.test(color ?? '') ? { color: color!.toLowerCase() } : {}),
  };
  const held = event as unknown as Readonly<Record<string, unknown>>;
  const changed = Object.entries(typed).filter(([name, value]) => !isSame(held[name], value));
  return { ...series.template, ...Object.fromEntries(changed) };
}

function refuseFewerPlaces(template: Template, columns: readonly string[], nights: readonly Night[]): void {
  const capacity = template['capacity'];
  if (!columns.includes('capacity') || typeof capacity !== 'number') return;
  const full = nights.find((night) => night.seats_held > capacity && !night.overridden.includes('capacity'));
  if (full)
    throw new BadInput(
      'capacity',
      say`On ${full.start_local.slice(0, 10)} ${full.seats_held} places are taken already; fewer would turn people away. Set ${full.seats_held} or more, or change the dates one by one.`,
    );
}

/**
 * The schedule that was asked for, from the first night concerned on. Where the times of the night at hand were left alone they are those of the series,
 * whatever that night has of its own. For all nights, what was chosen for the one is carried back to the first by as many days.
 */
function wishedSchedule(of: {
  event: EventRow;
  series: SeriesRow;
  fields: CheckedFields;
  input: ChangeSeriesInput;
  from: string;
}): { schedule: Schedule; minutes: number; isNew: boolean } {
  const { event, series, fields, input, from } = of;
  const original = event.original_local!;
  const sameStart =
    fields.start_local === event.start_local && fields.zone === event.zone && fields.all_day === event.all_day;
  const sameLength =
    minutesBetween(fields.start_local, fields.end_local) === minutesBetween(event.start_local, event.end_local);
  const minutes = sameLength ? series.minutes : minutesBetween(fields.start_local, fields.end_local);
  const anchor = sameStart ? { ...fields, start_local: original } : fields;
  const wished = checkedSchedule(input.repeats, anchor);
  const held = checkedSchedule(repeatsFrom(series, original), { ...series, start_local: original });
  const sameRule = wished.rule === held.rule && String(wished.rdates ?? []) === String(held.rdates ?? []);
  if (sameStart && sameRule) {
    const tail = splitSchedule(scheduleOf(series), series.all_day ? from.slice(0, 10) : from).after;
    const isFirst = input.scope === 'all';
    return { schedule: isFirst || !tail ? scheduleOf(series) : tail, minutes, isNew: false };
  }
  return { schedule: from === original ? wished : carriedBack(of, wished, anchor), minutes, isNew: true };
}

function carriedBack(
  of: { series: SeriesRow; event: EventRow; input: ChangeSeriesInput; from: string },
  wished: Schedule,
  anchor: Pick<CheckedFields, 'start_local' | 'zone' | 'all_day'>,
): Schedule {
  const { series, from, input } = of;
  const original = of.event.original_local!;
  const earlier = datesOf(series, { from, to: original, limit: 1000 });
  const days = Math.round(
    (wallToMs(`${anchor.start_local.slice(0, 10)}T00:00:00`) - wallToMs(`${original.slice(0, 10)}T00:00:00`)) / DAY_MS,
  );
  const start = `${msToWall(wallToMs(from) + days * DAY_MS).slice(0, 10)}${anchor.start_local.slice(10)}`;
  const repeats = {
    ...input.repeats,
    ...(input.repeats.count ? { count: input.repeats.count + earlier.length } : {}),
    ...(input.repeats.rule ? { rule: countedFrom(input.repeats.rule, earlier.length) } : {}),
    ...(wished.rule === null
      ? {
          dates: [
            ...earlier.map((wall) => wall.slice(0, 10)),
            ...(wished.rdates ?? []).map((wall) => wall.slice(0, 10)),
            wished.start.slice(0, 10),
          ],
        }
      : {}),
  };
  return checkedSchedule(repeats, { ...anchor, start_local: firstOf(wished, start) });
}

/** A rule that counts its dates, with so many more before them. */
const countedFrom = (rule: string, earlier: number): string =>
  rule.replace(/COUNT=(\d+)/, (_, count: string) => `COUNT=${Number(count) + earlier}`);

/** The first date of a rule on or after a day, its weekdays and months as they are; the day itself where dates are given one by one. */
function firstOf(wished: Schedule, start: string): string {
  if (wished.rule === null) return start;
  const {
    COUNT: _,
    UNTIL: __,
    ...parts
  } = Object.fromEntries(wished.rule.split(';').map((part) => part.split('='))) as Record<string, string>;
  const rule = Object.entries(parts)
    .map(([name, value]) => `${name}=${value}`)
    .join(';');
  const found = datesOf(
    {
      start_local: start,
      zone: wished.zone ?? 'UTC',
      all_day: wished.zone === null,
      rule,
      rdates: [],
      exdates: [],
      ends_before: null,
    },
    { limit: 1 },
  );
  return found[0] ?? start;
}
