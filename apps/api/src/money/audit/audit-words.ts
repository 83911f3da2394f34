const en = {
  title: (group: string) => `The book of ${group}`,
  lead: 'You read this book as its treasurer does. Nothing can be changed here, and each opening is noted in the log of the group.',
  inHand: 'Money in hand',
  chain: (entries: string, head: string) => `${entries} entries, chained. The last hash is ${head}`,
  decision: (number: number) => `decision no. ${number}`,
  receipt: (name: string) => `Receipt: ${name}`,
  older: 'Older entries',
  download: (format: string) => `The whole book as ${format}`,
  goneTitle: 'This link does not open the book',
  gone: 'It has ended or was taken back. Ask the treasurer for another.',
};
const de: typeof en = {
  title: (group) => `Das Buch von ${group}`,
  lead: 'Du liest dieses Buch, wie es die Kasse liest. Hier lässt sich nichts ändern, und jedes Öffnen steht im Protokoll der Gruppe.',
  inHand: 'In der Kasse',
  chain: (entries, head) => `${entries} Buchungen, verkettet. Der letzte Hash ist ${head}`,
  decision: (number) => `Beschluss Nr. ${number}`,
  receipt: (name) => `Beleg: ${name}`,
  older: 'Ältere Buchungen',
  download: (format) => `Das ganze Buch als ${format}`,
  goneTitle: 'Dieser Link öffnet das Buch nicht',
  gone: 'Er ist abgelaufen oder wurde zurückgenommen. Bitte die Kasse um einen neuen.',
};

/** The words of the auditor's page in a language; English where there are none. */
export function auditWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}
