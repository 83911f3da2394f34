import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { areaLetters } from './word-letters.ts';
import { wordsApart, wordsOf } from '../../words-apart.ts';

const source = join(import.meta.dirname, '..');

test('a module is known with the words that it and its imports say, and without those of what it fetches later', () => {
  expect(wordsOf(join(source, 'main.ts'))).toEqual(['shell', 'ui']);
  expect(wordsOf(join(source, 'pages/ExpensePage.vue'))).toEqual(expect.arrayContaining(['money', 'discussions']));
});

test('what is fetched later waits for its words', () => {
  const { transform } = wordsApart() as unknown as { transform(code: string, id: string): { code: string } | null };
  const vue = join(source, 'pages/Made.vue');
  const page = `<script setup lang="ts">\nconst Later = () => import('./ClaimPage.vue');\n</script>`;
  const letters = /withWords\('([\w-]+)', import\('\.\/ClaimPage\.vue'\)\)/.exec(transform(page, vue)!.code)![1]!;
  const areas = readdirSync(join(source, 'locales/en')).toSorted();
  expect([...letters].map((letter) => areas[areaLetters.indexOf(letter)])).toEqual(['people.json', 'ui.json']);
  expect(transform(page, vue)!.code).toMatch(/<script setup lang="ts">\nimport \{ withWords \} from '.+words\.ts';/);
  expect(transform(`const a = import('./routes.ts');`, join(source, 'pages/made.ts'))).toBeNull();
  expect(transform(page, '/elsewhere/Made.vue')).toBeNull();
});

test('the record that the server writes brings every word it says', () => {
  const record = join(source, 'record.ts');
  const brought = /bringWords\(\[([^\]]+)\]\)/.exec(readFileSync(record, 'utf8'))![1]!.split(/[', \n]+/);
  expect(wordsOf(record).filter((area) => area !== 'ui' && !brought.includes(area))).toEqual([]);
});
