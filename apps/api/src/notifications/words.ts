/** The words of mails. A language is complete or does not compile. */
const en = {
  footer: (group: string) => `You get this from ${group} on Folkmoot, because it concerns something you take part in.`,
  change: 'Change my answer',
  page: 'To the page',
  cancelledSubject: (title: string) => `Cancelled: ${title}`,
  postponedSubject: (title: string) => `Postponed: ${title}`,
  postponedLine: (title: string, when: string, reason: string) =>
    `"${title}" does not take place ${when}; a new date is to follow and your answer holds. ${reason}`,
  cancelledLine: (title: string, when: string, reason: string) => `"${title}", ${when}, does not take place. ${reason}`,
  withdrawnSubject: (title: string) => `Withdrawn: ${title}`,
  withdrawnLine: (title: string, reason: string) => `"${title}" was withdrawn: there is nothing to vote on. ${reason}`,
  closedSubject: { passed: (title: string) => `Passed: ${title}`, other: (title: string) => `Decided: ${title}` },
  closedLine: {
    passed: (title: string) => `"${title}" has passed.`,
    failed: (title: string) => `"${title}" did not pass.`,
    no_quorum: (title: string) => `"${title}": too few voted, so it did not pass.`,
    no_result: (title: string) => `"${title}": nobody voted.`,
    tied: (title: string) => `"${title}": a tie. The group has to say how it goes on.`,
    counted: (title: string) => `"${title}": the vote is over and the count is there.`,
  },
  outcomeButton: 'See the outcome',
  invitedSubject: (group: string) => `Come and join ${group}`,
  invitedLine: (name: string, group: string) => `${name} invites you to join ${group}.`,
  invitedButton: 'See the invitation',
  expenseSubject: {
    submitted: (n: number) => `To approve: expense X-${n}`,
    returned: (n: number) => `Sent back: expense X-${n}`,
    rejected: (n: number) => `Declined: expense X-${n}`,
    approved: (n: number) => `Approved: expense X-${n}`,
    paid: (n: number) => `Paid: expense X-${n}`,
    held: (n: number) => `On hold: expense X-${n}`,
    released: (n: number) => `Goes on: expense X-${n}`,
    cameBack: (n: number) => `The payment came back: expense X-${n}`,
  },
  expenseLine: {
    submitted: (name: string, title: string, amount: string) => `${name} asks ${amount} back for "${title}".`,
    returned: (title: string, reason: string) => `Your expense "${title}" was sent back: ${reason}`,
    rejected: (title: string, reason: string) => `Your expense "${title}" was declined: ${reason}`,
    approved: (title: string, amount: string) => `The expense "${title}" is approved. ${amount} will be paid.`,
    paid: (title: string, amount: string) => `${amount} for "${title}" has been paid.`,
    heldByDecision: (title: string, decision: number) =>
      `The decision on which the expense "${title}" rests was taken back by decision ${decision}. It is on hold and is not paid for now. What has been paid stays.`,
    held: (title: string, reason: string) => `The expense "${title}" is on hold and is not paid for now: ${reason}`,
    released: (title: string, reason: string) => `The expense "${title}" is not on hold any more: ${reason}`,
    cameBack: (title: string, reason: string) => `The payment for "${title}" came back: ${reason}`,
  },
  expenseButton: 'To the expense',
  askedSubject: (name: string, group: string) => `${name} asks to join ${group}`,
  askedLine: (name: string, group: string) => `${name} asks to join ${group}. You can say yes or no on the roll.`,
  askedButton: 'To the roll',
  answeredSubject: {
    admitted: (group: string) => `Welcome to ${group}`,
    declined: (group: string) => `Your request to join ${group}`,
  },
  answeredLine: {
    admitted: (group: string) => `You are a member of ${group} now.`,
    declined: (group: string) => `${group} has said no to your request to join. You can ask them why.`,
  },
  dutySubject: {
    given: (group: string) => `You hold a new duty in ${group}`,
    ended: (group: string) => `A duty of yours in ${group} has ended`,
  },
  dutyLine: {
    given: (group: string, duty: string) => `You are now ${duty} of ${group}.`,
    ended: (group: string, duty: string, reason: string) => `You are no longer ${duty} of ${group}. ${reason}`,
  } as Record<'given' | 'ended', (group: string, duty: string, reason: string) => string>,
  duty: { organiser: 'organiser', treasurer: 'treasurer', steward: 'steward' } as Record<string, string>,
};

