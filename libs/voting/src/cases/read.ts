import type { Ballot, Choice, ChoiceFault } from '../ballot.ts';
import { checkBallot } from '../count.ts';
import type { Rules } from '../methods/index.ts';
import { bases, type PassRule, type Tally } from '../pass-rule.ts';
import { isShare } from '../fraction.ts';
import {
  amountTextOf,
  entriesOf,
  fieldOf,
  flagOf,
  isThere,
  itemsOf,
  MalformedCase,
  malformed,
  namesOf,
  numberOf,
  textOf,
  wholeOf,
  wordOf,
  type Field,
} from './fields.ts';
import { parseJson } from './json.ts';
import { lineOf } from './locate.ts';
import { electionMethods, settingsOf, tieOrderOf, type ElectionMethod } from './params.ts';

/** An election to count. `compact` says which of the compact files it was written like. */
export interface ElectionCase {
  readonly id: string;
  readonly method: ElectionMethod;
  readonly rules: Rules<ElectionMethod>;
  readonly ballots: readonly Ballot[];
  readonly tieOrder: readonly string[] | null;
  readonly compact: boolean;
}

/** Sums to put a rule to. */
export interface PassCase {
  readonly id: string;
  readonly method: 'pass_rule';
  readonly rule: PassRule;
  readonly tally: Tally;
}

export type Case = ElectionCase | PassCase;

/** How each fault of a choice is said of a ballot. */
const faults: Readonly<Record<ChoiceFault, string>> = {
  WRONG_SHAPE: 'is of another kind than the method asks for',
  OPTION_UNKNOWN: 'names somebody who is no candidate',
  OPTION_WITHDRAWN: 'names somebody who is no candidate',
  TOO_FEW: 'names too few candidates',
  TOO_MANY: 'names too many candidates',
  SCORE_RANGE: 'has a score that is no whole number within the range of the method',
  DOTS_EXCEEDED: 'has more dots than the method allows',
  DOTS_UNSPENT: 'has fewer dots than the method asks for',
  RANK_DUPLICATE: 'names a candidate twice',
  RANK_TIED: 'shares a rank, which the method does not allow',
  OVER_SHARE: 'gives more than a share',
  OVER_STRETCH: 'gives more than a bucket can use',
};

type Shape = 'ranking' | 'approve' | 'scores';

const shapes: Readonly<Record<ElectionMethod, Shape>> = {
  plurality: 'ranking',
  approval: 'approve',
  score: 'scores',
  star: 'scores',
  majority_judgment: 'scores',
  dot_vote: 'scores',
  irv: 'ranking',
  borda: 'ranking',
  schulze: 'ranking',
  ranked_pairs: 'ranking',
  minimax: 'ranking',
  copeland: 'ranking',
  stv_scottish: 'ranking',
  stv_wigm_prf: 'ranking',
  stv_wigm_exact: 'ranking',
  stv_meek_prf: 'ranking',
  approval_multiwinner: 'approve',
  pav: 'approve',
  seq_pav: 'approve',
  seq_phragmen: 'approve',
  mes: 'approve',
  pb_greedy: 'approve',
};

const ballotTypes: Readonly<Record<Shape, readonly string[]>> = {
  ranking: ['ranked'],
  approve: ['approval'],
  scores: ['score', 'points'],
};

/**
 * Reads one case of the elections data, or a line of one of its compact files, and checks all of it.
 * Throws `MalformedCase` naming the first field that does not fit and its line in the text.
 */
export function readCase(text: string): Case {
  const root: Field = { value: parseJson(text), path: [] };
  try {
    entriesOf(root);
    const id = textOf(fieldOf(root, 'id'));
    if (!isThere(fieldOf(root, 'method'))) {
      if (isThere(fieldOf(root, 'projects'))) return readCompactBudget(id, root);
      if (typeof fieldOf(root, 'candidates').value === 'number') return readCompactStv(id, root);
    }
    const method = wordOf(fieldOf(root, 'method'), [...electionMethods, 'pass_rule']);
    return method === 'pass_rule' ? readPassCase(id, root) : readElection(id, method, root);
  } catch (error) {
    if (!(error instanceof MalformedCase)) throw error;
    throw new MalformedCase(error.path, error.problem, lineOf(text, error.path));
  }
}

