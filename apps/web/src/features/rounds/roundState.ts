import type { BucketPartsFragment, ProposalPartsFragment, RoundPartsFragment } from '../../gql/graphql.ts';
import { amountText } from '../../platform/money.ts';
import { say } from '../../platform/words.ts';
import { fundName } from '../money/words.ts';

type Tally = NonNullable<ProposalPartsFragment['tally']>;

/** What a bucket asks for: "€100 to €150", or one amount. */
export function asksText({ minimum, stretch }: Pick<BucketPartsFragment, 'minimum' | 'stretch'>): string {
  const words = { minimum: amountText(minimum), stretch: amountText(stretch) };
  return say(minimum.minor === stretch.minor ? 'rounds.asksOne' : 'rounds.asks', words);
}

/** What was given to a bucket so far, in minor units, or null where the viewer may not know. */
export function givenTo(tally: Tally | null | undefined, bucket: string): bigint | null {
  const row = tally?.unit === 'MONEY' ? tally.rows.find(({ option }) => option === bucket) : undefined;
  return tally?.unit === 'MONEY' ? BigInt(row?.value ?? '0') : null;
}

/** Where a bucket stands, in one sentence: while shares are given, or once it is over. Empty where there is nothing to say yet. */
export function bucketText(
  bucket: BucketPartsFragment,
  of: { round: Pick<RoundPartsFragment, 'way' | 'state'>; tally: Tally | null | undefined },
): string {
  const given = givenTo(of.tally, bucket.id);
  if (bucket.granted) return outcomeText(bucket, given);
  if (of.round.state !== 'ALLOTTING' || !of.tally) return '';
  if (given === null)
    return say(of.tally.unit === 'DOTS' ? 'rounds.dots' : 'rounds.approvals', { count: countOf(of.tally, bucket.id) });
  const money = (minor: bigint): string => amountText({ minor: minor.toString(), currency: bucket.minimum.currency });
  const [minimum, stretch] = [BigInt(bucket.minimum.minor), BigInt(bucket.stretch.minor)];
  const words = { given: money(given), minimum: money(minimum), stretch: money(stretch) };
  if (given < minimum) {
    const missing = money(minimum - given);
    return say(minimum === stretch ? 'rounds.toGoOne' : 'rounds.toGo', { ...words, missing });
  }
  if (given < stretch) return say('rounds.reached', words);
  return given === stretch
    ? say('rounds.full', words)
    : say('rounds.over', { given: words.stretch, more: money(given - stretch) });
}

function outcomeText(bucket: BucketPartsFragment, given: bigint | null): string {
  const granted = bucket.granted!;
  const words = {
    granted: amountText(granted),
    given: given === null ? '' : amountText({ minor: given.toString(), currency: granted.currency }),
    minimum: amountText(bucket.minimum),
  };
  if (granted.minor === '0') return say(given ? 'rounds.unfundedWas' : 'rounds.unfunded', words);
  return say(given === null ? 'rounds.funded' : 'rounds.fundedWas', words);
}

function countOf({ rows }: Tally, bucket: string): number {
  return Number(rows.find(({ option }) => option === bucket)?.value ?? '0');
}

/** What became of a round, in one sentence; empty while it runs. */
export function endText(round: RoundPartsFragment): string {
  if (!round.endCode) return '';
  return say(`rounds.end.${round.endCode}`, {
    pot: amountText(round.pot),
    granted: round.granted ? amountText(round.granted) : '',
    returned: round.returned ? amountText(round.returned) : '',
    fund: fundName({ kind: round.fundKind, name: round.fundName }),
  });
}
