import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { hot } from '../../platform/database/hot.ts';
import type { Deadline } from '../proposals.store.ts';
import { notTakenBack } from './life.sql.ts';

/** A date in the life of a proposal beside its end: when it opens, or the day on which it is looked at again. */
export interface LifeDate extends Deadline {
  readonly uid: string;
  readonly path: string;
  readonly says: 'opens' | 'review';
  readonly day: string | null;
}

/** Those of the groups in which the person $1 has a voice. An opening that came is told by its end; a day that was taken back, or whose decision was, is cancelled. */
const datesSql = `
WITH mine AS (SELECT m.group_id FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' WHERE m.person_id = $1),
  found AS (
    SELECT p.id, 'opens' AS says, p.opens_at AS at, NULL::date AS day, p.status = 'announced' AS open, p.status = 'withdrawn' AS gone
    FROM mine JOIN proposal p ON p.group_id = mine.group_id AND p.settled_at > clock_now() - interval '30 days'
    WHERE p.status = 'announced' OR (p.status = 'withdrawn' AND p.opens_at > p.withdrawn_at)
    UNION ALL SELECT p.id, 'review', (s.review_on + 1) AT TIME ZONE g.zone, s.review_on, s.review_on >= (clock_now() AT TIME ZONE g.zone)::date, n.review_on IS NULL OR NOT ${notTakenBack}
    FROM mine JOIN proposal p ON p.group_id = mine.group_id AND p.status = 'closed' JOIN folk_group g ON g.id = p.group_id
      JOIN LATERAL (SELECT o.review_on FROM outcome_statement o WHERE o.proposal_id = p.id ORDER BY o.version DESC LIMIT 1) n ON true
      JOIN LATERAL (SELECT o.review_on FROM outcome_statement o WHERE o.proposal_id = p.id AND o.review_on IS NOT NULL ORDER BY o.version DESC LIMIT 1) s ON true
    WHERE s.review_on > (clock_now() - interval '30 days')::date)
SELECT p.id, 'proposal-' || f.says || '-' || p.id || '@folkmoot' AS uid, f.says, '/p/' || p.id AS path, p.title, p.version, p.updated_at AS "updatedAt", f.at AS "closesAt", f.day::text AS day,
  f.open AND NOT f.gone AS "isOpen", f.gone AS "isWithdrawn", g.name AS "groupName", g.zone
FROM found f JOIN proposal p ON p.id = f.id JOIN folk_group g ON g.id = p.group_id WHERE g.archived_at IS NULL ORDER BY f.at, p.id LIMIT 100`;

/** When votes of a person's groups open, and when their outcomes are looked at again. */
@Injectable()
export class LifeDates {
  constructor(private readonly database: Database) {}

  of(personId: string): Promise<LifeDate[]> {
    return hot<LifeDate>(this.database.reads, 'proposal_life_dates', datesSql, [personId]);
  }
}
