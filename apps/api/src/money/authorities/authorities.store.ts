import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupIdOf } from '../../groups/index.ts';
import { takenBackBy } from '../ledger/decisions.ts';
import type { Actor } from '../../platform/actor.ts';
import { together } from '../../platform/database/together.ts';

export interface AuthorityJson {
  id: string;
  what: string;
  personName: string | null;
  duty: string | null;
  holders: string[];
  mine: boolean;
  each: string;
  ceiling: string;
  used: string;
  currency: string;
  fundName: string;
  fundKind: string;
  lineId: string | null;
  lineName: string | null;
  holds: boolean;
  eventId: string | null;
  eventTitle: string | null;
  category: string | null;
  categoryName: string | null;
  from: string;
  until: string | null;
  runs: boolean;
  ended: boolean;
  endedBy: string | null;
  takenBackBy: { id: string; number: number; title: string } | null;
  proposalId: string;
  proposalNumber: number;
  proposalTitle: string;
}

const SHOWN = 100;
const listSql = `
SELECT json_build_object('id', b.id, 'authorities', coalesce((SELECT json_agg(json_build_object('id', a.id, 'what', a.what, 'personName', p.name, 'duty', a.duty, 'mine', $2::uuid IN (SELECT authority_holders(t)),
    'holders', coalesce((SELECT json_agg(h.name ORDER BY h.name, h.id) FROM person h WHERE h.id IN (SELECT authority_holders(t))), '[]'),
    'each', a.each::text, 'ceiling', a.ceiling::text, 'used', a.used::text, 'currency', a.currency, 'fundName', f.name, 'fundKind', f.kind, 'lineId', a.line_id, 'lineName', l.name, 'holds', a.holds,
    'eventId', a.event_id, 'eventTitle', v.title, 'category', a.category, 'categoryName', (SELECT c.name FROM book_category c WHERE c.book_id = b.id AND c.category = a.category), 'from', a.from_day, 'until', a.until_day, 'runs', authority_runs(t), 'ended', a.ended_at IS NOT NULL OR coalesce(a.until_day < (clock_now() AT TIME ZONE g.zone)::date, false),
    'endedBy', a.ended_by, 'takenBackBy', ${takenBackBy('q.id')}, 'proposalId', q.id, 'proposalNumber', q.number, 'proposalTitle', q.title) ORDER BY a.ended_at IS NOT NULL, a.given_at DESC, a.id DESC)
  FROM (SELECT o.* FROM spending_authority o WHERE o.book_id = b.id ORDER BY o.ended_at IS NOT NULL, o.given_at DESC, o.id DESC LIMIT ${SHOWN}) a
    JOIN spending_authority t ON t.id = a.id JOIN fund f ON f.id = a.fund_id JOIN proposal q ON q.id = a.proposal_id LEFT JOIN person p ON p.id = a.person_id LEFT JOIN budget_line l ON l.id = a.line_id LEFT JOIN event v ON v.id = a.event_id), '[]')) AS json
FROM book b JOIN folk_group g ON g.id = b.group_id WHERE b.group_id = ${groupIdOf('$1')}`;

/** Reads of spending authorities. */
@Injectable()
export class AuthoritiesStore {
  async of(
    db: EntityManager,
    actor: Actor,
    handle: string,
  ): Promise<{ id: string; authorities: AuthorityJson[] } | null> {
    const [found] = await together<{ id: string; authorities: AuthorityJson[] }>(db, actor, {
      name: 'spending_authorities',
      text: listSql,
      values: [handle, actor.personId],
    });
    return found ?? null;
  }
}
