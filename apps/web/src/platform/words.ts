import { computed } from 'vue';
import { createI18n, type I18nOptions } from 'vue-i18n';
import { recall, remember } from './storage.ts';
import { areaLetters } from './word-letters.ts';

export const locales = ['en', 'de'] as const;
export type Locale = (typeof locales)[number];

/** A language's own name for itself: the only words that stand outside the message files. */
export const localeNames: Readonly<Record<Locale, string>> = { en: 'English', de: 'Deutsch' };

type Messages = NonNullable<I18nOptions['messages']>[string];

/** Words come area by area: `../locales/en/money.json` holds what begins with `money.`. */
const files = import.meta.glob<{ default: Messages }>('../locales/*/*.json');
const areas = Object.keys(files)
  .filter((path) => path.startsWith('../locales/en/'))
  .map((path) => path.slice(14, -5))
  .toSorted();
const brought = new Set(['shell', 'ui']);
const loaded = new Set<string>();

export const i18n = createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en', messages: {} });

/** The language on screen now. */
export const locale = computed(() => i18n.global.locale.value as Locale);

/** The tag for `Intl`: the region comes from the browser where it speaks the chosen language, so that weeks begin as people know them. */
export const formatLocale = computed(() => {
  const chosen = locale.value;
  const own = browserLanguages().find((tag) => tag.toLowerCase().startsWith(`${chosen}-`));
  return own ?? (chosen === 'en' ? 'en-GB' : chosen);
});

/** Words for code outside components; `count` chooses between singular and plural. */
export function say(key: string, values: Record<string, unknown> = {}): string {
  const { count } = values;
  return typeof count === 'number' ? i18n.global.t(key, values, count) : i18n.global.t(key, values);
}

/** An exact decimal as the language writes it; no digit is lost. */
export function figureText(exact: string): string {
  const decimal = new Intl.NumberFormat(formatLocale.value).formatToParts(1.5).find(({ type }) => type === 'decimal');
  return exact.replace('.', decimal?.value ?? '.');
}

/** The language to begin with: chosen here before, else the first of the browser's that we speak, else English. */
export function firstLocale(): Locale {
  const wishes = [recall('local', 'locale') ?? '', ...browserLanguages()];
  const spoken = wishes.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLocale);
  return spoken ?? 'en';
}

/** Fetches areas of words in the language on screen, and from then on in any that is chosen. */
export async function bringWords(areas: Iterable<string>): Promise<void> {
  for (const area of areas) brought.add(area);
  await load(locale.value);
}

/**
 * A part of the page and the words it says, fetched together: a letter an area. The build puts it around every import of a part that is
 * fetched later.
 * @public
 */
export async function withWords<T>(letters: string, part: Promise<T>): Promise<T> {
  const said = [...letters].map((letter) => areas[areaLetters.indexOf(letter)]!);
  const [came] = await Promise.all([part, bringWords(said)]);
  return came;
}

async function load(language: Locale): Promise<void> {
  const missing = [...brought].map((area) => `${language}/${area}`).filter((name) => !loaded.has(name));
  const came = await Promise.all(missing.map((name) => files[`../locales/${name}.json`]!()));
  for (const [at, name] of missing.entries()) {
    loaded.add(name);
    i18n.global.mergeLocaleMessage(language, { [name.split('/')[1]!]: came[at]!.default });
  }
}

/** Loads a language's words and shows them. `kept` makes it this browser's choice. */
export async function showLocale(next: Locale, kept = false): Promise<void> {
  await load(next);
  i18n.global.locale.value = next;
  if (typeof document !== 'undefined') document.documentElement.lang = next;
  if (kept) remember('local', 'locale', next);
}

export function isLocale(text: string): text is Locale {
  return (locales as readonly string[]).includes(text);
}

function browserLanguages(): readonly string[] {
  return typeof navigator === 'undefined' ? [] : navigator.languages;
}
