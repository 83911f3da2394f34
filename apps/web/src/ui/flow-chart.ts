export interface Flow {
  readonly label: string;
  readonly value: number;
  readonly text: string;
}

export interface Ribbon extends Flow {
  /** Height of the bar at the outer edge, and its middle there and at the pot. */
  readonly size: number;
  readonly outer: number;
  readonly inner: number;
}

export interface Side {
  readonly ribbons: readonly Ribbon[];
  readonly potTop: number;
  readonly potSize: number;
}

const MOST_ROWS = 6;

/** The largest six; the rest in one row. */
export function topFlows(flows: readonly Flow[], other: string, text: (value: number) => string): Flow[] {
  const sorted = flows.filter(({ value }) => value > 0).sort((a, b) => b.value - a.value);
  if (sorted.length <= MOST_ROWS) return sorted;
  const rest = sorted.slice(MOST_ROWS - 1).reduce((sum, { value }) => sum + value, 0);
  return [...sorted.slice(0, MOST_ROWS - 1), { label: other, value: rest, text: text(rest) }];
}

/** Places one side's ribbons: all at one scale, gaps between the rows outside, none at the pot. */
export function layOut(
  flows: readonly Flow[],
  { height, gap, scale }: { height: number; gap: number; scale: number },
): Side {
  const sizes = flows.map(({ value }) => Math.max(3, value * scale));
  const potSize = sizes.reduce((sum, size) => sum + size, 0);
  const potTop = (height - potSize) / 2;
  let outer = (height - potSize - gap * Math.max(0, flows.length - 1)) / 2;
  let inner = potTop;
  const ribbons = flows.map((flow, at) => {
    const size = sizes[at]!;
    const placed = { ...flow, size, outer: outer + size / 2, inner: inner + size / 2 };
    outer += size + gap;
    inner += size;
    return placed;
  });
  return { ribbons, potTop, potSize };
}
