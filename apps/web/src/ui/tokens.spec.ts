import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

// The floors of the sheet: text 4.5, controls, meters and stances 3, in both themes.
const sheet = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

function colour(name: string, theme: 'light' | 'dark'): string {
  const pair = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(sheet);
  const single = new RegExp(`--${name}: (#\\w{6});`).exec(sheet);
  const found = pair ? pair[theme === 'light' ? 1 : 2] : single?.[1];
  if (!found) throw new Error(`no colour ${name}`);
  return found;
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['bg', 'surface', 'sunken'];
const on = (inks: readonly string[], backs: readonly string[]): (readonly [string, string])[] =>
  inks.flatMap((ink) => backs.map((back) => [ink, back] as const));
const texts = [
  ...on(['ink', 'ink-2', 'ink-3', 'brand-text'], grounds),
  ...on(['ink', 'ink-3', 'brand-text'], ['brand-soft']),
  ...on(['danger'], ['bg', 'surface', 'danger-soft']),
  ['on-brand', 'brand'],
  ['on-brand', 'brand-hover'],
  ['on-sun', 'sun'],
  ['sun-text', 'sun-soft'],
  ['on-danger', 'danger'],
  ['on-panel', 'panel'],
  ['bg', 'ink'],
] as const;
const edges = on(['line-strong', 'brand'], grounds);
const bars = on(['agree', 'abstain', 'concern', 'block', 'brand'], ['surface', 'sunken']);

describe.each(['light', 'dark'] as const)('in %s', (theme) => {
  test.each(texts)('%s can be read on %s', (ink, back) =>
    expect(contrast(colour(ink, theme), colour(back, theme))).toBeGreaterThanOrEqual(4.5),
  );
  test.each([...edges, ...bars])('%s can be seen on %s', (ink, back) =>
    expect(contrast(colour(ink, theme), colour(back, theme))).toBeGreaterThanOrEqual(3),
  );
});
