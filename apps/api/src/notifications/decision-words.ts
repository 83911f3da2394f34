const dutyNames = {
  en: { organiser: 'organiser', treasurer: 'treasurer', steward: 'steward' } as Record<string, string>,
  de: { organiser: 'Organisation', treasurer: 'Kasse', steward: 'Leitung' } as Record<string, string>,
};

/** The words of mails about what decisions carry out. A language is complete or does not compile. */
const en = {
  offeredSubject: (group: string) => `${group} asks you to take on a duty`,
  offeredLine: (group: string, duty: string, until: string | null) =>
    `${group} has decided to make you ${dutyNames.en[duty] ?? duty}${until ? ` until ${until}` : ''}. It is yours once you have said yes.`,
  offeredButton: 'Answer',
  declinedSubject: (name: string) => `${name} does not take the duty on`,
  declinedLine: (name: string, duty: string, group: string) =>
    `${name} was asked to be ${dutyNames.en[duty] ?? duty} of ${group} and said no. The decision stands; somebody else is needed.`,
  failedSubject: (title: string) => `Passed, but not carried out: ${title}`,
  failedLine: (title: string, why: string) =>
    `“${title}” has passed, but what should follow from it could not be done. ${why} Mend what is in the way and carry it out, or give it up with a note.`,
  failedButton: 'Look at it',
  appealedSubject: (title: string) => `Somebody objects: ${title}`,
  appealedLine: (name: string, title: string) =>
    `${name} objects to carrying out “${title}”, which has passed. It stays as it is for now. A vote about it is drafted: open it, so that the group decides.`,
  appealedButton: 'To the draft',
  removedSubject: (group: string) => `You are no longer a member of ${group}`,
  removedLine: (group: string) =>
    `${group} has decided to end your membership, and nobody objected in time. Your duties, places at coming events and votes have ended. Your expenses, what you wrote and your name in the record stay; you can still read your own expenses.`,
  removedButton: 'The decision',
  adoptedSubject: (title: string, group: string) => `${title}: the agreement of ${group}`,
  adoptedLine: (title: string, n: number, group: string) =>
    `${group} has adopted version ${n} of “${title}”. Read it, and say whether you accept it. Nothing is lost until you do.`,
  adoptedButton: 'Read and accept',
  optionSubject: (title: string) => `An option was withdrawn: ${title}`,
  optionLine: (option: string, title: string) =>
    `“${option}” does not stand any more in “${title}”, and your ballot names it. The rest of your ballot counts as it is: what you ranked below moves up. You can change it until the vote closes.`,
  optionButton: 'Look at your ballot',
};

const de: typeof en = {
  offeredSubject: (group) => `${group} bittet dich, ein Amt zu übernehmen`,
  offeredLine: (group, duty, until) =>
    `${group} hat beschlossen, dir das Amt ${dutyNames.de[duty] ?? duty} zu geben${until ? `, bis ${until}` : ''}. Du hast es, sobald du zusagst.`,
  offeredButton: 'Antworten',
  declinedSubject: (name) => `${name} übernimmt das Amt nicht`,
  declinedLine: (name, duty, group) =>
    `${name} sollte in ${group} das Amt ${dutyNames.de[duty] ?? duty} übernehmen und hat abgesagt. Der Beschluss gilt; es braucht jemand anderen.`,
  failedSubject: (title) => `Angenommen, aber nicht ausgeführt: ${title}`,
  failedLine: (title, why) =>
    `„${title}“ wurde angenommen, aber was daraus folgen sollte, ging nicht. ${why} Räume aus dem Weg, was stört, und führe es aus, oder gib es mit einer Begründung auf.`,
  failedButton: 'Ansehen',
  appealedSubject: (title) => `Einspruch: ${title}`,
  appealedLine: (name, title) =>
    `${name} wendet sich gegen die Ausführung von „${title}“, das angenommen wurde. Vorerst bleibt alles, wie es ist. Eine Abstimmung darüber ist entworfen: Öffne sie, damit die Gruppe entscheidet.`,
  appealedButton: 'Zum Entwurf',
  removedSubject: (group) => `Du bist kein Mitglied von ${group} mehr`,
  removedLine: (group) =>
    `${group} hat beschlossen, deine Mitgliedschaft zu beenden, und niemand hat rechtzeitig Einspruch erhoben. Deine Aufgaben, deine Plätze bei kommenden Terminen und deine Stimmen sind erloschen. Deine Auslagen, was du geschrieben hast und dein Name in den Aufzeichnungen bleiben; deine eigenen Auslagen kannst du weiter lesen.`,
  removedButton: 'Der Beschluss',
  adoptedSubject: (title, group) => `${title}: die Vereinbarung von ${group}`,
  adoptedLine: (title, n, group) =>
    `${group} hat Fassung ${n} von „${title}“ angenommen. Lies sie und sag, ob du sie annimmst. Bis dahin geht nichts verloren.`,
  adoptedButton: 'Lesen und annehmen',
  optionSubject: (title) => `Eine Option wurde zurückgezogen: ${title}`,
  optionLine: (option, title) =>
    `„${option}“ steht in „${title}“ nicht mehr zur Wahl, und dein Stimmzettel nennt es. Der Rest deines Stimmzettels gilt, wie er ist: Was du darunter gereiht hast, rückt auf. Du kannst ihn ändern, bis die Abstimmung endet.`,
  optionButton: 'Stimmzettel ansehen',
};

/** The words in a language; English where we have none. */
export const decisionWords = (locale: string): typeof en => (locale.startsWith('de') ? de : en);
