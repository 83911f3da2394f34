import { daysAfter } from './days.ts';
import { equalShares } from './equal-shares.ts';
import { type Decision, type Line, opens } from './lines.ts';
import type { Model } from './model.ts';
import { type Name, names } from './town.ts';

/** Equal parts of the pot to give, dots to spread, or what one approves of. */
export type Way = 'ALLOTMENT' | 'DOTS' | 'EQUAL_SHARES';
export const DOTS = 5;
/** A whole unit of the currency: by so much equal shares are raised. */
const UNIT = 100n;

export interface Bucket {
  readonly name: string;
  readonly minimum: bigint;
  readonly stretch: bigint;
}

/** A pot that is shared out: held from its opening, and given to what members vote for. */
export interface Round {
  readonly name: string;
  readonly way: Way;
  readonly pot: bigint;
  readonly line: Line;
  /** The day at whose noon buckets are proposed no more, and the one on which the vote ends. */
  readonly proposedUntil: string;
  ends: string;
  state: 'PROPOSING' | 'ALLOTTING' | 'CLOSED' | 'CALLED_OFF';
  readonly buckets: Bucket[];
  /** Who votes, once it is put to them. */
  voters: readonly Name[];
  /** What each gave to which bucket: an amount, dots, or one for what they approve of. */
  readonly given: Map<Name, ReadonlyMap<Bucket, bigint>>;
}

type Grants = ReadonlyMap<Bucket, bigint>;
const nothing: Grants = new Map();

export function ends(round: Round, state: 'CLOSED' | 'CALLED_OFF'): void {
  round.line.isOpen = false;
  round.state = state;
}

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);
const givenTo = ({ given }: Round, bucket: Bucket): bigint =>
  [...given.values()].reduce((sum, by) => sum + (by.get(bucket) ?? 0n), 0n);
const giversOf = ({ given }: Round, bucket: Bucket): number =>
  [...given.values()].filter((by) => (by.get(bucket) ?? 0n) > 0n).length;

/** Nothing below the minimum of a bucket, never more than its stretch. */
function allotted(round: Round): Grants {
  const funded = round.buckets.filter((bucket) => givenTo(round, bucket) >= bucket.minimum);
  return new Map(funded.map((bucket) => [bucket, least(givenTo(round, bucket), bucket.stretch)]));
}

/** Most dots first, of equal dots what more people gave to, then what was proposed first: minimums while there is enough, then up to the stretches. */
function dotted(round: Round): Grants {
  const order = round.buckets
    .filter((bucket) => givenTo(round, bucket) > 0n)
    .map((bucket, at) => ({ bucket, at, dots: Number(givenTo(round, bucket)), givers: giversOf(round, bucket) }))
    .toSorted((a, b) => b.dots - a.dots || b.givers - a.givers || a.at - b.at);
  let left = round.pot;
  const grants = new Map<Bucket, bigint>();
  for (const { bucket } of order) {
    if (bucket.minimum > left) continue;
    grants.set(bucket, bucket.minimum);
    left -= bucket.minimum;
  }
  for (const [bucket, has] of grants) {
    const more = least(bucket.stretch - has, left);
    grants.set(bucket, has + more);
    left -= more;
  }
  return grants;
}

/** What is bought in whatever order ties are taken; nothing where that is not the same. */
function bought({ given, buckets, pot }: Round): Grants {
  const voters = [...given.values()];
  const wishes = buckets.map((bucket) => ({
    name: bucket.name,
    cost: bucket.minimum,
    by: [...voters.keys()].filter((at) => voters[at]!.has(bucket)),
  }));
  const [only = '', ...others] = equalShares(pot, voters.length, UNIT, wishes);
  if (others.length > 0) return nothing;
  const names = only.split(', ');
  return new Map(buckets.filter(({ name }) => names.includes(name)).map((bucket) => [bucket, bucket.minimum]));
}

const grantsOf = { ALLOTMENT: allotted, DOTS: dotted, EQUAL_SHARES: bought } as const;

/** What the vote comes to, however few took part. */
function counts(model: Model, round: Round): void {
  const grants = grantsOf[round.way](round);
  ends(round, 'CLOSED');
  if (grants.size === 0) return;
  const decision: Decision = {
    title: round.name,
    kind: 'allocate',
    effect: () => 'DONE',
    state: 'DONE',
    code: 'DONE',
    isTakenBack: false,
  };
  model.decisions.push(decision);
  for (const [{ name }, planned] of grants) opens(model, { name, decision, planned });
}

/** Rounds go on: votes end, and those for which nothing more is proposed open. */
export function roundVotes(model: Model): void {
  for (const round of model.rounds) if (round.state === 'ALLOTTING' && round.ends <= model.today) counts(model, round);
}

export function roundClock(model: Model): void {
  for (const round of model.rounds) {
    if (round.state !== 'PROPOSING' || round.proposedUntil > model.today) continue;
    if (round.buckets.length === 0) ends(round, 'CALLED_OFF');
    else {
      round.state = 'ALLOTTING';
      round.voters = names;
      if (round.ends <= model.today) round.ends = daysAfter(model.today, 1);
    }
  }
}
