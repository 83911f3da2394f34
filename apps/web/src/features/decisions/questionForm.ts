import { ballotOf, mayBeSecret, type OfferedMethod, templates, type Template, type TemplateName } from '#libs/voting';
import * as v from 'valibot';
import type {
  BallotKind,
  DecisionMethod,
  DecisionTemplate,
  OptionInput,
  ProposalFieldsInput,
  ProposalTemplatePartsFragment,
  ReasonMode,
  Secrecy,
  ShowResults,
} from '../../gql/graphql.ts';
import { fieldText, readAmount } from '../../platform/money.ts';
import { say } from '../../platform/words.ts';

/** An option as it is typed. The id is that of a stance, or of an option that the draft has; a new one has none. */
export interface OptionForm {
  id: string;
  label: string;
  meaning: string;
  prompt: string;
  cost: string;
  /** Who stands for election, where they are on the roll. */
  personId: string;
}

/** The question part of a proposal's form. Numbers that the method does not ask for stay as they are and are not sent. */
export interface QuestionForm extends Record<string, unknown> {
  template: DecisionTemplate;
  method: DecisionMethod;
  options: OptionForm[];
  seats: number;
  most: number;
  highest: number;
  dots: number;
  budget: string;
  reasons: ReasonMode;
  threshold: string;
  secrecy: Secrecy;
  receipts: boolean;
}

/** Zero stands for "as many as one likes". */
const ALL = 0;

/** What stands behind a door. */
export function templateOf(name: DecisionTemplate): Template {
  return templates[name.toLowerCase() as TemplateName];
}

/** The ballot that a form asks for. */
export function ballotOfForm({ method }: Pick<QuestionForm, 'method'>): BallotKind {
  return ballotOf[method.toLowerCase() as keyof typeof ballotOf].toUpperCase() as BallotKind;
}

/** Methods of a template as the API names them. */
export function methodsOf(name: DecisionTemplate): readonly DecisionMethod[] {
  return templateOf(name).methods.map((method) => method.toUpperCase() as DecisionMethod);
}

/** An option without words. */
export function emptyOption(): OptionForm {
  return { id: '', label: '', meaning: '', prompt: '', cost: '', personId: '' };
}

/** Three lines to write in; who stands is chosen from the roll. */
function emptyOptions(name: DecisionTemplate): OptionForm[] {
  return name === 'ELECTION' ? [] : [emptyOption(), emptyOption(), emptyOption()];
}

/** The form of a door: its options or three empty ones, and its defaults. */
export function newQuestion(name: DecisionTemplate): QuestionForm {
  const { options, reasons, bar } = templateOf(name);
  return {
    template: name,
    method: methodsOf(name)[0]!,
    options: options ? options.map(({ id }) => ({ ...emptyOption(), id })) : emptyOptions(name),
    seats: name === 'ELECTION' ? 2 : 1,
    most: ALL,
    highest: 5,
    dots: 8,
    budget: '',
    reasons: reasons.toUpperCase() as ReasonMode,
    threshold: bar && bar.threshold !== '0/1' ? bar.threshold : '1/2',
    secrecy: 'NAMED',
    receipts: true,
  };
}

/** What a form offers, from what everybody sees to what nobody does. */
export const secrecies = ['NAMED', 'SECRET', 'BLIND'] as const satisfies readonly Secrecy[];

/** Whether this question may be answered in secret. */
export function offersSecrecy({ method, template }: Pick<QuestionForm, 'method' | 'template'>): boolean {
  return mayBeSecret(method.toLowerCase() as OfferedMethod, templateOf(template).options ?? []);
}

/** Whether the ballots of this form are secret. */
export function isSecret(form: QuestionForm): boolean {
  return form.secrecy !== 'NAMED' && offersSecrecy(form);
}

/** What a door sets besides the question. */
export function defaultsOf(name: DecisionTemplate): { days: number; hasQuorum: boolean; showResults: ShowResults } {
  const { days, hasQuorum, results } = templateOf(name);
  return { days, hasQuorum, showResults: results.toUpperCase() as ShowResults };
}

/** The question of a draft that stands, or of a template. */
export function questionOfProposal(
  proposal: Pick<
    ProposalTemplatePartsFragment,
    'template' | 'method' | 'options' | 'settings' | 'reasons' | 'threshold' | 'secrecy'
  > & {
    readonly group: { readonly currency: string };
    readonly secret?: { readonly receipts: boolean } | null | undefined;
  },
): QuestionForm {
  const { settings, group, threshold } = proposal;
  return {
    ...newQuestion(proposal.template),
    method: proposal.method,
    options: proposal.options.map(({ id, label, meaning, prompt, cost, personId }) => ({
      id,
      label,
      meaning,
      prompt,
      cost: cost ? fieldText(BigInt(cost.minor), group.currency) : '',
      personId: personId ?? '',
    })),
    seats: settings.seats,
    most: settings.max ?? ALL,
    highest: settings.highest ?? 5,
    dots: settings.dots ?? 8,
    budget: settings.budget ? fieldText(BigInt(settings.budget.minor), group.currency) : '',
    reasons: proposal.reasons,
    threshold: (proposal.method === 'MAJORITY' && threshold) || '1/2',
    secrecy: proposal.secrecy,
    receipts: proposal.secret?.receipts ?? true,
  };
}

