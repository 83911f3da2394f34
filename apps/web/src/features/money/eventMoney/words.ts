import { say } from '../../../platform/words.ts';

/** From how many people on an event covers itself, in a sentence. */
export function evenText(
  kind: 'ALWAYS' | 'NEVER' | 'FROM' | 'UP_TO' | 'always' | 'never' | 'from' | 'upTo',
  heads: number | null,
): string {
  const key = kind === 'upTo' ? 'UP_TO' : kind.toUpperCase();
  return say(`eventMoney.even.${key}`, { count: heads ?? 0 });
}
