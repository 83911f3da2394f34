import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CalendarEvent } from '#libs/calendar';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { hot } from '../../platform/database/hot.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import { isId } from '../../platform/ids.ts';
import type { DateAnswerWord, DatePoll, DatePollCard, DateOption, NeededPerson } from './polls.graphql.ts';

export interface PollRow {
  id: string;
  group_id: string;
  author_id: string;
  title: string;
  body: string;
  visibility: 'public' | 'group';
  guests: boolean;
  place_name: string;
  place_address: string;
  least: number;
  capacity: number | null;
  closes_at: Date;
  version: number;
  status: 'open' | 'closed' | 'withdrawn';
  event_id: string | null;
  is_over: boolean;
}

export interface OptionRow {
  id: string;
  ical_uid: string;
  start_local: string;
  end_local: string;
  zone: string;
  all_day: boolean;
  start_at: Date;
  place_name: string;
  sequence: number;
  withdrawn_at: Date | null;
}

export type SheetJson = {
  personId: string;
  name: string;
  note: string;
  answeredAt: string;
  answers: Record<string, DateAnswerWord>;
};

export type OptionJson = Omit<
  DateOption,
  'yes' | 'ifNeedBe' | 'no' | 'rank' | 'lead' | 'missing' | 'isEnough' | 'isNew'
> & { addedAt: string; isWithdrawn: boolean };

/** The page as it is read; who may see what of it is decided by `seesNames`. */
export interface PollJson extends Pick<
  DatePoll,
  | 'id'
  | 'version'
  | 'title'
  | 'body'
  | 'bodyHtml'
  | 'status'
  | 'visibility'
  | 'guests'
  | 'placeName'
  | 'least'
  | 'capacity'
  | 'closesAt'
  | 'isOver'
  | 'groupId'
  | 'groupHandle'
  | 'groupName'
  | 'groupColor'
  | 'zone'
  | 'authorId'
  | 'authorName'
  | 'asked'
  | 'seesNames'
  | 'eventId'
  | 'chosenId'
> {
  locale: string;
  groupVisibility: string;
  options: OptionJson[];
  sheets: SheetJson[];
  needed: NeededPerson[];
}

/** Who may see that a poll exists: $2 is the viewer. */
const readable = `((p.visibility = 'public' AND g.visibility <> 'secret') OR p.author_id = $2 OR g.visibility = 'open' OR ($2::uuid IS NOT NULL AND is_member(p.group_id, $2)))`;

const pollSql = `
SELECT json_build_object(
  'id', p.id, 'version', p.version, 'title', p.title, 'body', p.body, 'bodyHtml', p.body_html, 'status', p.status, 'visibility', p.visibility, 'guests', p.guests AND p.visibility = 'public', 'placeName', p.place_name,
  'least', p.least, 'capacity', p.capacity, 'closesAt', iso(p.closes_at), 'isOver', p.closes_at <= clock_now(), 'groupId', g.id, 'groupHandle', g.handle, 'groupName', g.name,
  'groupColor', g.color, 'groupVisibility', g.visibility, 'zone', g.zone, 'locale', g.locale, 'authorId', a.id, 'authorName', a.name, 'eventId', p.event_id, 'chosenId', p.chosen_id,
  'asked', (SELECT count(*) FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing IN ('member', 'paused') WHERE m.group_id = g.id),
  'seesNames', $2::uuid IS NOT NULL AND (p.author_id = $2 OR is_member(p.group_id, $2)),
  'options', (SELECT json_agg(json_build_object('id', o.id, 'startLocal', o.start_local, 'endLocal', o.end_local, 'zone', o.zone, 'allDay', o.all_day, 'startAt', iso(o.start_at), 'endAt', iso(o.end_at),
      'placeName', o.place_name, 'addedAt', iso(o.added_at), 'isWithdrawn', o.withdrawn_at IS NOT NULL) ORDER BY o.start_at, o.id) FROM date_option o WHERE o.poll_id = p.id),
  'sheets', coalesce((SELECT json_agg(json_build_object('personId', n.id, 'name', n.name, 'note', w.note, 'answeredAt', iso(w.answered_at), 'answers', w.answers) ORDER BY w.first_at, n.id)
    FROM date_answer w JOIN person n ON n.id = w.person_id WHERE w.poll_id = p.id), '[]'),
  'needed', coalesce((SELECT json_agg(json_build_object('personId', n.id, 'name', n.name, 'why', d.why) ORDER BY n.name, n.id) FROM date_needed d JOIN person n ON n.id = d.person_id WHERE d.poll_id = p.id), '[]')
) AS json FROM date_poll p JOIN folk_group g ON g.id = p.group_id JOIN person a ON a.id = p.author_id WHERE p.id = $1 AND ${readable}`;

