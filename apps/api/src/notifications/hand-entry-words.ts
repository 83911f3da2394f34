/** The words of mails about entries by hand. A language is complete or does not compile. */
const en = {
  look: 'Look at it',
  book: 'To the book',
  askedSubject: (amount: string) => `A second person is needed: ${amount}`,
  askedLine: (name: string, amount: string, text: string) =>
    `${name} wants to book ${amount} by hand${text ? `: ${text}` : ''}. By the rules of the group somebody else has to agree first.`,
  askedNote: 'Whoever keeps the book or is a steward can say yes or no, except who asked.',
  decidedSubject: {
    booked: (amount: string) => `Booked: ${amount}`,
    declined: (amount: string) => `Not booked: ${amount}`,
  },
  decidedLine: {
    booked: (name: string, amount: string, _reason: string) =>
      `${name} has agreed. Your entry of ${amount} is in the book.`,
    declined: (name: string, amount: string, reason: string) =>
      `${name} has not agreed to your entry of ${amount}: ${reason}`,
  },
};

const de: typeof en = {
  look: 'Ansehen',
  book: 'Zum Buch',
  askedSubject: (amount) => `Es braucht eine zweite Person: ${amount}`,
  askedLine: (name, amount, text) =>
    `${name} möchte ${amount} von Hand buchen${text ? `: ${text}` : ''}. Nach den Regeln der Gruppe muss zuerst jemand anderes zustimmen.`,
  askedNote: 'Ja oder nein sagen kann, wer die Kasse führt oder zur Leitung gehört, nur nicht, wer es gewollt hat.',
  decidedSubject: {
    booked: (amount) => `Gebucht: ${amount}`,
    declined: (amount) => `Nicht gebucht: ${amount}`,
  },
  decidedLine: {
    booked: (name, amount) => `${name} hat zugestimmt. Deine Buchung über ${amount} steht im Buch.`,
    declined: (name, amount, reason) => `${name} hat deiner Buchung über ${amount} nicht zugestimmt: ${reason}`,
  },
};

/** The words in a language; in English where there are none. */
export function handEntryWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}
