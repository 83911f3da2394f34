/** The words of mails about budgets. A language is complete or does not compile. */
const en = {
  wentOnSubject: (budget: string) => `Money has come: ${budget}`,
  wentOnLine: (budget: string, lines: readonly string[]) =>
    lines.length === 1
      ? `The fund can hold one more line of the budget “${budget}” now, so it is open: ${lines.join(', ')}.`
      : `The fund can hold more lines of the budget “${budget}” now, so they are open: ${lines.join(', ')}.`,
  stillWaiting: (count: number) =>
    count === 1 ? 'One line still waits for money.' : `${count} lines still wait for money.`,
  endedSubject: (budget: string) => `Its period is over: ${budget}`,
  endedLine: (budget: string) =>
    `The last day of the budget “${budget}” has passed. Its lines are closed, and what was left on them is free in the fund again.`,
  takenBackSubject: (budget: string) => `Taken back: ${budget}`,
  takenBackLine: (budget: string, number: number) =>
    `Decision ${number} took back the one that adopted the budget “${budget}”, so it is over. What was left on its lines is free in the fund again.`,
  keeps: 'A line with an advance that is out keeps what that needs, until it is settled.',
  spent: (spent: string, planned: string) => `${spent} of ${planned} was spent.`,
  endedNever: (count: number) =>
    count === 1 ? 'One line never opened, for want of money.' : `${count} lines never opened, for want of money.`,
  look: 'To the budget',
};

const de: typeof en = {
  wentOnSubject: (budget) => `Es ist Geld da: ${budget}`,
  wentOnLine: (budget, lines) =>
    lines.length === 1
      ? `Der Topf kann jetzt einen weiteren Posten des Budgets „${budget}“ decken, er ist also offen: ${lines.join(', ')}.`
      : `Der Topf kann jetzt weitere Posten des Budgets „${budget}“ decken, sie sind also offen: ${lines.join(', ')}.`,
  stillWaiting: (count) => (count === 1 ? 'Ein Posten wartet noch auf Geld.' : `${count} Posten warten noch auf Geld.`),
  endedSubject: (budget) => `Der Zeitraum ist vorbei: ${budget}`,
  endedLine: (budget) =>
    `Der letzte Tag des Budgets „${budget}“ ist vorbei. Seine Posten sind geschlossen, und was auf ihnen übrig war, ist im Topf wieder frei.`,
  takenBackSubject: (budget) => `Zurückgenommen: ${budget}`,
  takenBackLine: (budget, number) =>
    `Entscheidung ${number} hat die zurückgenommen, mit der das Budget „${budget}“ beschlossen wurde. Es ist also zu Ende. Was auf seinen Posten übrig war, ist im Topf wieder frei.`,
  keeps: 'Ein Posten mit einem offenen Vorschuss behält, was der braucht, bis er abgerechnet ist.',
  spent: (spent, planned) => `${spent} von ${planned} wurden ausgegeben.`,
  endedNever: (count) =>
    count === 1 ? 'Ein Posten wurde mangels Geld nie geöffnet.' : `${count} Posten wurden mangels Geld nie geöffnet.`,
  look: 'Zum Budget',
};

/** The words of a language; English where we do not speak it. */
export function budgetWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}