/** Whether `p` has dates that were added after the sheet `w` was written, and that it says nothing to. */
const hasNewDates = `EXISTS (SELECT FROM date_option o WHERE o.poll_id = p.id AND o.withdrawn_at IS NULL AND o.added_at > w.answered_at AND o.start_at > clock_now() AND (w.answers -> o.id::text) IS NULL)`;

const cardSql = `json_build_object('id', p.id, 'title', p.title, 'closesAt', iso(p.closes_at), 'groupName', g.name, 'groupHandle', g.handle,
  'dates', (SELECT count(*) FROM date_option o WHERE o.poll_id = p.id AND o.withdrawn_at IS NULL), 'answered', (SELECT count(*) FROM date_answer w WHERE w.poll_id = p.id),
  'hasMine', EXISTS (SELECT FROM date_answer w WHERE w.poll_id = p.id AND w.person_id = $2 AND NOT ${hasNewDates}))`;

const rowSql = `SELECT id, group_id, author_id, title, body, visibility, guests, place_name, place_address, least, capacity, closes_at, version, status, event_id, closes_at <= clock_now() AS is_over FROM date_poll WHERE id = $1`;

/** Every read of date polls. */
@Injectable()
export class PollsStore {
  async page(db: EntityManager, actor: Actor, id: string): Promise<PollJson | null> {
    if (!isId(id)) return null;
    const values = [id, actor.personId];
    const [page] = await together<PollJson>(db, actor, { name: 'date_poll_page', text: pollSql, values });
    return page ?? null;
  }

  async mayRead(db: EntityManager, actor: Actor, id: string): Promise<boolean> {
    if (!isId(id)) return false;
    const text = `SELECT 1 FROM date_poll p JOIN folk_group g ON g.id = p.group_id WHERE p.id = $1 AND ${readable}`;
    return (await hot(db, 'date_poll_may_read', text, [id, actor.personId])).length > 0;
  }

  /** Open polls of a group, the one that ends first in front. */
  ofGroup(db: EntityManager, actor: Actor, handle: string): Promise<DatePollCard[]> {
    return together<DatePollCard>(db, actor, {
      name: 'date_polls_of_group',
      text: `SELECT ${cardSql} AS json FROM date_poll p JOIN folk_group g ON g.id = p.group_id
       WHERE p.group_id = ${groupIdOf('$1')} AND p.status = 'open' AND ${readable} ORDER BY p.closes_at, p.id LIMIT 20`,
      values: [handle, actor.personId],
    });
  }

  /** The poll that became an event. */
  async ofEvent(db: EntityManager, actor: Actor, eventId: string): Promise<DatePollCard | null> {
    if (!isId(eventId)) return null;
    const [found] = await together<DatePollCard>(db, actor, {
      name: 'date_poll_of_event',
      text: `SELECT ${cardSql} AS json FROM date_poll p JOIN folk_group g ON g.id = p.group_id WHERE p.event_id = $1 AND ${readable}`,
      values: [eventId, actor.personId],
    });
    return found ?? null;
  }

  /** Open polls of the viewer's groups that still take an answer and have none of theirs, or none to the dates that were added. */
  async waitingFor(db: EntityManager, actor: Actor): Promise<DatePollCard[]> {
    if (!actor.personId) return [];
    return together<DatePollCard>(db, actor, {
      name: 'date_polls_waiting',
      text: `SELECT ${cardSql} AS json FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing IN ('member', 'paused')
       JOIN folk_group g ON g.id = m.group_id AND g.archived_at IS NULL JOIN date_poll p ON p.group_id = g.id AND p.status = 'open' AND p.closes_at > clock_now()
       WHERE m.person_id = $2 AND $1::int = 1 AND NOT EXISTS (SELECT FROM date_answer w WHERE w.poll_id = p.id AND w.person_id = $2 AND NOT ${hasNewDates}) ORDER BY p.closes_at, p.id LIMIT 20`,
      values: [1, actor.personId],
    });
  }

