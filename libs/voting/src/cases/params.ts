import { committeesOf, isTooManyForPav } from '../methods/pav.ts';
import { exactQuotas } from '../methods/stv-wigm-exact.ts';
import type { MethodName, Rules } from '../methods/index.ts';
import { rationalOf } from '../fraction.ts';
import {
  amountTextOf,
  entriesOf,
  fieldOf,
  isThere,
  malformed,
  namesOf,
  numberOf,
  textOf,
  wordOf,
  type Field,
} from './fields.ts';

/** The methods that cases of elections name. */
export type ElectionMethod = Exclude<MethodName, 'consent' | 'majority' | 'date' | 'allotment' | 'dot_budget'>;

/** What the settings of a method are read from. */
interface Source {
  readonly params: Field;
  readonly seats: Field;
  readonly ids: readonly string[];
  readonly ballots: Field;
}

/** The params that a method knows, besides `tie_order`, and how its settings follow from them. */
interface Reading<N extends ElectionMethod> {
  readonly knows: readonly string[];
  readonly settings: (source: Source) => Rules<N>['settings'];
}

/** Scores and points reach from here to there at most, so that their distribution can be shown. */
const SCORES = 100_000;
const SEATS = 1_000_000;

const seatsOf = ({ seats }: Source): number => (isThere(seats) ? numberOf(seats, 1, SEATS) : 1);
const wantedSeatsOf = ({ seats }: Source): number => numberOf(seats, 1, SEATS);

function oneSeat({ seats }: Source): void {
  if (isThere(seats)) numberOf(seats, 1, 1);
}

function choice<W extends string>({ params }: Source, name: string, words: readonly W[], otherwise: W): W {
  const field = fieldOf(params, name);
  return isThere(field) ? wordOf(field, words) : otherwise;
}

/** A param that may only say what the method does anyway. */
function fixed(source: Source, name: string, word: string): void {
  choice(source, name, [word], word);
}

const unrankedOf = (source: Source) => choice(source, 'unranked', ['last', 'ignore'], 'last');

function rangeOf(source: Source): { min: number; max: number } {
  const [min, max] = [fieldOf(source.params, 'min'), fieldOf(source.params, 'max')];
  const least = isThere(min) ? numberOf(min, -SCORES, SCORES) : 0;
  return { min: least, max: numberOf(max, least, SCORES) };
}

/** What nobody needs to be told, but some cases say. */
const prose = (source: Source, ...names: readonly string[]): void => {
  for (const field of names.map((name) => fieldOf(source.params, name))) if (isThere(field)) textOf(field);
};

const committee = {
  knows: ['ties'],
  settings: (source: Source): { seats: number } => {
    prose(source, 'ties');
    return { seats: wantedSeatsOf(source) };
  },
};

function purseOf({ params, ids }: Source): { costs: Record<string, string>; budget: string } {
  const costs = fieldOf(params, 'costs');
  for (const [id, field] of entriesOf(costs)) if (!ids.includes(id)) malformed(field, 'is no candidate');
  const given = ids.map((id): [string, string] => [id, amountTextOf(fieldOf(costs, id))]);
  return { costs: Object.fromEntries(given), budget: amountTextOf(fieldOf(params, 'budget')) };
}

/** By how much the shares rise, from "none", "increment" (one unit) or "increment 1/10 per voter …". */
function incrementOf({ params }: Source): string | null {
  const field = fieldOf(params, 'completion');
  if (!isThere(field) || field.value === 'none') return null;
  const match = /^increment(?: (\S+)(?: per voter.*)?)?$/.exec(textOf(field));
  const step = match && rationalOf(match[1] ?? '1');
  if (!step || step.a <= 0n) return malformed(field, 'must be "none" or "increment 1/10 per voter"');
  return match[1] ?? '1';
}

function omegaOf({ params }: Source): string {
  const field = fieldOf(params, 'omega');
  if (!isThere(field)) return '0.000001';
  const omega = rationalOf(textOf(field));
  return omega && omega.a > 0n ? textOf(field) : malformed(field, 'must be a decimal such as "0.000001"');
}

function fixedRule(source: Source, quota: string, arithmetic: string): { seats: number } {
  prose(source, 'rule');
  fixed(source, 'quota', quota);
  fixed(source, 'arithmetic', arithmetic);
  return { seats: wantedSeatsOf(source) };
}

