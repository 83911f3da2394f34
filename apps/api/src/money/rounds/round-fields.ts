import { bucketFault, type BucketFault, isCurrency, LARGEST_POT } from '#libs/money';
import { dotsEach } from '../../decisions/index.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { renderMarkdown } from '../../platform/markdown.ts';
import { longText, requiredName } from '../../platform/names.ts';
import { say } from '../../platform/words/words.ts';
import type { BucketFieldsInput, OpenRoundInput, RoundWay } from './rounds.graphql.ts';

const MINUTE = 60_000;
const MOST_DAYS = 60;
const USUAL_DOTS = 5;

/** The fields of a round as they are stored. */
export interface CheckedRound {
  readonly title: string;
  readonly body: string;
  readonly body_html: string;
  readonly way: RoundWay;
  /** The dots of each, where dots are spread. */
  readonly dots: number | null;
  readonly show_results: 'live' | 'after_close';
  readonly pot: bigint;
  readonly currency: string;
  readonly proposing_until: Date;
  readonly allotting_until: Date;
}

/** The fields of a bucket as they are stored; amounts in minor units of the pot's currency. */
export interface CheckedBucket {
  readonly title: string;
  readonly body: string;
  readonly body_html: string;
  readonly minimum: bigint;
  readonly stretch: bigint;
}

/** Checks the terms of a round. `spendMax`: what a usual decision may free at most, in minor units. Throws BAD_USER_INPUT naming the field. */
export function checkedRound(input: OpenRoundInput, of: { now: Date; spendMax: string | null }): CheckedRound {
  const { minor, currency } = input.pot;
  if (!isCurrency(currency)) throw new BadInput('pot', say`"${currency.slice(0, 10)}" is no currency we know.`);
  if (minor <= 0n) throw new BadInput('pot', 'The amount must be more than nothing.');
  if (minor > LARGEST_POT)
    throw new BadInput('pot', say`A round shares out ${{ minor: LARGEST_POT, currency }} at most.`);
  if (of.spendMax !== null && minor > BigInt(of.spendMax)) {
    const most = { minor: BigInt(of.spendMax), currency };
    throw new BadInput(
      'pot',
      say`The rules of the group let a usual decision free ${most} at most. Share out no more.`,
    );
  }
  const body = longText('body', input.body, { what: 'The text', max: 20_000 });
  const way = input.way ?? 'allotment';
  return {
    title: requiredName('title', input.title, { what: 'The title', max: 200 }),
    body,
    body_html: renderMarkdown(body),
    way,
    dots: way === 'dots' ? dotsEach('dots', input.dots, USUAL_DOTS) : null,
    show_results: input.showResults ?? 'live',
    pot: minor,
    currency,
    ...windowsOf(input, of.now),
  };
}

function windowsOf(input: OpenRoundInput, now: Date): Pick<CheckedRound, 'proposing_until' | 'allotting_until'> {
  const toMinute = (at: Date): Date => new Date(Math.floor(at.getTime() / MINUTE) * MINUTE);
  const [proposing, allotting] = [toMinute(input.proposingUntil), toMinute(input.allottingUntil)];
  if (proposing <= now) throw new BadInput('proposingUntil', 'That time has passed. Choose a later one.');
  if (proposing.getTime() > now.getTime() + MOST_DAYS * 86_400_000)
    throw new BadInput('proposingUntil', say`Buckets are proposed for ${MOST_DAYS} days at most.`);
  if (allotting <= proposing)
    throw new BadInput('allottingUntil', 'The allotting must end after the proposing. Choose a later time.');
  if (allotting.getTime() > proposing.getTime() + MOST_DAYS * 86_400_000)
    throw new BadInput('allottingUntil', say`Allotting lasts ${MOST_DAYS} days at most.`);
  return { proposing_until: proposing, allotting_until: allotting };
}

/** Checks a bucket against the pot that it asks of. Throws BAD_USER_INPUT naming the field. */
export function checkedBucket(
  input: BucketFieldsInput,
  pot: { minor: bigint; currency: string; way: RoundWay },
): CheckedBucket {
  const stretch = pot.way === 'equal_shares' ? input.minimum : (input.stretch ?? input.minimum);
  for (const [field, { currency }] of [['minimum', input.minimum] as const, ['stretch', stretch] as const])
    if (currency !== pot.currency)
      throw new BadInput(field, say`The pot is in ${pot.currency}, so the amount must be in ${pot.currency}.`);
  const amounts = { minimum: input.minimum.minor, stretch: stretch.minor };
  const fault = bucketFault({ ...amounts, pot: pot.minor });
  if (fault) throw refused(fault, pot, amounts);
  const body = longText('body', input.body, { what: 'The text', max: 5000 });
  return {
    title: requiredName('title', input.title, { what: 'The name of the bucket', max: 80 }),
    body,
    body_html: renderMarkdown(body),
    ...amounts,
  };
}

function refused(
  fault: BucketFault,
  pot: { minor: bigint; currency: string },
  { minimum }: { minimum: bigint },
): BadInput {
  switch (fault) {
    case 'minimum-missing':
      return new BadInput('minimum', 'The amount must be more than nothing.');
    case 'stretch-below-minimum':
      return new BadInput('stretch', 'The stretch is the most that you can use: no less than the minimum.');
    case 'over-pot':
      return new BadInput(
        minimum > pot.minor ? 'minimum' : 'stretch',
        say`The pot holds ${{ minor: pot.minor, currency: pot.currency }}. Ask for no more than that.`,
      );
  }
}
