import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row, rows } from '../../platform/database/sql.ts';
import { hasVoted } from '../secret/secret-sql.ts';

/** Electors `e` of the open proposal `p` who have not voted and still belong to the group. */
const undecided = `is_member(p.group_id, e.person_id) AND NOT ${hasVoted('e.person_id')}`;

export type ReminderKind = 'opened' | 'closing' | 'asked' | 'outcome';

/** Who was told what of a vote: once each, whatever runs twice. */
@Injectable()
export class ElectorRemindersStore {
  /** Open votes that close within 24 hours, or have passed their half where they are shorter, and still wait for somebody who was not told. */
  closing(db: EntityManager): Promise<{ id: string; group_id: string }[]> {
    return rows(
      db,
      `SELECT p.id, p.group_id FROM proposal p
       WHERE p.status = 'open' AND p.closes_at > clock_now() AND p.closes_at <= clock_now() + interval '24 hours'
         AND p.closes_at - least(interval '24 hours', (p.closes_at - p.opens_at) / 2) <= clock_now()
         AND EXISTS (SELECT FROM elector e WHERE e.proposal_id = p.id AND ${undecided}
           AND NOT EXISTS (SELECT FROM elector_told t WHERE t.proposal_id = p.id AND t.person_id = e.person_id AND t.kind = 'closing' AND t.round = p.round AND t.turn = 0))
       ORDER BY p.closes_at, p.id LIMIT 200`,
    );
  }

  /** Marks the undecided of an open vote as told, and returns those who were not yet. */
  async tellUndecided(tx: EntityManager, proposalId: string, kind: ReminderKind, turn = 0): Promise<string[]> {
    const told = await rows<{ person_id: string }>(
      tx,
      `INSERT INTO elector_told (proposal_id, person_id, kind, round, turn) SELECT p.id, e.person_id, $2::text, p.round, $3::int FROM proposal p JOIN elector e ON e.proposal_id = p.id
       WHERE p.id = $1 AND p.status = 'open' AND p.closes_at > clock_now() AND ${undecided} ORDER BY e.person_id ON CONFLICT DO NOTHING RETURNING person_id`,
      [proposalId, kind, turn],
    );
    return told.map(({ person_id }) => person_id);
  }

  /** As `tellUndecided`, for those named, whether they voted or not. */
  async tell(
    tx: EntityManager,
    proposalId: string,
    kind: ReminderKind,
    personIds: readonly string[],
  ): Promise<string[]> {
    const told = await rows<{ person_id: string }>(
      tx,
      `INSERT INTO elector_told (proposal_id, person_id, kind, round, turn) SELECT p.id, e.person_id, $2::text, p.round, 0 FROM proposal p JOIN elector e ON e.proposal_id = p.id
       WHERE p.id = $1 AND e.person_id = ANY($3) ORDER BY e.person_id ON CONFLICT DO NOTHING RETURNING person_id`,
      [proposalId, kind, personIds],
    );
    return told.map(({ person_id }) => person_id);
  }

  /** Of these people, those who have not voted by now, in an open vote. */
  async stillUndecided(tx: EntityManager, proposalId: string, personIds: readonly string[]): Promise<string[]> {
    const found = await rows<{ person_id: string }>(
      tx,
      `SELECT e.person_id FROM proposal p JOIN elector e ON e.proposal_id = p.id
       WHERE p.id = $1 AND p.status = 'open' AND p.closes_at > clock_now() AND e.person_id = ANY($2) AND ${undecided} ORDER BY e.person_id`,
      [proposalId, personIds],
    );
    return found.map(({ person_id }) => person_id);
  }

  /** The audience of a reminder by hand, and when the last one went out. */
  async audience(
    db: EntityManager,
    proposalId: string,
  ): Promise<{ electors: number; undecided: string[]; turns: number; last_at: Date | null; next_at: Date | null }> {
    return (await row(
      db,
      `SELECT (SELECT count(*)::int FROM elector e WHERE e.proposal_id = p.id) AS electors,
         coalesce((SELECT json_agg(e.person_id) FROM elector e WHERE e.proposal_id = p.id AND ${undecided}), '[]') AS undecided,
         coalesce(t.turns, 0) AS turns, t.last_at, CASE WHEN t.last_at > clock_now() - interval '1 day' THEN t.last_at + interval '1 day' END AS next_at
       FROM proposal p LEFT JOIN LATERAL (SELECT max(turn) AS turns, max(told_at) AS last_at FROM elector_told WHERE proposal_id = p.id AND kind = 'asked') t ON true WHERE p.id = $1`,
      [proposalId],
    ))!;
  }
}
