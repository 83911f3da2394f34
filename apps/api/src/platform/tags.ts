import { BadInput } from './graphql/errors.ts';
import { say } from './words/words.ts';

const MAX_TAGS = 10;
const MAX_LENGTH = 30;

/** A tag as it is kept and asked for: lower case, words joined by hyphens, nothing but letters and digits. Empty where nothing is left. */
export function tagOf(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}

/** The tags of a thing, each once and in the order given; throws BAD_USER_INPUT for too many or too long ones. */
export function checkedTags(given: readonly string[]): string[] {
  const tags = [...new Set(given.map(tagOf))].filter(Boolean);
  const long = tags.find((tag) => [...tag].length > MAX_LENGTH);
  if (long) throw new BadInput('tags', say`The tag "${long.slice(0, 40)}" is longer than ${MAX_LENGTH} characters.`);
  if (tags.length > MAX_TAGS) throw new BadInput('tags', say`${tags.length} tags are too many; ${MAX_TAGS} at most.`);
  return tags;
}
