import { Gun, processorTime, type Shot } from './load.ts';

/** A server in a duel: where it listens and which process it is. */
export interface Fighter {
  readonly url: string;
  readonly pid: number;
}

/** What one server did: requests a second (median of the windows), processor time a request in µs (tenth percentile). */
export interface Score {
  readonly rate: number;
  readonly cpu: number;
}

export interface Duel {
  readonly product: Score;
  readonly bare: Score;
  /** The product's rate by the bare server's. */
  readonly rate: number;
  /** The product's processor time by the bare server's. */
  readonly cpu: number;
}

const WARM_MS = 1500;
const WINDOW_MS = 700;
const WINDOWS = 12;

/**
 * Lets two servers do the same work in turns, so that whatever else the machine does meets both. `shots` gives each server's n-th request.
 */
export async function duel(
  fighters: { product: Fighter; bare: Fighter },
  shots: { product: (n: number) => Shot; bare: (n: number) => Shot },
): Promise<Duel> {
  const sides = (['product', 'bare'] as const).map((side) => {
    let n = 0;
    return {
      side,
      pid: fighters[side].pid,
      gun: new Gun(fighters[side].url),
      next: () => shots[side](n++),
      rates: [] as number[],
      cpus: [] as number[],
    };
  });
  for (const { gun, next } of sides) await gun.hammer(next, WARM_MS);
  for (let window = 0; window < WINDOWS; window += 1) {
    for (const { gun, next, pid, rates, cpus } of sides) {
      const [usedBefore, began] = [processorTime(pid), performance.now()];
      const answered = await gun.hammer(next, WINDOW_MS);
      rates.push((answered / (performance.now() - began)) * 1000);
      cpus.push((processorTime(pid) - usedBefore) / answered);
    }
  }
  const [product, bare] = sides.map(({ gun, rates, cpus }) => {
    gun.close();
    return { rate: at(rates, 0.5), cpu: at(cpus, 0.1) };
  }) as [Score, Score];
  return { product, bare, rate: product.rate / bare.rate, cpu: product.cpu / bare.cpu };
}

/** The value below which this share of the measurements lies. */
export function at(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))]!;
}
