import type { EventCostsQuery, SplitStartQuery } from '../../gql/graphql.ts';
import { say } from '../../platform/words.ts';

/** Somebody who may share, as the form has them. `carriedBy`: the key of who pays for them, empty for themselves. */
export interface Named {
  key: string;
  personId: string | null;
  name: string;
  email: string;
  child: boolean;
  carriedBy: string;
  on: boolean;
}

export interface Begin {
  readonly title: string;
  readonly people: Named[];
  /** Members who can be added. */
  readonly members: readonly { readonly id: string; readonly name: string }[];
}

/** The key of who opens it: they are in it always. */
export const ME = 'me';

/** Somebody who is named, without an account. */
export function byName(key: string, name: string, of: Partial<Named> = {}): Named {
  return { key, personId: null, name, email: '', child: false, carriedBy: '', on: true, ...of };
}

/** Who shares to begin with: those who come to the event, with whom they bring; nobody where there is none. */
export function beginWith(of: {
  viewerId: string;
  event: EventCostsQuery['event'] | null;
  roll: SplitStartQuery['roll'];
}): Begin {
  const members = of.roll
    .filter(({ standing }) => standing === 'MEMBER' || standing === 'PAUSED')
    .map(({ person }) => person)
    .filter(({ id }) => id !== of.viewerId);
  const own = (of.event?.myRsvp?.companionNames ?? []).map((name, at) => byName(`mine-${at}`, name, { carriedBy: ME }));
  const coming = (of.event?.attendees ?? [])
    .filter(({ personId }) => personId !== of.viewerId)
    .flatMap(({ personId, name, seats, status }, row) => {
      const on = status === 'GOING';
      const key = personId ?? `row-${row}`;
      const brings = Array.from({ length: seats - 1 }, (_, at) =>
        byName(`${key}-${at}`, say('bills.guestOf', { name, n: at + 1 }), { carriedBy: key, on }),
      );
      return [byName(key, name, { personId, on }), ...brings];
    });
  return { title: of.event?.title ?? '', people: [...own, ...coming], members };
}