/** Whether electors may add to the options of a door: to a choice between the author's own, never to people or projects. */
export function mayGrow(name: DecisionTemplate): boolean {
  return templateOf(name).options === null && name !== 'ELECTION' && name !== 'BUDGET';
}

function hasOwnOptions({ template }: QuestionForm): boolean {
  return templateOf(template).options === null;
}

/** The options that somebody wrote something in; empty rows at hand are no fault. */
export function written(form: QuestionForm): OptionForm[] {
  return form.options.filter(({ id, label, meaning, cost }) => id || label.trim() || meaning.trim() || cost.trim());
}

/** What the API takes of the question. */
export function questionFields(
  form: QuestionForm,
  currency: string,
): Pick<
  ProposalFieldsInput,
  'template' | 'method' | 'options' | 'settings' | 'reasons' | 'threshold' | 'secrecy' | 'receipts'
> {
  const money = (typed: string): { minor: string; currency: string } | null => {
    const read = readAmount(typed, currency);
    return read.ok ? { minor: read.minor.toString(), currency } : null;
  };
  const isBudget = ballotOfForm(form) === 'PROJECTS';
  const options = written(form).map(({ id, label, meaning, prompt, cost, personId }): OptionInput => ({
    id: id || null,
    label: label.trim(),
    meaning: meaning.trim(),
    prompt: prompt.trim(),
    ...(personId ? { personId } : {}),
    ...(isBudget ? { cost: money(cost) } : {}),
  }));
  return {
    template: form.template,
    method: form.method,
    options,
    ...(isSecret(form)
      ? { reasons: 'OFF', secrecy: form.secrecy, receipts: form.secrecy === 'BLIND' || form.receipts }
      : { reasons: form.reasons, secrecy: 'NAMED' }),
    ...(hasOwnOptions(form) ? { settings: settingsOf(form, isBudget ? money(form.budget) : null) } : {}),
    ...(templateOf(form.template).bar && form.method === 'MAJORITY' ? { threshold: form.threshold } : {}),
  };
}

function settingsOf(
  { method, seats, most, highest, dots }: QuestionForm,
  budget: { minor: string; currency: string } | null,
): NonNullable<ProposalFieldsInput['settings']> {
  if (method === 'APPROVAL') return most === ALL ? { seats } : { seats, max: most };
  if (method === 'SCORE') return { highest };
  if (method === 'DOT_VOTE') return { dots };
  if (method === 'STV_SCOTTISH') return { seats };
  return budget ? { budget } : {};
}

/** What is wrong with the question before the server is asked, by field. */
export function questionIssues(
  form: QuestionForm,
  currency: string,
): { field: 'options' | 'budget'; message: string }[] {
  if (!hasOwnOptions(form)) return [];
  const issues: { field: 'options' | 'budget'; message: string }[] = [];
  const options = written(form);
  const names = options.map(({ label }) => label.trim().toLocaleLowerCase());
  if (options.length < 2)
    issues.push({
      field: 'options',
      message: say(form.template === 'ELECTION' ? 'decisions.fault.twoPeople' : 'decisions.fault.twoOptions'),
    });
  else if (options.length > 50)
    issues.push({ field: 'options', message: say('decisions.fault.manyOptions', { count: options.length }) });
  else if (names.includes('')) issues.push({ field: 'options', message: say('decisions.fault.optionName') });
  else if (new Set(names).size < names.length)
    issues.push({ field: 'options', message: say('decisions.fault.optionTwice') });
  if (ballotOfForm(form) !== 'PROJECTS') return issues;
  const wrong = options
    .map(({ label, cost }) => ({ label, read: readAmount(cost, currency) }))
    .find(({ read }) => !read.ok);
  if (wrong && !wrong.read.ok && issues.length === 0)
    issues.push({ field: 'options', message: `${wrong.label}: ${wrong.read.message}` });
  const read = readAmount(form.budget, currency);
  if (!read.ok) issues.push({ field: 'budget', message: read.message });
  return issues;
}

/** The same as a check of a form's schema. */
export function questionCheck<T extends Record<string, unknown>>(currency: string) {
  return v.rawCheck<T>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const { field, message } of questionIssues(dataset.value as unknown as QuestionForm, currency))
      addIssue({
        message,
        path: [{ type: 'object', origin: 'value', input: dataset.value, key: field, value: dataset.value[field] }],
      });
  });
}