const de: typeof en = {
  footer: (group) => `Du bekommst das von ${group} auf Folkmoot, weil es etwas betrifft, an dem du teilnimmst.`,
  change: 'Meine Antwort ändern',
  page: 'Zur Seite',
  cancelledSubject: (title) => `Abgesagt: ${title}`,
  postponedSubject: (title) => `Verschoben: ${title}`,
  postponedLine: (title, when, reason) =>
    `„${title}“ findet nicht am ${when} statt; ein neuer Termin folgt, und deine Antwort gilt weiter. ${reason}`,
  cancelledLine: (title, when, reason) => `„${title}“, ${when}, findet nicht statt. ${reason}`,
  withdrawnSubject: (title) => `Zurückgezogen: ${title}`,
  withdrawnLine: (title, reason) => `„${title}“ wurde zurückgezogen: es gibt nichts mehr abzustimmen. ${reason}`,
  closedSubject: { passed: (title) => `Angenommen: ${title}`, other: (title) => `Entschieden: ${title}` },
  closedLine: {
    passed: (title) => `„${title}“ ist angenommen.`,
    failed: (title) => `„${title}“ ist nicht angenommen.`,
    no_quorum: (title) => `„${title}“: zu wenige haben abgestimmt, darum nicht angenommen.`,
    no_result: (title) => `„${title}“: niemand hat abgestimmt.`,
    tied: (title) => `„${title}“: Gleichstand. Die Gruppe muss sagen, wie es weitergeht.`,
    counted: (title) => `„${title}“: die Abstimmung ist zu Ende und ausgezählt.`,
  },
  outcomeButton: 'Zum Ergebnis',
  invitedSubject: (group) => `Komm zu ${group}`,
  invitedLine: (name, group) => `${name} lädt dich zu ${group} ein.`,
  invitedButton: 'Zur Einladung',
  expenseSubject: {
    submitted: (n) => `Zu genehmigen: Auslage X-${n}`,
    returned: (n) => `Zurückgegeben: Auslage X-${n}`,
    rejected: (n) => `Abgelehnt: Auslage X-${n}`,
    approved: (n) => `Genehmigt: Auslage X-${n}`,
    paid: (n) => `Bezahlt: Auslage X-${n}`,
    held: (n) => `Angehalten: Auslage X-${n}`,
    released: (n) => `Geht weiter: Auslage X-${n}`,
    cameBack: (n) => `Die Zahlung kam zurück: Auslage X-${n}`,
  },
  expenseLine: {
    submitted: (name, title, amount) => `${name} möchte ${amount} für „${title}“ zurück.`,
    returned: (title, reason) => `Deine Auslage „${title}“ kam zurück: ${reason}`,
    rejected: (title, reason) => `Deine Auslage „${title}“ wurde abgelehnt: ${reason}`,
    approved: (title, amount) => `Die Auslage „${title}“ ist genehmigt. ${amount} werden gezahlt.`,
    paid: (title, amount) => `${amount} für „${title}“ wurden gezahlt.`,
    heldByDecision: (title, decision) =>
      `Die Entscheidung, auf der die Auslage „${title}“ beruht, ist durch Entscheidung ${decision} zurückgenommen. Sie ist angehalten und wird vorerst nicht gezahlt. Was gezahlt ist, bleibt.`,
    held: (title, reason) => `Die Auslage „${title}“ ist angehalten und wird vorerst nicht gezahlt: ${reason}`,
    released: (title, reason) => `Die Auslage „${title}“ ist nicht mehr angehalten: ${reason}`,
    cameBack: (title, reason) => `Die Zahlung für „${title}“ kam zurück: ${reason}`,
  },
  expenseButton: 'Zur Auslage',
  askedSubject: (name, group) => `${name} möchte zu ${group}`,
  askedLine: (name, group) => `${name} möchte zu ${group}. Auf der Mitgliederliste kannst du ja oder nein sagen.`,
  askedButton: 'Zur Mitgliederliste',
  answeredSubject: {
    admitted: (group) => `Willkommen bei ${group}`,
    declined: (group) => `Deine Anfrage an ${group}`,
  },
  answeredLine: {
    admitted: (group) => `Du gehörst jetzt zu ${group}.`,
    declined: (group) => `${group} hat deine Anfrage abgelehnt. Du kannst nach dem Grund fragen.`,
  },
  dutySubject: {
    given: (group) => `Du hast ein neues Amt in ${group}`,
    ended: (group) => `Ein Amt von dir in ${group} ist zu Ende`,
  },
  dutyLine: {
    given: (group, duty) => `Du hast jetzt das Amt ${duty} in ${group}.`,
    ended: (group, duty, reason) => `Du hast das Amt ${duty} in ${group} nicht mehr. ${reason}`,
  },
  duty: { organiser: 'Organisation', treasurer: 'Kasse', steward: 'Leitung' },
};

export type MailWords = typeof en;

/** The words in a language; English where we have none. */
export function mailWords(locale: string): MailWords {
  return locale.startsWith('de') ? de : en;
}
