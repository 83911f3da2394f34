import type { Rules } from '#libs/voting';

/** What has become of the options of an open vote: those that electors added, and when each withdrawn one was withdrawn. */
export interface Moved {
  readonly added: readonly { readonly id: string }[];
  readonly withdrawn: Readonly<Record<string, unknown>>;
}

/** Frozen rules as ballots meet them: with the options that electors added, and those that were withdrawn since marked as such. */
export function rulesNow(rules: Rules, { added, withdrawn }: Moved): Rules {
  const all = [...rules.options, ...added.map(({ id }) => ({ id }))];
  const options = all.map((one) => (one.id in withdrawn ? { ...one, withdrawn: true } : one));
  return { ...rules, options } as Rules;
}
