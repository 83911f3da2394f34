/** The words of mails about budget lines. A language is complete or does not compile. */
const en = {
  nearSubject: (line: string) => `Nearly spent: ${line}`,
  nearLine: (line: string, spent: string, planned: string, left: string) =>
    `${spent} of ${planned} on the budget line “${line}” is spent: ${left} is left. A proposal can raise it.`,
  endedSubject: (line: string) => `At its end: ${line}`,
  endedLine: (line: string, left: string) =>
    `The last day of the budget line “${line}” has passed, so it is closed. ${left} that was left is free in its fund again.`,
  look: 'To the budget line',
};

const de: typeof en = {
  nearSubject: (line) => `Fast ausgegeben: ${line}`,
  nearLine: (line, spent, planned, left) =>
    `Vom Budgetposten „${line}“ sind ${spent} von ${planned} ausgegeben: ${left} sind übrig. Ein Vorschlag kann ihn erhöhen.`,
  endedSubject: (line) => `Zu Ende: ${line}`,
  endedLine: (line, left) =>
    `Der letzte Tag des Budgetpostens „${line}“ ist vorbei, er ist also geschlossen. ${left}, die übrig waren, sind im Topf wieder frei.`,
  look: 'Zum Budgetposten',
};

/** The words of a language; English where we do not speak it. */
export function lineWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}
