import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row, rows } from '../../platform/database/sql.ts';
import { type Deadlines } from './deadlines.ts';
import { instantsOf, nightOf } from './night-row.ts';
import { overriddenOf } from './series-plan.ts';

/** What a column of `event` may hold, as JSON. */
export type Given = string | number | boolean | null | readonly string[] | { readonly [key: string]: Given };
/** Columns of `event` that a series gives to each of its nights. */
export type Template = Readonly<Record<string, Given>>;

/** The row as the services see it. Wall times are as in `event`. */
export interface SeriesRow {
  id: string;
  line_id: string;
  continues: string | null;
  group_id: string;
  author_id: string;
  start_local: string;
  zone: string;
  all_day: boolean;
  minutes: number;
  /** How long before the start of a night its answers open and close, on the wall clock. */
  opens_minutes: number | null;
  closes_minutes: number | null;
  rule: string | null;
  rdates: string[];
  exdates: string[];
  /** Where it was split or ended: dates from here on are not of it any more. */
  ends_before: string | null;
  ended_at: Date | null;
  template: Template;
  /** What single dates have of their own when their nights are made: columns of `event` by original start. */
  own_dates: Readonly<Record<string, Template>>;
  horizon_weeks: number;
  generated_until: string | null;
  feed_mode: 'rrule' | 'dates';
  is_draft: boolean;
  ical_uid: string;
  sequence: number;
}

/** A night as a change of its series looks at it. */
export interface Night {
  id: string;
  series_id: string;
  original_local: string;
  start_local: string;
  end_local: string;
  start_at: Date;
  zone: string;
  rsvp_opens_at: Date | null;
  rsvp_closes_at: Date | null;
  status: 'draft' | 'scheduled' | 'postponed' | 'cancelled';
  overridden: string[];
  seats_held: number;
  /** Whether anybody is going, may come, or waits. */
  people: number;
  /** Whether anything at all hangs on it: answers, talk, money, whatever points to it. */
  attached: boolean;
}

/** What a new series is written with; the rest begins by itself. */
const given = [
  'id',
  'line_id',
  'continues',
  'group_id',
  'author_id',
  'start_local',
  'zone',
  'all_day',
  'minutes',
  'opens_minutes',
  'closes_minutes',
  'rule',
  'rdates',
  'exdates',
  'ends_before',
  'template',
  'own_dates',
  'feed_mode',
  'is_draft',
  'ical_uid',
] as const satisfies (keyof SeriesRow)[];

const isJson = (name: string): boolean => name === 'template' || name === 'own_dates';
const json = (value: unknown): string => JSON.stringify(value);
const isObject = (value: Given): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every read and write of series and of their nights as such. */
@Injectable()
export class SeriesStore {
  #pointing: string | null = null;

  async find(db: EntityManager, id: string): Promise<SeriesRow | null> {
    return row<SeriesRow>(db, 'SELECT * FROM series WHERE id = $1', [id]);
  }

  /** The series that a night is of now. */
  async seriesOf(db: EntityManager, eventId: string): Promise<string | null> {
    const night = await row<{ series_id: string | null }>(db, 'SELECT series_id FROM event WHERE id = $1', [eventId]);
    return night?.series_id ?? null;
  }

  /** The row under its lock; before the events of the series, always. */
  async hold(tx: EntityManager, id: string): Promise<SeriesRow> {
    return (await row<SeriesRow>(tx, 'SELECT * FROM series WHERE id = $1 FOR NO KEY UPDATE', [id]))!;
  }

  /** All series of a line under their locks, in the order of their ids. */
  async holdLine(tx: EntityManager, lineId: string): Promise<SeriesRow[]> {
    return rows<SeriesRow>(tx, 'SELECT * FROM series WHERE line_id = $1 ORDER BY id FOR NO KEY UPDATE', [lineId]);
  }

  async insert(tx: EntityManager, of: Pick<SeriesRow, (typeof given)[number]>): Promise<SeriesRow> {
    const values = given.map((name) => (isJson(name) ? json(of[name]) : of[name]));
    return (await row<SeriesRow>(
      tx,
      `INSERT INTO series (${given.join(', ')}) VALUES (${given.map((_, at) => `$${at + 1}`).join(', ')}) RETURNING *`,
      values,
    ))!;
  }

