// Counting what is not packed: stances, transfers by Meek's method, committees and budgets. Each beside a naive count of the same ballots: one after the
// other, in floating point, without the step by step account that ours gives. Alone: `node --conditions=source test/bench/tally-committees.ts`.
import { type Ballot, type Choice, count, type MethodName, type Rules } from '#libs/voting';
import type { Report } from './calendar.ts';
import { dice, idsOf, rankings, reportHere, took, whole } from './tally-draws.ts';

const SEATS = 5;

/** What is counted: how a ballot is drawn, the settings, the naive count, and the sizes, as large as they are asked for. */
interface Counted {
  readonly method: MethodName;
  readonly draw: (ballots: number, ids: readonly string[]) => Choice[];
  readonly settings: (ids: readonly string[]) => object | null;
  readonly naive: (choices: readonly Choice[], ids: readonly string[]) => readonly string[];
  readonly sizes: readonly (readonly [number, number])[];
}

const small = [1000, 10] as const;
const usual = [small, [1000, 50], [100_000, 10], [100_000, 50]] as const;
const million = [1_000_000, 10] as const;

const approvals = (ballots: number, ids: readonly string[]): Choice[] => {
  const roll = dice(ballots + ids.length);
  return Array.from({ length: ballots }, () => ({ options: ids.filter(() => roll(3) === 0) }));
};
const optionsOf = (choice: Choice): readonly string[] => ('options' in choice ? choice.options : []);
const highest = (figures: ReadonlyMap<string, number>): string =>
  [...figures].reduce((best, next) => (next[1] > best[1] ? next : best))[0];

/** A stance is looked for in the options, and its role in a sum. */
function naiveStance(choices: readonly Choice[]): string[] {
  const of = (id: string): number => choices.filter((choice) => 'option' in choice && choice.option === id).length;
  return of('yes') > of('no') ? ['yes'] : ['no'];
}

function naivePav(choices: readonly Choice[], ids: readonly string[]): string[] {
  const elected: string[] = [];
  while (elected.length < SEATS) {
    const gains = new Map(ids.filter((id) => !elected.includes(id)).map((id) => [id, 0]));
    for (const choice of choices) {
      const seated = optionsOf(choice).filter((id) => elected.includes(id)).length;
      for (const id of optionsOf(choice)) if (gains.has(id)) gains.set(id, gains.get(id)! + 1 / (seated + 1));
    }
    elected.push(highest(gains));
  }
  return elected;
}

function naivePhragmen(choices: readonly Choice[], ids: readonly string[]): string[] {
  const elected: string[] = [];
  const loads = choices.map(() => 0);
  while (elected.length < SEATS) {
    const left = ids.filter((id) => !elected.includes(id));
    const figures = new Map(
      left.map((id) => {
        let [behind, carried] = [0, 1];
        for (const [at, choice] of choices.entries())
          if (optionsOf(choice).includes(id)) [behind, carried] = [behind + 1, carried + loads[at]!];
        return [id, -carried / behind];
      }),
    );
    const next = highest(figures);
    for (const [at, choice] of choices.entries()) if (optionsOf(choice).includes(next)) loads[at] = -figures.get(next)!;
    elected.push(next);
  }
  return elected;
}

const costOf = (at: number): number => 100 + ((at * 37) % 90);
const budgetOf = (ids: readonly string[]): number => 40 * ids.length;

/** The price of a unit at which those who approve can pay for a project; infinite where they cannot. */
function priceOf(cost: number, money: readonly number[]): number {
  const poorest = money.toSorted((a, b) => a - b);
  let left = cost;
  for (const [at, has] of poorest.entries()) {
    const share = left / (poorest.length - at);
    if (has >= share) return share / cost;
    left -= has;
  }
  return Infinity;
}

function naiveShares(choices: readonly Choice[], ids: readonly string[]): string[] {
  const money = choices.map(() => budgetOf(ids) / choices.length);
  const backers = ids.map((id) => [...choices.keys()].filter((at) => optionsOf(choices[at]!).includes(id)));
  const bought = new Set<number>();
  for (;;) {
    const offers = ids.map((_, at) =>
      bought.has(at)
        ? Infinity
        : priceOf(
            costOf(at),
            backers[at]!.map((who) => money[who]!),
          ),
    );
    const best = offers.indexOf(Math.min(...offers));
    if (offers[best] === Infinity) return [...bought].map((at) => ids[at]!);
    const pays = offers[best]! * costOf(best);
    for (const who of backers[best]!) money[who] = Math.max(0, money[who]! - pays);
    bought.add(best);
  }
}

