import type { RouteLocationRaw } from 'vue-router';

export interface Flow {
  readonly label: string;
  readonly value: number;
  readonly text: string;
  /** What was there before, or still is: neither income nor spending, so it has a colour of its own, stands last and is never "Other". */
  readonly isBalance?: boolean | undefined;
  /** Where what it sums stands. */
  readonly to?: RouteLocationRaw | undefined;
}

export interface Ribbon extends Flow {
  /** How thick it is, and its middle at the outer edge and at the pot. */
  readonly size: number;
  readonly outer: number;
  readonly inner: number;
}

export interface Picture {
  readonly height: number;
  readonly left: readonly Ribbon[];
  readonly right: readonly Ribbon[];
  readonly pot: { readonly top: number; readonly size: number };
}

const MOST_ROWS = 6;
const GAP = 8;
/** Two lines of text stand beside each row, however thin its ribbon is. */
const LABEL = 40;
const THINNEST = 3;

/** What there is: the largest first, the balances at the end. */
export function inOrder(flows: readonly Flow[]): Flow[] {
  const present = flows.filter(({ value }) => value > 0);
  const moved = present.filter(({ isBalance }) => !isBalance).toSorted((a, b) => b.value - a.value);
  return [...moved, ...present.filter(({ isBalance }) => isBalance)];
}

/** The same with what is more than six rows in one. */
export function topFlows(flows: readonly Flow[], other: string, text: (value: number) => string): Flow[] {
  const sorted = inOrder(flows);
  const balances = sorted.filter(({ isBalance }) => isBalance);
  const moved = sorted.slice(0, sorted.length - balances.length);
  const room = MOST_ROWS - balances.length;
  if (moved.length <= room) return sorted;
  const rest = moved.slice(room - 1).reduce((sum, { value }) => sum + value, 0);
  return [...moved.slice(0, room - 1), { label: other, value: rest, text: text(rest) }, ...balances];
}

/** Places both sides at one scale: gaps between the rows outside, none at the pot. `potHeight` is what the larger side fills. */
export function layOut(left: readonly Flow[], right: readonly Flow[], potHeight: number): Picture {
  const total = (flows: readonly Flow[]): number => flows.reduce((sum, { value }) => sum + value, 0);
  const scale = potHeight / Math.max(1, total(left), total(right));
  const sizes = (flows: readonly Flow[]): number[] => flows.map(({ value }) => Math.max(THINNEST, value * scale));
  const rows = (flows: readonly Flow[]): number[] => sizes(flows).map((size) => Math.max(size, LABEL) + GAP);
  const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
  const height = Math.max(sum(rows(left)), sum(rows(right)), potHeight);
  const place = (flows: readonly Flow[]): Ribbon[] => {
    let outer = (height - sum(rows(flows))) / 2;
    let inner = (height - sum(sizes(flows))) / 2;
    return flows.map((flow, at) => {
      const size = sizes(flows)[at]!;
      const row = rows(flows)[at]!;
      const ribbon = { ...flow, size, outer: outer + row / 2, inner: inner + size / 2 };
      outer += row;
      inner += size;
      return ribbon;
    });
  };
  const pot = Math.max(sum(sizes(left)), sum(sizes(right)));
  return { height, left: place(left), right: place(right), pot: { top: (height - pot) / 2, size: pot } };
}
