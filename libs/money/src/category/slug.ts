const LONGEST = 40;
const folded: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'oe', å: 'aa' };

/**
 * The part of a category's path that stands in the chain for good, from the name it is first given: `Küche & Bar` becomes `kueche-bar`. Letters of
 * other scripts leave nothing, so such a name becomes `category`; one that is taken gets a number.
 */
export function categorySlug(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .toLowerCase()
    .replace(/[äöüßæøå]/g, (letter) => folded[letter]!)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, LONGEST - 4)
    .replace(/-+$/, '');
  const slug = plain || 'category';
  if (!taken.has(slug)) return slug;
  for (let n = 2; ; n += 1) if (!taken.has(`${slug}-${n}`)) return `${slug}-${n}`;
}
