import fc from 'fast-check';
import { type Command, command, pick } from './command.ts';
import { daysAfter } from './days.ts';
import { eur } from './eur.ts';
import { type Decision, type Line, opens } from './lines.ts';
import type { Model } from './model.ts';
import type { Name } from './town.ts';

interface Bucket {
  readonly name: string;
  readonly minimum: bigint;
  readonly stretch: bigint;
  /** What it got, once the round is over. */
  granted: bigint | null;
}

/** A pot that is shared out: held from its opening, and given to what members allot it to. */
export interface Round {
  readonly name: string;
  readonly pot: bigint;
  readonly line: Line;
  /** The day at whose noon buckets are proposed no more, and the one on which the vote ends. */
  readonly proposedUntil: string;
  ends: string;
  state: 'PROPOSING' | 'ALLOTTING' | 'CLOSED' | 'CALLED_OFF';
  readonly buckets: Bucket[];
  readonly given: Map<Name, { readonly bucket: Bucket; readonly minor: bigint }>;
}

const MEMBERS = 4n;

function ends(round: Round, state: 'CLOSED' | 'CALLED_OFF'): void {
  round.line.isOpen = false;
  round.state = state;
}

function givenTo(round: Round, bucket: Bucket): bigint {
  return [...round.given.values()].reduce((sum, one) => (one.bucket === bucket ? sum + one.minor : sum), 0n);
}

/** What the vote comes to: nothing below the minimum of a bucket, never more than its stretch; nothing at all where too few took part. */
function counts(model: Model, round: Round): void {
  const isHeard = round.given.size * 3 >= Number(MEMBERS);
  const grants = round.buckets.map((bucket) => {
    const given = givenTo(round, bucket);
    return !isHeard || given < bucket.minimum ? 0n : given < bucket.stretch ? given : bucket.stretch;
  });
  ends(round, 'CLOSED');
  if (grants.every((minor) => minor === 0n)) return;
  const decision: Decision = {
    title: round.name,
    kind: 'allocate',
    effect: () => 'DONE',
    state: 'DONE',
    code: 'DONE',
    isTakenBack: false,
  };
  model.decisions.push(decision);
  for (const [at, bucket] of round.buckets.entries()) {
    bucket.granted = grants[at]!;
    if (bucket.granted > 0n) opens(model, { name: bucket.name, decision, planned: bucket.granted });
  }
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
      if (round.ends <= model.today) round.ends = daysAfter(model.today, 1);
    }
  }
}

const nth = fc.nat(9);

/** Rounds: opened, proposed for, called off, allotted. */
export const roundCommands: readonly fc.Arbitrary<Command>[] = [
  fc.bigInt({ min: 4n, max: 9000n }).map((pot) =>
    command<{ name: string; today: string }>({
      of: (model) => ({ name: `R${model.rounds.length + 1}`, today: model.today }),
      name: ({ name }) => `Ben opens the round ${name} over ${pot}`,
      expects(model, { name, today }) {
        if (opens(model, { name, decision: null, planned: pot }) !== 'DONE') return 'BAD_USER_INPUT pot';
        const days = { proposedUntil: daysAfter(today, 1), ends: daysAfter(today, 2) };
        model.rounds.push({
          name,
          pot,
          line: model.lines.at(-1)!,
          ...days,
          state: 'PROPOSING',
          buckets: [],
          given: new Map(),
        });
        return 'ok';
      },
      does(house, { name, today }) {
        const input = {
          groupId: house.groupId,
          title: name,
          pot: eur(pot),
          proposingUntil: `${daysAfter(today, 1)}T09:00:00Z`,
          allottingUntil: `${daysAfter(today, 2)}T09:00:00Z`,
        };
        return house.does('ben', 'openRound', { input }, name);
      },
    }),
  ),
  fc.tuple(nth, fc.bigInt({ min: 1n, max: 3000n }), fc.bigInt({ min: 0n, max: 2000n })).map(([at, minimum, more]) =>
    command<{ round: Round; name: string }>({
      of: (model) => {
        const round = pick(model.rounds, at);
        return round && { round, name: `${round.name} bucket ${round.buckets.length + 1}` };
      },
      name: ({ round, name }) => `Cleo proposes ${name} of ${round.name}: ${minimum} to ${minimum + more}`,
      expects(_, { round, name }) {
        if (round.state !== 'PROPOSING') return 'CONFLICT';
        if (minimum > round.pot) return 'BAD_USER_INPUT minimum';
        if (minimum + more > round.pot) return 'BAD_USER_INPUT stretch';
        round.buckets.push({ name, minimum, stretch: minimum + more, granted: null });
        return 'ok';
      },
      async does(house, { round, name }) {
        const fields = { title: name, minimum: eur(minimum), stretch: eur(minimum + more) };
        const input = { roundId: house.id(round.name), fields };
        const { word, came } = await house.step<{ list: { id: string }[] }>(
          'cleo',
          'proposeBucket',
          { input },
          '{ list { id } }',
        );
        if (came) house.ids.set(name, came.list.at(-1)!.id);
        return word;
      },
    }),
  ),
  fc
    .tuple(nth, nth, fc.constantFrom<Name>('ana', 'ben', 'cleo', 'dan'), fc.bigInt({ min: 1n, max: 2500n }))
    .map(([at, n, who, minor]) =>
      command<{ round: Round; bucket: Bucket }>({
        of: (model) => {
          const round = pick(
            model.rounds.filter(({ state, buckets }) => state === 'ALLOTTING' && buckets.length > 0),
            at,
          );
          return round && { round, bucket: pick(round.buckets, n)! };
        },
        name: ({ bucket }) => `${who} gives ${minor} to ${bucket.name}`,
        expects(_, { round, bucket }) {
          if (minor > bucket.stretch || minor > round.pot / MEMBERS) return 'BallotRefused';
          round.given.set(who, { bucket, minor });
          return 'ok';
        },
        does(house, { round, bucket }) {
          const points = [{ option: house.id(bucket.name), points: Number(minor) }];
          return house.does(who, 'castBallot', { input: { proposalId: house.id(round.name), points } });
        },
      }),
    ),
  nth.map((at) =>
    command<Round>({
      of: (model) => pick(model.rounds, at),
      name: ({ name }) => `Ben calls ${name} off`,
      expects(_, round) {
        if (round.state !== 'PROPOSING') return 'CONFLICT';
        ends(round, 'CALLED_OFF');
        return 'ok';
      },
      does: (house, { name }) => house.does('ben', 'callOffRound', { id: house.id(name), reason: 'We wait' }),
    }),
  ),
];
