// What the group decides in the year, and what is done without a vote.

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
