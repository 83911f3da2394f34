import { ballotOf, type MethodName, type OfferedMethod, percentText, rationalOf, type ResultOf } from '#libs/voting';
import { moneyValue } from '../platform/graphql/money.type.ts';
import type { StoredOption } from './question.ts';
import type { OptionFigure, ProposalTally, TallyDuel, TallyPurse, TallyRow, TallyStage } from './tally.graphql.ts';

/** A result as JSON holds it: whole numbers as text. */
type Plain<T> = T extends bigint
  ? string
  : T extends readonly (infer U)[]
    ? readonly Plain<U>[]
    : T extends object
      ? { readonly [K in keyof T]: Plain<T[K]> }
      : T;
export type PlainResult<N extends MethodName = MethodName> = Plain<ResultOf[N]>;
type Choosing = Exclude<OfferedMethod, 'consent' | 'majority'>;

/** What one method adds to what every tally says. */
type Drawn = Pick<ProposalTally, 'unit'> & { readonly rows: readonly Figure[] } & Partial<
    Pick<ProposalTally, 'stages' | 'quota' | 'duels' | 'purse'>
  >;
interface Figure {
  readonly option: string;
  readonly rank: number | null;
  readonly value: string;
  readonly histogram?: readonly number[];
  readonly hasShare?: boolean;
}

/** Options by a ranking with equal ones in one rank: 1, 2, 2, 4. */
function ranked(
  ranking: readonly (readonly string[])[],
  of: (id: string) => Omit<Figure, 'option' | 'rank'>,
): Figure[] {
  let place = 1;
  return ranking.flatMap((ids) => {
    const rank = place;
    place += ids.length;
    return ids.map((option) => ({ option, rank, ...of(option) }));
  });
}

function figures(record: Readonly<Record<string, string>>): OptionFigure[] {
  return Object.entries(record).map(([option, value]) => ({ option, value }));
}

const byVotes = ({ ranking, scores }: PlainResult<'plurality'>): Drawn => ({
  unit: 'votes',
  rows: ranked(ranking, (id) => ({ value: scores[id]!, hasShare: true })),
});

/** The last round stands first; who left later stands higher. */
function runoff({ rounds, exhausted }: PlainResult<'irv'>): Drawn {
  const stages = rounds.map((totals, at): TallyStage => {
    const before = rounds[at - 1] ?? {};
    const gone = Object.keys(before).find((id) => !(id in totals)) ?? null;
    const moved = Object.fromEntries(
      Object.entries(totals)
        .map(([id, votes]): [string, string] => [id, String(BigInt(votes) - BigInt(before[id] ?? votes))])
        .filter(([, votes]) => votes !== '0'),
    );
    return {
      action: gone ? 'exclude' : 'first',
      option: gone,
      totals: figures(totals),
      moved: figures(moved),
      lost: exhausted[at] ?? '0',
      elected: [],
    };
  });
  const last = rounds.at(-1) ?? {};
  const standing = [...Map.groupBy(Object.keys(last), (id) => BigInt(last[id]!))]
    .toSorted(([a], [b]) => (a > b ? -1 : 1))
    .map(([, ids]) => ids);
  const left = stages.flatMap(({ option }) => (option ? [option] : [])).toReversed();
  const lastOf = (id: string): string => rounds.findLast((totals) => id in totals)![id]!;
  return {
    unit: 'votes',
    stages,
    rows: ranked([...standing, ...left.map((id) => [id])], (id) => ({ value: lastOf(id) })),
  };
}

/** A comparison won is more ballots for it than against it. */
function duelled({ pairwise, ranking }: PlainResult<'schulze'>): Drawn {
  const ids = Object.keys(pairwise);
  const duels = ids.flatMap((one, at) =>
    ids.slice(at + 1).map((other): TallyDuel => ({
      one,
      other,
      forOne: Number(pairwise[one]![other]),
      forOther: Number(pairwise[other]![one]),
    })),
  );
  const won = (id: string): string =>
    String(ids.filter((other) => other !== id && BigInt(pairwise[id]![other]!) > BigInt(pairwise[other]![id]!)).length);
  return { unit: 'duels', duels, rows: ranked(ranking, (id) => ({ value: won(id) })) };
}

/** Who was elected in the order of election, then the others by their votes when they left or when it ended. */
function transferred({ stages, quota, elected_order: order }: PlainResult<'stv_scottish'>): Drawn {
  const seen = new Set<string>();
  const isOver = (votes: string): boolean => exact(votes) >= exact(quota);
  const drawn = stages.map((stage, at): TallyStage => {
    const isLast = at === stages.length - 1;
    const elected = order.filter((id) => !seen.has(id) && (isLast || isOver(stage.votes[id]!)));
    for (const id of elected) seen.add(id);
    return {
      action: stage.action,
      option: stage.candidate,
      totals: figures(stage.votes),
      moved: figures(stage.transfers),
      lost: stage.nontransferable,
      elected,
    };
  });
  const last = stages.at(-1)?.votes ?? {};
  const peak = (id: string): string =>
    stages.map(({ votes }) => votes[id]!).reduce((most, votes) => (exact(votes) > exact(most) ? votes : most), '0');
  const leaving = stages.flatMap(({ action, candidate }) => (action === 'exclude' && candidate ? [candidate] : []));
  const running = Object.keys(last)
    .filter((id) => !order.includes(id) && !leaving.includes(id))
    .toSorted((a, b) => (exact(last[a]!) > exact(last[b]!) ? -1 : 1));
  const ranking = [...order, ...running, ...leaving.toReversed()].map((id) => [id]);
  return { unit: 'votes', stages: drawn, quota, rows: ranked(ranking, (id) => ({ value: peak(id) })) };
}

