import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AnswerableEvent, Answering, Question, RsvpStatus, Said } from '#libs/governance';
import { hot } from '../../platform/database/hot.ts';
import { onlineUrl, placeText, readableBy, sightOf } from '../event-sight.ts';
import { refOf } from '../event-ref.ts';
import type { EventRow } from '../events.store.ts';
import { questionsJson, saidJson } from './questions.store.ts';

/** What a person said with their answer, beside its seats. */
export interface SaidBeside {
  readonly companionNames: readonly string[];
  readonly note: string;
  readonly hidden: boolean;
  readonly answers: readonly Said[];
}

export interface OwnAnswer extends SaidBeside {
  readonly id: string;
  readonly status: RsvpStatus;
  readonly seats: number;
  readonly position: number | null;
  readonly offerExpiresAt: string | null;
  readonly reason: string | null;
  readonly mayUndo: boolean;
}

/** Somebody's answer, or their having none, with all that decides what they may say. */
export interface AnsweringFacts {
  readonly event: EventRow;
  readonly rules: AnswerableEvent;
  readonly questions: readonly (Question & { readonly words: string; readonly readers: string })[];
  readonly own: OwnAnswer | null;
  /** What this person may see of the place. */
  readonly seen: { readonly place: string; readonly placeNote: string; readonly onlineUrl: string | null };
  readonly who: Pick<Answering, 'sees' | 'known' | 'host' | 'invited' | 'belongs' | 'own'>;
  readonly groupHandle: string;
}

interface Found {
  event: EventRow & { join_mode: AnswerableEvent['joinMode'] };
  now: Date;
  closes_at: Date;
  reads: boolean;
  host: boolean;
  belongs: boolean;
  asked: boolean;
  queued: boolean;
  questions: AnsweringFacts['questions'];
  own: AnsweringFacts['own'];
  seen: AnsweringFacts['seen'];
  group_handle: string;
}

/** The columns of an event that answering is about; its words of search are longer than all of them together. */
const columns = `id group_id author_id title start_local end_local zone all_day start_at end_at place_name place_address place_note online_url visibility link_key
  status capacity seats_held waitlist maybe_allowed cutoff_minutes rsvp_opens_at companions_max guest_rsvp location_shown attendees_shown reminders version
  series_id original_local reason ical_uid sequence schedule_seq updated_at join_mode strict_queue`;

const factsSql = `SELECT (SELECT row_to_json(c) FROM (SELECT ${columns
  .split(/\s+/)
  .map((column) => `e.${column}`)
  .join(
    ', ',
  )}) c) AS event, clock_now() AS now, coalesce(e.rsvp_closes_at, e.start_at) AS closes_at, coalesce(${readableBy('$2', '$3')}, false) AS reads,
    v.host, ($2::uuid IS NOT NULL AND is_member(e.group_id, $2)) AS belongs, g.handle AS group_handle,
    EXISTS (SELECT FROM event_invite i WHERE i.event_id = e.id AND (i.email = $4 OR i.email IN (SELECT email FROM address a WHERE a.person_id = $2))) AS asked,
    (e.strict_queue OR e.waitlist = 'manual') AND EXISTS (SELECT FROM rsvp w WHERE w.event_id = e.id AND w.status = 'waitlisted') AS queued, ${questionsJson} AS questions,
    (SELECT json_build_object('id', r.id, 'status', r.status, 'seats', r.seats, 'companionNames', r.companion_names, 'note', r.note, 'hidden', r.hidden, 'answers', ${saidJson}, 'offerExpiresAt', iso(r.offer_expires_at),
        'position', CASE WHEN r.status = 'waitlisted' THEN (SELECT count(*) FROM rsvp w WHERE w.event_id = e.id AND w.status = 'waitlisted' AND w.queue_no <= r.queue_no) END, 'reason', r.reason, 'mayUndo', r.before IS NOT NULL)
      FROM rsvp r WHERE r.event_id = e.id AND r.person_id = $2) AS own,
    json_build_object('place', ${placeText}, 'placeNote', CASE WHEN v.sees_place THEN e.place_note ELSE '' END, 'onlineUrl', ${onlineUrl}) AS seen
  FROM event e JOIN folk_group g ON g.id = e.group_id ${sightOf('$2')} WHERE e.id = $1`;

/** Reads, in one statement, what the rule of eligibility is asked with. */
@Injectable()
export class AnsweringStore {
  /** `ref` is an event's id, with the key of an unlisted one. `email`: the confirmed address of somebody not yet known. */
  async facts(
    db: EntityManager,
    ref: string,
    who: { personId: string | null; email?: string },
  ): Promise<AnsweringFacts | null> {
    const { id, key } = refOf(ref);
    if (!id) return null;
    const [found] = await hot<Found>(db, 'answering_facts', factsSql, [id, who.personId, key, who.email ?? null]);
    if (!found) return null;
    const { own, event } = found;
    return {
      event: {
        ...event,
        start_at: new Date(event.start_at),
        end_at: new Date(event.end_at),
        updated_at: new Date(event.updated_at),
      },
      rules: rulesOf(found),
      questions: found.questions,
      own,
      seen: found.seen,
      who: {
        sees: found.reads,
        known: who.personId !== null,
        host: found.host,
        invited: found.asked,
        belongs: found.belongs,
        own: own && { status: own.status, seats: own.seats },
      },
      groupHandle: found.group_handle,
    };
  }
}

function rulesOf({ event, now, closes_at, queued, questions }: Found): AnswerableEvent {
  return {
    status: event.status,
    now: now.getTime(),
    endAt: new Date(event.end_at).getTime(),
    opensAt: event.rsvp_opens_at === null ? null : new Date(event.rsvp_opens_at).getTime(),
    closesAt: closes_at.getTime(),
    joinMode: event.join_mode,
    audience: event.visibility,
    guests: event.guest_rsvp,
    maybe: event.maybe_allowed,
    companionsMax: event.companions_max,
    questions,
    free: event.capacity === null ? null : event.capacity - event.seats_held,
    waitlist: event.waitlist,
    queued,
  };
}
