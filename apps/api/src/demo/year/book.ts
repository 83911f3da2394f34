// What is given and spent in the year; amounts in minor units.

/** What was there before the group kept a book. */
export const opening = { days: -363, bank: 32_000, till: 8500 } as const;

/** The account of the group, and the accounts that some of its people are paid to: examples that belong to nobody. */
export const accounts = { group: 'BE68 5390 0754 7034', ana: 'BE71 0961 2345 6769', sofia: 'NL91 ABNA 0417 1643 00' };

/** What members give, month by month, oldest first: the standing orders, then the jar. */
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
  /** The budget line that holds the money for it. */
  readonly line?: string;
  /** The event whose purse pays. */
  readonly fund?: string;
  /** Who approves it by an authority of their own, in place of those who have a duty. */
  readonly approver?: number;
  /** Where it is paid to. */
  readonly iban?: string;
  readonly ends: 'paid' | 'approved' | 'submitted' | 'rejected' | 'returned' | 'withdrawn';
}

export const spendings: readonly Spending[] = [
  { days: -300, by: 3, title: 'Soldering irons, second hand', category: 'equipment', minor: 8900, ends: 'paid' },
  { days: -240, by: 5, title: 'Posters and stickers', category: 'printing', minor: 3240, ends: 'paid' },
  { days: -180, by: 2, title: 'Room hire, four nights', category: 'room', minor: 18_480, ends: 'paid' },
  { days: -105, by: 2, title: 'PA system', category: 'equipment', minor: 38_550, line: 'PA', ends: 'paid' },
  { days: -60, by: 6, title: 'Soup vegetables', category: 'food', minor: 4730, ends: 'paid' },
  { days: -33, by: 8, title: 'Taxi home', category: 'travel', minor: 3100, ends: 'rejected' },
  { days: -31, by: 2, title: 'Room hire, two nights', category: 'room', minor: 9600, line: 'Room hire', ends: 'paid' },
  { days: -20, by: 11, title: 'Extension leads', category: 'equipment', minor: 3950, ends: 'withdrawn' },
  {
    days: -17,
    by: 3,
    title: 'Drill bits and blades',
    category: 'equipment',
    minor: 4120,
    line: 'Tools and parts',
    ends: 'paid',
  },
  { days: -11, by: 12, title: 'Coffee, milk and sugar', category: 'food', minor: 2460, approver: 6, ends: 'paid' },
  {
    days: -6,
    by: 7,
    title: 'Bike stand, second hand',
    category: 'equipment',
    minor: 4720,
    iban: accounts.sofia,
    ends: 'approved',
  },
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

/** Money that was given for a purpose. */
export const grant = {
  days: -80,
  minor: 50_000,
  name: 'Tool library',
  purpose: 'Tools that neighbours can borrow',
  giver: 'City of Ghent',
} as const;

/** What each member gives once a year, by a decision; who pays by transfer, who gives another step, and who is set free of it. */
export const dues = {
  days: -72,
  closes: -66,
  by: 1,
  title: 'Dues of 24.00 a year',
  body: 'Half of the room is paid by the jar, and the jar is empty in the holidays. Whoever has less gives 12.00, whoever has more gives more. And people who are not members may give to us too.',
  yes: 11,
  rules: { every: 'year', suggested: '2400', min: '1200', max: '6000', lapseAfterMonths: '2' },
  steps: [
    { by: 2, minor: 4800 },
    { by: 10, minor: 1200 },
  ],
  paid: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21],
  waived: { at: 14, reason: 'Between two jobs this year.' },
} as const;

/** A gift of somebody who is no member. */
export const gift = {
  days: -12,
  minor: 4000,
  name: 'Rosa De Wilde',
  email: 'rosa@example.org',
  purpose: 'For the soup pot',
} as const;

/** Money before it is spent: one that was shown with receipts and given back, one that is out. */
export const advances = {
  cleared: {
    days: -27,
    by: 9,
    title: 'Soup for the street fair',
    category: 'food',
    minor: 6000,
    line: 'Soup and bread',
    due: -14,
    shown: { days: -22, title: 'Vegetables, bread and paper bowls', minor: 5240 },
    back: { days: -21, minor: 760 },
  },
  open: {
    days: -8,
    by: 3,
    title: 'Spare parts from the flea market',
    category: 'equipment',
    minor: 12_000,
    line: 'Tools and parts',
    due: 12,
  },
} as const;

/** What comes back: a rent that Ana hands in each month; the draft for the next one is there. */
export const rent = {
  days: -3,
  by: 0,
  title: 'Rent of the tool cupboard',
  category: 'room',
  minor: 1800,
  line: 'Room hire',
  vendor: 'Weir House',
  comes: -1,
} as const;

/** The bill of somebody outside, asked for by a link. */
export const byLink = {
  days: -30,
  sent: -20,
  by: 2,
  name: 'Tent hire De Brug',
  what: 'Tables and a tent',
  category: 'room',
  minor: 4500,
  iban: 'BE43 0689 9999 9501',
  line: 'Tables and a tent',
} as const;

/** The statement of the bank that is imported: its first and last day, and when. */
export const statement = { from: -40, until: -6, days: -5 } as const;

/** The book is closed up to the last month that ends so many days ago or earlier. */
export const closing = { days: -44, ends: -45 } as const;
