import type { EntityManager } from 'typeorm';
import { rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { longText } from '../../platform/names.ts';
import type { NeededInput } from './polls.graphql.ts';

const MOST_NEEDED = 20;

/** Writes who must be there, in place of those who were named before; members of the group, each once. */
export async function writeNeeded(
  tx: EntityManager,
  poll: { id: string; group_id: string },
  needed: readonly NeededInput[],
): Promise<void> {
  await rows(tx, 'DELETE FROM date_needed WHERE poll_id = $1', [poll.id]);
  for (const { personId, why } of needed.slice(0, MOST_NEEDED)) {
    const made = isId(personId)
      ? await rows(
          tx,
          'INSERT INTO date_needed (poll_id, person_id, why) SELECT $1, $2, $3 WHERE is_member($4, $2) ON CONFLICT DO NOTHING RETURNING 1',
          [poll.id, personId, longText('needed', why, { what: 'The reason', max: 80 }), poll.group_id],
        )
      : [];
    if (made.length === 0)
      throw new BadInput('needed', 'Somebody who is needed is not a member of this group, or is named twice.');
  }
}

/** Whether other people are named, or for another reason. */
export async function isNeededOtherwise(
  tx: EntityManager,
  pollId: string,
  needed: readonly NeededInput[],
): Promise<boolean> {
  const held = await rows<{ person_id: string; why: string }>(
    tx,
    'SELECT person_id, why FROM date_needed WHERE poll_id = $1',
    [pollId],
  );
  const why = new Map(held.map((one) => [one.person_id, one.why]));
  return needed.length !== held.length || needed.some((one) => why.get(one.personId) !== (one.why ?? '').trim());
}
