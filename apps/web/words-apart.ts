import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { areaLetters } from './src/platform/word-letters.ts';

const source = join(import.meta.dirname, 'src');
/** In the order of their names, in which `platform/words.ts` counts them too. */
const areas = readdirSync(join(source, 'locales/en'))
  .map((file) => basename(file, '.json'))
  .toSorted();
const said = new RegExp(`['"\`](${areas.join('|')})\\.[a-z$]`, 'gi');
const imported = /from '(\.[^'?]+\.(?:ts|vue))'/g;
const later = /\bimport\('(\.[^'?]+\.(?:ts|vue))'\)/g;

/** The areas of words that a module may say, or any of ours that comes with it: those that it imports, not those it fetches later. */
export function wordsOf(entry: string): string[] {
  const seen = new Set([entry]);
  const found = new Set<string>();
  for (const file of seen) {
    const text = readFileSync(file, 'utf8');
    for (const [, area] of text.matchAll(said)) found.add(area!);
    for (const [, path] of text.matchAll(imported)) {
      const next = resolve(dirname(file), path!);
      if (existsSync(next) && !next.includes('/gql/')) seen.add(next);
    }
  }
  return [...found].toSorted();
}

/** One letter an area: the frame names the words of every part, and is waited for. */
function lettersOf(words: readonly string[]): string {
  return words
    .map((area) => {
      const letter = areaLetters[areas.indexOf(area)];
      if (!letter) throw new Error('There are more areas of words than letters for them.');
      return letter;
    })
    .join('');
}

/**
 * A part that is fetched later brings its words: each `import('./Part.vue')` of a built page waits for them too, fetched at the same time.
 * What words a part says is read in its source, so nobody keeps a list.
 */
export function wordsApart(): Plugin {
  return {
    name: 'words-apart',
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(source) || !/^[^?]+\.(ts|vue)$/.test(id)) return null;
      let changed = code.replace(later, (whole, path: string) => {
        const part = resolve(dirname(id), path);
        const words = existsSync(part) ? wordsOf(part) : [];
        return words.length > 0 ? `withWords('${lettersOf(words)}', ${whole})` : whole;
      });
      if (changed === code) return null;
      const bring = `import { withWords } from '${join(source, 'platform/words.ts')}';\n`;
      changed = id.endsWith('.vue') ? changed.replace(/<script setup[^>]*>\n/, (tag) => tag + bring) : bring + changed;
      return { code: changed, map: null };
    },
  };
}