  /** Makes the nights of these dates that do not stand yet, and remembers how far the series has been made. Returns the new ones in the order of their ids. */
  async makeNights(
    tx: EntityManager,
    series: SeriesRow,
    walls: readonly string[],
  ): Promise<{ id: string; original_local: string }[]> {
    if (walls.length === 0) return [];
    const nights = walls.map((wall) => nightOf(series, wall));
    const names = Object.keys(nights[0]!).join(', ');
    const made = await rows<{ id: string; original_local: string }>(
      tx,
      `INSERT INTO event (${names}) SELECT ${names} FROM json_populate_recordset(NULL::event, $1::json) ON CONFLICT (series_id, original_local) DO NOTHING RETURNING id, original_local`,
      [json(nights)],
    );
    await rows(tx, 'UPDATE series SET generated_until = greatest(generated_until, $2) WHERE id = $1', [
      series.id,
      walls.at(-1),
    ]);
    return made.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Nights of a series from one of its dates on that have not begun, by date. */
  async nightsFrom(tx: EntityManager, seriesId: string, from: string): Promise<Night[]> {
    const people = `(SELECT count(*)::int FROM rsvp r WHERE r.event_id = e.id AND r.status IN ('going', 'maybe', 'waitlisted', 'offered'))`;
    return rows<Night>(
      tx,
      `SELECT e.id, e.series_id, e.original_local, e.start_local, e.end_local, e.start_at, e.zone, e.rsvp_opens_at, e.rsvp_closes_at, e.status, e.overridden, e.seats_held, ${people} AS people, (${await this.pointing(tx)}) AS attached
       FROM event e WHERE e.series_id = $1 AND e.original_local >= $2 AND e.start_at > clock_now() ORDER BY e.original_local`,
      [seriesId, from],
    );
  }

  /** Locks nights in the order of their ids, as everybody does who takes several. */
  async lockNights(tx: EntityManager, ids: readonly string[]): Promise<void> {
    await rows(tx, 'SELECT 1 FROM event WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [ids]);
  }

  /** Moves nights to other dates or another series; ids, answers and what people said stay with them. */
  async moveNights(
    tx: EntityManager,
    moves: readonly {
      id: string;
      series: SeriesRow;
      original: string;
      start: string;
      end: string;
      moved: boolean;
      deadlines: Deadlines;
    }[],
  ): Promise<void> {
    const values = moves.map(({ id, series, original, start, end, moved, deadlines }) => ({
      id,
      series_id: series.id,
      original_local: original,
      zone: series.zone,
      all_day: series.all_day,
      moved,
      ...deadlines,
      ...instantsOf(start, end, series.zone),
    }));
    await rows(
      tx,
      `UPDATE event e SET series_id = n.series_id, original_local = n.original_local, start_local = n.start_local, end_local = n.end_local, zone = n.zone, all_day = n.all_day,
         previous_start_at = CASE WHEN n.moved AND e.start_at <> n.start_at THEN e.start_at ELSE e.previous_start_at END, start_at = n.start_at, end_at = n.end_at,
         rsvp_opens_at = n.rsvp_opens_at, rsvp_closes_at = n.rsvp_closes_at,
         sequence = e.sequence + n.moved::int, schedule_seq = e.schedule_seq + n.moved::int, version = e.version + 1, updated_at = clock_now()
       FROM json_to_recordset($1::json) AS n(id uuid, series_id uuid, original_local text, start_local text, end_local text, zone text, all_day boolean, moved boolean, start_at timestamptz, end_at timestamptz, rsvp_opens_at timestamptz, rsvp_closes_at timestamptz)
       WHERE e.id = n.id`,
      [json(values)],
    );
  }

  /** Gives one column of the template to nights. `renews` where calendars must take notice. */
  async give(
    tx: EntityManager,
    ids: readonly string[],
    of: { column: string; value: Given; renews: boolean },
  ): Promise<void> {
    if (ids.length === 0) return;
    await rows(
      tx,
      `UPDATE event SET ${of.column} = $2, sequence = sequence + $3, version = version + 1, updated_at = clock_now() WHERE id = ANY($1)`,
      [ids, isObject(of.value) ? json(of.value) : of.value, of.renews ? 1 : 0],
    );
  }

  async cancelNights(tx: EntityManager, ids: readonly string[], reason: string): Promise<void> {
    await rows(
      tx,
      `UPDATE event SET status = 'cancelled', reason = $2, sequence = sequence + 1, version = version + 1, updated_at = clock_now() WHERE id = ANY($1) AND status <> 'cancelled'`,
      [ids, reason],
    );
  }

  async removeNights(tx: EntityManager, ids: readonly string[]): Promise<void> {
    await rows(tx, 'DELETE FROM event WHERE id = ANY($1)', [ids]);
  }

  async update(tx: EntityManager, id: string, columns: Partial<Omit<SeriesRow, 'id'>>): Promise<void> {
    const names = Object.keys(columns);
    const values = Object.entries(columns).map(([name, value]) => (isJson(name) ? json(value) : value));
    await rows(
      tx,
      `UPDATE series SET ${names.map((name, at) => `${name} = $${at + 2}, `).join('')}sequence = sequence + 1, updated_at = clock_now() WHERE id = $1`,
      [id, ...values],
    );
  }

  /** Notes what a night has of its own after it was changed alone; what it has again as all others have it is noted no longer. */
  async noteOverrides(tx: EntityManager, eventId: string): Promise<void> {
    const event = await row<Record<string, unknown>>(tx, 'SELECT * FROM event WHERE id = $1', [eventId]);
    const series = event?.['series_id'] ? await this.find(tx, String(event['series_id'])) : null;
    if (!event || !series) return;
    await rows(tx, 'UPDATE event SET overridden = $2 WHERE id = $1', [eventId, overriddenOf(event, series)]);
  }

  /** When a draft with all its nights is to be published by itself; null: not by itself. */
  async publishLater(tx: EntityManager, seriesId: string, at: Date | null): Promise<void> {
    await rows(tx, `UPDATE event SET publish_at = $2 WHERE series_id = $1 AND status = 'draft'`, [seriesId, at]);
  }

  /** Publishes all nights of a line that was a draft. */
  async publish(tx: EntityManager, seriesId: string): Promise<void> {
    await rows(
      tx,
      `UPDATE event SET status = 'scheduled', publish_at = NULL, version = version + 1, updated_at = clock_now() WHERE status = 'draft' AND series_id = $1`,
      [seriesId],
    );
    await rows(tx, 'UPDATE series SET is_draft = false WHERE id = $1', [seriesId]);
  }

  /** Ends a series: it has no dates from here on. */
  async end(tx: EntityManager, id: string, before: string): Promise<void> {
    await rows(
      tx,
      'UPDATE series SET ends_before = $2, ended_at = clock_now(), sequence = sequence + 1, updated_at = clock_now() WHERE id = $1',
      [id, before],
    );
  }

  /** Who has answered for any of these nights: those whom a change concerns. */
  async concerned(tx: EntityManager, nightIds: readonly string[]): Promise<string[]> {
    const found = await rows<{ person_id: string }>(
      tx,
      `SELECT DISTINCT person_id FROM rsvp WHERE event_id = ANY($1) AND status IN ('going', 'maybe', 'waitlisted', 'offered') ORDER BY person_id`,
      [nightIds],
    );
    return found.map(({ person_id }) => person_id);
  }

  /**
   * True in SQL where anything points to the event `e`. Asked of the catalogue once: a table that comes later counts without being named here.
   * Talk hangs on its parent by kind, so it is named. A task that nobody has taken holds nothing: each night has it.
   */
  private async pointing(db: EntityManager): Promise<string> {
    if (this.#pointing) return this.#pointing;
    const found = await rows<{ at: string; by: string }>(
      db,
      `SELECT c.conrelid::regclass::text AS at, a.attname AS by FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
       WHERE c.contype = 'f' AND c.confrelid = 'event'::regclass AND c.conrelid NOT IN ('task'::regclass, 'task_reminder'::regclass) ORDER BY 1, 2`,
    );
    const parts = [
      ...found.map(({ at, by }) => `EXISTS (SELECT FROM ${at} t WHERE t.${by} = e.id)`),
      `EXISTS (SELECT FROM comment t WHERE t.parent_kind = 'event' AND t.parent_id = e.id)`,
      `EXISTS (SELECT FROM proposal t WHERE t.event_id = e.id)`,
      `EXISTS (SELECT FROM task t JOIN take k ON k.task_id = t.id WHERE t.event_id = e.id)`,
    ];
    return (this.#pointing = parts.join(' OR '));
  }
}
