import { expect, test } from 'vitest';
import { inOrder, layOut, topFlows } from './flow-chart.ts';
import { firstTextY, stepPath, ticksOf } from './line-chart.ts';

const flow = (label: string, value: number) => ({ label, value, text: String(value) });

test.each([
  [0, 2146, [0, 1000, 2000, 3000]],
  [-300, 400, [-500, 0, 500]],
  [0, 0, [0]],
])('the scale from %i to %i has round marks, zero among them', (low, high, ticks) =>
  expect(ticksOf(low, high)).toEqual(ticks),
);

test('a balance stays level until it changes', () =>
  expect(
    stepPath(
      [
        { x: 0, y: 10 },
        { x: 20, y: 5 },
      ],
      40,
    ),
  ).toBe('M0 10H20V5H40'));

test.each([
  ['a level line', [50, 50, 50], 40],
  ['a line that rises at once, with room beneath', [50, 20, 20], 70],
  ['a line that rises at once, just over the floor', [190, 180, 170], 160],
  ['a line that falls', [50, 90, 90], 40],
  ['a line that rises after the figure has ended', [50, 50, 50, 0], 40],
])('the first figure is not crossed by %s', (_, ys, expected) =>
  expect(
    firstTextY(
      ys.map((y, at) => ({ x: at * 25, y })),
      60,
      200,
    ),
  ).toBe(expected),
);

test('more than six flows are five and the rest, and nothing is lost', () => {
  const flows = [5, 40, 10, 30, 20, 1, 2, 0].map((value) => flow(`f${value}`, value));
  const top = topFlows(flows, 'Other', String);
  expect(top.map(({ label }) => label)).toEqual(['f40', 'f30', 'f20', 'f10', 'f5', 'Other']);
  expect(top.reduce((sum, { value }) => sum + value, 0)).toBe(108);
  expect(top.at(-1)?.text).toBe('3');
  // Bars leave nothing out.
  expect(inOrder(flows).map(({ value }) => value)).toEqual([40, 30, 20, 10, 5, 2, 1]);
});

test('a balance stands last and is never part of the rest', () => {
  const top = topFlows(
    [{ ...flow('Still there', 1), isBalance: true }, ...[6, 5, 4, 3, 2, 1].map((value) => flow(`f${value}`, value))],
    'Other',
    String,
  );
  expect(top.map(({ label }) => label)).toEqual(['f6', 'f5', 'f4', 'f3', 'Other', 'Still there']);
});

test('both sides have one scale, thin ribbons stay visible, and no two labels meet', () => {
  const left = [flow('a', 600), flow('b', 400)];
  const right = [flow('c', 990), flow('d', 5), flow('e', 5)];
  const picture = layOut(left, right, 200);
  expect(picture.left.reduce((sum, { size }) => sum + size, 0)).toBeCloseTo(200);
  expect(picture.right[1]?.size).toBe(3);
  for (const side of [picture.left, picture.right]) {
    const steps = side.slice(1).map((ribbon, at) => ribbon.outer - side[at]!.outer);
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(40);
    expect(Math.max(...side.map(({ outer, size }) => outer + size / 2))).toBeLessThanOrEqual(picture.height);
  }
});
