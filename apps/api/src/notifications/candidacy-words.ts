/** The words of mails to those who are named for an election. A language is complete or does not compile. */
const en = {
  askedSubject: (title: string) => `Will you stand? ${title}`,
  askedLine: (by: string, title: string, group: string) =>
    `${by} has named you for the election “${title}” in ${group}. You are on the ballot only if you say yes.`,
  askedUntil: (day: string) =>
    `The vote opens ${day}. If you have not answered by then, you are not on it. Until then you can change your mind. The button needs no sign-in: do not forward this mail.`,
  askedButton: 'Read it and answer',
  declinedSubject: (name: string) => `${name} does not stand for election`,
  declinedLine: (name: string, title: string) =>
    `${name} does not stand in “${title}”. You, and everybody else of the group, can name somebody until the vote opens.`,
  declinedButton: 'To the election',
};

const de: typeof en = {
  askedSubject: (title) => `Stellst du dich zur Wahl? ${title}`,
  askedLine: (by, title, group) =>
    `${by} hat dich für die Wahl „${title}“ in ${group} vorgeschlagen. Du stehst nur auf dem Stimmzettel, wenn du zusagst.`,
  askedUntil: (day) =>
    `Die Abstimmung beginnt ${day}. Hast du bis dahin nicht geantwortet, stehst du nicht zur Wahl. Bis dahin kannst du es dir anders überlegen. Der Knopf braucht keine Anmeldung: Leite diese Mail nicht weiter.`,
  askedButton: 'Lesen und antworten',
  declinedSubject: (name) => `${name} stellt sich nicht zur Wahl`,
  declinedLine: (name, title) =>
    `${name} stellt sich in „${title}“ nicht zur Wahl. Du und alle anderen der Gruppe könnt jemanden vorschlagen, bis die Abstimmung beginnt.`,
  declinedButton: 'Zur Wahl',
};

/** The words in a language; English where we have none. */
export const candidacyWords = (locale: string): typeof en => (locale.startsWith('de') ? de : en);
