/** The words of mails about tasks. A language is complete or does not compile. */
const en = {
  look: 'To the tasks',
  answer: 'Answer',
  backSubject: (event: string) => `Open again: ${event}`,
  backLine: {
    withdrew: (name: string, what: string, event: string) => `${name} handed back, for "${event}": ${what}.`,
    notComing: (name: string, what: string, event: string) =>
      `${name} is not coming to "${event}". Open again: ${what}.`,
    left: (name: string, what: string, event: string) =>
      `${name} has left the group. Open again at "${event}": ${what}.`,
  },
  freedSubject: (what: string) => `No longer yours: ${what}`,
  freedLine: (what: string, event: string, when: string) =>
    `The hosts of "${event}", ${when}, have taken this off you: ${what}. There is nothing more to do.`,
  removedSubject: (title: string) => `No longer needed: ${title}`,
  removedLine: (title: string, event: string, when: string) =>
    `"${title}" at "${event}", ${when}, is no longer needed. There is nothing more to do.`,
  offeredSubject: (name: string, title: string) => `${name} asks: can you take over "${title}"?`,
  offeredLine: (name: string, title: string, event: string, when: string) =>
    `${name} asks if you take over "${title}" at "${event}", ${when}. Until you say yes it stays with ${name}.`,
  takenOverSubject: {
    yes: (name: string, title: string) => `${name} takes over: ${title}`,
    no: (name: string, title: string) => `${name} can't take over: ${title}`,
  },
  takenOverLine: {
    yes: (name: string, title: string, event: string) => `${name} takes over "${title}" at "${event}".`,
    no: (name: string, title: string, event: string) =>
      `${name} can't take over "${title}" at "${event}". It is still yours; you can ask somebody else or hand it back.`,
  },
  openSubject: (event: string) => `Still open: ${event}`,
  openLine: (event: string, when: string) => `Nobody has taken these yet for "${event}", ${when}:`,
  openTask: (title: string, missing: number, wanted: number, unit: string) =>
    `${title}: ${missing} of ${wanted}${unit ? ` ${unit}` : ''} missing`,
};

const de: typeof en = {
  look: 'Zu den Aufgaben',
  answer: 'Antworten',
  backSubject: (event) => `Wieder offen: ${event}`,
  backLine: {
    withdrew: (name, what, event) => `${name} hat für „${event}“ zurückgegeben: ${what}.`,
    notComing: (name, what, event) => `${name} kommt nicht zu „${event}“. Wieder offen: ${what}.`,
    left: (name, what, event) => `${name} hat die Gruppe verlassen. Wieder offen bei „${event}“: ${what}.`,
  },
  freedSubject: (what) => `Nicht mehr deins: ${what}`,
  freedLine: (what, event, when) =>
    `Die Gastgeber von „${event}“, ${when}, haben dir das abgenommen: ${what}. Du musst nichts mehr tun.`,
  removedSubject: (title) => `Nicht mehr nötig: ${title}`,
  removedLine: (title, event, when) =>
    `„${title}“ bei „${event}“, ${when}, wird nicht mehr gebraucht. Du musst nichts mehr tun.`,
  offeredSubject: (name, title) => `${name} fragt: Übernimmst du „${title}“?`,
  offeredLine: (name, title, event, when) =>
    `${name} fragt, ob du „${title}“ bei „${event}“, ${when}, übernimmst. Bis du ja sagst, bleibt es bei ${name}.`,
  takenOverSubject: {
    yes: (name, title) => `${name} übernimmt: ${title}`,
    no: (name, title) => `${name} kann nicht übernehmen: ${title}`,
  },
  takenOverLine: {
    yes: (name, title, event) => `${name} übernimmt „${title}“ bei „${event}“.`,
    no: (name, title, event) =>
      `${name} kann „${title}“ bei „${event}“ nicht übernehmen. Es ist noch deins; frag jemand anderen oder gib es zurück.`,
  },
  openSubject: (event) => `Noch offen: ${event}`,
  openLine: (event, when) => `Das hat für „${event}“, ${when}, noch niemand übernommen:`,
  openTask: (title, missing, wanted, unit) => `${title}: ${missing} von ${wanted}${unit ? ` ${unit}` : ''} fehlen`,
};

/** The words in a language; English where we have none. */
export function taskMailWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}

/** "Bread, 3 loaves", or the title alone of what is one person's to do. */
export function quantityText({ title, quantity, unit }: { title: string; quantity: number; unit: string }): string {
  if (!unit && quantity === 1) return title;
  return `${title}, ${quantity}${unit ? ` ${unit}` : ''}`;
}
