import { count } from '../count.ts';
import type { StvStage } from '../gregory.ts';
import type { ResultOf } from '../methods/index.ts';
import type { MeekRound } from '../methods/stv-meek-prf.ts';
import { applyPassRule } from '../pass-rule.ts';
import { toJson } from './json.ts';
import { readCase, type Case, type ElectionCase } from './read.ts';
import type { ElectionMethod } from './params.ts';

/** What a case comes to, under the names of the data: whole numbers are BigInt, others exact text. */
export type Outcome = Readonly<Record<string, unknown>>;

/** Methods of decimals with a fixed number of places: these stay text, whole or not. */
const fixedPoint: readonly ElectionMethod[] = ['stv_scottish', 'stv_wigm_prf', 'stv_meek_prf'];

/** Figures that are exact text in a result, and numbers in the data where they are whole. */
const figures = new Set([
  'scores',
  'score',
  'path_strengths',
  'quota',
  'rounds',
  'votes',
  'nontransferable',
  'transfers',
  'figures',
  'rho',
  'total_cost',
  'share',
  'cost',
  'left',
]);

/** Counts a case. Several winners of one seat are a tie, and stand in `tied` too. */
export function outcomeOf(one: Case): Outcome {
  if (one.method === 'pass_rule') {
    const { code } = applyPassRule(one.rule, one.tally);
    return { id: one.id, method: one.method, passes: code === 'passed', reason: code };
  }
  const electors = one.ballots.reduce((sum, ballot) => sum + ballot.count!, 0n);
  const result = count(one.rules, one.ballots, electors, one.tieOrder);
  if (one.compact && one.method === 'stv_scottish') return compactStv(one, result as ResultOf['stv_scottish']);
  // Electors, quorum and verdict belong to a proposal, which a case has none of.
  const {
    verdict: _1,
    code: _2,
    turnout: _3,
    quorum: _4,
    winners,
    tied,
    ...outputs
  } = result as ResultOf[ElectionMethod];
  const named = 'selected' in outputs ? { selected: outputs.selected } : { winners };
  return {
    id: one.id,
    method: one.method,
    ...named,
    ...(tied.length > 0 && { tied }),
    ...(fixedPoint.includes(one.method) ? outputs : (withNumbers(outputs, false) as Outcome)),
    // Screens draw more of these than the data has.
    ...('stages' in outputs && { stages: outputs.stages.map(stageOf) }),
    ...(one.method === 'stv_meek_prf' && { rounds: (outputs as ResultOf['stv_meek_prf']).rounds.map(roundOf) }),
  };
}

const stageOf = ({ action, candidate, votes, nontransferable }: StvStage): Partial<StvStage> => ({
  action,
  candidate,
  votes,
  nontransferable,
});
const roundOf = ({ status, quota, votes, elected, defeated }: MeekRound): Partial<MeekRound> => ({
  status,
  quota,
  votes,
  elected,
  defeated,
});

/** Candidates are places there, the winners stand in the order of election, and only the last totals are told. */
function compactStv({ id, method, rules }: ElectionCase, result: ResultOf['stv_scottish']): Outcome {
  const { votes } = result.stages.at(-1)!;
  return {
    id,
    method,
    winners: result.elected_order.map(BigInt),
    ...(result.tied.length > 0 && { tied: result.tied.map(BigInt) }),
    quota: result.quota,
    stages: BigInt(result.stages.length),
    last: rules.options.map((option) => votes[option.id]!),
  };
}

/** Whole numbers as numbers wherever a figure stands. */
function withNumbers(value: unknown, isFigure: boolean): unknown {
  if (typeof value === 'string') return isFigure && /^-?\d+$/.test(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map((item) => withNumbers(item, isFigure));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withNumbers(item, isFigure || figures.has(key))]),
  );
}

/** The text of a case to one line of JSON with what it comes to. Throws `MalformedCase`. */
export function tallyCase(text: string): string {
  return toJson(outcomeOf(readCase(text)));
}
