/** The words of mails about money before it is spent. A language is complete or does not compile. */
const en = {
  soonSubject: (title: string) => `Soon due: receipts for “${title}”`,
  soonLine: (title: string, out: string, day: string) =>
    `You hold ${out} of the advance “${title}”. By ${day}, hand in the receipts and give back what is left.`,
  overdueSubject: (title: string) => `Overdue: receipts for “${title}”`,
  overdueLine: (title: string, out: string, day: string) =>
    `You hold ${out} of the advance “${title}”; its last day was ${day}. Hand in the receipts, and give what is left to the treasurer.`,
  settledSubject: (n: number) => `Approved: expense X-${n}`,
  settledLine: (title: string, minor: string) =>
    `The expense “${title}” is approved. ${minor} of it is set against your advance.`,
  restLine: (rest: string) => `The other ${rest} will be paid.`,
  outLine: (out: string, day: string) => `You hold ${out} of the advance still, until ${day}.`,
  nothingLeftLine: 'With this the advance is settled.',
  backSubject: (title: string) => `Given back: “${title}”`,
  backLine: (title: string, minor: string) =>
    `The treasurer has noted that ${minor} of the advance “${title}” came back.`,
  look: 'To the advance',
};

const de: typeof en = {
  soonSubject: (title) => `Bald fällig: Belege für „${title}“`,
  soonLine: (title, out, day) =>
    `Du hast noch ${out} vom Vorschuss „${title}“. Reiche bis ${day} die Belege ein und gib zurück, was übrig ist.`,
  overdueSubject: (title) => `Überfällig: Belege für „${title}“`,
  overdueLine: (title, out, day) =>
    `Du hast noch ${out} vom Vorschuss „${title}“; der letzte Tag war ${day}. Reiche die Belege ein und gib der Kasse, was übrig ist.`,
  settledSubject: (n) => `Genehmigt: Auslage X-${n}`,
  settledLine: (title, minor) =>
    `Die Auslage „${title}“ ist genehmigt. ${minor} davon sind mit deinem Vorschuss verrechnet.`,
  restLine: (rest) => `Die übrigen ${rest} werden gezahlt.`,
  outLine: (out, day) => `Du hast noch ${out} vom Vorschuss, bis ${day}.`,
  nothingLeftLine: 'Damit ist der Vorschuss abgerechnet.',
  backSubject: (title) => `Zurückgegeben: „${title}“`,
  backLine: (title, minor) => `Die Kasse hat notiert, dass ${minor} vom Vorschuss „${title}“ zurückgekommen sind.`,
  look: 'Zum Vorschuss',
};

/** The words of a language; English where we do not speak it. */
export function advanceWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}