/** Decimal text of at most five places as a whole number, for comparing. */
function exact(text: string): bigint {
  const [units = '0', part = ''] = text.split('.');
  return BigInt(units + part.padEnd(5, '0'));
}

/** What a supporter pays at most: the price of a unit of satisfaction, which is the cost, rounded up to a minor unit. */
function priceOf(rho: string, cost: bigint): bigint {
  const { a, b } = rationalOf(rho)!;
  return (a * cost + b - 1n) / b;
}

function shared(
  result: PlainResult<'mes'> | PlainResult<'pb_greedy'>,
  options: readonly StoredOption[],
  budget: bigint,
): Drawn {
  const order =
    'order' in result ? result.order : result.steps.filter(({ taken }) => taken).map(({ project }) => project);
  const paid = order.filter((id) => result.selected.includes(id));
  const costOf = (id: string): bigint => BigInt(options.find((one) => one.id === id)!.cost!.minor);
  const spent = paid.reduce((sum, id) => sum + costOf(id), 0n);
  const currency = options[0]!.cost!.currency;
  const purse: TallyPurse = {
    budget: moneyValue(budget, currency),
    spent: moneyValue(spent, currency),
    left: moneyValue(budget - spent, currency),
    order: paid,
    paid: paid.map((option) => ({
      option,
      amount: moneyValue(costOf(option), currency),
      supporters: Number(result.votes[option]!),
      each:
        'rho' in result
          ? moneyValue(priceOf(result.rho[result.order.indexOf(option)]!, costOf(option)), currency)
          : null,
    })),
  };
  const groups = [...Map.groupBy(Object.keys(result.votes), (id) => BigInt(result.votes[id]!))]
    .toSorted(([a], [b]) => (a > b ? -1 : 1))
    .map(([, ids]) => ids);
  return { unit: 'votes', purse, rows: ranked(groups, (id) => ({ value: result.votes[id]!, hasShare: true })) };
}

/** What was given to each bucket, in minor units or dots, and what the funded ones get. */
function allotted(
  { scores, granted, spent, left, ranking }: PlainResult<'allotment'>,
  options: readonly StoredOption[],
  budget: bigint,
  unit: 'money' | 'dots' = 'money',
): Drawn {
  const currency = options[0]!.cost!.currency;
  const order = ranking.flat().filter((id) => id in granted);
  const purse: TallyPurse = {
    budget: moneyValue(budget, currency),
    spent: moneyValue(spent, currency),
    left: moneyValue(left, currency),
    order,
    paid: order.map((option) => ({
      option,
      amount: moneyValue(granted[option]!, currency),
      supporters: null,
      each: null,
    })),
  };
  return { unit, purse, rows: ranked(ranking, (id) => ({ value: scores[id]! })) };
}

const draws: {
  readonly [N in Choosing]: (result: PlainResult<N>, options: readonly StoredOption[], budget: bigint) => Drawn;
} = {
  plurality: byVotes,
  approval: byVotes,
  score: ({ ranking, scores, distribution }) => ({
    unit: 'points',
    rows: ranked(ranking, (id) => ({ value: scores[id]!, histogram: distribution[id]!.map(Number) })),
  }),
  dot_vote: ({ ranking, scores }) => ({ unit: 'dots', rows: ranked(ranking, (id) => ({ value: scores[id]! })) }),
  irv: runoff,
  schulze: duelled,
  stv_scottish: transferred,
  mes: shared,
  pb_greedy: shared,
  allotment: allotted,
  dot_budget: (result, options, budget) => allotted(result, options, budget, 'dots'),
};

/** The count of a choice between options, for drawing. `budget` in minor units, where money is shared out. */
export function drawnTally(
  method: Choosing,
  result: PlainResult<Choosing>,
  of: { options: readonly StoredOption[]; budget: bigint; canStillChange: boolean | null },
): ProposalTally {
  const draw = draws[method] as (result: unknown, options: readonly StoredOption[], budget: bigint) => Drawn;
  const { rows, ...more } = draw(result, of.options, of.budget);
  const { cast, abstain, electors } = result.turnout;
  const base = BigInt(cast) - BigInt(abstain);
  return {
    verdict: result.verdict,
    code: result.code,
    electors: Number(electors),
    cast: Number(cast),
    abstain: Number(abstain),
    quorumNeeded: Number(result.quorum?.needed ?? 0),
    base: Number(base),
    winners: [...result.winners],
    tied: [...result.tied],
    rows: rows.map(({ hasShare, histogram, ...row }): TallyRow => ({
      ...row,
      percent: hasShare ? percentText(BigInt(row.value), base) : null,
      histogram: [...(histogram ?? [])],
      won: result.winners.includes(row.option) && !result.tied.includes(row.option),
      tied: result.tied.includes(row.option),
    })),
    canStillChange: of.canStillChange,
    stages: [],
    quota: null,
    duels: [],
    others: [],
    purse: null,
    delegated: 0,
    delegatedTo: [],
    ...more,
  };
}

/** Whether a method chooses between options, instead of asking for a stance. */
export function isChoosing(method: OfferedMethod): method is Choosing {
  return ballotOf[method] !== 'stance';
}
