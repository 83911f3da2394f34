import type { ExecutionState, ProposalStatus, Verdict } from '../../gql/graphql.ts';
import { say } from '../../platform/words.ts';
import type { ChipTone } from '../../ui/index.ts';

interface Words {
  readonly text: string;
  readonly tone: ChipTone;
}

/** The chip of a proposal: where it stands, in one or two words. */
export function proposalWords(of: {
  status: ProposalStatus;
  verdict?: Verdict | null | undefined;
  isOver?: boolean;
}): Words {
  if (of.status === 'WITHDRAWN') return { text: say('decisions.state.withdrawn'), tone: 'quiet' };
  if (of.status === 'DRAFT') return { text: say('decisions.state.draft'), tone: 'plain' };
  if (of.status === 'OPEN')
    return of.isOver
      ? { text: say('decisions.state.counting'), tone: 'wait' }
      : { text: say('decisions.state.open'), tone: 'plain' };
  return of.verdict === 'PASSED'
    ? { text: say('decisions.verdict.PASSED'), tone: 'done' }
    : { text: say(`decisions.verdict.${of.verdict ?? 'NO_RESULT'}`), tone: 'quiet' };
}

/** The chip of what a passed decision carries out. */
export function executionWords(state: ExecutionState): Words {
  const tones = { WAITING: 'wait', STAYED: 'wait', DONE: 'done', FAILED: 'stop', DROPPED: 'quiet' } as const;
  return { text: say(`decisions.execution.${state}`), tone: tones[state] };
}
