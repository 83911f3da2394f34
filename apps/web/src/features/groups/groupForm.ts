import * as v from 'valibot';

/** Letters that are written out, or that lose no mark to become one of a to z. */
const spelt: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  å: 'aa',
  æ: 'ae',
  ø: 'oe',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** A handle as it may stand in an address: 3 to 40 of a–z, 0–9 and hyphens. */
export function handleOf(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüßåæøœłđðþı]/g, (letter) => spelt[letter]!)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30)
    .replace(/-+$/, '');
}

/** What founding a group asks for. */
export const groupSchema = v.object({
  name: v.pipe(v.string(), v.trim(), v.nonEmpty('groups.fault.name'), v.maxLength(120, 'groups.fault.nameLong')),
  handle: v.pipe(v.string(), v.trim(), v.regex(/^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/, 'groups.fault.handle')),
  summary: v.pipe(v.string(), v.maxLength(300, 'groups.fault.summaryLong')),
  currency: v.string(),
  zone: v.string(),
  visibility: v.picklist(['OPEN', 'CLOSED', 'SECRET']),
  color: v.string(),
});

/** Colours a group may choose from, with a name each. */
export const groupColors = [
  { value: '#0b7a53', key: 'green' },
  { value: '#1d5fa8', key: 'blue' },
  { value: '#7a3db8', key: 'violet' },
  { value: '#b8325c', key: 'rose' },
  { value: '#b4551c', key: 'rust' },
  { value: '#a0620a', key: 'ochre' },
] as const;

/** Currencies offered before all others. */
export const commonCurrencies = ['EUR', 'CHF', 'GBP', 'USD', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'JPY'];

/** The zones this browser knows, the own one first. */
export function zones(own: string): { value: string; label: string }[] {
  const all = Intl.supportedValuesOf('timeZone');
  return [own, ...all.filter((zone) => zone !== own)].map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}
