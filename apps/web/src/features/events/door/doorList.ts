import type { DoorOpInput, DoorPartsFragment } from '../../../gql/graphql.ts';

/** Something done at this door, under an id made here: sent twice it counts once. */
export interface DoorAct extends Omit<DoorOpInput, 'opId' | 'rsvpId' | 'undoes'> {
  readonly opId: string;
  readonly rsvpId?: string;
  readonly undoes?: string[];
}

/** A party as it stands at this door: what the server knows, and what this phone has done since. */
export interface Party {
  readonly rsvpId: string;
  readonly name: string;
  readonly status: DoorPartsFragment['rows'][number]['status'];
  readonly seats: number;
  readonly code: string;
  readonly walkIn: boolean;
  /** The largest number that was noted and not taken back. */
  readonly arrived: number;
  /** Everything noted and not taken back: what an undo undoes. */
  readonly opIds: readonly string[];
  /** Something of it waits on this phone to be sent. */
  readonly isWaiting: boolean;
}

export interface DoorFigures {
  readonly arrived: number;
  readonly expected: number;
  readonly noShows: readonly Party[];
}

/** Symbols that cannot be mistaken for each other and spell no word. */
export const CODE = /^[6789BCDFGHJKLMNPQRTW]{6}$/;

/** The list with what waits on this phone done to it. The server will come to the same, whatever else it hears in between. */
export function partiesAt(door: DoorPartsFragment, queue: readonly DoorAct[]): Party[] {
  const undone = new Set(queue.flatMap(({ undoes }) => undoes ?? []));
  const known = new Set(door.rows.flatMap(({ ops }) => ops.map(({ opId }) => opId)));
  const waiting = queue.filter(({ opId }) => !known.has(opId) && !undone.has(opId));
  const rows = [...door.rows, ...walkInRows(waiting)];
  return rows.map(({ ops, ...row }) => {
    const own = waiting
      .filter(({ rsvpId, walkIn, arrived }) => !walkIn && rsvpId === row.rsvpId && arrived != null)
      .map(({ opId, arrived }) => ({ opId, arrived: arrived! }));
    const standing = [...ops, ...own].filter(({ opId }) => !undone.has(opId));
    return {
      ...row,
      arrived: Math.max(0, ...standing.map(({ arrived }) => arrived)),
      opIds: standing.map(({ opId }) => opId),
      isWaiting: queue.some(
        ({ opId, rsvpId, undoes }) =>
          rsvpId === row.rsvpId || opId === row.rsvpId || ops.some((op) => undoes?.includes(op.opId)),
      ),
    };
  });
}

/** Somebody let in without a connection stands under the id of the act until the server has given them their own. */
function walkInRows(waiting: readonly DoorAct[]): DoorPartsFragment['rows'] {
  return waiting.flatMap(({ opId, walkIn, arrived }) =>
    walkIn
      ? [
          {
            rsvpId: opId,
            name: walkIn.name,
            status: 'GOING' as const,
            seats: walkIn.seats,
            code: '',
            walkIn: true,
            ops: [{ opId, arrived: arrived ?? walkIn.seats }],
          },
        ]
      : [],
  );
}

/** Notes how many of a party are there: what was noted before is taken back, so that the number may also fall. Null where nothing changes. */
export function arrivalOp(party: Party, arrived: number, of: { opId: string; at: Date }): DoorAct | null {
  if (arrived === party.arrived && party.opIds.length <= 1) return null;
  const base = { opId: of.opId, at: of.at.toISOString(), undoes: [...party.opIds] };
  return arrived > 0 ? { ...base, rsvpId: party.rsvpId, arrived } : base;
}

/** How many are there, how many are expected, and which parties that said yes are not there at all. */
export function figuresOf(parties: readonly Party[]): DoorFigures {
  const expects = ({ status }: Party): boolean => status === 'GOING' || status === 'OFFERED';
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
  return {
    arrived: sum(parties.map(({ arrived }) => arrived)),
    expected: sum(parties.filter(expects).map(({ seats }) => seats)),
    noShows: parties.filter((party) => expects(party) && party.arrived === 0),
  };
}

/** The code in what was scanned or typed: the bare symbols, or an address that ends with them. Null where there is none. */
export function codeIn(text: string): string | null {
  const tidy = text.trim().toUpperCase();
  const found = CODE.test(tidy) ? tidy : (/[?&]CODE=([A-Z0-9]{6})(?:&|$)/.exec(tidy)?.[1] ?? '');
  return CODE.test(found) ? found : null;
}

/** The event whose door an address opens, or null for what is no such address. */
export const eventIn = (text: string): string | null => /\/e\/([\w-]+)\/door\?/.exec(text)?.[1] ?? null;

/** The parties that a search means: part of a name, or a code from its beginning. */
export function matching(parties: readonly Party[], search: string): readonly Party[] {
  const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const wanted = plain(search.trim());
  if (wanted === '') return parties;
  return parties.filter(({ name, code }) => plain(name).includes(wanted) || code.toLowerCase().startsWith(wanted));
}
