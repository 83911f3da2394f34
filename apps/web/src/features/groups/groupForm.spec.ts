import { expect, test } from 'vitest';
import { handleOf } from './groupForm.ts';

test.each([
  ['Riverside Repair Café', 'riverside-repair-cafe'],
  ['  Straße 9!  ', 'strasse-9'],
  ['Łódź', 'lodz'],
  ['Gartenfreunde Süd', 'gartenfreunde-sued'],
  ['Cafe\u0301 U\u0308ber', 'cafe-ueber'],
  ['Ørsted Æble', 'oersted-aeble'],
  ['A name that goes on and on and on for ever', 'a-name-that-goes-on-and-on-and'],
  ['!!!', ''],
])('a name such as %s becomes a handle', (name, handle) => expect(handleOf(name)).toBe(handle));
