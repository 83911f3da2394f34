import type { DecisionTemplate, ExecutionState, ProposalStatus, Verdict } from '../../gql/graphql.ts';
import { say } from '../../platform/words.ts';
import type { ChipTone } from '../../ui/index.ts';

interface Words {
  readonly text: string;
  readonly tone: ChipTone;
}

/** The ways of deciding in which something passes or does not. */
const deciding: ReadonlySet<DecisionTemplate> = new Set(['CONSENT', 'PROPOSAL', 'TWO_THIRDS', 'CONSENSUS']);

/** How well it went, in a word: what only asks, or chooses between options, does not pass, it is counted. */
export function passedWord(template: DecisionTemplate): 'PASSED' | 'ELECTED' | 'COUNTED' {
  if (template === 'ELECTION') return 'ELECTED';
  return deciding.has(template) ? 'PASSED' : 'COUNTED';
}

/** The chip of a proposal: where it stands, in one or two words. */
export function proposalWords(of: {
  status: ProposalStatus;
  template: DecisionTemplate;
  verdict?: Verdict | null | undefined;
  takenBack?: object | null | undefined;
  isOver?: boolean;
}): Words {
  if (of.status === 'WITHDRAWN') return { text: say('cards.state.withdrawn'), tone: 'quiet' };
  if (of.status === 'DRAFT') return { text: say('cards.state.draft'), tone: 'plain' };
  if (of.status === 'ANNOUNCED') return { text: say('cards.state.announced'), tone: 'time' };
  if (of.status === 'OPEN')
    return of.isOver
      ? { text: say('cards.state.counting'), tone: 'wait' }
      : { text: say('cards.state.open'), tone: 'plain' };
  if (of.takenBack) return { text: say('cards.state.takenBack'), tone: 'wait' };
  if (of.verdict === 'TIED') return { text: say('cards.verdict.TIED'), tone: 'wait' };
  return of.verdict === 'PASSED'
    ? { text: say(`cards.verdict.${passedWord(of.template)}`), tone: 'done' }
    : { text: say(`cards.verdict.${of.verdict ?? 'NO_RESULT'}`), tone: 'quiet' };
}

/** The chip of what a passed decision carries out. */
export function executionWords(state: ExecutionState): Words {
  const tones = { WAITING: 'wait', STAYED: 'wait', DONE: 'done', FAILED: 'stop', DROPPED: 'quiet' } as const;
  return { text: say(`cards.execution.${state}`), tone: tones[state] };
}