function naiveMeek(choices: readonly Choice[], ids: readonly string[]): string[] {
  const keep = new Map(ids.map((id) => [id, 1]));
  const elected: string[] = [];
  for (;;) {
    const votes = new Map([...keep.keys()].map((id) => [id, 0]));
    for (const choice of choices) {
      let left = 1;
      for (const id of 'ranking' in choice ? choice.ranking.flat() : []) {
        const factor = keep.get(id);
        if (factor === undefined) continue;
        votes.set(id, votes.get(id)! + left * factor);
        left *= 1 - factor;
      }
    }
    const quota = [...votes.values()].reduce((sum, next) => sum + next) / (SEATS + 1);
    const reached = [...votes].filter(([id, value]) => value >= quota && !elected.includes(id)).map(([id]) => id);
    elected.push(...reached);
    if (elected.length >= SEATS) return elected.slice(0, SEATS);
    if (reached.length > 0) continue;
    const surplus = elected.reduce((sum, id) => sum + votes.get(id)! - quota, 0);
    if (surplus > 1e-6) for (const id of elected) keep.set(id, (keep.get(id)! * quota) / votes.get(id)!);
    else {
      const hopeful = new Map([...votes].filter(([id]) => !elected.includes(id)).map(([id, value]) => [id, -value]));
      keep.delete(highest(hopeful));
      if (hopeful.size - 1 + elected.length === SEATS) return [...keep.keys()];
    }
  }
}

const stance = (ballots: number): Choice[] => {
  const roll = dice(ballots);
  return Array.from({ length: ballots }, () => ({ option: ['yes', 'yes', 'no', 'abstain'][roll(4)]! }));
};
const seats = () => ({ seats: SEATS });
const stances: readonly Counted[] = (['consent', 'majority'] as const).map((method) => ({
  method,
  draw: stance,
  settings: () => null,
  naive: naiveStance,
  sizes: [
    [1000, 3],
    [100_000, 3],
    [1_000_000, 3],
  ],
}));
const counted: readonly Counted[] = [
  ...stances,
  {
    method: 'stv_meek_prf',
    draw: (ballots, ids) => rankings(ballots, ids.length).map((row) => ({ ranking: row.map((at) => [ids[at]!]) })),
    settings: () => ({ seats: SEATS, omega: '0.000001' }),
    naive: naiveMeek,
    sizes: [...usual, million],
  },
  { method: 'seq_pav', draw: approvals, settings: seats, naive: naivePav, sizes: [...usual, million] },
  { method: 'seq_phragmen', draw: approvals, settings: seats, naive: naivePhragmen, sizes: [...usual, million] },
  {
    method: 'mes',
    draw: approvals,
    settings: (ids) => ({
      costs: Object.fromEntries(ids.map((id, at) => [id, String(costOf(at))])),
      budget: String(budgetOf(ids)),
      satisfaction: 'cost',
      increment: null,
    }),
    naive: naiveShares,
    sizes: [...usual, million],
  },
];

const stanceOptions = [
  { id: 'yes', role: 'yes' },
  { id: 'no', role: 'no' },
  { id: 'abstain', role: 'abstain' },
];

interface Seated {
  readonly winners: readonly string[];
  readonly tied: readonly string[];
}

function seatedOf(result: object): Seated {
  if ('winners' in result) return result as Seated;
  const { yes, no } = (result as { sums: { yes: bigint; no: bigint } }).sums;
  return { winners: yes > no ? ['yes'] : ['no'], tied: [] };
}

/** A naive count takes one of the orders in which ties could go: whoever wins in every order wins there, and nobody who wins in none. */
function isOneOf({ winners, tied }: Seated, naive: readonly string[]): boolean {
  return naive.every((id) => winners.includes(id)) && winners.every((id) => tied.includes(id) || naive.includes(id));
}

/** Every method that is not packed, against a naive count of the same ballots. */
export function committeeRows({ head, row, text }: Report): void {
  text('');
  text('## Counting stances, transfers by Meek, committees and equal shares');
  text('');
  head(
    'method',
    'ballots × options',
    'ms',
    'ballots a second',
    'naive, in floating point, ms',
    'of the naive time',
    'holds (the same win; of a tie, some)',
  );
  for (const { method, draw, settings, naive, sizes } of counted)
    for (const [ballots, options] of sizes) {
      const ids = idsOf(options);
      const choices = draw(ballots, ids);
      const votes = choices.map((choice): Ballot => ({ choice }));
      const standing = settings(ids) ? ids.map((id) => ({ id })) : stanceOptions;
      const rules = {
        method,
        options: standing,
        rule: {},
        reasons: 'off',
        settings: settings(ids),
      } as unknown as Rules;
      const rounds = ballots > 1000 ? 1 : 3;
      let ours: Seated = { winners: [], tied: [] };
      let theirs: readonly string[] = [];
      const ms = took(rounds, () => (ours = seatedOf(count(rules, votes, BigInt(ballots)))));
      const bare = took(rounds, () => (theirs = naive(choices, ids)));
      const isSame = isOneOf(ours, theirs);
      const size = `${whole(ballots)} × ${options}`;
      row([method, size, ms.toFixed(1), whole((ballots / ms) * 1000), bare.toFixed(1), (ms / bare).toFixed(1)], isSame);
    }
}

if (import.meta.main) committeeRows(reportHere);