const readings: { readonly [N in ElectionMethod]: Reading<N> } = {
  plurality: { knows: ['min', 'max'], settings: (source) => ({ seats: seatsOf(source) }) },
  // What a voter had to name at least or at most says nothing about counting what they named.
  approval: { knows: ['min', 'max'], settings: (source) => ({ seats: seatsOf(source), min: 0, max: null }) },
  score: { knows: ['min', 'max'], settings: (source) => ({ ...rangeOf(source), seats: seatsOf(source) }) },
  star: {
    knows: ['min', 'max'],
    settings: (source) => {
      oneSeat(source);
      return rangeOf(source);
    },
  },
  majority_judgment: {
    knows: ['min', 'max', 'median'],
    settings: (source) => {
      fixed(source, 'median', 'lower');
      return { ...rangeOf(source), seats: seatsOf(source) };
    },
  },
  dot_vote: {
    knows: ['dots', 'dots_max', 'min', 'max'],
    settings: (source) => {
      const most = fieldOf(source.params, 'dots_max');
      const isExact = !isThere(most);
      const dots = numberOf(isExact ? fieldOf(source.params, 'dots') : most, 0, Number.MAX_SAFE_INTEGER);
      return { seats: seatsOf(source), dots, spend: isExact ? 'all' : 'at_most' };
    },
  },
  irv: {
    knows: ['equal_rank'],
    settings: (source) => {
      oneSeat(source);
      fixed(source, 'equal_rank', 'exhaust');
      return null;
    },
  },
  borda: {
    knows: ['first', 'step', 'ties', 'unranked'],
    settings: (source) => {
      fixed(source, 'ties', 'average');
      fixed(source, 'unranked', 'last_shared');
      const [first, step] = [fieldOf(source.params, 'first'), fieldOf(source.params, 'step')];
      return {
        seats: seatsOf(source),
        first: isThere(first) ? numberOf(first, 0, SEATS) : null,
        step: isThere(step) ? numberOf(step, 1, SEATS) : 1,
      };
    },
  },
  schulze: {
    knows: ['strength', 'unranked'],
    settings: (source) => {
      oneSeat(source);
      return {
        strength: choice(source, 'strength', ['winning', 'margins', 'ratio'], 'winning'),
        unranked: unrankedOf(source),
      };
    },
  },
  ranked_pairs: {
    knows: ['strength', 'unranked'],
    settings: (source) => {
      oneSeat(source);
      return { strength: choice(source, 'strength', ['winning', 'margins'], 'margins'), unranked: unrankedOf(source) };
    },
  },
  minimax: {
    knows: ['variant', 'unranked'],
    settings: (source) => {
      oneSeat(source);
      return {
        variant: choice(source, 'variant', ['winning', 'margins', 'opposition'], 'winning'),
        unranked: unrankedOf(source),
      };
    },
  },
  copeland: {
    knows: ['unranked'],
    settings: (source) => {
      oneSeat(source);
      return { unranked: unrankedOf(source) };
    },
  },
  stv_scottish: {
    knows: ['rule', 'quota', 'arithmetic'],
    settings: (source) => fixedRule(source, 'droop_integer', 'fixed5_truncate'),
  },
  stv_wigm_prf: {
    knows: ['rule', 'quota', 'arithmetic'],
    settings: (source) => fixedRule(source, 'n/(s+1)+0.0001', 'fixed4_truncate'),
  },
  stv_meek_prf: {
    knows: ['rule', 'arithmetic', 'omega'],
    settings: (source) => {
      prose(source, 'rule');
      fixed(source, 'arithmetic', 'fixed9_round_up');
      return { seats: wantedSeatsOf(source), omega: omegaOf(source) };
    },
  },
  stv_wigm_exact: {
    knows: ['quota', 'transfer', 'arithmetic', 'elect_when'],
    settings: (source) => {
      fixed(source, 'transfer', 'wigm');
      fixed(source, 'arithmetic', 'exact');
      fixed(source, 'elect_when', 'reaches');
      return { seats: wantedSeatsOf(source), quota: choice(source, 'quota', exactQuotas, 'droop_integer') };
    },
  },
  approval_multiwinner: committee,
  seq_pav: committee,
  seq_phragmen: committee,
  pav: {
    knows: ['ties'],
    settings: (source) => {
      prose(source, 'ties');
      const seats = wantedSeatsOf(source);
      if (isTooManyForPav(source.ids.length, seats))
        malformed(source.seats, `asks to compare ${committeesOf(source.ids.length, seats)} committees; 200000 can be`);
      return { seats };
    },
  },
  mes: {
    knows: ['costs', 'budget', 'satisfaction', 'completion'],
    settings: (source) => ({
      ...purseOf(source),
      satisfaction: choice(source, 'satisfaction', ['cost', 'cardinality'], 'cost'),
      increment: incrementOf(source),
    }),
  },
  pb_greedy: {
    knows: ['costs', 'budget', 'order'],
    settings: (source) => {
      prose(source, 'order');
      return purseOf(source);
    },
  },
};

/** The methods of elections by name. */
export const electionMethods = Object.keys(readings) as readonly ElectionMethod[];

/** The settings of a method. A param that it does not know is refused: it might change the answer. */
export function settingsOf<N extends ElectionMethod>(method: N, source: Source): Rules<N>['settings'] {
  const { knows, settings } = readings[method];
  if (isThere(source.params))
    for (const [name, field] of entriesOf(source.params))
      if (name !== 'tie_order' && !knows.includes(name)) malformed(field, `is not known for ${method}`);
  return settings(source);
}

/** The order of ties, which must name every candidate once; null where there is none. */
export function tieOrderOf(params: Field, ids: readonly string[]): readonly string[] | null {
  const field = fieldOf(params, 'tie_order');
  if (!isThere(field)) return null;
  const order = namesOf(field);
  const unknown = order.find((id) => !ids.includes(id));
  if (unknown !== undefined) malformed(field, `names "${unknown}", which is no candidate`);
  const missing = ids.find((id) => !order.includes(id));
  return missing === undefined ? order : malformed(field, `does not name "${missing}"`);
}
