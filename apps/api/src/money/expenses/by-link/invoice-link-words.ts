/** The words of the page by which somebody outside sends their bill. A language is complete or does not compile. */
const en = {
  title: 'Your bill',
  gone: 'This link is good no more. Ask whoever gave it to you for another one.',
  to: (group: string) => `Your bill to ${group}`,
  asks: (name: string, what: string) => `${name} asks you for your bill: ${what}.`,
  next: (name: string) => `It goes to ${name}, who looks at it and hands it in. This page then says where it stands.`,
  came: (amount: string) => `Your bill of ${amount} has arrived.`,
  canChange: (name: string) => `Until ${name} hands it in you can change it here.`,
  files: (names: string) => `Here already: ${names}.`,
  send: 'Send the bill',
  sendAgain: 'Send it again',
  whatFor: 'What it is for',
  amount: 'Amount, with tax',
  currency: 'Currency',
  day: 'Day of the bill',
  file: 'The bill, as a photo or PDF',
  anotherFile: 'Another file',
  fileHint: 'At most 10 MB.',
  iban: 'Account (IBAN)',
  ibanHint: 'Where you want to be paid. It is kept sealed, for whoever pays you.',
  hasAccount: 'We have your account. Type it again only to change it.',
  holder: 'Whose account it is',
  note: 'Anything to add',
  partlyPaid: (paid: string, total: string) => `${paid} of ${total} has been paid.`,
  states: {
    SUBMITTED: (name: string) => `${name} has handed it in. Now it has to be approved.`,
    RETURNED: (name: string) => `There is a question about it, which ${name} was asked.`,
    APPROVED: (_: string) => 'It is approved and will be paid.',
    PAID: (_: string) => 'It has been paid.',
    REJECTED: (name: string) => `It was declined. ${name} can tell you why.`,
    WITHDRAWN: (name: string) => `${name} has taken it back.`,
  },
};

export type InvoiceLinkWords = typeof en;

const de: InvoiceLinkWords = {
  title: 'Deine Rechnung',
  gone: 'Dieser Link gilt nicht mehr. Bitte um einen neuen, wo du ihn bekommen hast.',
  to: (group) => `Deine Rechnung an ${group}`,
  asks: (name, what) => `${name} bittet dich um deine Rechnung: ${what}.`,
  next: (name) => `Sie geht an ${name}, wird dort angesehen und eingereicht. Danach sagt diese Seite, wie es steht.`,
  came: (amount) => `Deine Rechnung über ${amount} ist angekommen.`,
  canChange: (name) => `Solange ${name} sie nicht eingereicht hat, kannst du sie hier ändern.`,
  files: (names) => `Schon hier: ${names}.`,
  send: 'Rechnung senden',
  sendAgain: 'Noch einmal senden',
  whatFor: 'Wofür sie ist',
  amount: 'Betrag, mit Steuer',
  currency: 'Währung',
  day: 'Tag der Rechnung',
  file: 'Die Rechnung, als Foto oder PDF',
  anotherFile: 'Noch eine Datei',
  fileHint: 'Höchstens 10 MB.',
  iban: 'Konto (IBAN)',
  ibanHint: 'Wohin du das Geld möchtest. Es bleibt verschlossen, bis du bezahlt wirst.',
  hasAccount: 'Dein Konto ist hier. Gib es nur noch einmal ein, um es zu ändern.',
  holder: 'Auf wen das Konto lautet',
  note: 'Was noch zu sagen ist',
  partlyPaid: (paid, total) => `${paid} von ${total} sind bezahlt.`,
  states: {
    SUBMITTED: (name) => `${name} hat sie eingereicht. Jetzt muss sie freigegeben werden.`,
    RETURNED: (name) => `Es gibt eine Frage dazu, die ${name} gestellt wurde.`,
    APPROVED: () => 'Sie ist freigegeben und wird bezahlt.',
    PAID: () => 'Sie ist bezahlt.',
    REJECTED: (name) => `Sie wurde abgelehnt. ${name} kann dir sagen, warum.`,
    WITHDRAWN: (name) => `${name} hat sie zurückgenommen.`,
  },
};

/** The words in a language; in English where there are none. */
export function invoiceLinkWords(locale: string): InvoiceLinkWords {
  return locale.startsWith('de') ? de : en;
}
