import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EffectKind, ExecutionState } from '#libs/governance';
import { row, rows } from '../../platform/database/sql.ts';
import { isId } from '../../platform/ids.ts';

/** A decision that may be taken back, as its rows say. */
export interface DecisionRow {
  id: string;
  number: number;
  title: string;
  passed: boolean;
  binds: boolean;
  is_appeal: boolean;
  procedure: string;
  execution: ExecutionState | null;
  /** What it carries out: of a vote between options, what hangs on those that have won. */
  kinds: EffectKind[];
  /** The number of the decision that has taken it back, and of the one that it took back itself. */
  taken_back_by: number | null;
  took_back: number | null;
}

export interface LineRow {
  id: string;
  name: string;
  currency: string;
  planned: string;
  spent: string;
  advanced: string;
  /** By how much the decision raised a line that another one opened; null: it opened it. */
  raised: string | null;
}

export interface HeldRow {
  id: string;
  number: number;
  group_id: string;
  currency: string;
  owed: string;
}

/** Reads what rests on a decision. */
@Injectable()
export class TakingBackStore {
  async decision(db: EntityManager, groupId: string, id: string): Promise<DecisionRow | null> {
    if (!isId(id)) return null;
    return row<DecisionRow>(
      db,
      `SELECT p.id, p.number, p.title, p.threshold IS NOT NULL AS binds, p.carries_out IS NOT NULL AS is_appeal, coalesce(p.mandate ->> 'procedure', 'usual') AS procedure,
         p.status = 'closed' AND coalesce(r.verdict = 'passed', false) AS passed, (SELECT x.state FROM execution x WHERE x.proposal_id = p.id) AS execution,
         coalesce((SELECT json_agg(f.kind ORDER BY f.idx) FROM effect f WHERE f.proposal_id = p.id AND (f.on_option IS NULL OR r.output -> 'winners' @> to_jsonb(f.on_option))), '[]') AS kinds,
         (SELECT q.number FROM decision_taken_back t JOIN proposal q ON q.id = t.by_proposal WHERE t.proposal_id = p.id) AS taken_back_by,
         (SELECT (f.payload ->> 'number')::int FROM effect f WHERE f.proposal_id = p.id AND f.kind = 'decision.take_back' ORDER BY f.idx LIMIT 1) AS took_back
       FROM proposal p LEFT JOIN LATERAL (SELECT s.verdict, s.output FROM result s WHERE s.proposal_id = p.id ORDER BY s.run DESC LIMIT 1) r ON true WHERE p.group_id = $1 AND p.id = $2`,
      [groupId, id],
    );
  }

  /** Open lines that it opened, and those that it raised. */
  lines(db: EntityManager, decisionId: string): Promise<LineRow[]> {
    return rows<LineRow>(
      db,
      `SELECT l.id, l.name, a.currency, l.planned::text AS planned, l.spent::text AS spent, l.advanced::text AS advanced, CASE WHEN l.authority_id = $1 THEN NULL ELSE o.raised::text END AS raised
       FROM (SELECT id, 0::numeric AS raised FROM budget_line WHERE authority_kind = 'DECISION' AND authority_id = $1
         UNION ALL SELECT f.outcome_ref, sum((f.payload ->> 'minor')::bigint) FROM effect f WHERE f.proposal_id = $1 AND f.kind = 'budget_line.raise' AND f.outcome_ref IS NOT NULL GROUP BY 1) o
       JOIN budget_line l ON l.id = o.id JOIN ledger_account a ON a.id = l.account_id WHERE l.closed_at IS NULL AND NOT (o.raised > 0 AND l.authority_id = $1) ORDER BY l.opened_at, l.id`,
      [decisionId],
    );
  }

  /** Approved expenses that are not paid in full and rest on it: they stand on a line of it, or it approved them, or let somebody approve them. */
  unpaid(db: EntityManager, decisionId: string): Promise<HeldRow[]> {
    return rows<HeldRow>(
      db,
      `SELECT x.id, x.number, x.group_id, x.currency, (x.total - x.paid - x.waived)::text AS owed FROM proposal p JOIN expense x ON x.group_id = p.group_id
       WHERE p.id = $1 AND x.state IN ('APPROVED', 'PARTLY_PAID')
         AND (EXISTS (SELECT FROM budget_line l WHERE l.id = x.budget_line_id AND l.authority_kind = 'DECISION' AND l.authority_id = p.id)
           OR EXISTS (SELECT FROM ledger_entry e WHERE e.id = x.approved_entry_id AND e.authority_kind = 'DECISION' AND e.authority_id = p.id)
           OR EXISTS (SELECT FROM authority_use u JOIN spending_authority a ON a.id = u.authority_id WHERE u.entry_id = x.approved_entry_id AND a.proposal_id = p.id)) ORDER BY x.number`,
      [decisionId],
    );
  }

  budgets(db: EntityManager, decisionId: string): Promise<{ id: string; name: string; waiting: number }[]> {
    return rows(
      db,
      `SELECT b.id, b.name, (SELECT count(*)::int FROM budget_item i WHERE i.budget_id = b.id AND i.kind = 'SPENDING' AND i.line_id IS NULL AND i.dropped_by IS NULL) AS waiting
       FROM budget b WHERE b.proposal_id = $1 AND b.state = 'ADOPTED' ORDER BY b.id`,
      [decisionId],
    );
  }

  authorities(
    db: EntityManager,
    decisionId: string,
  ): Promise<{ id: string; what: string; currency: string; left: string }[]> {
    return rows(
      db,
      `SELECT a.id, a.what, a.currency, (a.ceiling - a.used)::text AS left FROM spending_authority a WHERE a.proposal_id = $1 AND a.ended_at IS NULL ORDER BY a.effect_no`,
      [decisionId],
    );
  }

  /** What taking it back did, as it was kept. */
  async did(db: EntityManager, vote: string, decisionId: string): Promise<unknown> {
    const found = await row<{ did: unknown }>(
      db,
      'SELECT did FROM decision_taken_back WHERE proposal_id = $2 AND by_proposal = $1',
      [vote, decisionId],
    );
    return found?.did ?? null;
  }
}
