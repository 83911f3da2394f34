import type { EntityManager } from 'typeorm';
import type { SpellStanding } from '#libs/governance';
import { row, rows } from '../platform/database/sql.ts';
import { newId } from '../platform/ids.ts';
import { changeStanding } from './shared-standing.ts';

// The rows of the roll as its only writer (`Roll`) reads, locks and adds them.

export interface Authority {
  readonly kind: 'self' | 'duty' | 'rule' | 'decision' | 'system' | 'correction';
  readonly id: string | null;
  /** Of a rule: the version of the rulebook that holds it. */
  readonly rulebookVersion?: number;
  /** The decision on a removal that is taken back. */
  readonly reverses?: string;
}

/** A membership that is locked, and its running spell. */
export interface Held {
  id: string;
  seq: number;
  standing: SpellStanding | null;
  /** Of the last spell, where none runs. */
  ended: string | null;
  /** The last spell, whether it runs or not; the version of the rules is that by which they lapsed. */
  last: { readonly standing: SpellStanding; readonly version: number | null } | null;
}

/** The membership row, made if there is none, locked; with its running spell. */
export async function hold(tx: EntityManager, groupId: string, personId: string): Promise<Held> {
  await rows(tx, 'INSERT INTO membership (id, group_id, person_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    newId(),
    groupId,
    personId,
  ]);
  const membership = await row<{ id: string }>(
    tx,
    'SELECT id FROM membership WHERE group_id = $1 AND person_id = $2 FOR UPDATE',
    [groupId, personId],
  );
  await changeStanding(tx, { groupId, personId });
  const last = await row<{
    seq: number;
    standing: SpellStanding;
    running: boolean;
    ended: string | null;
    version: number | null;
  }>(
    tx,
    `SELECT seq, standing, to_at IS NULL AS running, end_reason AS ended, (authority ->> 'rulebookVersion')::int AS version FROM spell WHERE membership_id = $1 ORDER BY seq DESC LIMIT 1`,
    [membership!.id],
  );
  return {
    id: membership!.id,
    seq: last?.seq ?? 0,
    standing: last?.running ? last.standing : null,
    ended: last?.ended ?? null,
    last,
  };
}

/** Opens the next spell of a membership that is held. */
export async function openSpell(
  tx: EntityManager,
  held: Held,
  of: { standing: SpellStanding; authority: Authority; statement: string | null },
): Promise<void> {
  await rows(
    tx,
    `INSERT INTO spell (membership_id, seq, standing, from_at, authority, statement, rung)
       VALUES ($1, $2, $3, clock_now(), $4, $5, (SELECT rung FROM spell WHERE membership_id = $1 AND seq = $2 - 1 AND $6))`,
    [held.id, held.seq + 1, of.standing, JSON.stringify(of.authority), of.statement, keepsRung(held, of)],
  );
}

/** The rung is kept through a lapse and back, and where a removal is taken back; whoever is let in begins anew. */
function keepsRung(held: Held, of: { standing: SpellStanding; authority: Authority }): boolean {
  return (
    of.authority.reverses !== undefined ||
    of.standing === 'lapsed' ||
    held.standing === 'lapsed' ||
    held.ended === 'lapsed'
  );
}
