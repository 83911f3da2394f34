import type { EntityManager } from 'typeorm';
import type { Duty, Standing } from '#libs/governance';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import type { EffectAsked } from '../effects.ts';

/** Somebody of a group's roll, as effects need them. */
export interface OnRoll {
  readonly id: string;
  readonly name: string;
  readonly standing: Standing | null;
  readonly duties: readonly Duty[];
  /** Since when they stand where they do: another spell is another instant. */
  readonly since: string | null;
}

/** A person with their running spell and duties in a group, or null where they never were on its roll. */
export async function onRoll(db: EntityManager, groupId: string, personId: string): Promise<OnRoll | null> {
  if (!isId(personId)) return null;
  return row<OnRoll>(
    db,
    `SELECT p.id, p.name, s.standing, iso(s.from_at) AS since, coalesce((SELECT json_agg(d.kind ORDER BY d.kind) FROM duty d WHERE d.membership_id = m.id AND d.to_at IS NULL), '[]') AS duties
     FROM membership m JOIN person p ON p.id = m.person_id LEFT JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL WHERE m.group_id = $1 AND m.person_id = $2`,
    [groupId, personId],
  );
}

/** The person that a form names in a field; throws BAD_USER_INPUT where there is none on the roll. */
export async function named(
  db: EntityManager,
  { groupId, input, field }: EffectAsked,
  of: 'personId' | 'insteadOf' = 'personId',
): Promise<OnRoll> {
  const person = await onRoll(db, groupId, input[of] ?? '');
  if (!person) throw new BadInput(field(of), 'Choose somebody of this group.');
  return person;
}

/** Takes the group, then the memberships of people in the order of their ids: as every change of the roll does. */
export async function lockRoll(tx: EntityManager, groupId: string, people: readonly string[]): Promise<void> {
  await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [groupId]);
  await rows(
    tx,
    'SELECT 1 FROM membership WHERE group_id = $1 AND person_id = ANY($2::uuid[]) ORDER BY id FOR UPDATE',
    [groupId, people],
  );
}

/** Whether a person is the only steward: a group without one could let nobody in. */
export async function isLastSteward(db: EntityManager, groupId: string, person: OnRoll): Promise<boolean> {
  if (!person.duties.includes('steward')) return false;
  const other = await row(
    db,
    `SELECT 1 FROM duty d JOIN membership m ON m.id = d.membership_id JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member'
     WHERE m.group_id = $1 AND m.person_id <> $2 AND d.kind = 'steward' AND d.to_at IS NULL LIMIT 1`,
    [groupId, person.id],
  );
  return other === null;
}
