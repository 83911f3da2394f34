/** The words of mails about bills by link. A language is complete or does not compile. */
const en = {
  askedSubject: (group: string) => `Your bill to ${group}`,
  askedLine: (name: string, group: string, what: string) => `${name} of ${group} asks you for your bill: ${what}.`,
  askedNote: 'Photo or PDF, amount, account: it takes a minute and no sign-in. The link is for you alone.',
  askedButton: 'Send the bill',
  sentSubject: (name: string, amount: string) => `${name} sent a bill of ${amount}`,
  sentLine: (name: string, amount: string, what: string) =>
    `${name} sent the bill of ${amount} you asked for: ${what}.`,
  sentNote: 'Look whether it is right, say what it was for, and hand it in. Until then nothing happens with it.',
  sentButton: 'Look at it',
};

const de: typeof en = {
  askedSubject: (group) => `Deine Rechnung an ${group}`,
  askedLine: (name, group, what) => `${name} von ${group} bittet dich um deine Rechnung: ${what}.`,
  askedNote: 'Foto oder PDF, Betrag, Konto: Das dauert eine Minute und geht ohne Anmeldung. Der Link ist nur für dich.',
  askedButton: 'Rechnung senden',
  sentSubject: (name, amount) => `${name} hat eine Rechnung über ${amount} geschickt`,
  sentLine: (name, amount, what) =>
    `${name} hat die Rechnung über ${amount} geschickt, um die du gebeten hast: ${what}.`,
  sentNote: 'Sieh nach, ob sie stimmt, sag, wofür sie war, und reich sie ein. Vorher geschieht nichts damit.',
  sentButton: 'Ansehen',
};

/** The words in a language; in English where there are none. */
export function invoiceMailWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}
