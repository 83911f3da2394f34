/** First letters of the first and last name, by graphemes: an emoji or a combined letter is one. Small faces get one. */
export function initialsOf(name: string, most: 1 | 2): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const firstOf = (word: string | undefined): string => (word ? ([...segmenter.segment(word)][0]?.segment ?? '') : '');
  const letters = most === 1 || words.length < 2 ? firstOf(words[0]) : firstOf(words[0]) + firstOf(words.at(-1));
  return letters.toLocaleUpperCase();
}
