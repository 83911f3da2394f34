import type { EntityManager } from 'typeorm';
import { row } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';

/** The id of a decision that has passed in a group, by its number as it is typed ("D-12", "12") or its id. Throws BAD_USER_INPUT at `decision`. */
export async function passedDecision(tx: EntityManager, groupId: string, typed: string): Promise<string> {
  const number = /^(?:D-)?(\d{1,8})$/i.exec(typed.trim())?.[1] ?? null;
  const found = await row<{ id: string; is_taken_back: boolean }>(
    tx,
    `SELECT p.id, EXISTS (SELECT FROM decision_taken_back t WHERE t.proposal_id = p.id) AS is_taken_back FROM proposal p WHERE p.group_id = $1 AND (p.number = $2::int OR p.id = $3::uuid) AND p.status = 'closed'
       AND (SELECT r.verdict FROM result r WHERE r.proposal_id = p.id ORDER BY r.run DESC LIMIT 1) = 'passed'`,
    [groupId, number, isId(typed) ? typed : null],
  );
  if (found?.is_taken_back)
    throw new BadInput('decision', 'This decision was taken back, so nothing more rests on it.');
  if (!found) throw new BadInput('decision', 'No decision of this number has passed in this group.');
  return found.id;
}

/** Whether another decision took back the one behind the line `l`, in SQL: it is open for the advances on it only. */
export const lineTakenBack = `(l.authority_kind = 'DECISION' AND EXISTS (SELECT FROM decision_taken_back t WHERE t.proposal_id = l.authority_id))`;

/** Who looks after the line `l` beside the treasurers, as a list of ids in SQL: who proposed it, and who carries out the bucket of a round that it came from. */
export const lineCarers = `(SELECT p.author_id AS id FROM proposal p WHERE l.authority_kind = 'DECISION' AND p.id = l.authority_id UNION ALL SELECT k.carrier_id FROM bucket k WHERE k.line_id = l.id)`;

/** The decision that has taken another one back, as a JSON value in SQL. `decision`: the id of the other one. */
export const takenBackBy = (decision: string): string =>
  `(SELECT json_build_object('id', tb.id, 'number', tb.number, 'title', tb.title) FROM decision_taken_back t JOIN proposal tb ON tb.id = t.by_proposal WHERE t.proposal_id = ${decision})`;
