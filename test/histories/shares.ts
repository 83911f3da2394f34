import fc from 'fast-check';
import { type Command, command } from './command.ts';
import { eur } from './eur.ts';
import { decides, nextTitle } from './lines.ts';
import type { Model } from './model.ts';

/** Money given from group to group: an entry in each book, out of what the giver has. */
export const shareCommands: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(fc.bigInt({ min: 1n, max: 9000n }), fc.boolean()).map(([minor, isOurs]) =>
    command<string>({
      of: nextTitle,
      name: (title) => `${title}: ${isOurs ? 'we give the neighbours' : 'the neighbours give us'} ${minor}`,
      expects: (model) =>
        decides(model, { kind: 'share', isTheirs: !isOurs, effect: (now) => gives(now, { minor, isOurs }) }),
      does: (house, title) =>
        house.decides(
          title,
          { kind: 'FUND_SHARE', title, toGroup: isOurs ? 'neighbours' : 'riverside', amount: eur(minor) },
          isOurs ? house.groupId : house.otherId,
        ),
    }),
  ),
];

function gives(model: Model, { minor, isOurs }: { minor: bigint; isOurs: boolean }): string {
  if (model.available(isOurs ? 'general' : 'their general') < minor) return 'FUND_SHORT';
  const out = isOurs ? minor : -minor;
  model.post('FUND_SHARE', { general: out, shares: -out });
  model.beside({ 'their general': -out, 'their shares': out });
  return 'DONE';
}
