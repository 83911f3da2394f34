import { usualTemplates } from '#libs/voting';
import type { DecisionTemplate, ProposalFormQuery } from '../../gql/graphql.ts';

/** How a group decides unless somebody says otherwise: the door, the share that must vote, the days, and how secret its secret votes are. */
export interface Usual {
  readonly template: DecisionTemplate;
  readonly quorum: string;
  readonly days: number;
  readonly secrecy: 'SECRET' | 'BLIND';
}

/** The usual way by the rules of a group, or null where what is asked for (the query of the address) cannot be decided so. */
export function usualOf(
  rulebook: ProposalFormQuery['rulebook'] | undefined,
  asked: Readonly<Record<string, unknown>> = {},
): Usual | null {
  const rule = (key: unknown) => rulebook?.rules.find((one) => one.key === key);
  const [method, quorum, days] = ['method', 'quorum', 'days'].map((name) => rule(`decision.${name}`)?.value);
  const isHeavy = asked['effect'] === 'MEMBER_REMOVE' || rule(asked['rule'])?.class === 'entrenched';
  if (!method || !quorum || !days || isHeavy) return null;
  const template = usualTemplates[method as keyof typeof usualTemplates].toUpperCase() as DecisionTemplate;
  const secrecy = rule('decision.secretBallots')?.value === 'blind' ? 'BLIND' : 'SECRET';
  return { template, quorum, days: Number(days), secrecy };
}
