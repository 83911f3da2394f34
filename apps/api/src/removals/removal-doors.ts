import type { EntityManager } from 'typeorm';
import type { RemovalRules } from '#libs/governance';
import { isLastSteward, onRoll } from '../decisions/index.ts';
import { say, term, type Words } from '../platform/words/words.ts';
import type { RemovalsStore } from './removals.store.ts';

export const ownCase = term('This is about yourself. If you want to go, you can leave the group.');
export const stewardOnly = term("The group's rules let stewards open such a case, and nobody else.");
/** With fewer, one vote would decide. */
const FEWEST_MEMBERS = 3;

/** Why no case about somebody can be opened at all now, or null: asked by the form and by the opening. */
export async function caseRefusal(
  db: EntityManager,
  store: RemovalsStore,
  of: { readonly groupId: string; readonly personId: string; readonly rules: RemovalRules },
): Promise<Words | null> {
  if (of.rules.by === 'proposal')
    return term("The group's rules decide this by a proposal with two thirds, not by a case.");
  const person = await onRoll(db, of.groupId, of.personId);
  if (!person || !['member', 'paused', 'suspended'].includes(person.standing ?? ''))
    return term('This person is no member of the group.');
  if (await store.openAbout(db, of)) return say`There is an open case about ${person.name} already.`;
  if (await isLastSteward(db, of.groupId, person))
    return say`${person.name} is the last steward. Make somebody else a steward first: without one nobody could let people in.`;
  if ((await store.memberCount(db, of.groupId)) < FEWEST_MEMBERS)
    return term('Two people can not vote one of them out. Talk to each other, or one of you leaves.');
  return null;
}
