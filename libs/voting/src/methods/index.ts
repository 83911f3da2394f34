import type { Method } from '../method.ts';
import type { DuelResult } from '../condorcet.ts';
import { approval, type ApprovalQuestion } from './approval.ts';
import { borda, type BordaQuestion, type BordaResult } from './borda.ts';
import { copeland, type CopelandQuestion, type CopelandResult } from './copeland.ts';
import { date, type DateQuestion, type DateResult } from './date.ts';
import { dotVote, type DotVoteQuestion } from './dot-vote.ts';
import { irv, type IrvQuestion, type IrvResult } from './irv.ts';
import { minimax, type MinimaxQuestion, type MinimaxResult } from './minimax.ts';
import { plurality, type PluralityQuestion, type ScoredResult } from './plurality.ts';
import { rankedPairs, type RankedPairsQuestion } from './ranked-pairs.ts';
import { schulze, type SchulzeQuestion, type SchulzeResult } from './schulze.ts';
import { score, type ScoreQuestion, type ScoreResult } from './score.ts';
import { consent, majority, type StanceQuestion, type StanceResult } from './stance.ts';
import { star, type StarQuestion, type StarResult } from './star.ts';
import { stvScottish, type StvQuestion, type StvResult } from './stv-scottish.ts';

interface QuestionOf {
  consent: StanceQuestion;
  majority: StanceQuestion;
  plurality: PluralityQuestion;
  approval: ApprovalQuestion;
  score: ScoreQuestion;
  star: StarQuestion;
  dot_vote: DotVoteQuestion;
  date: DateQuestion;
  irv: IrvQuestion;
  borda: BordaQuestion;
  schulze: SchulzeQuestion;
  ranked_pairs: RankedPairsQuestion;
  minimax: MinimaxQuestion;
  copeland: CopelandQuestion;
  stv_scottish: StvQuestion;
}

/** What each method returns. */
export interface ResultOf {
  consent: StanceResult;
  majority: StanceResult;
  plurality: ScoredResult;
  approval: ScoredResult;
  score: ScoreResult;
  star: StarResult;
  dot_vote: ScoredResult;
  date: DateResult;
  irv: IrvResult;
  borda: BordaResult;
  schulze: SchulzeResult;
  ranked_pairs: DuelResult;
  minimax: MinimaxResult;
  copeland: CopelandResult;
  stv_scottish: StvResult;
}

export type MethodName = keyof QuestionOf;

/** Every way to decide. To add one: write its file, name it here, in `QuestionOf` and in `ResultOf`, and follow the compiler. */
export const methods: { readonly [N in MethodName]: Method<QuestionOf[N], ResultOf[N]> } = {
  consent,
  majority,
  plurality,
  approval,
  score,
  star,
  dot_vote: dotVote,
  date,
  irv,
  borda,
  schulze,
  ranked_pairs: rankedPairs,
  minimax,
  copeland,
  stv_scottish: stvScottish,
};

/** The rules of a vote: its method, and the question as that method needs it. */
export type Rules<N extends MethodName = MethodName> = {
  [M in N]: QuestionOf[M] & { readonly method: M };
}[N];

/** The methods in which an elector takes a stance. */
export const stanceMethods = ['consent', 'majority'] as const satisfies readonly MethodName[];
export type StanceMethod = (typeof stanceMethods)[number];

/** The settings that each method starts from; a group's procedure may set others. The starts of dates come from the dates. */
export const defaultSettings: { readonly [N in MethodName]: QuestionOf[N]['settings'] } = {
  consent: null,
  majority: null,
  plurality: { seats: 1 },
  approval: { seats: 1, min: 1, max: null },
  score: { seats: 1, max: 5 },
  star: { max: 5 },
  dot_vote: { seats: 1, dots: 8, spend: 'at_most' },
  date: { starts: {} },
  irv: null,
  borda: { seats: 1 },
  schulze: { strength: 'winning', unranked: 'last' },
  ranked_pairs: { strength: 'margins', unranked: 'last' },
  minimax: { variant: 'winning', unranked: 'last' },
  copeland: { unranked: 'last' },
  stv_scottish: { seats: 2 },
};
