import type { EntityManager } from 'typeorm';
import { row, rows } from '../platform/database/sql.ts';

interface OnRoll {
  readonly groupId: string;
  readonly personId: string;
}

const key = ({ groupId, personId }: OnRoll): string => `${groupId}${personId}`;

/**
 * Whether a person belongs to a group now, held until the end of the transaction: an ending waits, or has happened. Locks no row, since a
 * locked row keeps the number of the transaction that locked it: secret ballots are cast under this. Paused and suspended people belong.
 */
export async function shareStanding(tx: EntityManager, of: OnRoll): Promise<boolean> {
  await rows(tx, 'SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 3))', [key(of)]);
  const found = await row(
    tx,
    `SELECT 1 FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing IN ('member', 'paused', 'suspended')
     WHERE m.group_id = $1 AND m.person_id = $2`,
    [of.groupId, of.personId],
  );
  return found !== null;
}

/** Waits for those who rely on a person's standing; whoever changes it calls this after taking the membership. */
export async function changeStanding(tx: EntityManager, of: OnRoll): Promise<void> {
  await rows(tx, 'SELECT pg_advisory_xact_lock(hashtextextended($1, 3))', [key(of)]);
}
