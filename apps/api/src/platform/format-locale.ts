/** The tag for `Intl` in one of our languages: days and amounts are written as in Britain where nothing better is known. */
export function formatLocale(locale: string): 'de' | 'en-GB' {
  return locale.startsWith('de') ? 'de' : 'en-GB';
}
