import type { exportFormats } from '#libs/money';

type Names = Readonly<Record<string, string>>;

const kinds: Names = {
  CONTRIBUTION: 'Contribution',
  EXPENSE_APPROVED: 'Expense approved',
  EXPENSE_PAID: 'Expense paid',
  ADVANCE: 'Advance paid out',
  ADVANCE_CLEARED: 'Set against an advance',
  ADVANCE_RETURNED: 'Advance given back',
  EXPENSE_WAIVED: 'Let go of by the payee',
  PAYMENT_RETURNED: 'Payment came back',
  EXCHANGE_DIFFERENCE: 'Exchange difference',
  REVERSAL: 'Reversal',
  OPENING: 'Opening balance',
  SWEEP: 'Between accounts',
  ALLOCATION: 'Between funds',
  RELEASE: 'Between funds',
  FUND_SHARE: 'From group to group',
  EXCHANGE: 'Changed',
  CASH_DIFFERENCE: 'Difference of a count',
  RECLASSIFIED: 'Another category',
  REFUND: 'Paid back',
  PROCESSOR_FEE: 'Fee',
};
const authorities: Names = {
  DECISION: 'a decision of the group',
  RULE: 'by the rules for spending',
  DUTY: 'the treasurer, by duty',
  OPENING: 'opening of the book',
  SYSTEM: 'by itself',
};
/** Beginnings of accounts, the longest first; what comes behind one is the handle of whoever it is about. */
const accounts: Names = {
  'assets:bank:main': 'Bank',
  'assets:cash:till': 'Cash box',
  'assets:bank:': 'Bank account',
  'assets:cash:': 'Cash box',
  'assets:processor:': 'Payment service',
  'assets:receivable:': 'Held as an advance by',
  'liabilities:payable:': 'Owed to',
  'equity:fx': 'Expenses in other currencies',
  'equity:funds:general': 'General fund',
  'equity:funds:shortfall': 'Shortfall',
};

/** What the kinds of files are called, in any language. */
export const fileNames: Readonly<Record<(typeof exportFormats)[number], string>> = {
  csv: 'CSV',
  json: 'JSON',
  hledger: 'hledger',
  ledger: 'Ledger',
  beancount: 'Beancount',
};

const en = {
  kinds,
  authorities,
  accounts,
  title: (group: string) => `The book of ${group}`,
  lead: 'You read this book as its treasurer does, without bills that people share among each other: their numbers are missing here, and the JSON file holds their places, so that it can be checked all the same. Nothing can be changed here, and each opening is noted in the log of the group. Every entry sums to nothing: plus is where money went, minus where it came from.',
  inHand: 'Money in hand',
  chain: (entries: string, head: string) =>
    `${entries} entries, chained. The checksum (hash) of the last one is ${head}`,
  decision: (number: number) => `decision no. ${number}`,
  receipt: (name: string) => `Receipt: ${name}`,
  older: 'Older entries',
  download: (format: string) => `The whole book as ${format}`,
  script: 'Fifty lines of Python that check the JSON file',
  goneTitle: 'This link does not open the book',
  gone: 'It has ended or was taken back. Ask the treasurer for another.',
};
const de: typeof en = {
  kinds: {
    CONTRIBUTION: 'Beitrag',
    EXPENSE_APPROVED: 'Auslage freigegeben',
    EXPENSE_PAID: 'Auslage bezahlt',
    ADVANCE: 'Vorschuss ausgezahlt',
    ADVANCE_CLEARED: 'Mit einem Vorschuss verrechnet',
    ADVANCE_RETURNED: 'Vorschuss zurückgegeben',
    EXPENSE_WAIVED: 'Darauf verzichtet',
    PAYMENT_RETURNED: 'Zahlung kam zurück',
    EXCHANGE_DIFFERENCE: 'Unterschied beim Wechseln',
    REVERSAL: 'Rücknahme',
    OPENING: 'Anfangsbestand',
    SWEEP: 'Zwischen Konten',
    ALLOCATION: 'Zwischen Töpfen',
    RELEASE: 'Zwischen Töpfen',
    FUND_SHARE: 'Von Gruppe zu Gruppe',
    EXCHANGE: 'Gewechselt',
    CASH_DIFFERENCE: 'Unterschied einer Zählung',
    RECLASSIFIED: 'Andere Kategorie',
    REFUND: 'Zurückgezahlt',
    PROCESSOR_FEE: 'Gebühr',
  },
  authorities: {
    DECISION: 'ein Beschluss der Gruppe',
    RULE: 'nach den Ausgaberegeln',
    DUTY: 'die Kasse, von Amts wegen',
    OPENING: 'Eröffnung des Buchs',
    SYSTEM: 'von selbst',
  },
  accounts: {
    'assets:bank:main': 'Bank',
    'assets:cash:till': 'Kasse',
    'assets:bank:': 'Bankkonto',
    'assets:cash:': 'Kasse',
    'assets:processor:': 'Zahlungsdienst',
    'assets:receivable:': 'Als Vorschuss bei',
    'liabilities:payable:': 'Geschuldet an',
    'equity:fx': 'Auslagen in anderen Währungen',
    'equity:funds:general': 'Allgemeiner Topf',
    'equity:funds:shortfall': 'Fehlbetrag',
  },
  title: (group) => `Das Buch von ${group}`,
  lead: 'Du liest dieses Buch, wie es die Kasse liest, ohne Rechnungen, die Leute unter sich teilen: Ihre Nummern fehlen hier, und die JSON-Datei hält ihre Plätze, sodass sie sich trotzdem prüfen lässt. Hier lässt sich nichts ändern, und jedes Öffnen steht im Protokoll der Gruppe. Jede Buchung ergibt zusammen null: Plus steht, wohin Geld ging, Minus, woher es kam.',
  inHand: 'In der Kasse',
  chain: (entries, head) => `${entries} Buchungen, verkettet. Die Prüfsumme (Hash) der letzten ist ${head}`,
  decision: (number) => `Beschluss Nr. ${number}`,
  receipt: (name) => `Beleg: ${name}`,
  older: 'Ältere Buchungen',
  download: (format) => `Das ganze Buch als ${format}`,
  script: 'Fünfzig Zeilen Python, die die JSON-Datei prüfen',
  goneTitle: 'Dieser Link öffnet das Buch nicht',
  gone: 'Er ist abgelaufen oder wurde zurückgenommen. Bitte die Kasse um einen neuen.',
};

/** The words of the auditor's page in a language; English where there are none. */
export function auditWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}

/** An account in words: the name that the group gave it, else what kind of account it is and whom it is about. */
export function auditAccount(words: typeof en, { name, path }: { name: string | null; path: string }): string {
  const start = Object.keys(words.accounts).find((one) => path.startsWith(one));
  if (start === undefined) return name ?? path;
  const said = words.accounts[start]!;
  if (path.startsWith('equity:funds:')) return said;
  return name ?? (start.endsWith(':') ? `${said} ${path.slice(start.length)}` : said);
}
