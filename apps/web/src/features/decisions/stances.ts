import type { Component } from 'vue';
import Minus from '~icons/lucide/minus';
import OctagonX from '~icons/lucide/octagon-x';
import ThumbsDown from '~icons/lucide/thumbs-down';
import ThumbsUp from '~icons/lucide/thumbs-up';
import type { BallotKind, DecisionMethod, ProposalPartsFragment, StanceRole } from '../../gql/graphql.ts';
import { figureText, say } from '../../platform/words.ts';
import type { Tone } from '../../ui/tones.ts';

type Option = ProposalPartsFragment['options'][number];

/** How each stance looks: icon and tone, never the colour alone. */
export const stanceLook: Readonly<Record<StanceRole, { icon: Component; tone: Tone }>> = {
  YES: { icon: ThumbsUp, tone: 'agree' },
  ABSTAIN: { icon: Minus, tone: 'abstain' },
  NO: { icon: ThumbsDown, tone: 'concern' },
  BLOCK: { icon: OctagonX, tone: 'block' },
};

/** The word of an option: the author's own, else the usual one. */
export function optionLabel(option: Pick<Option, 'id' | 'label'>): string {
  return option.label || say(`decisions.option.${option.id}`);
}

/** What an option means: the author's own words, else the usual ones. */
export function optionMeaning(option: Pick<Option, 'id' | 'meaning' | 'role'>): string {
  if (option.meaning || !option.role) return option.meaning;
  return say(`decisions.meaning.${option.id}`);
}

/** What makes a proposal pass, in one sentence. */
export function ruleText(of: {
  method: DecisionMethod;
  ballot: BallotKind;
  quorumNeeded: number;
  electors: number;
  threshold?: string | null;
  compare?: string | null;
  maxBlocks?: number | null;
}): string {
  const values = { count: of.quorumNeeded, electors: of.electors };
  if (!of.threshold) return say(`decisions.rule.${of.ballot === 'STANCE' ? 'asks' : of.method}`, values);
  if (of.method === 'CONSENT') return say('decisions.rule.consent', values);
  if (of.threshold === '1/2' && of.compare === 'gt')
    return say(of.maxBlocks === 0 ? 'decisions.rule.noBlock' : 'decisions.rule.half', values);
  return say('decisions.rule.share', { ...values, share: of.threshold });
}

type Stopped = Pick<ProposalPartsFragment, 'method' | 'maxBlocks' | 'round' | 'objections'>;

/** By which word, and by how many, a vote is stopped whatever else is said; none where it is not. An objection that was ruled out stops nothing. */
function stopOf(
  { method, maxBlocks, round, objections }: Stopped,
  { block }: { readonly block: number },
): { readonly word: 'objected' | 'blocked'; readonly count: number } | null {
  const ruledOut = objections.filter((one) => one.state === 'RULED_OUT' && one.round === round).length;
  const count = method === 'CONSENT' ? block - ruledOut : block;
  if (method === 'CONSENT') return count > 0 ? { word: 'objected', count } : null;
  return typeof maxBlocks === 'number' && count > maxBlocks ? { word: 'blocked', count } : null;
}

/** What happens if nothing changes until the end, or what has happened, in one sentence. */
export function standText(proposal: ProposalPartsFragment): string {
  const { result } = proposal;
  if (!result) return '';
  const values = { count: Math.max(0, result.quorumNeeded - result.cast), yes: result.yes, needed: result.yesNeeded };
  const stopped = stopOf(proposal, result);
  if (proposal.status === 'CLOSED')
    return result.verdict === 'FAILED' && stopped
      ? say(`decisions.outcome.${stopped.word}`, { count: stopped.count })
      : say(`decisions.outcome.${result.code === 'counted' ? 'COUNTED' : result.verdict}`, values);
  if (!proposal.threshold) return '';
  if (stopped) return say(`decisions.stand.${stopped.word}`, { count: stopped.count });
  if (values.count > 0) return say('decisions.stand.quorum', values);
  return say(result.verdict === 'PASSED' ? 'decisions.stand.passes' : 'decisions.stand.fails', values);
}

/** The arithmetic behind a stance vote with a threshold: exact, and with the base of its percentage. */
export function exactText({ result, method, threshold }: ProposalPartsFragment): string {
  if (!result || !threshold || method === 'CONSENT' || result.base === 0) return '';
  const { yes, base, yesNeeded: needed, percentYes } = result;
  return say('decisions.exact', { yes, base, needed, percent: figureText(percentYes), count: needed });
}