function rulesOf<N extends ElectionMethod>(
  method: N,
  ids: readonly string[],
  settings: Rules<N>['settings'],
): Rules<N> {
  const options = ids.map((id) => ({ id }));
  return { method, options, settings, rule: {}, reasons: 'off' } as unknown as Rules<N>;
}

function readElection(id: string, method: ElectionMethod, root: Field): ElectionCase {
  const candidates = fieldOf(root, 'candidates');
  const ids = namesOf(candidates);
  if (ids.length === 0) malformed(candidates, 'must name at least one candidate');
  const type = fieldOf(root, 'ballot_type');
  if (isThere(type)) wordOf(type, ballotTypes[shapes[method]]);
  const [params, ballots] = [fieldOf(root, 'params'), fieldOf(root, 'ballots')];
  const settings = settingsOf(method, { params, ballots, ids, seats: fieldOf(root, 'seats') });
  const rules = rulesOf(method, ids, settings);
  const known = new Set(ids);
  return {
    id,
    method,
    rules,
    ballots: itemsOf(ballots).map((ballot) => readBallot(rules, known, ballot)),
    tieOrder: tieOrderOf(params, ids),
    compact: false,
  };
}

function readBallot(rules: Rules<ElectionMethod>, known: ReadonlySet<string>, ballot: Field): Ballot {
  entriesOf(ballot);
  const count = wholeOf(fieldOf(ballot, 'count'));
  const field = fieldOf(ballot, shapes[rules.method]);
  const choice = choiceOf(rules.method, known, field);
  const fault = checkBallot(rules, choice, null);
  return fault ? malformed(field, faults[fault as ChoiceFault]) : { count, choice: withZeros(choice, known) };
}

/** Whatever is missing is 0, on an empty ballot too. */
function withZeros(choice: Choice, known: ReadonlySet<string>): Choice {
  const isEmpty = 'points' in choice && Object.keys(choice.points).length === 0;
  return isEmpty ? { points: Object.fromEntries([...known].map((id) => [id, 0])) } : choice;
}

const nothing: Choice = { abstain: true };

function choiceOf(method: ElectionMethod, known: ReadonlySet<string>, field: Field): Choice {
  const candidateOf = (item: Field): string => {
    const id = textOf(item);
    return known.has(id) ? id : malformed(item, `names "${id}", which is no candidate`);
  };
  switch (shapes[method]) {
    case 'approve': {
      const options = itemsOf(field).map(candidateOf);
      return options.length === 0 && method !== 'mes' ? nothing : { options };
    }
    case 'scores': {
      const given = entriesOf(field).map(([id, item]): [string, number] => {
        if (!known.has(id)) malformed(item, 'is no candidate');
        return [id, numberOf(item, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)];
      });
      return given.length === 0 && method === 'dot_vote' ? nothing : { points: Object.fromEntries(given) };
    }
    case 'ranking': {
      const ranking = itemsOf(field).map((rank) => itemsOf(rank).map(candidateOf));
      if (ranking.flat().length === 0) return nothing;
      if (method !== 'plurality') return { ranking };
      if (new Set(ranking.flat()).size < ranking.flat().length) malformed(field, faults.RANK_DUPLICATE);
      const [first = []] = ranking;
      return first.length === 1 ? { option: first[0]! } : nothing;
    }
  }
}

function readPassCase(id: string, root: Field): PassCase {
  const type = fieldOf(root, 'ballot_type');
  if (isThere(type)) wordOf(type, ['tally']);
  const sums = fieldOf(root, 'tally');
  only(sums, ['yes', 'no', 'abstain', 'block']);
  const sumOf = (name: string): bigint => wholeOf(fieldOf(sums, name));
  const block = isThere(fieldOf(sums, 'block')) ? sumOf('block') : 0n;
  const electors = wholeOf(fieldOf(root, 'electorate'));
  const tally = { electors, yes: sumOf('yes'), no: sumOf('no'), abstain: sumOf('abstain'), block };
  if (tally.yes + tally.no + tally.abstain + tally.block > electors)
    malformed(sums, 'has more votes than the electorate');
  return { id, method: 'pass_rule', rule: readPassRule(fieldOf(root, 'rule')), tally };
}

/** Refuses fields that are not known: they might change the answer. */
function only(field: Field, names: readonly string[]): void {
  for (const [name, item] of entriesOf(field)) if (!names.includes(name)) malformed(item, 'is not known');
}

