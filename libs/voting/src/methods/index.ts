import type { Method } from '../method.ts';
import type { DuelResult } from '../condorcet.ts';
import type { BudgetQuestion } from '../budget.ts';
import type { CommitteeQuestion, CommitteeResult } from '../committees.ts';
import type { GregoryCount, StvQuestion, StvResult } from '../gregory.ts';
import { allotment, type AllotmentQuestion, type AllotmentResult } from './allotment.ts';
import { approval, type ApprovalQuestion } from './approval.ts';
import { approvalMultiwinner } from './approval-multiwinner.ts';
import { borda, type BordaQuestion, type BordaResult } from './borda.ts';
import { copeland, type CopelandQuestion, type CopelandResult } from './copeland.ts';
import { date, type DateQuestion, type DateResult } from './date.ts';
import { dotBudget, type DotBudgetQuestion } from './dot-budget.ts';
import { dotVote, type DotVoteQuestion } from './dot-vote.ts';
import { irv, type IrvQuestion, type IrvResult } from './irv.ts';
import { majorityJudgment, type MajorityJudgmentResult } from './majority-judgment.ts';
import { mes, type EqualSharesQuestion, type EqualSharesResult } from './mes.ts';
import { minimax, type MinimaxQuestion, type MinimaxResult } from './minimax.ts';
import { pav } from './pav.ts';
import { pbGreedy, type GreedyResult } from './pb-greedy.ts';
import { plurality, type PluralityQuestion, type ScoredResult } from './plurality.ts';
import { rankedPairs, type RankedPairsQuestion } from './ranked-pairs.ts';
import { schulze, type SchulzeQuestion, type SchulzeResult } from './schulze.ts';
import { score, type ScoreQuestion, type ScoreResult } from './score.ts';
import { seqPav } from './seq-pav.ts';
import { seqPhragmen } from './seq-phragmen.ts';
import { consent, majority, type StanceQuestion, type StanceResult } from './stance.ts';
import { star, type StarQuestion, type StarResult } from './star.ts';
import { stvMeekPrf, type MeekQuestion, type MeekResult } from './stv-meek-prf.ts';
import { stvScottish } from './stv-scottish.ts';
import { stvWigmExact, type ExactStvQuestion } from './stv-wigm-exact.ts';
import { stvWigmPrf } from './stv-wigm-prf.ts';

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
  stv_wigm_prf: StvQuestion;
  stv_wigm_exact: ExactStvQuestion;
  stv_meek_prf: MeekQuestion;
  majority_judgment: ScoreQuestion;
  approval_multiwinner: CommitteeQuestion;
  pav: CommitteeQuestion;
  seq_pav: CommitteeQuestion;
  seq_phragmen: CommitteeQuestion;
  mes: EqualSharesQuestion;
  pb_greedy: BudgetQuestion;
  allotment: AllotmentQuestion;
  dot_budget: DotBudgetQuestion;
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
  stv_wigm_prf: StvResult;
  stv_wigm_exact: GregoryCount;
  stv_meek_prf: MeekResult;
  majority_judgment: MajorityJudgmentResult;
  approval_multiwinner: CommitteeResult;
  pav: CommitteeResult;
  seq_pav: CommitteeResult;
  seq_phragmen: CommitteeResult;
  mes: EqualSharesResult;
  pb_greedy: GreedyResult;
  allotment: AllotmentResult;
  dot_budget: AllotmentResult;
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
  stv_wigm_prf: stvWigmPrf,
  stv_wigm_exact: stvWigmExact,
  stv_meek_prf: stvMeekPrf,
  majority_judgment: majorityJudgment,
  approval_multiwinner: approvalMultiwinner,
  pav,
  seq_pav: seqPav,
  seq_phragmen: seqPhragmen,
  mes,
  pb_greedy: pbGreedy,
  allotment,
  dot_budget: dotBudget,
};

/** The rules of a vote: its method, and the question as that method needs it. */
export type Rules<N extends MethodName = MethodName> = {
  [M in N]: QuestionOf[M] & { readonly method: M };
}[N];

/** The methods in which an elector takes a stance. */
export const stanceMethods = ['consent', 'majority'] as const satisfies readonly MethodName[];
export type StanceMethod = (typeof stanceMethods)[number];

/** The settings that each method starts from; a group's procedure may set others. The starts of dates, the costs and the budget come from the question itself. */
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
  stv_wigm_prf: { seats: 2 },
  stv_wigm_exact: { seats: 2, quota: 'droop_integer' },
  stv_meek_prf: { seats: 2, omega: '0.000001' },
  majority_judgment: { seats: 1, max: 5 },
  approval_multiwinner: { seats: 2 },
  pav: { seats: 2 },
  seq_pav: { seats: 2 },
  seq_phragmen: { seats: 2 },
  mes: { costs: {}, budget: '0', satisfaction: 'cost', increment: '1' },
  pb_greedy: { costs: {}, budget: '0' },
  allotment: { pot: '0', share: '0', minimum: {}, stretch: {} },
  dot_budget: { pot: '0', dots: 5, minimum: {}, stretch: {} },
};
