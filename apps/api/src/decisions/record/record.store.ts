import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { rows } from '../../platform/database/sql.ts';
import type { OutcomeStatement } from '../life/life.graphql.ts';
import type { AskedVersion, LogLink, ProposalBundle } from './bundle.ts';

/** The links of a group's log that speak of a proposal, oldest first. */
@Injectable()
export class RecordStore {
  linksOf(db: EntityManager, of: { groupId: string; proposalId: string }): Promise<LogLink[]> {
    return rows<LogLink>(
      db,
      `SELECT l.seq::text, encode(l.prev_hash, 'hex') AS "prevHash", convert_from(l.body, 'UTF8') AS body, encode(l.hash, 'hex') AS hash
       FROM log_entry l WHERE l.chain_id = $1 AND l.at >= (SELECT p.created_at FROM proposal p WHERE p.id = $2) AND (l.type LIKE 'proposal.%' OR l.type LIKE 'effect.%')
         AND convert_from(l.body, 'UTF8')::jsonb #>> '{facts,proposal}' = $2::text ORDER BY l.seq`,
      [of.groupId, of.proposalId],
    );
  }

  /** The words that were voted on: those of the opening, and every version since. */
  textsOf(db: EntityManager, proposalId: string): Promise<NonNullable<ProposalBundle['texts']>[number][]> {
    return rows(
      db,
      `SELECT t.version, t.round, t.title, t.body FROM proposal_text t JOIN proposal p ON p.id = t.proposal_id
       WHERE p.id = $1 AND t.version >= (SELECT max(o.version) FROM proposal_text o WHERE o.proposal_id = p.id AND o.at <= p.opens_at) ORDER BY t.version`,
      [proposalId],
    );
  }

  /** What stood to the vote in each version. */
  askedOf(db: EntityManager, proposalId: string): Promise<AskedVersion[]> {
    return rows(
      db,
      `SELECT version, options, settings, effects, encode(rules_hash, 'hex') AS "rulesHash" FROM proposal_asked WHERE proposal_id = $1 ORDER BY version`,
      [proposalId],
    );
  }

  /** Every version of what a group made of an outcome, the oldest first. */
  statementsOf(db: EntityManager, proposalId: string): Promise<OutcomeStatement[]> {
    return rows<OutcomeStatement>(
      db,
      `SELECT s.version, s.body, s.body_html AS "bodyHtml", s.review_on::text AS "reviewOn", coalesce(s.review_on <= (clock_now() AT TIME ZONE g.zone)::date, false) AS "isReviewDue", q.name AS "byName", s.at
       FROM outcome_statement s JOIN proposal p ON p.id = s.proposal_id JOIN folk_group g ON g.id = p.group_id JOIN person q ON q.id = s.by_id WHERE s.proposal_id = $1 ORDER BY s.version`,
      [proposalId],
    );
  }

  /** The stored result of a closed vote, as it was counted, with what was frozen at its opening. */
  async counted(
    db: EntityManager,
    proposalId: string,
  ): Promise<{ engine: string; verdict: string; digest: string; rules_hash: string; counted_at: string } | null> {
    const found = await rows<{
      engine: string;
      verdict: string;
      digest: string;
      rules_hash: string;
      counted_at: string;
    }>(
      db,
      `SELECT r.engine, r.verdict, encode(r.input_digest, 'hex') AS digest, encode(p.rules_hash, 'hex') AS rules_hash, iso(p.counted_at) AS counted_at
       FROM proposal p JOIN result r ON r.proposal_id = p.id WHERE p.id = $1 AND p.status = 'closed' ORDER BY r.run DESC LIMIT 1`,
      [proposalId],
    );
    return found[0] ?? null;
  }
}
