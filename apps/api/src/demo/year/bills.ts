// Costs that people of the group shared among themselves; amounts in minor units.

/** A weekend away: who was there, who laid out what, where the one who is owed is paid. */
export const camp = {
  days: -52,
  paid: -50,
  confirmed: -49,
  title: 'Mending camp by the sea',
  people: [0, 2, 3, 4],
  bills: [
    { by: 0, what: 'The hut, two nights', minor: 18_000, spent: -55 },
    { by: 2, what: 'Groceries', minor: 8835, spent: -54 },
    { by: 3, what: 'Petrol', minor: 6240, spent: -53 },
  ],
} as const;
