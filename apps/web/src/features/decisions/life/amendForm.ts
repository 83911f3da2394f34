import type { AmendEffectInput, OptionInput, ProposalPartsFragment } from '../../../gql/graphql.ts';
import { fieldText, readAmount } from '../../../platform/money.ts';
import { say } from '../../../platform/words.ts';
import { questionFields, questionIssues, questionOfProposal, type OptionForm } from '../questionForm.ts';

/** What somebody makes of an effect that stands: its amount or its times, or that it goes. Empty: it has none. */
export interface EffectChange {
  drop: boolean;
  amount: string;
  until: string;
  day: string;
  start: string;
  endDay: string;
  end: string;
}

/** Whether the options of a vote can be amended: those of a choice, never the answers of a kind of vote nor who stands. */
export function hasOwnOptions({ ballot, template }: Pick<ProposalPartsFragment, 'ballot' | 'template'>): boolean {
  return ballot !== 'STANCE' && template !== 'ELECTION';
}

/** The options that stand, as they are typed. */
export function optionsOf(proposal: ProposalPartsFragment): OptionForm[] {
  const gone = new Set(proposal.options.filter(({ withdrawn }) => withdrawn).map(({ id }) => id));
  return questionOfProposal(proposal).options.filter(({ id }) => !gone.has(id));
}

/** What the API takes of them; null where nothing of them has changed. */
export function optionInputs(proposal: ProposalPartsFragment, typed: readonly OptionForm[]): OptionInput[] | null {
  if (!hasOwnOptions(proposal) || JSON.stringify(typed) === JSON.stringify(optionsOf(proposal))) return null;
  const question = { ...questionOfProposal(proposal), options: [...typed] };
  return [...(questionFields(question, proposal.group.currency).options as OptionInput[])];
}

/** What is wrong with the options before the server is asked, or null. */
export function optionsFault(proposal: ProposalPartsFragment, typed: readonly OptionForm[]): string | null {
  if (!hasOwnOptions(proposal)) return null;
  const question = { ...questionOfProposal(proposal), options: [...typed] };
  return questionIssues(question, proposal.group.currency).find(({ field }) => field === 'options')?.message ?? null;
}

/** Kinds whose amount their author set. */
const withAmount = new Set(['BUDGET_LINE_OPEN', 'BUDGET_LINE_RAISE', 'EXPENSE_APPROVE']);

/** Each effect as it stands. */
export function effectsOf({ effects }: ProposalPartsFragment): EffectChange[] {
  return effects.map(({ kind, planned, until, startLocal, endLocal }) => ({
    drop: false,
    amount: planned && withAmount.has(kind) ? fieldText(BigInt(planned.minor), planned.currency) : '',
    until: until ?? '',
    day: startLocal?.slice(0, 10) ?? '',
    start: startLocal?.slice(11, 16) ?? '',
    endDay: endLocal?.slice(0, 10) ?? '',
    end: endLocal?.slice(11, 16) ?? '',
  }));
}

/** What the API takes of the changes, or what is wrong with an amount. */
export function effectInputs(
  proposal: ProposalPartsFragment,
  typed: readonly EffectChange[],
): { readonly inputs: AmendEffectInput[] } | { readonly fault: string } {
  const stands = effectsOf(proposal);
  const inputs: AmendEffectInput[] = [];
  for (const [at, change] of typed.entries()) {
    const was = stands[at]!;
    if (change.drop) inputs.push({ at, drop: true });
    else if (JSON.stringify(change) !== JSON.stringify(was)) {
      const read = was.amount === '' ? null : readAmount(change.amount, proposal.effects[at]!.planned!.currency);
      if (read && !read.ok) return { fault: `${proposal.effects[at]!.label}: ${read.message}` };
      if (was.day !== '' && (!change.day || !change.start || !change.endDay || !change.end))
        return { fault: say('life.amend.faultTimes') };
      inputs.push({
        at,
        ...(read ? { amount: { minor: String(read.minor), currency: proposal.effects[at]!.planned!.currency } } : {}),
        ...(change.until ? { until: change.until } : {}),
        ...(was.day
          ? { startLocal: `${change.day}T${change.start}:00`, endLocal: `${change.endDay}T${change.end}:00` }
          : {}),
      });
    }
  }
  return { inputs };
}
