import fc from 'fast-check';
import { type Command, command, prefer } from './command.ts';
import { daysAfter } from './days.ts';
import { eur } from './eur.ts';
import { advancedOn, decides, type Decision, type Line, nextTitle, opens } from './lines.ts';
import type { Model } from './model.ts';

/** What Dan may approve alone. */
export interface Authority {
  readonly name: string;
  readonly decision: Decision;
  readonly each: bigint;
  readonly ceiling: bigint;
  readonly from: string;
  readonly until: string | null;
  /** The line that holds its money, if one does: then it is for that alone. */
  readonly line: Line | null;
  used: bigint;
  ended: 'withdrawn' | 'day' | null;
}

export function authorityClock(model: Model): void {
  for (const one of model.authorities) if (one.until !== null && one.until < model.today) one.ended ??= 'day';
}

/** Whether one that is for anything runs: of two of them chance would say which is used. */
const isWide = (model: Model): boolean => model.authorities.some(({ line, ended }) => line === null && ended === null);

/** Authorities to spend: given with or without a hold of the money, and taken away. */
export const authorityCommands: readonly fc.Arbitrary<Command>[] = [
  fc
    .tuple(
      fc.bigInt({ min: 500n, max: 9000n }),
      fc.bigInt({ min: 1n, max: 4000n }),
      fc.boolean(),
      fc.option(fc.integer({ min: 1, max: 20 })),
    )
    .map(([ceiling, most, hold, days]) =>
      command<{ title: string; until: string | null; each: bigint }>({
        of: (model) => {
          if (!hold && isWide(model)) return null;
          const until = days === null ? null : daysAfter(model.today, days);
          return { title: nextTitle(model), until, each: most < ceiling ? most : ceiling };
        },
        name: ({ title, until, each }) =>
          `${title} lets Dan spend ${ceiling}, ${each} at a time${until ? ` until ${until}` : ''}${hold ? ', which is held' : ''}`,
        expects: (model, { title, until, each }) =>
          decides(model, {
            kind: 'grant',
            effect(now, decision) {
              if (until !== null && until < now.today) return 'DATE_PASSED';
              if (hold && opens(now, { name: title, decision, planned: ceiling, until }) !== 'DONE')
                return 'FUND_SHORT';
              const line = hold ? now.lines.at(-1)! : null;
              const of = { name: title, decision, each, ceiling, from: now.today, until, line };
              now.authorities.push({ ...of, used: 0n, ended: null });
              return 'DONE';
            },
          }),
        does: (house, { title, until, each }) =>
          house.decides(title, {
            kind: 'SPENDING_GRANT',
            title,
            personId: house.town.ids.dan,
            amount: eur(ceiling),
            each: eur(each),
            hold,
            until,
          }),
      }),
    ),
  fc.nat(9).map((at) =>
    command<{ title: string; authority: Authority }>({
      of: (model) => {
        const authority = prefer(model.authorities, at, ({ ended }) => ended === null);
        return authority && { title: nextTitle(model), authority };
      },
      name: ({ title, authority }) => `${title} ends what ${authority.name} lets Dan spend`,
      expects: (model, { authority }) =>
        decides(
          model,
          {
            kind: 'withdraw',
            effect(now) {
              if (authority.ended !== null) return 'AUTHORITY_ENDED';
              authority.ended = 'withdrawn';
              const { line } = authority;
              if (line && advancedOn(now, line) === 0n) line.isOpen = false;
              return 'DONE';
            },
          },
          authority.ended === null ? 'ok' : 'BAD_USER_INPUT effects.0.authorityId',
        ),
      does: async (house, { title, authority }) =>
        house.decides(title, { kind: 'SPENDING_WITHDRAW', authorityId: await house.the('authority', authority.name) }),
    }),
  ),
];
