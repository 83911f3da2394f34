import type { BreakEven } from '#libs/money';
import type { BreakEvenKind } from '../../../gql/graphql.ts';
import { say } from '../../../platform/words.ts';

/** From how many people on an event covers itself, in a sentence, and whether it has no places for as many. */
export function evenText(
  { kind, heads }: { readonly kind: BreakEven['kind'] | BreakEvenKind; readonly heads?: number | null },
  capacity: number | null | undefined,
): string {
  const key = kind === 'upTo' ? 'UP_TO' : kind.toUpperCase();
  const text = say(`eventMoney.even.${key}`, { count: heads ?? 0 });
  return key === 'FROM' && capacity && heads && heads > capacity ? `${text} ${say('eventMoney.even.beyond')}` : text;
}