function shareOf(field: Field): string {
  const text = textOf(field);
  return isShare(text) ? text : malformed(field, 'must be a fraction from "0/1" to "1/1"');
}

function readPassRule(rule: Field): PassRule {
  only(rule, ['base', 'threshold', 'compare', 'quorum', 'min_yes', 'max_blocks']);
  const optional = <K extends string, T>(name: K, read: (field: Field) => T): { readonly [key in K]?: T } => {
    const field = fieldOf(rule, name);
    return (isThere(field) ? { [name]: read(field) } : {}) as { readonly [key in K]?: T };
  };
  const number = (field: Field): number => numberOf(field, 0, Number.MAX_SAFE_INTEGER);
  return {
    base: wordOf(fieldOf(rule, 'base'), bases),
    threshold: shareOf(fieldOf(rule, 'threshold')),
    compare: wordOf(fieldOf(rule, 'compare'), ['gt', 'gte']),
    ...optional('quorum', readQuorum),
    ...optional('min_yes', (field) => (typeof field.value === 'string' ? shareOf(field) : number(field))),
    ...optional('max_blocks', number),
  };
}

function readQuorum(quorum: Field): NonNullable<PassRule['quorum']> {
  only(quorum, ['of', 'fraction', 'count', 'abstain_counts']);
  const [fraction, count, abstain] = ['fraction', 'count', 'abstain_counts'].map((name) => fieldOf(quorum, name)) as [
    Field,
    Field,
    Field,
  ];
  if (!isThere(fraction) && !isThere(count)) malformed(fraction, 'is missing; a quorum is a fraction or a count');
  return {
    of: wordOf(fieldOf(quorum, 'of'), ['electorate']),
    ...(isThere(fraction) && { fraction: shareOf(fraction) }),
    ...(isThere(count) && { count: numberOf(count, 0, Number.MAX_SAFE_INTEGER) }),
    ...(isThere(abstain) && { abstain_counts: flagOf(abstain) }),
  };
}

/** Candidates by place; more than this cannot stand. */
const CANDIDATES = 10_000;

/** A line of the compact file of council elections: `[count, [candidate, …]]` a ballot. */
function readCompactStv(id: string, root: Field): ElectionCase {
  const size = numberOf(fieldOf(root, 'candidates'), 1, CANDIDATES);
  const seats = numberOf(fieldOf(root, 'seats'), 1, CANDIDATES);
  const ids = Array.from({ length: size }, (_, at) => String(at));
  const ballots = itemsOf(fieldOf(root, 'ballots')).map((ballot): Ballot => {
    const [times, prefs] = pairOf(ballot, 2, 'a count and a ranking') as [Field, Field];
    const places = itemsOf(prefs).map((place) => ids[numberOf(place, 0, size - 1)]!);
    if (new Set(places).size < places.length) malformed(prefs, faults.RANK_DUPLICATE);
    const choice = places.length === 0 ? nothing : { ranking: places.map((place) => [place]) };
    return { count: wholeOf(times), choice };
  });
  return {
    id,
    method: 'stv_scottish',
    rules: rulesOf('stv_scottish', ids, { seats }),
    ballots,
    tieOrder: null,
    compact: true,
  };
}

/** A line of the compact file of budgets: `[project, cost, votes]` a project. */
function readCompactBudget(id: string, root: Field): ElectionCase {
  const budget = amountTextOf(fieldOf(root, 'budget'));
  const costs = new Map<string, string>();
  const ballots = itemsOf(fieldOf(root, 'projects')).map((project): Ballot => {
    const [name, cost, votes] = pairOf(project, 3, 'a project, its cost and its votes') as [Field, Field, Field];
    const option = textOf(name);
    if (costs.has(option)) malformed(name, 'is there twice');
    costs.set(option, amountTextOf(cost));
    return { count: wholeOf(votes), choice: { options: [option] } };
  });
  const settings = { costs: Object.fromEntries(costs), budget };
  const rules = rulesOf('pb_greedy', [...costs.keys()], settings);
  return { id, method: 'pb_greedy', rules, ballots, tieOrder: null, compact: true };
}

function pairOf(field: Field, length: number, what: string): Field[] {
  const items = itemsOf(field);
  return items.length === length ? items : malformed(field, `must have ${length} parts: ${what}`);
}
