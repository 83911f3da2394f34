import { decimalText, digitsOf, isCurrency } from '#libs/money';
import { allowsTies, defaultSettings, type OfferedMethod } from '#libs/voting';
import { BadInput } from '../platform/graphql/errors.ts';
import { moneyValue } from '../platform/graphql/money.type.ts';
import type { BallotSettings, BallotSettingsInput } from './ballots.graphql.ts';
import type { StoredOption } from './question.ts';
import { say, term, type Words } from '../platform/words/words.ts';

/** What a project costs, as whole minor units in text. */
export interface Cost {
  readonly minor: string;
  readonly currency: string;
}

type Input = Partial<BallotSettingsInput>;
type Reader = (input: Input, options: readonly StoredOption[]) => object | null;

const HIGHEST_SCORE = 10;
const MOST_DOTS = 100;
/** Shares of the money rise in this many steps at most until it is used, so that a count stays quick. */
const STEPS = 100n;

function whole(
  field: string,
  value: number | null | undefined,
  of: { usual: number; range: [number, number]; what: string },
): number {
  const [least, most] = of.range;
  const given = value ?? of.usual;
  if (given < least || given > most)
    throw new BadInput(field, say`${term(of.what)} must be from ${least} to ${most}, not ${given}.`);
  return given;
}

/** The dots of each, as many as are usual where nobody said. Throws BAD_USER_INPUT naming the field. */
export function dotsEach(field: string, value: number | null | undefined, usual: number): number {
  return whole(field, value, { usual, range: [1, MOST_DOTS], what: 'The number of dots' });
}

function seats({ seats: given }: Input, options: readonly StoredOption[], usual = 1): number {
  const range: [number, number] = [1, Math.max(1, options.length - 1)];
  return whole('settings', given, { usual: Math.min(usual, range[1]), range, what: 'The number of winners' });
}

const readers: { readonly [M in OfferedMethod]: Reader } = {
  consent: () => null,
  majority: () => null,
  plurality: (input, options) => ({ seats: seats(input, options) }),
  approval: (input, options) => {
    const most = options.length;
    const min = whole('settings', input.min, { usual: 1, range: [1, most], what: 'The fewest options on a ballot' });
    const max =
      input.max == null
        ? null
        : whole('settings', input.max, { usual: most, range: [min, most], what: 'The most options on a ballot' });
    return { seats: seats(input, options), min, max };
  },
  score: (input, options) => ({
    seats: seats(input, options),
    max: whole('settings', input.highest, { usual: 5, range: [1, HIGHEST_SCORE], what: 'The highest score' }),
  }),
  dot_vote: (input, options) => ({
    seats: seats(input, options),
    dots: dotsEach('settings', input.dots, 8),
    spend: input.spendAll ? 'all' : 'at_most',
  }),
  schulze: () => defaultSettings.schulze,
  irv: () => null,
  stv_scottish: (input, options) => ({ seats: seats(input, options, 2) }),
  mes: (input, options) => {
    const purse = purseOf(input, options);
    return { ...purse, satisfaction: 'cost', increment: incrementOf(purse.budget) };
  },
  pb_greedy: purseOf,
  // The settings of a round are made by the round.
  allotment: () => {
    throw new BadInput('method', byRound);
  },
  dot_budget: () => {
    throw new BadInput('method', byRound);
  },
};

/** Why nobody writes down by hand what a budget round puts to the vote. */
export const byRound = term('Buckets are allotted in a budget round. Begin one in the book of the group.');

/** The settings of a method as the count wants them. Throws BAD_USER_INPUT naming what does not fit. */
export function settingsOf(method: OfferedMethod, input: Input, options: readonly StoredOption[]): object | null {
  return readers[method](input, options);
}

/** The settings as the API shows them: what a ballot may hold. */
export function settingsView(of: {
  readonly method: OfferedMethod;
  readonly settings: Readonly<Record<string, unknown>> | null;
  readonly options: readonly StoredOption[];
}): BallotSettings {
  const { seats: places, min, max, dots, spend, budget, pot, share } = of.settings ?? {};
  const currency = of.options[0]?.cost?.currency;
  const asNumber = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return {
    seats: asNumber(places) ?? 1,
    min: asNumber(min),
    max: of.method === 'score' ? null : asNumber(max),
    highest: of.method === 'score' ? asNumber(max) : null,
    dots: asNumber(dots),
    spendAll: spend === 'all',
    allowsTies: allowsTies(of.method),
    budget: currency === undefined ? null : moneyValue(pot ? String(pot) : minorOf(String(budget), currency), currency),
    share: currency === undefined || share === undefined ? null : moneyValue(String(share), currency),
  };
}

/** The cost of a project; throws BAD_USER_INPUT naming it. */
export function costOf(label: string, cost: { minor: bigint; currency: string } | null | undefined): Cost {
  if (!cost) throw new BadInput('options', say`Say what "${label}" costs.`);
  return { minor: amount('options', cost, say`The cost of "${label}"`).toString(), currency: cost.currency };
}

function amount(field: string, { minor, currency }: { minor: bigint; currency: string }, what: string | Words): bigint {
  if (!isCurrency(currency)) throw new BadInput(field, say`"${currency.slice(0, 10)}" is no currency we know.`);
  if (minor <= 0n || minor > 10n ** 15n) throw new BadInput(field, say`${term(what)} must be more than nothing.`);
  return minor;
}

function purseOf(
  { budget }: Input,
  options: readonly StoredOption[],
): { costs: Record<string, string>; budget: string } {
  if (!budget) throw new BadInput('settings', 'Say how much money there is to share out.');
  const all = amount('settings', budget, 'The money to share out');
  for (const { label, cost } of options) {
    if (cost!.currency !== budget.currency)
      throw new BadInput('options', say`"${label}" is in ${cost!.currency}, the money in ${budget.currency}.`);
    if (BigInt(cost!.minor) > all)
      throw new BadInput('options', say`"${label}" costs more than there is to share out.`);
  }
  const text = (minor: bigint): string => decimalText({ minor, currency: budget.currency });
  return {
    costs: Object.fromEntries(options.map(({ id, cost }) => [id, text(BigInt(cost!.minor))])),
    budget: text(all),
  };
}

/** The smallest power of ten of a currency unit by which the shares reach the whole budget in few enough steps. */
export function incrementOf(budget: string): string {
  const units = BigInt(budget.split('.')[0]!);
  let step = 1n;
  while (units / step > STEPS) step *= 10n;
  return step.toString();
}

/** Minor units of exact text in currency units. */
export function minorOf(text: string, currency: string): bigint {
  const [units = '0', part = ''] = text.split('.');
  return BigInt(units + part.padEnd(digitsOf(currency), '0'));
}
