import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { feedMode } from '#libs/calendar';
import { wallAt } from '#libs/zone';
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
import { columnsOf } from './series-schedule.ts';
import { changedTemplate, refuseFewerPlaces, wishedSchedule } from './series-wish.ts';
import { SeriesWrites } from './series-writes.service.ts';
import { type Night, type SeriesRow, SeriesStore, type Template } from './series.store.ts';

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
