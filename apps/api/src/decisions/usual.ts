import { type Demand, type Rulebook, type UsualMethod, usualWay } from '#libs/governance';
import { type TemplateName, templates, usualTemplates } from '#libs/voting';
import type { ProposalFieldsInput } from './proposals.graphql.ts';

const DAY = 86_400_000;
const templateOf: Readonly<Record<UsualMethod, TemplateName>> = usualTemplates;

/** How a draft that nobody typed is decided: as the group usually does, or by what its effects need. It closes the usual days after some `spare` ones, in which somebody reads and opens it. */
export function usualFields(
  demands: readonly Demand[],
  of: { readonly rules: Pick<Rulebook, 'decision' | 'classes'>; readonly now: Date; readonly spare: number },
): Pick<ProposalFieldsInput, 'template' | 'method' | 'quorum' | 'closesAt'> {
  const { method, quorum, days } = usualWay(demands, of.rules);
  const template = templateOf[method];
  return {
    template,
    method: templates[template].methods[0]!,
    quorum,
    closesAt: new Date(of.now.getTime() + (days + of.spare) * DAY),
  };
}
