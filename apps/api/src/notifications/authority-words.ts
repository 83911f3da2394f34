/** The words of mails about spending authorities. A language is complete or does not compile. */
const en = {
  grantedSubject: (what: string) => `You may spend for the group: ${what}`,
  grantedLine: (what: string, ceiling: string, each: string, decision: number) =>
    `The group has decided (no. ${decision}): you may approve expenses for “${what}” alone, up to ${each} at a time and ${ceiling} in all. Never your own, nor what is paid to you.`,
  until: (day: string) => `The last day is ${day}.`,
  nearlyUsedSubject: (what: string) => `Nearly used: ${what}`,
  nearlyUsedLine: (what: string, used: string, ceiling: string, left: string) =>
    `Of the ${ceiling} that you may approve alone for “${what}”, ${used} are used: ${left} are left. Another decision can give more.`,
  endsSoonSubject: (what: string, day: string) => `Until ${day}: ${what}`,
  endsSoonLine: (what: string, day: string, left: string) =>
    `What you may approve alone for “${what}” ends after ${day}. Until then ${left} are left.`,
  endedSubject: (what: string) => `At its end: ${what}`,
  endedLine: (what: string) =>
    `What you could approve alone for “${what}” has ended. What was approved by it stays as it is.`,
  withdrawnLine: (what: string) =>
    `The group has decided that you no longer approve expenses for “${what}” alone. What was approved by it stays as it is.`,
  takenBackLine: (what: string, number: number) =>
    `Decision ${number} took back the one by which you could approve expenses for “${what}” alone. What was approved by it and is not paid yet is on hold; what is paid stays paid.`,
  look: 'Who may spend what',
};

const de: typeof en = {
  grantedSubject: (what) => `Du darfst für die Gruppe ausgeben: ${what}`,
  grantedLine: (what, ceiling, each, decision) =>
    `Die Gruppe hat entschieden (Nr. ${decision}): Du darfst Auslagen für „${what}“ allein freigeben, bis ${each} auf einmal und ${ceiling} insgesamt. Nie deine eigenen, und nie, was an dich gezahlt wird.`,
  until: (day) => `Der letzte Tag ist der ${day}.`,
  nearlyUsedSubject: (what) => `Fast aufgebraucht: ${what}`,
  nearlyUsedLine: (what, used, ceiling, left) =>
    `Von den ${ceiling}, die du für „${what}“ allein freigeben darfst, sind ${used} verbraucht: ${left} sind übrig. Eine weitere Entscheidung kann mehr geben.`,
  endsSoonSubject: (what, day) => `Bis ${day}: ${what}`,
  endsSoonLine: (what, day, left) =>
    `Was du für „${what}“ allein freigeben darfst, endet nach dem ${day}. Bis dahin sind ${left} übrig.`,
  endedSubject: (what) => `Zu Ende: ${what}`,
  endedLine: (what) =>
    `Was du für „${what}“ allein freigeben durftest, ist zu Ende. Was damit freigegeben wurde, bleibt, wie es ist.`,
  withdrawnLine: (what) =>
    `Die Gruppe hat entschieden, dass du Auslagen für „${what}“ nicht mehr allein freigibst. Was damit freigegeben wurde, bleibt, wie es ist.`,
  takenBackLine: (what, number) =>
    `Entscheidung ${number} hat die zurückgenommen, nach der du Auslagen für „${what}“ allein freigeben durftest. Was damit freigegeben und noch nicht gezahlt ist, ist angehalten; was gezahlt ist, bleibt gezahlt.`,
  look: 'Wer was ausgeben darf',
};

/** The words of a language; English where we do not speak it. */
export function authorityWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}
