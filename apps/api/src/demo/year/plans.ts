// What the group plans to spend, and what it shares out; amounts in minor units.

/** A budget of several lines, adopted by a decision: one of them waits for money. */
export const budget = {
  days: -50,
  asks: -46,
  closes: -39,
  by: 2,
  name: 'Half a year of the workshop',
  until: 150,
  title: 'The budget for half a year of the workshop',
  body: 'The room, tools and the soup are what we need in any case. The back room opens when the money for it is there.',
  yes: 12,
  rows: [
    { kind: 'SPENDING', label: 'Room hire', category: 'room', minor: 24_000, fromStart: true },
    { kind: 'SPENDING', label: 'Tools and parts', category: 'equipment', minor: 18_000, fromStart: true },
    { kind: 'SPENDING', label: 'Soup and coffee', category: 'food', minor: 9000, fromStart: false },
    { kind: 'SPENDING', label: 'Back room, six months', category: 'room', minor: 135_000, fromStart: false },
    {
      kind: 'INCOME',
      label: 'Standing orders and the jar',
      category: 'contributions',
      minor: 96_000,
      fromStart: false,
    },
    { kind: 'INCOME', label: 'Dues', category: 'dues', minor: 52_000, fromStart: false },
  ],
} as const;

/** The money of an event, planned by the head and adopted; what it really cost stands in the book of the year. */
export const fair = {
  days: -43,
  asks: -42,
  closes: -36,
  by: 2,
  event: 'Street fair: we mend outside',
  heads: 40,
  title: 'Soup and a tent at the street fair',
  body: 'Forty bowls of soup and a roof over the tables. The jar stands beside the pot.',
  yes: 9,
  rows: [
    { kind: 'SPENDING', per: 'HEAD', label: 'Soup and bread', category: 'expense.food', minor: 150 },
    { kind: 'SPENDING', per: 'ONCE', label: 'Tables and a tent', category: 'expense.room', minor: 4500 },
    { kind: 'INCOME', per: 'HEAD', label: 'The jar at the fair', category: 'income.contributions', minor: 200 },
  ],
} as const;

/** Somebody may approve alone, within a scope. */
export const authority = {
  days: -58,
  closes: -51,
  by: 12,
  to: 6,
  title: 'Mateo buys for the kitchen',
  body: 'Nobody should wait for two signatures over a bag of onions.',
  yes: 10,
  what: 'Kitchen',
  category: 'food',
  each: 3000,
  ceiling: 15_000,
  until: 140,
} as const;

/** Another authority, which nobody used: the group took its decision back. */
export const bikes = {
  days: -108,
  closes: -101,
  by: 3,
  to: 11,
  title: 'Jonas buys parts for the bikes',
  body: 'Brake pads and inner tubes run out in the middle of a Saturday.',
  yes: 11,
  what: 'Bike parts',
  category: 'equipment',
  each: 2500,
  ceiling: 12_000,
  until: 60,
  over: {
    days: -28,
    closes: -21,
    by: 11,
    title: 'Take back that Jonas buys the bike parts',
    body: 'I have bought nothing in ten weeks: the shop lends us a box and we pay for what we took. What nobody uses should not stand open.',
    yes: 13,
  },
} as const;

/** A round in which members shared out a pot: what was proposed by whom, and who approves of what. */
export const round = {
  days: -34,
  proposing: -31,
  allotting: -25,
  by: 0,
  title: 'What does the workshop need most?',
  body: 'Two hundred for small things. Say what you would look after yourself.',
  pot: 20_000,
  buckets: [
    { by: 4, title: 'Service for the sewing machine', body: 'It has skipped stitches for months.', minor: 8000 },
    { by: 5, title: 'A second soldering station', body: 'One is always taken.', minor: 9500 },
    { by: 11, title: 'Floor pump with a gauge', body: 'So that nobody guesses any more.', minor: 4500 },
    { by: 12, title: 'Aprons with the kettle', body: 'Ten of them, green.', minor: 9000 },
  ],
  approve: [
    { by: 0, of: [0, 2] },
    { by: 1, of: [0] },
    { by: 2, of: [0, 1, 2] },
    { by: 4, of: [0] },
    { by: 5, of: [1] },
    { by: 7, of: [0, 2] },
    { by: 11, of: [2, 0] },
    { by: 12, of: [3] },
    { by: 15, of: [0, 1] },
    { by: 16, of: [2] },
  ],
} as const;
