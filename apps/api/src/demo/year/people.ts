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

/** The one who did not pay the dues: warned, then lapsed. */
export const lapsed = { at: 22, warned: -30, days: -0.05 } as const;
