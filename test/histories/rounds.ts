import fc from 'fast-check';
import { type Command, command, pick, prefer } from './command.ts';
import { daysAfter } from './days.ts';
import { eur } from './eur.ts';
import { opens } from './lines.ts';
import type { Model } from './model.ts';
import { type Bucket, DOTS, ends, type Round, type Way } from './rounds-model.ts';
import type { Name } from './town.ts';

const nth = fc.nat(9);
const ways = fc.constantFrom<Way>('ALLOTMENT', 'DOTS', 'EQUAL_SHARES');
/** What somebody gives to the first buckets of a round: so much of it counts as its way takes. */
const hand = fc.array(fc.nat(3), { minLength: 4, maxLength: 4 });

/** What a ballot says by the way of the round; an allotment is all for one bucket. */
function ballotOf({ way, buckets }: Round, of: { minor: bigint; dots: readonly number[] }): Map<Bucket, bigint> {
  if (way === 'ALLOTMENT') return new Map([[pick(buckets, of.dots[0]!)!, of.minor]]);
  const given = buckets.map((bucket, at) => [bucket, BigInt(of.dots[at] ?? 0)] as const);
  const some = given.filter(([, dots]) => dots > 0n);
  return new Map(way === 'DOTS' ? some : some.map(([bucket]) => [bucket, 1n]));
}

/** Whether a ballot is within what each has to give. */
function isWithin({ way, pot, voters }: Round, ballot: ReadonlyMap<Bucket, bigint>): boolean {
  const all = [...ballot.values()].reduce((sum, one) => sum + one, 0n);
  if (way === 'EQUAL_SHARES') return true;
  if (way === 'DOTS') return all <= DOTS;
  return all <= pot / BigInt(voters.length) && [...ballot].every(([{ stretch }, minor]) => minor <= stretch);
}

/** Rounds: opened in each way, proposed for, called off, voted on. */
export const roundCommands: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(fc.bigInt({ min: 4n, max: 9000n }), ways).map(([pot, way]) =>
    command<{ name: string; today: string }>({
      of: (model) => ({ name: `R${model.rounds.length + 1}`, today: model.today }),
      name: ({ name }) => `Ben opens the round ${name} over ${pot} (${way})`,
      expects(model, { name, today }) {
        if (opens(model, { name, decision: null, planned: pot }) !== 'DONE') return 'BAD_USER_INPUT pot';
        model.rounds.push({
          name,
          way,
          pot,
          line: model.lines.at(-1)!,
          proposedUntil: daysAfter(today, 1),
          ends: daysAfter(today, 2),
          state: 'PROPOSING',
          buckets: [],
          voters: [],
          given: new Map(),
        });
        return 'ok';
      },
      does(house, { name, today }) {
        const input = {
          groupId: house.groupId,
          title: name,
          pot: eur(pot),
          way,
          proposingUntil: `${daysAfter(today, 1)}T09:00:00Z`,
          allottingUntil: `${daysAfter(today, 2)}T09:00:00Z`,
        };
        return house.does('ben', 'openRound', { input }, name);
      },
    }),
  ),
  ...[1, 2].map(() =>
    fc.tuple(nth, fc.bigInt({ min: 1n, max: 3000n }), fc.bigInt({ min: 0n, max: 2000n })).map(([at, minimum, more]) =>
      command<{ round: Round; name: string }>({
        of: (model) => {
          const round = prefer(model.rounds, at, ({ state }) => state === 'PROPOSING');
          return round && { round, name: `${round.name} bucket ${round.buckets.length + 1}` };
        },
        name: ({ round, name }) => `Cleo proposes ${name} of ${round.name}: ${minimum} to ${minimum + more}`,
        expects(_, { round, name }) {
          if (round.state !== 'PROPOSING') return 'CONFLICT';
          // What is bought by equal shares costs what it costs.
          const stretch = round.way === 'EQUAL_SHARES' ? minimum : minimum + more;
          if (minimum > round.pot) return 'BAD_USER_INPUT minimum';
          if (stretch > round.pot) return 'BAD_USER_INPUT stretch';
          round.buckets.push({ name, minimum, stretch });
          return 'ok';
        },
        async does(house, { round, name }) {
          const fields = { title: name, minimum: eur(minimum), stretch: eur(minimum + more) };
          const { word, came } = await house.step<{ list: { id: string }[] }>(
            'cleo',
            'proposeBucket',
            { input: { roundId: house.id(round.name), fields } },
            '{ list { id } }',
          );
          if (came) house.ids.set(name, came.list.at(-1)!.id);
          return word;
        },
      }),
    ),
  ),
  ...[1, 2].map(() =>
    fc
      .tuple(nth, fc.constantFrom<Name>('ana', 'ben', 'cleo', 'dan'), fc.bigInt({ min: 1n, max: 2500n }), hand)
      .map(([at, who, minor, dots]) =>
        command<{ round: Round; ballot: Map<Bucket, bigint> }>({
          of: (model) => {
            const round = pick(
              model.rounds.filter(({ state }) => state === 'ALLOTTING'),
              at,
            );
            return round && { round, ballot: ballotOf(round, { minor, dots }) };
          },
          name: ({ round, ballot }) =>
            `${who} gives in ${round.name} ${[...ballot].map(([{ name }, n]) => `${n} to ${name}`).join(', ')}`,
          expects(model, { round, ballot }) {
            if (!isWithin(round, ballot)) return 'BallotRefused';
            round.given.set(who, ballot);
            return 'ok';
          },
          does(house, { round, ballot }) {
            const all = [...ballot].map(([{ name }, n]) => ({ option: house.id(name), points: Number(n) }));
            const said = round.way === 'EQUAL_SHARES' ? { options: all.map(({ option }) => option) } : { points: all };
            return house.does(who, 'castBallot', { input: { proposalId: house.id(round.name), ...said } });
          },
        }),
      ),
  ),
  nth.map((at) =>
    command<Round>({
      of: (model: Model) => pick(model.rounds, at),
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
