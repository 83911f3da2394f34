/** The words of mails about shared costs. A language is complete or does not compile. */
const en = {
  look: 'To the shared costs',
  addedSubject: (title: string) => `You share costs: ${title}`,
  addedLine: (name: string, title: string, group: string) =>
    `${name} shares the costs of "${title}" with you and others of ${group}. You see there what was paid, what your part is, and can add what you paid yourself.`,
  addedNote: 'Only the people who share these costs see them.',
  saidSubject: (name: string, amount: string) => `${name} says they paid you ${amount}`,
  saidLine: (name: string, amount: string, title: string) =>
    `${name} says they paid you ${amount} for "${title}". Look if it is there: it counts once you say that it arrived.`,
  remindSubject: (name: string, amount: string) => `Has it arrived? ${amount} from ${name}`,
  remindLine: (name: string, amount: string, title: string) =>
    `${name} said some days ago that they paid you ${amount} for "${title}". Nobody but you can say that it arrived; until then it does not count.`,
  confirm: 'Yes or no',
  arrivedSubject: (name: string, amount: string) => `${name} has got your ${amount}`,
  arrivedLine: (name: string, amount: string, title: string) =>
    `${name} says that your ${amount} for "${title}" arrived. That is settled.`,
  missingSubject: (name: string, amount: string) => `Not there yet: your ${amount} to ${name}`,
  missingLine: (name: string, amount: string, title: string) =>
    `${name} says that your ${amount} for "${title}" has not arrived. Look at your account, or talk to each other.`,
  disputedSubject: (what: string) => `Not right? ${what}`,
  disputedLine: (name: string, what: string, words: string) =>
    `${name} says that your bill "${what}" is not right: ${words}`,
  disputedNote: 'It counts as it is until you correct it.',
};

const de: typeof en = {
  look: 'Zu den geteilten Kosten',
  addedSubject: (title) => `Du teilst Kosten: ${title}`,
  addedLine: (name, title, group) =>
    `${name} teilt die Kosten von „${title}“ mit dir und anderen von ${group}. Dort siehst du, was bezahlt wurde und was dein Anteil ist, und kannst eintragen, was du selbst bezahlt hast.`,
  addedNote: 'Das sehen nur die, die sich diese Kosten teilen.',
  saidSubject: (name, amount) => `${name} sagt, dir ${amount} gezahlt zu haben`,
  saidLine: (name, amount, title) =>
    `${name} sagt, dir für „${title}“ ${amount} gezahlt zu haben. Sieh nach, ob es da ist: es zählt, sobald du sagst, dass es angekommen ist.`,
  remindSubject: (name, amount) => `Ist es da? ${amount} von ${name}`,
  remindLine: (name, amount, title) =>
    `${name} hat vor einigen Tagen gesagt, dir für „${title}“ ${amount} gezahlt zu haben. Nur du kannst sagen, dass es angekommen ist; bis dahin zählt es nicht.`,
  confirm: 'Ja oder nein',
  arrivedSubject: (name, amount) => `${name} hat deine ${amount} bekommen`,
  arrivedLine: (name, amount, title) =>
    `${name} sagt, dass deine ${amount} für „${title}“ angekommen sind. Das ist ausgeglichen.`,
  missingSubject: (name, amount) => `Noch nicht da: deine ${amount} an ${name}`,
  missingLine: (name, amount, title) =>
    `${name} sagt, dass deine ${amount} für „${title}“ nicht angekommen sind. Sieh auf deinem Konto nach, oder sprecht miteinander.`,
  disputedSubject: (what) => `Stimmt das nicht? ${what}`,
  disputedLine: (name, what, words) => `${name} sagt, dass deine Rechnung „${what}“ nicht stimmt: ${words}`,
  disputedNote: 'Sie zählt so, wie sie ist, bis du sie berichtigst.',
};

export type BillMailWords = typeof en;

/** The words in a language; English where we have none. */
export function billMailWords(locale: string): BillMailWords {
  return locale.startsWith('de') ? de : en;
}
