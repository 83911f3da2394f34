import type { Duty, EffectInput, EffectPartsFragment, ProposalPartsFragment } from '../../gql/graphql.ts';
import type { ChosenEffect } from './effectForm.ts';
import { ballotOfForm, type QuestionForm, written } from './questionForm.ts';

/** What follows for whoever or whatever wins: a duty for the elected, a line for each project that is paid for. */
export interface WinnersForm {
  givesDuty: boolean;
  duty: Duty;
  until: string;
  insteadOf: string;
  opensLines: boolean;
  fundId: string;
}

interface Form extends QuestionForm {
  winners: WinnersForm;
  effects: readonly ChosenEffect[];
}

export function noWinners(): WinnersForm {
  return { givesDuty: false, duty: 'TREASURER', until: '', insteadOf: '', opensLines: false, fundId: '' };
}

/** Whether an effect hangs on the winners as such; it has its own switch in the form. */
export function isOfWinners({ kind, toWinners }: Pick<EffectPartsFragment, 'kind' | 'toWinners'>): boolean {
  return toWinners || kind === 'BUDGET_ALLOCATE';
}

/** What a draft says of its winners. */
export function winnersOf({ effects }: Pick<ProposalPartsFragment, 'effects'>): WinnersForm {
  const duty = effects.find(({ toWinners }) => toWinners);
  const lines = effects.find(({ kind }) => kind === 'BUDGET_ALLOCATE');
  return {
    givesDuty: duty !== undefined,
    duty: duty?.duty ?? 'TREASURER',
    until: duty?.until ?? '',
    insteadOf: duty?.insteadOf ?? '',
    opensLines: lines !== undefined,
    fundId: lines?.fundId ?? '',
  };
}

/** How many are elected: one, but by transferable vote. */
export function seatsOf({ method, seats }: Pick<QuestionForm, 'method' | 'seats'>): number {
  return method === 'STV_SCOTTISH' ? seats : 1;
}

/** What the API takes of it. */
export function winnerEffects(form: Form): EffectInput[] {
  const { givesDuty, duty, until, insteadOf, opensLines, fundId } = form.winners;
  if (form.template === 'ELECTION' && givesDuty)
    return [
      {
        kind: 'DUTY_GIVE',
        toWinners: true,
        duty,
        until: until || null,
        insteadOf: seatsOf(form) === 1 ? insteadOf || null : null,
      },
    ];
  return ballotOfForm(form) === 'PROJECTS' && opensLines ? [{ kind: 'BUDGET_ALLOCATE', fundId: fundId || null }] : [];
}

/** The effects that were added one by one; what hangs on an option that is not there any more names none, and the server says so. */
export function chosenEffects(form: Form): EffectInput[] {
  const names = written(form).map(({ label }) => label.trim());
  return form.effects.map(({ input, option }) =>
    option ? { ...input, onOption: names.indexOf(option) } : { ...input, onOption: null },
  );
}
