// What the group meets for in the year.

const weirHouse = {
  placeName: 'The Weir House',
  placeAddress: 'Weaver Street 14, Ghent',
  locality: 'Ghent',
  access: { stepFree: 'yes', toilet: 'yes', children: 'yes', note: 'The bell is beside the ramp, in the yard.' },
};
const mending = { tags: ['repair', 'free'] };
const learning = { tags: ['workshop'] };

/** A series: every second Saturday from the founding; answers until two months on, one called off; days are counted from the Saturday before today. */
export const cafés = {
  title: 'Repair Café',
  ...weirHouse,
  ...mending,
  body: 'Doors open at one. Bring what is broken and, if you have it, its charger.\n\n**Soup from three**, while it lasts.',
  start: '13:00:00',
  end: '17:00:00',
  capacity: 18,
  first: -336,
  every: 14,
  last: 56,
  cancelled: { days: -84, reason: 'The Weir House has no water this week.' },
} as const;

/** Somebody without an account. */
export interface Guest {
  readonly name: string;
  readonly email: string;
  readonly companions: number;
}

const vera: Guest = { name: 'Vera Jansen', email: 'vera@example.org', companions: 1 };
const willem: Guest = { name: 'Willem Baert', email: 'willem@example.org', companions: 0 };

/** What the coming cafés have beside the members who come, and the one that moves, to another day and place. */
export const comingCafés = {
  maybe: 2,
  no: 1,
  guests: [vera, willem],
  moved: {
    days: 28,
    by: 1,
    placeName: 'The Old Fire Station',
    placeAddress: 'Hose Lane 3, Ghent',
    access: { stepFree: 'no', toilet: 'no', note: 'Three steps at the door. Ring, and we carry.' },
  },
} as const;

export interface Happening {
  readonly days: number;
  readonly title: string;
  readonly body: string;
  readonly placeName: string;
  readonly placeAddress: string;
  readonly locality?: string;
  readonly access?: Readonly<Record<string, string>>;
  readonly tags?: string[];
  readonly start: string;
  readonly end: string;
  readonly capacity?: number;
  readonly visibility?: 'public' | 'group';
  readonly color: string;
  /** How many of the group say yes, perhaps and no. */
  readonly going: number;
  readonly maybe?: number;
  readonly no?: number;
  readonly guests?: readonly Guest[];
  readonly cancelled?: string;
  /** It moves by so many days once it stands. */
  readonly movesBy?: number;
}

export const happenings: readonly Happening[] = [
  {
    days: -210,
    title: 'Walk along the river',
    body: 'Slowly, with stops. Bring something for the picnic.',
    placeName: 'Keizer Bridge',
    placeAddress: 'Keizer Bridge, Ghent',
    start: '10:00:00',
    end: '14:00:00',
    color: '#1d5fa8',
    going: 14,
  },
  {
    days: -101,
    title: 'Open rehearsal with the new PA',
    body: 'Three songs each. The PA is ours now, so be kind to it.',
    ...weirHouse,
    start: '19:00:00',
    end: '22:00:00',
    color: '#7a3db8',
    going: 17,
  },
  {
    days: 9,
    title: 'Soldering for beginners',
    body: 'Six irons, six seats. **No experience needed.**',
    ...weirHouse,
    ...learning,
    start: '19:30:00',
    end: '21:30:00',
    capacity: 6,
    color: '#b4551c',
    going: 8,
    maybe: 1,
    no: 2,
    guests: [willem],
  },
  {
    days: 20,
    title: 'Members’ assembly: the workshop question',
    body: 'Do we take the back room? The vote is open until the week before.',
    ...weirHouse,
    start: '19:30:00',
    end: '21:30:00',
    visibility: 'group',
    color: '#a0620a',
    going: 11,
    maybe: 3,
    no: 1,
    movesBy: 2,
  },
  {
    days: 26,
    title: 'Bike workshop outside',
    body: 'Brakes and gears.',
    ...learning,
    placeName: 'Town park',
    placeAddress: 'Citadel Park, Ghent',
    start: '14:00:00',
    end: '17:00:00',
    color: '#0b7a53',
    going: 5,
    cancelled: 'The park is closed for the marathon. We look for a new day.',
  },
  {
    days: -24,
    title: 'Street fair: we mend outside',
    body: 'Four tables, a tent, and soup for whoever waits.',
    ...mending,
    placeName: 'Weaver Street',
    placeAddress: 'Weaver Street, Ghent',
    start: '11:00:00',
    end: '17:00:00',
    color: '#a0620a',
    going: 12,
  },
];

/** Something to do or to bring at an evening, and how much of it those take who come. */
export interface Need {
  readonly kind: 'shift' | 'bring' | 'role';
  readonly title: string;
  readonly start?: string;
  readonly end?: string;
  readonly place?: string;
  readonly wanted: number;
  readonly unit?: string;
  readonly takes: readonly number[];
}

/** What the evening of soldering needs: one shift, a thing to bring and a role, not all of it taken. */
export const solderingNeeds: readonly Need[] = [
  { kind: 'shift', title: 'Setting up', start: '18:30:00', end: '19:30:00', place: 'Back room', wanted: 2, takes: [1] },
  { kind: 'bring', title: 'Extension leads', wanted: 4, unit: 'leads', takes: [2, 1] },
  { kind: 'role', title: 'Opens up and has the key', wanted: 1, takes: [1] },
];

/** The rehearsal had somebody at the door: so many parties came, and one who had not answered. */
export const rehearsalDoor = { parties: 14, walkIn: 'Milo from next door' } as const;
