import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { feedMode, minutesBetween, previewSchedule, type Schedule } from '#libs/calendar';
import { isZone } from '#libs/zone';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { BadInput, NotFound, SignInFirst } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { checkedFields, type CheckedFields, lookOf } from '../event-fields.ts';
import type { CreateEventInput, EventFieldsInput } from '../events.graphql.ts';
import { EventsService } from '../events.service.ts';
import { shareTasks } from '../tasks/shared-tasks.ts';
import { distancesOf } from './deadlines.ts';
import { Nights } from './nights.service.ts';
import type { RepeatsInput } from './repeats.graphql.ts';
import type { SeriesDate, SeriesPreview } from './series.graphql.ts';
import { SeriesRecords } from './series-records.service.ts';
import { columnsOf, faultWords, isScheduleFault, rowWall, scheduleFrom } from './series-schedule.ts';
import { type SeriesRow, SeriesStore, type Template } from './series.store.ts';

const NEXT_DATES = 6;
const MOST_WARNINGS = 20;
const WALL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;

/** Makes series, and shows what one would be while it is typed. */
@Injectable()
export class SeriesService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly store: SeriesStore,
    private readonly nights: Nights,
    private readonly records: SeriesRecords,
    private readonly events: EventsService,
  ) {}

  /** Makes a series with its first nights; the id of the first. */
  async create(actor: Actor, input: CreateEventInput, repeats: RepeatsInput): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    return this.database.transaction(async (tx) => {
      const standing = await this.policy.requireInGroup(tx, actor, 'event.create', { groupId: input.groupId });
      const fields = checkedFields(input.fields, standing.visibility === 'open');
      await this.events.refuseToPlan(tx, actor, input.groupId, fields);
      const schedule = checkedSchedule(repeats, fields);
      const { groupId } = input;
      const series = await this.begin(tx, actor, {
        groupId,
        schedule,
        fields,
        input: await this.events.typed(tx, actor, input),
        isDraft: input.publish === false || Boolean(input.publishAt),
      });
      const made = await this.nights.make(tx, series);
      const first = made.find(({ original_local }) => original_local === series.start_local)!.id;
      await this.events.ask(tx, first, input.fields);
      if (input.publishAt) await this.later(tx, series, { at: input.publishAt, startAt: fields.start_at });
      if (input.copyFrom) await this.events.copyParts(tx, actor, { from: input.copyFrom, to: first, groupId });
      await shareTasks(tx, first);
      await this.records.made(tx, actor, { series, eventId: first, nights: made.length });
      return first;
    });
  }

  private async later(tx: EntityManager, series: SeriesRow, of: { at: Date; startAt: Date }): Promise<void> {
    await this.events.mayPublishAt(tx, of.at, of.startAt);
    await this.store.publishLater(tx, series.id, of.at);
  }

  /** Writes a new series without its nights, in the caller's transaction; the import uses it too. */
  async begin(
    tx: EntityManager,
    actor: Actor,
    of: {
      groupId: string;
      schedule: Schedule;
      fields: CheckedFields;
      input: EventFieldsInput;
      isDraft: boolean;
      ownDates?: SeriesRow['own_dates'];
    },
  ): Promise<SeriesRow> {
    const { groupId, schedule, fields, input } = of;
    const id = newId();
    const series = await this.store.insert(tx, {
      id,
      line_id: id,
      continues: null,
      zone: fields.zone,
      all_day: fields.all_day,
      minutes: minutesBetween(fields.start_local, fields.end_local),
      ...distancesOf(fields),
      template: templateOf(id, fields, input),
      own_dates: of.ownDates ?? {},
      is_draft: of.isDraft,
      ...columnsOf(schedule),
      ends_before: null,
      group_id: groupId,
      author_id: actor.personId!,
      feed_mode: feedMode(schedule),
      ical_uid: `${newId()}@folkmoot`,
    });
    await this.records.cover(tx, actor, series, input.coverId ?? null);
    return series;
  }

  /** The next dates of what is being typed. Reads nothing, so it asks only that somebody is signed in. */
  preview(
    actor: Actor,
    of: { repeats: RepeatsInput; startLocal: string; zone: string; allDay: boolean },
  ): SeriesPreview {
    if (!actor.personId) throw new SignInFirst();
    if (!isZone(of.zone)) throw new BadInput('zone', 'This is no time zone we know. It looks like Europe/Brussels.');
    if (!WALL.test(of.startLocal) || Number.isNaN(Date.parse(`${of.startLocal}Z`)))
      throw new BadInput('startLocal', 'The start needs a date and a time.');
    const schedule = scheduleFrom(of.repeats, of);
    if (isScheduleFault(schedule)) {
      const { code, most = null, next = null } = schedule;
      const fault = { code, most, next: next?.slice(0, 10) ?? null, message: faultWords(schedule) };
      return { dates: [], more: false, warnings: [], fault };
    }
    const { dates, more, warnings } = previewSchedule(schedule, NEXT_DATES);
    const shown = new Map(warnings.map(({ wall, shown: at }) => [wall, at]));
    const toDate = ({ wall, kind }: { wall: string; kind: string }): SeriesDate => ({
      startLocal: rowWall(wall),
      clock: kind,
      shownLocal: rowWall(shown.get(wall) ?? wall),
    });
    return { dates: dates.map(toDate), more, warnings: warnings.slice(0, MOST_WARNINGS).map(toDate), fault: null };
  }
}

/** The schedule that was chosen, from this start; throws BAD_USER_INPUT where it is not offered. */
export function checkedSchedule(
  repeats: RepeatsInput,
  fields: Pick<CheckedFields, 'start_local' | 'zone' | 'all_day'>,
): Schedule {
  if (repeats.until && !/^\d{4}-\d\d-\d\d$/.test(repeats.until))
    throw new BadInput('repeats', 'The last day needs a date.');
  const schedule = scheduleFrom(repeats, {
    startLocal: fields.start_local,
    zone: fields.zone,
    allDay: fields.all_day,
  });
  if (isScheduleFault(schedule)) throw new BadInput('repeats', faultWords(schedule));
  return schedule;
}

/** What is so where a host said nothing: a night that says something then has it of its own. */
const unsaid: Template = {
  summary: '',
  kind: 'in_person',
  language: '',
  price_note: '',
  locality: '',
  tags: [],
  access: {},
};

const ofOneNight = [
  'start_local',
  'end_local',
  'zone',
  'all_day',
  'start_at',
  'end_at',
  'rsvp_opens_at',
  'rsvp_closes_at',
];

/** The columns that all nights share: what was typed without the times. */
export function sharedOf(fields: CheckedFields): Template {
  const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => !ofOneNight.includes(name))) as Template & {
    access?: string;
  };
  return { ...rest, ...(rest.access === undefined ? {} : { access: JSON.parse(rest.access) as Template }) };
}

/** As `sharedOf`, with the look. */
function templateOf(id: string, fields: CheckedFields, input: EventFieldsInput): Template {
  return { ...unsaid, ...sharedOf(fields), ...lookOf(id, input), cover_id: input.coverId ?? null };
}
