import { BadInput } from './graphql/errors.ts';
import { say, term, type Words } from './words/words.ts';

/** A name or title as it is kept: NFKC, without control, bidi and zero-width characters, one line. */
export function tidyName(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKC')
    .replace(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words of a search: one line of 200 characters at most, empty where no letter or digit stands in it. */
export function searchWords(text: string | null | undefined): string {
  const words = tidyName((text ?? '').slice(0, 1000))
    .slice(0, 200)
    .toWellFormed();
  return /[\p{L}\p{N}]/u.test(words) ? words : '';
}

/** A required one-line text of a form; throws BAD_USER_INPUT naming the field. */
export function requiredName(field: string, text: string, of: { what: string | Words; max: number }): string {
  const name = tidyName(text);
  if (name === '') throw new BadInput(field, say`${term(of.what)} is missing.`);
  if ([...name].length > of.max)
    throw new BadInput(field, say`${term(of.what)} has ${[...name].length} characters; it may have ${of.max} at most.`);
  return name;
}

/** A longer optional text of a form. */
export function longText(
  field: string,
  text: string | null | undefined,
  of: { what: string | Words; max: number },
): string {
  const tidy = (text ?? '')
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .trim();
  if ([...tidy].length > of.max)
    throw new BadInput(field, say`${term(of.what)} has ${[...tidy].length} characters; it may have ${of.max} at most.`);
  return tidy;
}
