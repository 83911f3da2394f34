/** The words of mails about budgets. A language is complete or does not compile. */
const en = {
  wentOnSubject: (budget: string) => `Money has come: ${budget}`,
  wentOnLine: (lines: string) => `The fund can hold them now, so these lines are open: ${lines}.`,
  stillWaiting: (count: number) =>
    count === 1 ? 'One line still waits for money.' : `${count} lines still wait for money.`,
  endedSubject: (budget: string) => `Its period is over: ${budget}`,
  endedLine: (budget: string, spent: string, planned: string) =>
    `The last day of the budget “${budget}” has passed: ${spent} of ${planned} was spent. Its lines are closed, and what was left is free in the fund again.`,
  endedNever: (count: number) =>
    count === 1 ? 'One line never opened, for want of money.' : `${count} lines never opened, for want of money.`,
  look: 'To the budget',
};

const de: typeof en = {
  wentOnSubject: (budget) => `Es ist Geld da: ${budget}`,
  wentOnLine: (lines) => `Der Topf kann sie jetzt decken, darum sind diese Posten offen: ${lines}.`,
  stillWaiting: (count) => (count === 1 ? 'Ein Posten wartet noch auf Geld.' : `${count} Posten warten noch auf Geld.`),
  endedSubject: (budget) => `Der Zeitraum ist vorbei: ${budget}`,
  endedLine: (budget, spent, planned) =>
    `Der letzte Tag des Budgets „${budget}“ ist vorbei: ${spent} von ${planned} wurden ausgegeben. Seine Posten sind geschlossen, und was übrig war, ist im Topf wieder frei.`,
  endedNever: (count) =>
    count === 1 ? 'Ein Posten wurde mangels Geld nie geöffnet.' : `${count} Posten wurden mangels Geld nie geöffnet.`,
  look: 'Zum Budget',
};

/** The words of a language; English where we do not speak it. */
export function budgetWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}
