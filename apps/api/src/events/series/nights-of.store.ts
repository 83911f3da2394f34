import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row, rows } from '../../platform/database/sql.ts';

/** A night as a mail names it. */
export interface ToldNight {
  id: string;
  title: string;
  start_local: string;
  end_local: string;
  zone: string;
  all_day: boolean;
  place_name: string;
  visibility: string;
  link_key: string | null;
}

const columns = 'e.id, e.title, e.start_local, e.end_local, e.zone, e.all_day, e.place_name, e.visibility, e.link_key';

/** Nights as mails need them. */
@Injectable()
export class NightsOf {
  /** Which of these nights each person comes to, may come to or waits for, by time. */
  async byPerson(db: EntityManager, nightIds: readonly string[]): Promise<Map<string, ToldNight[]>> {
    const found = await rows<ToldNight & { person_id: string }>(
      db,
      `SELECT r.person_id, ${columns} FROM rsvp r JOIN event e ON e.id = r.event_id
       WHERE e.id = ANY($1) AND r.status IN ('going', 'maybe', 'waitlisted', 'offered') ORDER BY e.start_at, e.id`,
      [nightIds],
    );
    return Map.groupBy(found, ({ person_id }) => person_id) as Map<string, ToldNight[]>;
  }

  /** The next night of a series. */
  async next(db: EntityManager, seriesId: string): Promise<ToldNight | null> {
    return row<ToldNight>(
      db,
      `SELECT ${columns} FROM event e WHERE e.series_id = $1 AND e.start_at > clock_now() ORDER BY e.start_at LIMIT 1`,
      [seriesId],
    );
  }
}
