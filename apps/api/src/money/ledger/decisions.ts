import type { EntityManager } from 'typeorm';
import { row } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';

/** The id of a decision that has passed in a group, by its number as it is typed ("D-12", "12") or its id. Throws BAD_USER_INPUT at `decision`. */
export async function passedDecision(tx: EntityManager, groupId: string, typed: string): Promise<string> {
  const number = /^(?:D-)?(\d{1,8})$/i.exec(typed.trim())?.[1] ?? null;
  const found = await row<{ id: string }>(
    tx,
    `SELECT p.id FROM proposal p WHERE p.group_id = $1 AND (p.number = $2::int OR p.id = $3::uuid) AND p.status = 'closed'
       AND (SELECT r.verdict FROM result r WHERE r.proposal_id = p.id ORDER BY r.run DESC LIMIT 1) = 'passed'`,
    [groupId, number, isId(typed) ? typed : null],
  );
  if (!found) throw new BadInput('decision', 'No decision of this number has passed in this group.');
  return found.id;
}
