import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { avatarHue, posterSvg } from './index.ts';
import { hexOf, oklchOf } from './colour.ts';

test('the same seed and colour give the same bytes, another seed others', () => {
  const digest = (svg: string): string => createHash('sha256').update(svg).digest('hex').slice(0, 16);
  expect([4, 11, 4_294_967_295].map((seed) => digest(posterSvg(seed, '#0b6a48')))).toMatchInlineSnapshot(`
    [
      "de22d79737285655",
      "2ed4a4df2e3e1930",
      "8d54e08da9234164",
    ]
  `);
  expect(posterSvg(1, '#0b6a48')).not.toBe(posterSvg(2, '#0b6a48'));
});

test('a poster has sixteen grounds, hex fills only and nothing a content policy would block', () => {
  const svg = posterSvg(7, '#cc6a08');
  expect(svg.match(/<rect /g)).toHaveLength(16);
  expect([...svg.matchAll(/fill="([^"]*)"/g)].every(([, fill]) => /^#[0-9a-f]{6}$/.test(fill!))).toBe(true);
  expect(svg).not.toMatch(/style=|<script|url\(/);
});

test('the poster of the Spring Repair Café is the one of the design', () => {
  const svg = posterSvg(11, '#0f7a55');
  const [green, dark, light, yellow, cyan] = ['#0f7a55', '#003f25', '#b2ece1', '#ffc73b', '#00bece'];
  const cells = svg.split('<rect ').slice(1);
  expect(new Set([...svg.matchAll(/#[0-9a-f]{6}/g)].map(([fill]) => fill))).toEqual(
    new Set([green, dark, light, yellow, cyan]),
  );
  expect(cells[0]).toContain(`fill="${cyan}"/><g transform="translate(0 0) rotate(0 50 50)"><path d="M0 100V50A`);
  expect(cells[5]).toBe(`x="100" y="100" width="100.5" height="100.5" fill="${yellow}"/>`);
  expect(cells[8]).toContain(`<circle cx="50" cy="50" r="42" fill="${light}"/>`);
  expect(cells[12]).toContain(`fill="${cyan}"/><g transform="translate(0 300) rotate(270 50 50)"><path d="M0 0A`);
  expect(cells[15]).toContain(`fill="${yellow}"/><g transform="translate(300 300) rotate(270 50 50)"><circle`);
});

test.each(['green', '#fff', '#12345g', '"><script>'])('%s is no colour for a poster', (hex) =>
  expect(() => posterSvg(1, hex)).toThrow('not a colour'),
);

test.each(['#0b6a48', '#ffffff', '#000000', '#cc6a08'])('%s survives the way to OKLCH and back', (hex) =>
  expect(hexOf(oklchOf(hex))).toBe(hex),
);

test('a face keeps its hue, and the faces of a group spread over the circle', () => {
  expect(['', 'a', '0190f3d2-7c1e-7a54-8a3f-1b2c3d4e5f60'].map(avatarHue)).toMatchInlineSnapshot(`
    [
      61,
      340,
      84,
    ]
  `);
  const hues = Array.from({ length: 360 }, (_, at) => avatarHue(`person-${at}`));
  expect(hues.every((hue) => Number.isInteger(hue) && hue >= 0 && hue < 360)).toBe(true);
  expect(new Set(hues.map((hue) => Math.floor(hue / 30))).size).toBe(12);
});
