import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { categorySaid } from './report-words.ts';

test.each(['en', 'de'])('reports, files and the page of an auditor call categories as the pages do (%s)', (locale) => {
  const file = join(import.meta.dirname, `../../../../web/src/locales/${locale}/money.json`);
  const { category } = JSON.parse(readFileSync(file, 'utf8')) as { category: Record<string, string> };
  const said = Object.keys(category).map((slug) => [slug, categorySaid(`expense.${slug}`, { locale, names: [] })]);
  expect(Object.fromEntries(said)).toEqual(category);
});

test('the group’s own word comes first, a path that has none stays as it is', () => {
  const names = [{ category: 'expense.food', name: 'Soup' }];
  expect(categorySaid('expense.food', { locale: 'de', names })).toBe('Soup');
  expect(categorySaid('expense.c-7', { locale: 'de', names })).toBe('expense.c-7');
});
