import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { isId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { lineCarers, lineTakenBack } from '../ledger/decisions.ts';
import type { LineNearlySpent } from './line-needs.graphql.ts';

/**
 * Lines `l` that are nearly spent and of which the person $1 was told in the last four weeks: who keeps the book, who proposed the line, and
 * who carries out the bucket of a round that it came from, while they are members. Until it is raised or closed, its decision is taken back, or they have put it aside.
 */
const needsSql = `FROM membership m JOIN folk_group g ON g.id = m.group_id AND g.archived_at IS NULL JOIN book b ON b.group_id = g.id
JOIN budget_line l ON l.book_id = b.id AND l.closed_at IS NULL AND l.warned_at > clock_now() - interval '28 days' AND l.spent * 5 >= l.planned * 4 JOIN ledger_account a ON a.id = l.account_id
WHERE m.person_id = $1 AND is_member(g.id, $1)
  AND (EXISTS (SELECT FROM duty d WHERE d.membership_id = m.id AND d.to_at IS NULL AND d.kind = 'treasurer') OR $1 IN ${lineCarers})
  AND NOT ${lineTakenBack}
  AND NOT EXISTS (SELECT FROM budget_line_seen s WHERE s.line_id = l.id AND s.person_id = $1 AND s.seen_at >= l.warned_at)`;

/** What somebody who looks after budget lines should know of them. */
@Injectable()
export class LineNeeds {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
  ) {}

  async of(actor: Actor): Promise<LineNearlySpent[]> {
    type Json = Omit<LineNearlySpent, 'planned' | 'left'> & { planned: string; left: string; currency: string };
    const found = await together<Json>(this.database.reads, actor, {
      name: 'lines_nearly_spent',
      text: `SELECT json_build_object('id', l.id, 'name', l.name, 'groupHandle', g.handle, 'groupName', g.name, 'isDecided', l.authority_kind = 'DECISION', 'planned', l.planned::text, 'left', (l.planned - l.spent - l.advanced)::text, 'currency', a.currency) AS json
        ${needsSql} ORDER BY l.warned_at, l.id LIMIT 20`,
      values: [actor.personId],
    });
    return found.map(({ planned, left, currency, ...one }) => ({
      ...one,
      planned: moneyValue(planned, currency),
      left: moneyValue(left, currency),
    }));
  }

  /** Puts aside what one has read; a line that is raised and nearly spent once more is said again. Throws NOT_FOUND for a line that says nothing to them. */
  async seen(actor: Actor, lineId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const groupId = await this.groupOf(tx, actor, lineId);
      if (!groupId) throw new NotFound();
      await this.policy.require(tx, actor, 'book.summary.read', { groupId, case: 'group' });
      await rows(
        tx,
        'INSERT INTO budget_line_seen (line_id, person_id) VALUES ($1, $2) ON CONFLICT (line_id, person_id) DO UPDATE SET seen_at = clock_now()',
        [lineId, actor.personId],
      );
    });
  }

  private async groupOf(tx: EntityManager, actor: Actor, lineId: string): Promise<string | null> {
    if (!isId(lineId)) return null;
    const found = await row<{ id: string }>(tx, `SELECT g.id ${needsSql} AND l.id = $2`, [actor.personId, lineId]);
    return found?.id ?? null;
  }
}
