export interface LinePoint {
  readonly label: string;
  readonly value: number;
  readonly text: string;
}

/** Round marks for a scale, with zero among them: 1, 2 or 5 times a power of ten apart. */
export function ticksOf(low: number, high: number, count = 3): number[] {
  const from = Math.min(0, low);
  const to = Math.max(0, high);
  const raw = (to - from) / count || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const first = Math.floor(from / step);
  const last = Math.ceil(to / step);
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
}

/** A path that stays level until the next point: a balance does not slope between two days. */
export function stepPath(points: readonly { readonly x: number; readonly y: number }[], endX: number): string {
  const [first, ...rest] = points;
  if (!first) return '';
  return `M${first.x} ${first.y}${rest.map(({ x, y }) => `H${x}V${y}`).join('')}H${endX}`;
}

/**
 * Where the first point's figure stands, `width` wide from that point on, so that the line does not cross it: over the highest step beneath
 * it, or under the lowest one where that is nearer and leaves it above the `floor`.
 */
export function firstTextY(
  points: readonly { readonly x: number; readonly y: number }[],
  width: number,
  floor: number,
): number {
  const [first] = points;
  if (!first) return 0;
  const passed = points.filter(({ x }) => x <= first.x + width).map(({ y }) => y);
  const over = Math.min(...passed) - 10;
  const under = Math.max(...passed) + 20;
  return under + 2 < floor && under - first.y < first.y - over ? under : over;
}
