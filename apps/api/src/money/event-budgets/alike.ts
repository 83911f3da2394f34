const wordsOf = (title: string): Set<string> =>
  new Set(
    title
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .filter((word) => word.length > 2),
  );

/** How alike two titles are, from 0 to 1: the share of their words that both have. Numbers, accents, case and words of two letters do not count. */
export function alike(title: string, other: string): number {
  const [one, two] = [wordsOf(title), wordsOf(other)];
  const shared = [...one].filter((word) => two.has(word)).length;
  const all = one.size + two.size - shared;
  return all === 0 ? 0 : shared / all;
}
