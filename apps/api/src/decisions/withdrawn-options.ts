import type { Rules } from '#libs/voting';

/** Frozen rules with the options that were withdrawn since marked as such. */
export function withoutWithdrawn(rules: Rules, withdrawn: Readonly<Record<string, unknown>>): Rules {
  const options = rules.options.map((one) => (one.id in withdrawn ? { ...one, withdrawn: true } : one));
  return { ...rules, options } as Rules;
}
