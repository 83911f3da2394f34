import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row, rows } from '../../platform/database/sql.ts';
import type { SeriesRow } from './series.store.ts';

/** Somebody's answer for all nights of a series. */
export interface StandingAnswer {
  person_id: string;
  answer: 'going' | 'maybe';
  seats: number;
  queue_told_at: Date | null;
}

/** A night that is still to come, with what a person has said to it alone. */
export interface ComingNight {
  id: string;
  group_id: string;
  status: string | null;
  seats: number | null;
  source: string | null;
}

/** Answers for whole series, and the nights they concern. */
@Injectable()
export class SeriesRsvpsStore {
  /** Keeps an answer for all nights. Who asks for no more than they had keeps their turn; everybody else takes the last. */
  async keep(
    tx: EntityManager,
    of: { seriesId: string; personId: string; answer: 'going' | 'maybe'; seats: number },
  ): Promise<void> {
    await rows(
      tx,
      `INSERT INTO series_rsvp (series_id, person_id, answer, seats, seq) VALUES ($1, $2, $3, $4, (SELECT coalesce(max(seq), 0) + 1 FROM series_rsvp WHERE series_id = $1))
       ON CONFLICT (series_id, person_id) DO UPDATE SET answer = $3, seats = $4, answered_at = clock_now(),
         seq = CASE WHEN series_rsvp.answer = $3 AND series_rsvp.seats >= $4 THEN series_rsvp.seq ELSE excluded.seq END`,
      [of.seriesId, of.personId, of.answer, of.seats],
    );
  }

  /** All series of the line that a series is of, under their locks, in the order of their ids. */
  async holdLineOf(tx: EntityManager, seriesId: string): Promise<SeriesRow[]> {
    return rows<SeriesRow>(
      tx,
      'SELECT * FROM series WHERE line_id = (SELECT line_id FROM series WHERE id = $1) ORDER BY id FOR NO KEY UPDATE',
      [seriesId],
    );
  }

  async end(tx: EntityManager, lineId: string, personId: string): Promise<void> {
    await rows(
      tx,
      'DELETE FROM series_rsvp WHERE person_id = $2 AND series_id IN (SELECT id FROM series WHERE line_id = $1)',
      [lineId, personId],
    );
  }

  /** Ends all that a person said for series of a group. */
  async endInGroup(tx: EntityManager, groupId: string, personId: string): Promise<void> {
    await rows(
      tx,
      'DELETE FROM series_rsvp WHERE person_id = $2 AND series_id IN (SELECT id FROM series WHERE group_id = $1)',
      [groupId, personId],
    );
  }

  /** Hands all answers over to the series that takes over; everybody keeps their turn. */
  async handOver(tx: EntityManager, from: string, to: string): Promise<void> {
    await rows(
      tx,
      `INSERT INTO series_rsvp (series_id, person_id, answer, seats, seq, answered_at, queue_told_at)
       SELECT $2, person_id, answer, seats, seq, answered_at, queue_told_at FROM series_rsvp WHERE series_id = $1`,
      [from, to],
    );
  }

  async inTurn(tx: EntityManager, seriesId: string): Promise<StandingAnswer[]> {
    return rows<StandingAnswer>(
      tx,
      'SELECT person_id, answer, seats, queue_told_at FROM series_rsvp WHERE series_id = $1 ORDER BY seq',
      [seriesId],
    );
  }

  /** The nights of a line that take answers, in the order of their ids, as everybody locks them. */
  async coming(tx: EntityManager, lineId: string, personId: string): Promise<ComingNight[]> {
    return rows<ComingNight>(
      tx,
      `SELECT e.id, e.group_id, r.status, r.seats, r.source FROM event e LEFT JOIN rsvp r ON r.event_id = e.id AND r.person_id = $2
       WHERE e.series_id IN (SELECT id FROM series WHERE line_id = $1) AND e.status = 'scheduled' AND e.start_at > clock_now() ORDER BY e.id`,
      [lineId, personId],
    );
  }

  /** Whether a person has said something to a night alone. */
  async hasOwnAnswer(tx: EntityManager, eventId: string, personId: string): Promise<boolean> {
    return (
      (await row(tx, `SELECT 1 FROM rsvp WHERE event_id = $1 AND person_id = $2 AND source <> 'series'`, [
        eventId,
        personId,
      ])) !== null
    );
  }

  async queueTold(tx: EntityManager, seriesId: string, personIds: readonly string[]): Promise<void> {
    await rows(tx, 'UPDATE series_rsvp SET queue_told_at = clock_now() WHERE series_id = $1 AND person_id = ANY($2)', [
      seriesId,
      personIds,
    ]);
  }
}