  /** The row; `lock` keeps it until the end of the transaction: for answers beside each other, or against everything. */
  async find(db: EntityManager, id: string, lock: '' | 'FOR SHARE' | 'FOR UPDATE' = ''): Promise<PollRow | null> {
    return isId(id) ? row<PollRow>(db, `${rowSql} ${lock}`, [id]) : null;
  }

  /** The dates that are offered, by start. */
  async options(db: EntityManager, pollId: string): Promise<OptionRow[]> {
    return (await this.everyOption(db, pollId)).filter(({ withdrawn_at }) => withdrawn_at === null);
  }

  /** As `options`, with those that were taken back. */
  everyOption(db: EntityManager, pollId: string): Promise<OptionRow[]> {
    return rows<OptionRow>(
      db,
      'SELECT id, ical_uid, start_local, end_local, zone, all_day, start_at, place_name, sequence, withdrawn_at FROM date_option WHERE poll_id = $1 ORDER BY start_at, id',
      [pollId],
    );
  }

  /** Answers in order of the first; of a members-only poll those of who is still a member. */
  sheets(
    db: EntityManager,
    poll: PollRow,
  ): Promise<{ person_id: string; answers: Record<string, DateAnswerWord>; note: string }[]> {
    return rows(
      db,
      `SELECT w.person_id, w.answers, w.note FROM date_answer w JOIN person n ON n.id = w.person_id
       WHERE w.poll_id = $1 AND n.suspended_at IS NULL AND ($2 = 'public' OR is_member($3, w.person_id)) ORDER BY w.first_at, w.person_id`,
      [poll.id, poll.visibility, poll.group_id],
    );
  }

  /** Members who were asked and have no answer to the event that came of it. */
  async unanswered(db: EntityManager, poll: PollRow, eventId: string): Promise<string[]> {
    const found = await rows<{ person_id: string }>(
      db,
      `SELECT m.person_id FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing IN ('member', 'paused')
       WHERE m.group_id = $1 AND NOT EXISTS (SELECT FROM rsvp r WHERE r.event_id = $2 AND r.person_id = m.person_id) ORDER BY m.person_id`,
      [poll.group_id, eventId],
    );
    return found.map(({ person_id }) => person_id);
  }

  /**
   * The candidates that somebody can come to, as entries of their own calendar: transparent, tentative, with a question mark. One that was
   * taken back is cancelled for 30 days, then gone.
   */
  async candidatesOf(db: EntityManager, personId: string, baseUrl: string): Promise<CalendarEvent[]> {
    const found = await hot<OptionRow & { poll_id: string; title: string; end_local: string; updated_at: Date }>(
      db,
      'feed_candidates',
      `SELECT o.id, o.ical_uid, o.start_local, o.end_local, o.zone, o.all_day, o.start_at, o.sequence, o.withdrawn_at, coalesce(nullif(o.place_name, ''), p.place_name) AS place_name, p.id AS poll_id, p.title,
         greatest(p.updated_at, w.answered_at) AS updated_at
       FROM date_answer w JOIN date_poll p ON p.id = w.poll_id AND p.status = 'open' JOIN date_option o ON o.poll_id = p.id
       WHERE w.person_id = $1 AND w.answers ->> o.id::text IN ('yes', 'maybe') AND o.start_at > clock_now() AND (o.withdrawn_at IS NULL OR o.withdrawn_at > clock_now() - interval '30 days') AND (p.visibility = 'public' OR is_member(p.group_id, $1))
       ORDER BY o.start_at, o.id LIMIT 400`,
      [personId],
    );
    return found.map((one) => ({
      uid: one.ical_uid,
      sequence: one.sequence,
      status: one.withdrawn_at ? 'CANCELLED' : 'TENTATIVE',
      start: one.all_day ? one.start_local.slice(0, 10) : one.start_local,
      end: one.all_day ? one.end_local.slice(0, 10) : one.end_local,
      zone: one.zone,
      allDay: one.all_day,
      title: `${one.title}?`,
      ...(one.place_name ? { location: one.place_name } : {}),
      url: `${baseUrl}/d/${one.poll_id}`,
      transparent: true,
      updatedAt: one.updated_at,
    }));
  }
}
