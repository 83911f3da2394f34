import { german } from './de/index.ts';

/** What stands in a gap of a sentence: as it is, or again in words of ours. */
export type Gap = string | number | bigint | Words;

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
    return [this.key, ...this.gaps.map((gap) => (typeof gap === 'bigint' ? String(gap) : gap))];
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
  const words = Array.isArray(gap) ? keptWords(gap) : gap;
  return words instanceof Words ? words.in(locale) : String(words);
}

/** Words as the database keeps them, or bare text from before. */
export type Kept = string | readonly unknown[];

/** What `toJSON` kept. */
export function keptWords(kept: readonly unknown[]): Words {
  const [key, ...gaps] = kept;
  return new Words(
    String(key),
    gaps.map((gap) => (Array.isArray(gap) ? keptWords(gap) : typeof gap === 'number' ? gap : String(gap))),
  );
}
