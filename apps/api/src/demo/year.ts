// The year of a small group, as data: who, what, and how many days before or after today. No clock, no chance.

export const group = {
  name: 'Riverside Repair Café',
  handle: 'riverside',
  summary: 'We mend what is broken, every second Saturday in Ghent.',
  about:
    'Toasters, jeans with a hole in the knee, bikes that click: bring it, sit down with somebody who knows how, and **mend it together**.\n\n- Electronics, bikes, textiles and small furniture\n- Spare parts at cost, repairs are free\n- Soup from three',
  currency: 'EUR',
  zone: 'Europe/Brussels',
  visibility: 'open',
  color: '#0b7a53',
} as const;

/** The first founds the group and runs the instance, the second keeps the purse, the third looks after the events. */
export const people = [
  'Ana Silva',
  'Ben Okafor',
  'Cleo Martens',
  'Tomasz Wójcik',
  'Noor Hassan',
  'Lena Fischer',
  'Mateo Silva',
  'Sofia Oliveira',
  'Hugo Peeters',
  'Ines Claes',
  'Priya Nair',
  'Jonas Vermeulen',
  'Amara Diallo',
  'Emil Larsen',
  'Fatima El Amrani',
  'Greet De Smet',
  'Henrik Voss',
  'Ilse Maes',
  'Juno Park',
  'Karim Benali',
  'Lotte Jacobs',
  'Marek Novak',
  'Nele Wouters',
  'Oscar Lindqvist',
] as const;

/** The one who left after most of the year. */
export const leaver = { at: 23, daysAgo: 30 } as const;

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
    title: 'Summer walk along the river',
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
];

/** What members give, month by month, oldest first, in minor units: the standing orders, then the jar. */
export const contributions = Array.from({ length: 12 }, (_, month) => ({
  monthsAgo: 11 - month,
  members: 11_500,
  jar: 2800 + ((month * 37) % 11) * 330,
}));

export interface Spending {
  readonly days: number;
  readonly by: number;
  readonly title: string;
  readonly category: string;
  readonly minor: number;
  readonly line?: boolean;
  /** The event whose purse pays. */
  readonly fund?: string;
  readonly ends: 'paid' | 'approved' | 'submitted' | 'rejected' | 'returned' | 'withdrawn';
}

export const spendings: readonly Spending[] = [
  { days: -300, by: 3, title: 'Soldering irons, second hand', category: 'equipment', minor: 8900, ends: 'paid' },
  { days: -240, by: 5, title: 'Posters and stickers', category: 'printing', minor: 3240, ends: 'paid' },
  { days: -180, by: 2, title: 'Room hire, summer', category: 'room', minor: 18_480, ends: 'paid' },
  { days: -105, by: 2, title: 'PA system', category: 'equipment', minor: 38_550, line: true, ends: 'paid' },
  { days: -60, by: 6, title: 'Soup vegetables', category: 'food', minor: 4730, ends: 'paid' },
  { days: -33, by: 8, title: 'Taxi home', category: 'travel', minor: 3100, ends: 'rejected' },
  { days: -20, by: 11, title: 'Extension leads', category: 'equipment', minor: 3950, ends: 'withdrawn' },
  { days: -6, by: 7, title: 'Bike stand, second hand', category: 'equipment', minor: 4720, ends: 'approved' },
  { days: -4, by: 12, title: 'Tea and biscuits', category: 'food', minor: 2260, ends: 'returned' },
  {
    days: -2,
    by: 9,
    title: 'Solder, flux and heat-shrink',
    category: 'equipment',
    minor: 4730,
    fund: 'Soldering for beginners',
    ends: 'submitted',
  },
];

/** The evening that has a purse of its own. */
export const purse = { days: -5, event: 'Soldering for beginners', minor: 6000, giver: 'Course fees' } as const;

/** The three questions of the year: one that freed money, one that failed, one that waits. */
export const questions = {
  pa: {
    days: -120,
    closes: -113,
    by: 2,
    title: 'Spend up to 400.00 on a PA',
    event: 'Open rehearsal with the new PA',
    body: 'The rehearsals need a voice. Second hand, two speakers and a small mixer; I have one in view.',
    line: { label: 'PA', minor: 40_000 },
    yes: 15,
    aside: 2,
  },
  shirts: {
    days: -75,
    closes: -68,
    by: 12,
    title: 'Print T-shirts for everybody',
    body: 'Green, with the kettle.',
    yes: 6,
    no: 10,
  },
  lease: {
    days: -3,
    closes: 4,
    by: 5,
    title: 'Sign a two-year lease on the Weir House back room',
    event: 'Members’ assembly: the workshop question',
    body: 'The back room would give us a **permanent bench** and lockable storage, so that we stop carrying forty kilos of tools up from Tomasz’s cellar every month.\n\nRent is 225 a month including heat. We can leave with three months’ notice after the first year.',
    yes: 7,
  },
} as const;

/** An election before it opens: two stand, two were asked, Ana among them. */
export const election = {
  days: -2,
  opens: 2,
  closes: 9,
  by: 2,
  title: 'Who keeps the tools for the next year?',
  body: 'Tomasz has kept them for three years and says it is somebody else’s turn, or his once more if nobody minds. An evening a month, and the key to the cellar.',
  named: [3, 5, 0, 10],
  stand: [3, 5],
} as const;

/** Somebody has to answer for something: two members have begun a case, and the person concerned has replied. */
export const removal = {
  days: -1.5,
  by: 7,
  joins: 11,
  about: 20,
  happened: -3,
  reasons:
    'Took the big drill home twice without asking, and the second time it came back broken. Asked about it at the café, shouted at whoever asked.',
  reply: 'I should have asked, and I am sorry that I shouted. I have ordered a new chuck and will pay for it.',
} as const;

export const talk = [
  { on: 'lease', by: 3, text: 'My back says yes.' },
  { on: 'lease', by: 9, text: 'Is the heating really in it? Last winter it was not.' },
  { on: 'lease', by: 5, text: 'It is, I have it in writing now.' },
  { on: 'soldering', by: 10, text: 'I can bring two more irons if somebody wants to share.' },
] as const;

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

/** What somebody just did: one to which somebody objected, so that it became a proposal, one that stands, and one of yesterday. */
export const notices = {
  music: {
    days: -40,
    by: 18,
    title: 'Music while we mend',
    body: 'I bring a small speaker and play something quiet on café Saturdays.',
    objects: { by: 15, reason: 'I mend radios. With music on I hear neither the hum nor the people I help.' },
    consent: [0, 1, 2, 6, 7, 10, 12, 14, 17, 18],
    standAside: [3, 8, 15, 16],
  },
  screws: {
    days: -9,
    by: 13,
    title: 'Sort the box of screws',
    body: 'By length and head. Whoever has jam jars, bring them.',
    until: 6,
  },
  shelf: {
    days: -0.8,
    by: 11,
    title: 'A shelf for the bike tools',
    body: 'Of two boards and the brackets that lie in the cellar.',
    minor: 3500,
  },
} as const;
