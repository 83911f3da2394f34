import { FEWEST_SECRET } from '#libs/voting';
import { instantOf } from '#libs/zone';
import * as v from 'valibot';
import type {
  DecisionTemplate,
  ProposalFieldsInput,
  ProposalPartsFragment,
  ProposalTemplatePartsFragment,
  ShowResults,
} from '../../gql/graphql.ts';
import type { ChosenEffect } from './effectForm.ts';
import { inputOfEffect } from './effectSent.ts';
import { chosenEffects, isOfWinners, noWinners, winnerEffects, winnersOf, type WinnersForm } from './winnersForm.ts';
import { addDays, dayIn } from '../../platform/days.ts';
import { fieldText, readAmount } from '../../platform/money.ts';
import type { FormFault } from '../../platform/useForm.ts';
import {
  defaultsOf,
  isSecret,
  mayGrow,
  newQuestion,
  questionCheck,
  questionFields,
  questionOfProposal,
  type QuestionForm,
} from './questionForm.ts';
import type { Usual } from './usual.ts';

/** What an author types: the closing as days from now or as wall time in the group's zone, the amount as text. */
export interface ProposalForm extends QuestionForm {
  title: string;
  body: string;
  quorum: string;
  showResults: ShowResults;
  /** At once, or announced until a wall time of the group's zone. */
  opening: 'now' | 'later';
  opensDay: string;
  opensTime: string;
  /** So many days on, or `other`: the day and time typed. */
  closing: string;
  closesDay: string;
  closesTime: string;
  eventId: string;
  opensLine: boolean;
  lineLabel: string;
  lineAmount: string;
  lineUntil: string;
  fundId: string;
  effects: readonly ChosenEffect[];
  winners: WinnersForm;
  /** Words with commas between. */
  tags: string;
  /** The last day on which electors may add options; empty: none. */
  optionsUntil: string;
}

/** Shares that a rule may ask for, as the API writes them. */
export const thresholds = ['1/2', '3/5', '2/3', '3/4'] as const;
export const quorums = ['0/1', '1/4', '1/3', '1/2', '2/3'] as const;

/** What must hold before the server is asked; an amount is read in the group's currency. */
export function proposalSchema(currency: string) {
  return v.pipe(
    v.looseObject({
      title: v.pipe(
        v.string(),
        v.trim(),
        v.nonEmpty('decisions.fault.title'),
        v.maxLength(200, 'decisions.fault.titleLong'),
      ),
      opening: v.string(),
      opensDay: v.string(),
      opensTime: v.string(),
      closing: v.string(),
      closesDay: v.string(),
      closesTime: v.string(),
      opensLine: v.boolean(),
      lineLabel: v.string(),
      lineAmount: v.string(),
      lineUntil: v.string(),
    }),
    v.forward(
      v.partialCheck(
        [['opening'], ['opensDay'], ['opensTime']],
        ({ opening, opensDay, opensTime }) => opening !== 'later' || (opensDay !== '' && opensTime !== ''),
        'life.opening.fault',
      ),
      ['opensDay'],
    ),
    v.forward(
      v.partialCheck(
        [['closing'], ['closesDay'], ['closesTime']],
        ({ closing, closesDay, closesTime }) => closing !== 'other' || (closesDay !== '' && closesTime !== ''),
        'decisions.fault.closes',
      ),
      ['closesDay'],
    ),
    v.forward(
      v.partialCheck(
        [['opensLine'], ['lineLabel']],
        ({ opensLine, lineLabel }) => !opensLine || lineLabel.trim() !== '',
        'decisions.fault.line',
      ),
      ['lineLabel'],
    ),
    questionCheck(currency),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || !dataset.value.opensLine) return;
      const read = readAmount(dataset.value.lineAmount, currency);
      if (read.ok) return;
      addIssue({
        message: read.message,
        path: [
          { type: 'object', origin: 'value', input: dataset.value, key: 'lineAmount', value: dataset.value.lineAmount },
        ],
      });
    }),
  );
}

/** An empty form behind one of the doors, with its defaults and the quorum of the group, and its days where the door is the usual one. People are elected in secret where enough have a vote. */
export function newProposalForm(
  today: string,
  template: DecisionTemplate = 'CONSENT',
  members: number | null = null,
  usual: Usual | null = null,
): ProposalForm {
  const { hasQuorum, showResults, ...door } = defaultsOf(template);
  const days = usual?.template === template ? usual.days : door.days;
  return {
    ...newQuestion(template),
    ...(template === 'ELECTION' && (members ?? 0) >= FEWEST_SECRET
      ? { secrecy: usual?.secrecy ?? ('SECRET' as const) }
      : {}),
    title: '',
    body: '',
    quorum: hasQuorum ? (usual?.quorum ?? '1/3') : '0/1',
    showResults,
    // Who stands is asked first.
    opening: template === 'ELECTION' ? 'later' : 'now',
    opensDay: addDays(today, 3),
    opensTime: '20:00',
    closing: String(days),
    closesDay: addDays(today, days),
    closesTime: '21:00',
    eventId: '',
    opensLine: false,
    lineLabel: '',
    lineAmount: '',
    lineUntil: '',
    fundId: '',
    effects: [],
    winners: noWinners(),
    tags: '',
    optionsUntil: '',
  };
}

