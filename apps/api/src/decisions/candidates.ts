import type { EntityManager } from 'typeorm';
import { BadInput } from '../platform/graphql/errors.ts';
import { onRoll } from './effects/people.ts';
import type { CheckedQuestion, StoredOption } from './question.ts';
import { say } from '../platform/words/words.ts';

/** Those who stand for election by their names on the roll: what voters read is who it is. Throws BAD_USER_INPUT naming who cannot stand. */
export async function withCandidates<Q extends CheckedQuestion>(
  db: EntityManager,
  groupId: string,
  question: Q,
): Promise<Q> {
  if (!question.options.some(({ personId }) => personId)) return question;
  if (question.template !== 'election') throw new BadInput('options', 'People stand in an election only.');
  const options: StoredOption[] = [];
  for (const option of question.options)
    options.push(option.personId ? await asCandidate(db, { groupId, option, before: options }) : option);
  return { ...question, options };
}

/** An option that stands for a member, called what the roll calls them; `before`: who stands already. Throws as `withCandidates` does. */
export async function asCandidate(
  db: EntityManager,
  { groupId, option, before }: { groupId: string; option: StoredOption; before: readonly StoredOption[] },
): Promise<StoredOption> {
  const person = await onRoll(db, groupId, option.personId!);
  if (person?.standing !== 'member')
    throw new BadInput('options', say`${person?.name ?? 'Somebody'} is no member and cannot stand.`);
  const alike = before.filter(({ label }) => label.startsWith(person.name)).length;
  return { ...option, label: alike > 0 ? `${person.name} (${alike + 1})` : person.name };
}
