import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '..');

function keysOf(words: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...keysOf(value as object, `${prefix}${key}.`)],
    ),
  );
}

function wordsIn(language: string): Map<string, string> {
  const areas = globSync(`locales/${language}/*.json`, { cwd: source }).map((file) => [
    basename(file, '.json'),
    JSON.parse(readFileSync(join(source, file), 'utf8')) as object,
  ]);
  return keysOf(Object.fromEntries(areas) as object);
}

const english = wordsIn('en');
const german = wordsIn('de');
const files = globSync('**/*.{vue,ts}', { cwd: source })
  .filter((file) => !/\.spec\.ts$|^kitchen\/|^gql\/|^locales\//.test(file))
  .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8') }));
const all = files.map(({ text }) => text).join('\n');

test('every language has every word', () =>
  expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted()));

test('a word takes the same values in every language', () => {
  const values = (text: string | undefined): string[] => [...new Set(text?.match(/\{\w+\}/g))].toSorted();
  for (const [key, text] of english) expect([key, values(german.get(key))]).toEqual([key, values(text)]);
});

test('no word is asked for that does not exist', () => {
  const asked = [...all.matchAll(/(?<!rsvp\.)\b(?:t|say)\(\s*'([\w.-]+)'/g)].map(([, key]) => key!);
  expect(asked.filter((key) => !english.has(key))).toEqual([]);
  expect(asked.length).toBeGreaterThan(20);
});

test('no word is kept that nobody asks for', () => {
  // A key may be put together at its end, as in t(`ui.trouble.${code}`): then its beginning must stand in the source.
  const isAsked = (key: string): boolean =>
    all.includes(`'${key}'`) ||
    key.split('.').some((_, at, parts) => at > 0 && all.includes(`\`${parts.slice(0, at).join('.')}.\${`));
  expect([...english.keys()].filter((key) => !isAsked(key))).toEqual([]);
}, 30_000);

test('templates have no words of their own', () => {
  const own = files
    .filter(({ file }) => file.endsWith('.vue'))
    .flatMap(({ file, text }) => {
      const template = /<template>([\s\S]*)<\/template>/.exec(text)?.[1] ?? '';
      const bare = template
        .replace(/<!--[\s\S]*?-->/g, '')
        .replace(/\{\{[\s\S]*?\}\}/g, '')
        .replace(/<(?:"[^"]*"|'[^']*'|[^>"'])*>/g, '\n')
        .replace('Folkmoot', '');
      return [...bare.matchAll(/[^\n]*\p{L}{2,}[^\n]*/gu)].map(([line]) => `${file}: ${line.trim()}`);
    });
  expect(own).toEqual([]);
});

test('words are plain: no exclamation marks, no em dashes', () => {
  for (const [key, text] of [...english, ...german]) expect([key, /[!—]/.test(text)]).toEqual([key, false]);
});
