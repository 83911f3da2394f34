import { computed } from 'vue';
import { createI18n, type I18nOptions } from 'vue-i18n';
import { recall, remember } from './storage.ts';

export const locales = ['en', 'de'] as const;
export type Locale = (typeof locales)[number];

/** A language's own name for itself: the only words that stand outside the message files. */
export const localeNames: Readonly<Record<Locale, string>> = { en: 'English', de: 'Deutsch' };

type Messages = NonNullable<I18nOptions['messages']>[string];

const load: Readonly<Record<Locale, () => Promise<{ messages: unknown }>>> = {
  en: () => import('../locales/en/index.ts'),
  de: () => import('../locales/de/index.ts'),
};

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

/** Loads a language's words and shows them. `kept` makes it this browser's choice. */
export async function showLocale(next: Locale, kept = false): Promise<void> {
  const { messages } = await load[next]();
  i18n.global.setLocaleMessage(next, messages as Messages);
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
