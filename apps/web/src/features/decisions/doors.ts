import type { Component } from 'vue';
import ArrowDownWideNarrow from '~icons/lucide/arrow-down-wide-narrow';
import Award from '~icons/lucide/award';
import ChartNoAxesColumn from '~icons/lucide/chart-no-axes-column';
import CircleDot from '~icons/lucide/circle-dot';
import Gauge from '~icons/lucide/gauge';
import Grip from '~icons/lucide/grip';
import Hand from '~icons/lucide/hand';
import Coins from '~icons/lucide/coins';
import HandCoins from '~icons/lucide/hand-coins';
import Handshake from '~icons/lucide/handshake';
import Lightbulb from '~icons/lucide/lightbulb';
import ListChecks from '~icons/lucide/list-checks';
import Scale from '~icons/lucide/scale';
import SlidersHorizontal from '~icons/lucide/sliders-horizontal';
import ThumbsUp from '~icons/lucide/thumbs-up';
import UsersRound from '~icons/lucide/users-round';
import type { DecisionTemplate } from '../../gql/graphql.ts';

/** The doors by what somebody needs, the usual ones first. */
export const doors: readonly { readonly key: string; readonly templates: readonly DecisionTemplate[] }[] = [
  { key: 'decide', templates: ['CONSENT', 'PROPOSAL', 'TWO_THIRDS', 'CONSENSUS'] },
  { key: 'hear', templates: ['SENSE_CHECK', 'ADVICE', 'GRADIENTS', 'OPT_IN'] },
  { key: 'choose', templates: ['CHOOSE_ONE', 'APPROVAL', 'RANKED', 'SCORE', 'DOTS', 'BUDGET', 'ELECTION'] },
];

export const doorIcons: Readonly<Record<DecisionTemplate, Component>> = {
  CONSENT: Handshake,
  PROPOSAL: ThumbsUp,
  TWO_THIRDS: Scale,
  CONSENSUS: UsersRound,
  SENSE_CHECK: Gauge,
  ADVICE: Lightbulb,
  GRADIENTS: SlidersHorizontal,
  OPT_IN: Hand,
  CHOOSE_ONE: CircleDot,
  APPROVAL: ListChecks,
  RANKED: ArrowDownWideNarrow,
  SCORE: ChartNoAxesColumn,
  DOTS: Grip,
  BUDGET: HandCoins,
  ROUND: Coins,
  ELECTION: Award,
};

/** The door of an address (`?type=consent`), or null for one that there is not. */
export function doorOf(type: unknown): DecisionTemplate | null {
  const name = typeof type === 'string' ? type.toUpperCase() : '';
  return doors.some(({ templates }) => templates.some((one) => one === name)) ? (name as DecisionTemplate) : null;
}