/** The form that a template of the group begins: its closing is as many days on. */
export function formOfTemplate(
  kept: ProposalTemplatePartsFragment,
  of: { readonly today: string; readonly currency: string },
): ProposalForm {
  return {
    ...newProposalForm(of.today, kept.template),
    ...questionOfProposal({ ...kept, group: of }),
    title: kept.title,
    body: kept.body,
    quorum: kept.quorum,
    showResults: kept.showResults,
    closing: String(kept.days),
    closesDay: addDays(of.today, kept.days),
  };
}

/** The form of a draft that stands. */
export function formOfProposal(proposal: ProposalPartsFragment): ProposalForm {
  const { zone, currency } = proposal.group;
  const effect = proposal.effects.find(({ kind }) => kind === 'BUDGET_LINE_OPEN');
  return {
    ...questionOfProposal(proposal),
    title: proposal.title,
    body: proposal.body,
    quorum: proposal.quorum,
    showResults: proposal.showResults,
    opening: proposal.opensAt ? 'later' : 'now',
    opensDay: proposal.opensAt ? dayIn(proposal.opensAt, zone) : '',
    opensTime: proposal.opensAt ? wallTimeIn(proposal.opensAt, zone) : '20:00',
    closing: 'other',
    closesDay: dayIn(proposal.closesAt, zone),
    closesTime: wallTimeIn(proposal.closesAt, zone),
    eventId: proposal.eventId ?? '',
    tags: proposal.tags.join(', '),
    opensLine: effect !== undefined,
    lineLabel: effect?.label ?? '',
    lineUntil: effect?.until ?? '',
    lineAmount: effect?.planned ? fieldText(BigInt(effect.planned.minor), currency) : '',
    fundId: effect?.fundId ?? '',
    effects: proposal.effects
      .filter((one) => one !== effect && !isOfWinners(one))
      .map((shown) => ({
        input: inputOfEffect(shown),
        shown,
        procedure: 'USUAL' as const,
        option: proposal.options.find(({ id }) => id === shown.onOption)?.label ?? '',
      })),
    winners: winnersOf(proposal),
    optionsUntil: proposal.optionsUntil ? dayIn(new Date(proposal.optionsUntil), zone) : '',
  };
}

/** The time of day of an instant in a zone, "HH:MM". */
export function wallTimeIn(at: string, zone: string): string {
  const form = { timeZone: zone, hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-GB', form).format(new Date(at));
}

/** The instant a vote opens by itself, or null: at once. */
function openingInstant({ opening, opensDay, opensTime }: ProposalForm, zone: string): string | null {
  return opening === 'later' ? new Date(instantOf(`${opensDay}T${opensTime}:00`, zone).at).toISOString() : null;
}

/** The instant a vote closes: nine in the evening of the group's zone some days after it opens, or the time that was typed. */
export function closingInstant(form: ProposalForm, zone: string, now: Date): string {
  const opens = form.opening === 'later' ? form.opensDay : dayIn(now, zone);
  const day = form.closing === 'other' ? form.closesDay : addDays(opens, Number(form.closing));
  const time = form.closing === 'other' ? form.closesTime : '21:00';
  return new Date(instantOf(`${day}T${time}:00`, zone).at).toISOString();
}

/** The end of a day in the group's zone, where people may add options. */
function addsUntil(form: ProposalForm, zone: string): string | null {
  const { optionsUntil: day, template } = form;
  return day && mayGrow(template) && !isSecret(form)
    ? new Date(instantOf(`${addDays(day, 1)}T00:00:00`, zone).at).toISOString()
    : null;
}

/** What the API takes of a form. */
export function proposalFields(
  form: ProposalForm,
  group: { readonly zone: string; readonly currency: string },
  now: Date,
): ProposalFieldsInput {
  const amount = form.opensLine ? readAmount(form.lineAmount, group.currency) : null;
  return {
    title: form.title.trim(),
    body: form.body,
    ...questionFields(form, group.currency),
    quorum: form.quorum,
    showResults: isSecret(form) ? 'AFTER_CLOSE' : form.showResults,
    opensAt: openingInstant(form, group.zone),
    closesAt: closingInstant(form, group.zone, now),
    eventId: form.eventId || null,
    tags: form.tags.split(',').filter((tag) => tag.trim() !== ''),
    optionsUntil: addsUntil(form, group.zone),
    effects: [...winnerEffects(form), ...chosenEffects(form)],
    ...(amount?.ok
      ? {
          opensBudgetLine: {
            label: form.lineLabel.trim(),
            until: form.lineUntil || null,
            planned: { minor: amount.minor.toString(), currency: group.currency },
            fundId: form.fundId || null,
          },
        }
      : {}),
  };
}

const fieldNames: Readonly<Record<string, string>> = {
  opensAt: 'opensDay',
  closesAt: 'closesDay',
  opensBudgetLine: 'lineAmount',
  settings: 'budget',
};

/** A fault of the API at the field where it was typed. */
export function atField(fault: FormFault): FormFault {
  if (fault.field?.endsWith('.toWinners')) return { ...fault, field: 'options' };
  if (fault.field?.startsWith('effects')) return { ...fault, field: 'effects' };
  return { ...fault, field: fault.field ? (fieldNames[fault.field] ?? fault.field) : undefined };
}
