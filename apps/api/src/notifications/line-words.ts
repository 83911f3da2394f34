/** The words of mails about budget lines. A language is complete or does not compile. */
const en = {
  nearSubject: (line: string) => `Nearly spent: ${line}`,
  allSubject: (line: string) => `All spent: ${line}`,
  allLine: (line: string, planned: string) => `All of the ${planned} on the budget line “${line}” is spent.`,
  nearLine: (line: string, spent: string, planned: string) =>
    `${spent} of the ${planned} on the budget line “${line}” is spent.`,
  advanced: (amount: string) => `${amount} is kept for advances.`,
  left: (amount: string) => `${amount} is left.`,
  nothingLeft: 'Nothing is left.',
  raise: 'A decision can raise it.',
  endedSubject: (line: string) => `Closed: ${line}`,
  dayOver: (line: string) => `The last day of the budget line “${line}” has passed, so it is closed.`,
  takenBack: (line: string, number: number) =>
    `Decision ${number} took back the one behind the budget line “${line}”. The advances on it are settled now, so it is closed.`,
  authorityOver: (line: string) =>
    `The budget line “${line}” held money that somebody could spend alone. That is over, so the line is closed.`,
  free: (left: string) => `${left} that was left is free in its fund again.`,
  allSpent: 'All of it was spent.',
  look: 'To the budget line',
};

const de: typeof en = {
  nearSubject: (line) => `Fast ausgegeben: ${line}`,
  allSubject: (line) => `Ganz ausgegeben: ${line}`,
  allLine: (line, planned) => `Der Budgetposten „${line}“ ist ganz ausgegeben: ${planned}.`,
  nearLine: (line, spent, planned) => `Vom Budgetposten „${line}“ sind ${spent} von ${planned} ausgegeben.`,
  advanced: (amount) => `${amount} sind für Vorschüsse zurückgelegt.`,
  left: (amount) => `${amount} sind übrig.`,
  nothingLeft: 'Es ist nichts übrig.',
  raise: 'Eine Entscheidung kann ihn erhöhen.',
  endedSubject: (line) => `Geschlossen: ${line}`,
  dayOver: (line) => `Der letzte Tag des Budgetpostens „${line}“ ist vorbei, er ist also geschlossen.`,
  takenBack: (line, number) =>
    `Entscheidung ${number} hat die zurückgenommen, auf der der Budgetposten „${line}“ beruhte. Die Vorschüsse darauf sind jetzt abgerechnet, er ist also geschlossen.`,
  authorityOver: (line) =>
    `Der Budgetposten „${line}“ hielt Geld, über das jemand allein entscheiden konnte. Damit ist es vorbei, der Posten ist also geschlossen.`,
  free: (left) => `${left}, die übrig waren, sind im Topf wieder frei.`,
  allSpent: 'Er war ganz ausgegeben.',
  look: 'Zum Budgetposten',
};

/** The words of a language; English where we do not speak it. */
export function lineWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}
