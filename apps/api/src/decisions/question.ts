import {
  ballotOf,
  fractionOf,
  type OfferedMethod,
  type ReasonMode,
  type Role,
  type Template,
  type TemplateBar,
  type TemplateName,
  templates,
} from '#libs/voting';
import { BadInput } from '../platform/graphql/errors.ts';
import { newId } from '../platform/ids.ts';
import { longText, requiredName } from '../platform/names.ts';
import { byRound, type Cost, costOf, settingsOf } from './ballot-settings.ts';
import type { OptionInput } from './option-input.graphql.ts';
import type { ProposalFieldsInput } from './proposals.graphql.ts';
import { say } from '../platform/words/words.ts';

/** An option as it is stored: with a role where a stance is asked for, with a cost where money is shared out. Empty words are the usual ones. */
export interface StoredOption {
  readonly id: string;
  readonly role?: Role;
  readonly label: string;
  readonly meaning: string;
  /** Absent where a proposal is older than prompts. */
  readonly prompt?: string;
  readonly cost?: Cost;
  /** The most that a bucket of a round can use; its cost is what it needs at least. */
  readonly stretch?: Cost;
  /** Who stands for election, where they are on the roll. */
  readonly personId?: string;
}

/** An option that an elector added while the vote was open. */
export interface AddedOption extends StoredOption {
  readonly addedBy: string;
  readonly addedAt: string;
}

/** Every option of a vote: the author's, then those of the electors in the order of time. */
export function allOptions(of: {
  readonly options: readonly StoredOption[];
  readonly added_options: readonly AddedOption[];
}): readonly (StoredOption & Partial<AddedOption>)[] {
  return [...of.options, ...of.added_options];
}

/** What is asked and how it is decided, as it is stored. */
export interface CheckedQuestion {
  readonly template: TemplateName;
  readonly method: OfferedMethod;
  readonly settings: object | null;
  readonly options: readonly StoredOption[];
  readonly reasons: ReasonMode;
  readonly quorum: string;
  readonly threshold: string | null;
  readonly compare: 'gt' | 'gte' | null;
  readonly max_blocks: number | null;
}

const FEWEST = 2;
export const MOST_OPTIONS = 50;

/** Checks the question of a form against its template. `quorum` is the group's usual one, `kept` the options of the draft so far. */
export function checkedQuestion(
  input: ProposalFieldsInput,
  of: { readonly quorum: string; readonly kept: readonly StoredOption[] },
): CheckedQuestion {
  const name = templateOf(input);
  const template: Template = templates[name];
  const method = input.method as OfferedMethod;
  if (!template.methods.includes(method))
    throw new BadInput('method', 'This way of deciding is not counted so. Choose another method.');
  const options = template.options ? stances(template, input) : ownOptions(input.options ?? [], of.kept, method);
  const bar = barOf(template, input);
  return {
    template: name,
    method,
    settings: settingsOf(method, input.settings ?? {}, options),
    options,
    reasons: reasonsOf(method, (input.reasons as ReasonMode | null | undefined) ?? template.reasons),
    quorum: checkedShare('quorum', input.quorum ?? (template.hasQuorum ? of.quorum : '0/1')),
    threshold: bar?.threshold ?? null,
    compare: bar?.compare ?? null,
    max_blocks: bar?.maxBlocks ?? null,
  };
}

function templateOf({ template, method }: ProposalFieldsInput): TemplateName {
  if (template === 'round') throw new BadInput('template', byRound);
  if (template) return template as TemplateName;
  if (method === 'majority') return 'proposal';
  const names = Object.keys(templates) as TemplateName[];
  return names.find((name) => (templates[name] as Template).methods.includes(method as OfferedMethod))!;
}

function stances({ options }: Template, input: ProposalFieldsInput): StoredOption[] {
  return options!.map((option) => {
    const words = input.options?.find(({ id }) => id === option.id);
    return {
      ...option,
      label: longText('options', words?.label, { what: 'The word of an option', max: 60 }),
      ...besides(words),
    };
  });
}

/** The options of a choice as they are stored: those of `kept` keep their ids. Throws BAD_USER_INPUT naming the option that does not fit. */
export function ownOptions(
  inputs: readonly OptionInput[],
  kept: readonly StoredOption[],
  method: OfferedMethod,
): StoredOption[] {
  if (inputs.length < FEWEST || inputs.length > MOST_OPTIONS)
    throw new BadInput('options', say`A vote has ${FEWEST} to ${MOST_OPTIONS} options, not ${inputs.length}.`);
  const seen = new Map<string, string>();
  const options = inputs.map((option, at): StoredOption => {
    // Who stands is called what the roll calls them.
    const label =
      option.personId ??
      requiredName('options', option.label ?? '', { what: say`The name of option ${at + 1}`, max: 100 });
    const like = label.toLocaleLowerCase();
    if (seen.has(like) && option.personId) throw new BadInput('options', 'One person stands there twice.');
    if (seen.has(like))
      throw new BadInput('options', say`Two options are called "${label}". Give each a name of its own.`);
    const id = kept.find((one) => one.id === option.id && !one.role)?.id ?? newId();
    seen.set(like, id);
    return {
      id,
      label,
      ...besides(option),
      ...(ballotOf[method] === 'projects' ? { cost: costOf(label, option.cost) } : {}),
      ...(option.personId ? { personId: option.personId } : {}),
    };
  });
  if (new Set(options.map(({ id }) => id)).size < options.length)
    throw new BadInput('options', 'One option stands twice in the list.');
  return options;
}

function besides(option: OptionInput | undefined): { meaning: string; prompt: string } {
  return {
    meaning: longText('options', option?.meaning, { what: 'The meaning of an option', max: 300 }),
    prompt: longText('options', option?.prompt, { what: 'The question for a reason', max: 120 }),
  };
}

/** Whoever objects says why; where options have no role, no reason can hang on it. */
function reasonsOf(method: OfferedMethod, mode: ReasonMode): ReasonMode {
  if (method === 'consent' && (mode === 'off' || mode === 'optional'))
    throw new BadInput('reasons', 'Consent lives from reasons: who objects says why.');
  if (ballotOf[method] !== 'stance' && mode.startsWith('required_for'))
    throw new BadInput('reasons', 'These options are no yes or no. Ask everybody for a reason, or nobody.');
  return mode;
}

function barOf({ bar, methods }: Template, { threshold }: ProposalFieldsInput): TemplateBar | null {
  if (!bar || methods[0] === 'consent' || !threshold) return bar;
  return { ...bar, threshold: checkedShare('threshold', threshold), compare: threshold === '1/2' ? 'gt' : 'gte' };
}

function checkedShare(field: string, text: string): string {
  try {
    const { a, b } = fractionOf(text);
    if (a <= b) return text;
  } catch {
    // falls through
  }
  throw new BadInput(field, say`"${text.slice(0, 20)}" is no share of the members. It looks like 1/3.`);
}
