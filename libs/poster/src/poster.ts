import { hexOf, oklchOf } from './colour.ts';

/** mulberry32: a small generator with the same numbers everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const CELLS = 4;
const UNIT = 100;

type Shape = (fill: string) => string;

/** The six figures of a cell, in its own coordinates of 100 by 100. */
const shapes: readonly Shape[] = [
  (fill) => `<path d="M0 0H100A100 100 0 0 1 0 100Z" fill="${fill}"/>`,
  (fill) => `<path d="M0 100V50A50 50 0 0 1 100 50V100Z" fill="${fill}"/>`,
  (fill) => `<circle cx="50" cy="50" r="42" fill="${fill}"/>`,
  (fill) => `<path d="M0 0L100 100H0Z" fill="${fill}"/>`,
  (fill) => `<path d="M0 0H50V50H0ZM50 50H100V100H50Z" fill="${fill}"/>`,
  (fill) => `<path d="M0 0A100 100 0 0 1 100 100H64A64 64 0 0 0 0 36ZM0 64A36 36 0 0 1 36 100H0Z" fill="${fill}"/>`,
];

function palette(hex: string): readonly string[] {
  const own = oklchOf(hex);
  return [
    hex,
    hexOf({ l: own.l * 0.62, c: own.c * 0.8, h: own.h }),
    hexOf({ l: 0.9, c: 0.06, h: own.h + 20 }),
    hexOf({ l: 0.86, c: 0.16, h: 84 }),
    hexOf({ l: 0.72, c: 0.15, h: own.h + 40 }),
  ];
}

/**
 * The poster of a seed (32 bit) and a colour (`#rrggbb`) as SVG with a square view box of 400: sixteen cells of quiet geometry.
 * The same input gives the same bytes; fills are hex, because the content policy forbids `style` and image tools know no newer colours.
 */
export function posterSvg(seed: number, hex: string): string {
  const random = generator(Math.imul(seed, 7919) + 13);
  const fills = palette(hex.toLowerCase());
  const cells: string[] = [];
  for (let at = 0; at < CELLS * CELLS; at += 1) {
    const x = (at % CELLS) * UNIT;
    const y = Math.floor(at / CELLS) * UNIT;
    const ground = Math.floor(random() * 5);
    const drawn = Math.floor(random() * 4);
    const figure = drawn + (drawn >= ground ? 1 : 0);
    const kind = random();
    const isEmpty = kind < 0.12;
    const shape = isEmpty ? 0 : Math.floor(random() * 6);
    const turn = Math.floor(random() * 4); // an empty cell draws its turn too: the pictures of the design were made so
    cells.push(`<rect x="${x}" y="${y}" width="100.5" height="100.5" fill="${fills[ground]}"/>`);
    if (!isEmpty)
      cells.push(
        `<g transform="translate(${x} ${y}) rotate(${turn * 90} 50 50)">${shapes[shape]!(fills[figure]!)}</g>`,
      );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" preserveAspectRatio="xMidYMid slice" aria-hidden="true">${cells.join('')}</svg>`;
}
