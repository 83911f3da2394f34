import { ballotOf } from '#libs/voting';
import { BadInput } from '../../platform/graphql/errors.ts';
import { say } from '../../platform/words/words.ts';
import { settingsOf, settingsView } from '../ballot-settings.ts';
import type { OptionInput } from '../option-input.graphql.ts';
import type { ProposalRow } from '../proposals.store.ts';
import { type AddedOption, allOptions, MOST_OPTIONS, ownOptions, type StoredOption } from '../question.ts';

type Asked = Pick<
  ProposalRow,
  'template' | 'method' | 'settings' | 'options' | 'added_options' | 'withdrawn_options' | 'rules'
>;

/** The options that can be voted for: neither withdrawn nor to come. */
export function standingOptions(of: Pick<Asked, 'options' | 'added_options' | 'withdrawn_options'>): StoredOption[] {
  return allOptions(of).filter(({ id }) => !(id in of.withdrawn_options));
}

/**
 * The question of an open vote with the options that stand from now on: those known by their id in new words, new ones, and without those that are
 * left out, which are withdrawn. How it is counted stays as it was frozen. Throws BAD_USER_INPUT naming what does not fit.
 */
export function amendedQuestion<T extends Asked>(proposal: T, inputs: readonly OptionInput[], now: Date): T {
  if (proposal.options.some(({ role }) => role))
    throw new BadInput('options', 'The answers belong to this kind of vote and stay as they are.');
  if (proposal.template === 'election')
    throw new BadInput('options', 'Who stands is not amended. Candidates withdraw, or the election is put anew.');
  if (proposal.template === 'round')
    throw new BadInput('options', 'The buckets of a round stand as they are while they are allotted.');
  const before = standingOptions(proposal);
  const typed = ownOptions(inputs, before, proposal.method);
  const byId = new Map(typed.map((option) => [option.id, option]));
  const changed = proposal.added_options.find((one) => byId.has(one.id) && !isAlike(one, byId.get(one.id)!));
  if (changed) throw new BadInput('options', say`"${changed.label}" is somebody else's: it stays, or is withdrawn.`);
  const known = new Set(before.map(({ id }) => id));
  const options = [
    ...proposal.options.map((one) => byId.get(one.id) ?? one),
    ...typed.filter(({ id }) => !known.has(id)),
  ];
  if (options.length + proposal.added_options.length > MOST_OPTIONS)
    throw new BadInput('options', say`A vote has ${MOST_OPTIONS} options at most, those withdrawn among them.`);
  const gone = before.filter(({ id }) => !byId.has(id)).map(({ id }): [string, string] => [id, now.toISOString()]);
  const settings = amendedSettings(proposal, { options, typed });
  return {
    ...proposal,
    options,
    settings,
    withdrawn_options: { ...proposal.withdrawn_options, ...Object.fromEntries(gone) },
    rules: { ...proposal.rules!, options: options.map(({ id }) => ({ id })), settings } as T['rules'],
  };
}

function isAlike(one: AddedOption, other: StoredOption): boolean {
  return one.label === other.label && one.meaning === other.meaning;
}

/** Only the costs of projects move with the options; whatever else was set must still fit those that stand. */
function amendedSettings(
  { method, settings, options: before }: Asked,
  of: { options: readonly StoredOption[]; typed: readonly StoredOption[] },
): Asked['settings'] {
  const { budget, ...view } = settingsView({ method, settings, options: before });
  const asked = { ...view, budget: budget && { minor: BigInt(budget.minor), currency: budget.currency } };
  settingsOf(method, asked, of.typed);
  if (ballotOf[method] !== 'projects') return settings;
  const { costs } = settingsOf(method, asked, of.options) as { costs: object };
  return { ...settings, costs };
}
