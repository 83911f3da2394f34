import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { avatarHue, posterSvg } from './index.ts';
import { hexOf, oklchOf } from './colour.ts';

test('the same seed and colour give the same bytes, another seed others', () => {
  const digest = (svg: string): string => createHash('sha256').update(svg).digest('hex').slice(0, 16);
  expect([1, 2, 3].map((seed) => digest(posterSvg(seed, '#0b6a48')))).toMatchInlineSnapshot(`
    [
      "c5157b866257fa74",
      "e6a63a6cc0f2b7e0",
      "0aa84fe2c6d30ff5",
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

test.each(['#0b6a48', '#ffffff', '#000000', '#cc6a08'])('%s survives the way to OKLCH and back', (hex) =>
  expect(hexOf(oklchOf(hex))).toBe(hex),
);

test('a hue is one of 360', () => {
  for (const id of ['a', 'b', '0190f3d2']) expect(avatarHue(id)).toBeLessThan(360);
  expect(avatarHue('a')).not.toBe(avatarHue('b'));
});
