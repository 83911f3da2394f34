import { formatAmount, type Money } from '#libs/money';
import { german } from './de/index.ts';

/** What stands in a gap of a sentence: as it is, an amount as the reader writes it, or again in words of ours. */
export type Gap = string | number | bigint | Money | Words;

/** A sentence of the server for a person: written in English where it is said, put into the reader's language where it leaves. */
export class Words {
  /** `key` is the English sentence with {0}, {1} … for its gaps: by it the other languages are found. */
  constructor(
    readonly key: string,
    readonly gaps: readonly Gap[] = [],
  ) {}

  /** The sentence in a language; in English where that language has none. */
  in(locale: string): string {
    const sentence = (locale === 'de' ? german[this.key] : undefined) ?? this.key;
    return sentence.replace(/\{(\d)\}/g, (_, at: string) => inLanguage(this.gaps[Number(at)]!, locale));
  }

  toString(): string {
    return this.in('en');
  }

  /** As it is kept in the database: the sentence and its gaps, by `keptWords` read back. */
  toJSON(): unknown[] {
    return [this.key, ...this.gaps.map(keptGap)];
  }
}

/** A sentence with gaps: say`Two options are called "${label}".` */
export function say(sentence: TemplateStringsArray, ...gaps: readonly Gap[]): Words {
  return new Words(
    sentence.reduce((key, part, at) => `${key}{${at - 1}}${part}`),
    gaps,
  );
}

/** Words of ours in a gap: the name of a field, a part of a sentence. */
export function term(words: string | Words): Words {
  return typeof words === 'string' ? new Words(words) : words;
}

/** A gap or a sentence in a language, also as it was kept. A bare text is left as it is: it is somebody's own. */
export function inLanguage(gap: Gap | Kept, locale: string): string {
  const words = isKept(gap) ? keptWords(gap) : gap;
  if (words instanceof Words) return words.in(locale);
  return typeof words === 'object' ? formatAmount(words, locale) : String(words);
}

function isKept(gap: Gap | Kept): gap is readonly unknown[] {
  return Array.isArray(gap);
}

function keptGap(gap: Gap): unknown {
  if (typeof gap === 'bigint') return String(gap);
  return typeof gap === 'object' && 'minor' in gap ? { minor: String(gap.minor), currency: gap.currency } : gap;
}

function gapOf(kept: unknown): Gap {
  if (Array.isArray(kept)) return keptWords(kept);
  if (typeof kept === 'number') return kept;
  if (typeof kept !== 'object' || kept === null) return String(kept);
  const { minor, currency } = kept as { readonly minor: string; readonly currency: string };
  return { minor: BigInt(minor), currency };
}

/** Words as the database keeps them, or bare text from before. */
export type Kept = string | readonly unknown[];

/** What `toJSON` kept. */
export function keptWords(kept: readonly unknown[]): Words {
  const [key, ...gaps] = kept;
  return new Words(String(key), gaps.map(gapOf));
}
