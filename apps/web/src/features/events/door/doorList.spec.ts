import { describe, expect, test } from 'vitest';
import type { DoorPartsFragment } from '../../../gql/graphql.ts';
import { arrivalOp, codeIn, figuresOf, matching, partiesAt, type DoorAct } from './doorList.ts';

const at = new Date('2027-03-13T18:00:00Z');
const row = (rsvpId: string, seats: number, ops: { opId: string; arrived: number }[] = []) => ({
  rsvpId,
  name: `Party ${rsvpId}`,
  status: 'GOING' as const,
  seats,
  code: '6789BC',
  walkIn: false,
  ops,
});
const door = (...rows: DoorPartsFragment['rows']): DoorPartsFragment => ({
  eventId: 'e',
  title: 'The gig',
  startAt: at.toISOString(),
  endAt: at.toISOString(),
  zone: 'Europe/Brussels',
  placesLeft: null,
  canManage: true,
  helpers: [],
  rows,
});

describe('the list at a door with what waits on the phone done to it', () => {
  test('an arrival counts at once, and once also when the server has heard it already', () => {
    const act: DoorAct = { opId: 'a', rsvpId: '1', arrived: 3, at: at.toISOString() };
    expect(partiesAt(door(row('1', 3)), [act])[0]).toMatchObject({ arrived: 3, isWaiting: true, opIds: ['a'] });
    const heard = door(row('1', 3, [{ opId: 'a', arrived: 3 }]));
    expect(partiesAt(heard, [act])[0]).toMatchObject({ arrived: 3, opIds: ['a'] });
  });

  test('the largest of two phones stands; a smaller number takes both back', () => {
    const both = door(
      row('1', 4, [
        { opId: 'a', arrived: 4 },
        { opId: 'b', arrived: 2 },
      ]),
    );
    const [party] = partiesAt(both, []);
    expect(party!.arrived).toBe(4);
    const fewer = arrivalOp(party!, 3, { opId: 'c', at })!;
    expect(fewer.undoes).toEqual(['a', 'b']);
    expect(partiesAt(both, [fewer])[0]!.arrived).toBe(3);
    const none = arrivalOp(partiesAt(both, [fewer])[0]!, 0, { opId: 'd', at })!;
    expect(partiesAt(both, [fewer, none])[0]).toMatchObject({ arrived: 0, opIds: [] });
  });

  test('the same number again is no act', () => {
    const [party] = partiesAt(door(row('1', 2, [{ opId: 'a', arrived: 2 }])), []);
    expect(arrivalOp(party!, 2, { opId: 'b', at })).toBeNull();
  });

  test('a walk-in stands on the list until the server knows it, and an undo takes it off', () => {
    const walkIn: DoorAct = { opId: 'w', walkIn: { name: 'Dora', seats: 2 }, at: at.toISOString() };
    const [dora] = partiesAt(door(), [walkIn]);
    expect(dora).toMatchObject({ name: 'Dora', arrived: 2, walkIn: true });
    expect(partiesAt(door(), [walkIn, arrivalOp(dora!, 0, { opId: 'x', at })!])).toEqual([]);
  });

  test('figures name who said yes and is not there', () => {
    const parties = partiesAt(door(row('1', 3, [{ opId: 'a', arrived: 2 }]), row('2', 2)), []);
    expect(figuresOf(parties)).toMatchObject({ arrived: 2, expected: 5, noShows: [{ rsvpId: '2' }] });
  });
});

test.each([
  [' 6789bc ', '6789BC'],
  ['https://moot.example/e/x/door?code=6789BC', '6789BC'],
  ['Ana', null],
  ['ABCDEF', null],
])('the code in %j is %j', (text, code) => expect(codeIn(text)).toBe(code));

test('a search finds part of a name whatever its accents, and a code from its beginning', () => {
  const parties = partiesAt(door({ ...row('1', 1), name: 'Tomasz Wójcik' }), []);
  expect(matching(parties, 'wojc')).toHaveLength(1);
  expect(matching(parties, '67')).toHaveLength(1);
  expect(matching(parties, '89')).toHaveLength(0);
});
