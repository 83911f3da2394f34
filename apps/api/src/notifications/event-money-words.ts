/** The words of mails about the money of events. A language is complete or does not compile. */
const en = {
  look: 'To its money',
  overSubject: (event: string) => `It may not suffice: ${event}`,
  overLine: (event: string, going: number, forecast: string, over: string) =>
    `${going === 1 ? 'With the one who is going now' : `With the ${going} who are going now`}, “${event}” will cost ${forecast}: ${over} more than its budget lines hold. A proposal can raise them, or fewer things be bought.`,
  leftSubject: (event: string) => `What is left: ${event}`,
  leftLine: (event: string, left: string) => `${left} that was set aside for “${event}” is not spent.`,
  leftRelease: (day: string) =>
    `It can be spent until ${day}. On that day it is free again in its fund, by the rules of the group. Hand in receipts before.`,
  leftAsk:
    'The rules of the group leave it to you: a proposal can close the lines, or it stays for what is still to come.',
  freeSubject: (event: string) => `Free again: ${event}`,
  freeLine: (event: string, left: string) =>
    `${left} that was left of “${event}” is free again in its fund, and its budget lines are closed.`,
};

const de: typeof en = {
  look: 'Zu seinem Geld',
  overSubject: (event) => `Es reicht vielleicht nicht: ${event}`,
  overLine: (event, going, forecast, over) =>
    `${going === 1 ? 'Mit der einen Person, die jetzt kommt' : `Mit den ${going}, die jetzt kommen`}, wird „${event}“ ${forecast} kosten: ${over} mehr, als seine Budgetposten halten. Ein Vorschlag kann sie erhöhen, oder es wird weniger gekauft.`,
  leftSubject: (event) => `Was übrig ist: ${event}`,
  leftLine: (event, left) => `${left}, die für „${event}“ zurückgelegt waren, sind nicht ausgegeben.`,
  leftRelease: (day) =>
    `Sie können bis zum ${day} ausgegeben werden. An dem Tag sind sie nach den Regeln der Gruppe in ihrem Topf wieder frei. Reicht Belege vorher ein.`,
  leftAsk:
    'Die Regeln der Gruppe überlassen es euch: ein Vorschlag kann die Posten schließen, oder es bleibt für das, was noch kommt.',
  freeSubject: (event) => `Wieder frei: ${event}`,
  freeLine: (event, left) =>
    `${left}, die von „${event}“ übrig waren, sind in ihrem Topf wieder frei, und seine Budgetposten sind geschlossen.`,
};

/** The words of a language; English where we do not speak it. */
export function eventMoneyWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}
