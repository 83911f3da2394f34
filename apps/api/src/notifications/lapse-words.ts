/** The words of mails about memberships that lapse for want of dues. A language is complete or does not compile. */
const en = {
  pay: 'Dues and gifts',
  page: 'To the group',
  owedLine: (reference: string, amount: string, day: string) => `${reference}: ${amount}, due on ${day}`,
  owes: (amount: string) => `Of your dues ${amount} have not arrived:`,
  howTransfer: (of: { name: string; iban: string; reference: string }) =>
    `By transfer to ${of.name}, ${of.iban}. Write ${of.reference} with it, so that it is found.`,
  howElse: (reference: string) => `In cash, or ask the treasurer for the account. The reference is ${reference}.`,
  hard: 'If it is too much at the moment, write to the treasurer: they can set you free of it, and tell nobody.',
  warnedSubject: (group: string, day: string) => `Your membership of ${group} lapses on ${day}`,
  warnedUntil: (day: string) => `What arrives by ${day} counts as in time, and nothing changes.`,
  warnedEnds:
    'If it lapses, you are not in votes that open from then on, duties of yours end, and your places at events to come go to others.',
  lapsedSubject: (group: string) => `Your membership of ${group} has lapsed`,
  lapsedEnds:
    'You are not in votes that open from now on and cast no new ballot. Duties of yours have ended and your places at events to come are free again.',
  lapsedStays: 'What you have voted, paid and handed in stays, and you can read your own expenses as before.',
  lapsedBack: (day: string) =>
    `Once all of it has arrived, until ${day}, you are a member again without asking anybody.`,
  restoredSubject: (group: string) => `You are a member of ${group} again`,
  settledLine: 'Your dues are settled. From now on you are in every vote that opens.',
  correctedLine:
    'Your dues had come in time, so that your membership should not have lapsed. It counts as if it never had: you are a member since the day you were before.',
  notBack: 'Duties and places at events that ended meanwhile do not come back by themselves.',
  endedSubject: (group: string) => `Your membership of ${group} has ended`,
  endedLine: (group: string) =>
    `Your membership of ${group} had lapsed and nobody settled the dues within 90 days, so it is over. You can ask to join again at any time. What you owe stays owed.`,
};

const de: typeof en = {
  pay: 'Beiträge und Spenden',
  page: 'Zur Gruppe',
  owedLine: (reference, amount, day) => `${reference}: ${amount}, fällig am ${day}`,
  owes: (amount) => `Von deinen Beiträgen sind ${amount} nicht angekommen:`,
  howTransfer: ({ name, iban, reference }) =>
    `Per Überweisung an ${name}, ${iban}. Schreib ${reference} dazu, damit sie gefunden wird.`,
  howElse: (reference) => `In bar, oder frag die Kasse nach dem Konto. Das Zeichen ist ${reference}.`,
  hard: 'Wenn es gerade zu viel ist, schreib der Kasse: Sie kann dich davon befreien und sagt es niemandem.',
  warnedSubject: (group, day) => `Deine Mitgliedschaft in ${group} erlischt am ${day}`,
  warnedUntil: (day) => `Was bis zum ${day} ankommt, ist rechtzeitig, und nichts ändert sich.`,
  warnedEnds:
    'Wenn sie erlischt, stimmst du bei nichts mit ab, was von da an beginnt, deine Aufgaben enden, und deine Plätze bei kommenden Terminen gehen an andere.',
  lapsedSubject: (group) => `Deine Mitgliedschaft in ${group} ist erloschen`,
  lapsedEnds:
    'Du stimmst bei nichts mit ab, was von jetzt an beginnt, und gibst keine neue Stimme ab. Deine Aufgaben haben geendet, und deine Plätze bei kommenden Terminen sind wieder frei.',
  lapsedStays:
    'Was du abgestimmt, bezahlt und eingereicht hast, bleibt, und deine eigenen Auslagen kannst du weiter lesen.',
  lapsedBack: (day) =>
    `Sobald bis zum ${day} alles davon angekommen ist, bist du wieder Mitglied, ohne jemanden zu fragen.`,
  restoredSubject: (group) => `Du bist wieder Mitglied von ${group}`,
  settledLine: 'Deine Beiträge sind beglichen. Von jetzt an stimmst du bei allem mit ab, was beginnt.',
  correctedLine:
    'Deine Beiträge waren rechtzeitig da, deine Mitgliedschaft hätte also nicht erlöschen dürfen. Es gilt, als wäre sie nie erloschen: Du bist Mitglied seit demselben Tag wie vorher.',
  notBack: 'Aufgaben und Plätze bei Terminen, die inzwischen geendet haben, kommen nicht von selbst zurück.',
  endedSubject: (group) => `Deine Mitgliedschaft in ${group} hat geendet`,
  endedLine: (group) =>
    `Deine Mitgliedschaft in ${group} war erloschen, und die Beiträge wurden in 90 Tagen nicht beglichen. Damit ist sie vorbei. Du kannst jederzeit wieder darum bitten, dabei zu sein. Was du schuldest, bleibt geschuldet.`,
};

export type LapseWords = typeof en;

/** The words in a language; English where we have none. */
export function lapseWords(locale: string): LapseWords {
  return locale.startsWith('de') ? de : en;
}
