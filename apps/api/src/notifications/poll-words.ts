/** The words of mails about date polls. A language is complete or does not compile. */
const en = {
  openedSubject: (title: string) => `When can you? ${title}`,
  openedLine: (name: string, title: string, until: string) =>
    `${name} looks for a date for "${title}". Say when you can until ${until}.`,
  answerButton: 'Say when I can',
  confirmSubject: (title: string) => `Confirm your answers: ${title}`,
  confirmLine: (title: string) =>
    `You have said when you can for "${title}". Press the button to confirm; until then nothing is noted.`,
  confirmButton: 'Look and confirm',
  notedSubject: (title: string) => `Your answers: ${title}`,
  notedLine: (title: string) =>
    `We have noted your answers for "${title}". When the date is fixed, you get a mail. Until then you can change them with this link:`,
  change: 'Change my answers',
  changedSubject: (title: string) => `Changed: When can you? ${title}`,
  changedLine: (title: string) => `Something changed in the question for a date for "${title}".`,
  changedHolds: 'What you said to the other dates still holds.',
  newTitle: (title: string) => `It is called "${title}" now.`,
  newPlace: (place: string) => `Place: ${place}`,
  noPlace: 'No place is named any more.',
  newText: 'The text is new: read it on the page.',
  newDeadline: (until: string) => `Answer until ${until}.`,
  datesAdded: (dates: string) => `New, say whether you can: ${dates}`,
  datesGone: (dates: string) => `Taken back: ${dates}`,
  datesElsewhere: (dates: string) => `At another place: ${dates}`,
  dueSubject: (title: string) => `Choose the date: ${title}`,
  dueLine: (title: string, count: number) =>
    `The deadline of "${title}" has passed and ${count === 1 ? 'one person has' : `${count} people have`} answered. Choose the date: one click makes the event.`,
  dueButton: 'Choose the date',
  closedSubject: (title: string) => `The date is fixed: ${title}`,
  closedLine: (title: string, when: string) => `"${title}" takes place on ${when}.`,
  closedAs: {
    going: 'You said yes, so you are going. The calendar file is attached.',
    maybe: 'You said "if need be", so you are noted as maybe.',
    no: 'You said that you can not come.',
    waitlisted: 'You said yes, but it is full: you are on the waitlist. When a place frees, we write to you.',
    other: 'Tell the others whether you are coming.',
  } as Record<string, string>,
  rsvp: 'Change my answer',
  toEvent: 'To the event',
  withdrawnSubject: (title: string) => `No date: ${title}`,
  withdrawnLine: (title: string) => `The question for a date for "${title}" was taken back. You need do nothing.`,
};

const de: typeof en = {
  openedSubject: (title) => `Wann kannst du? ${title}`,
  openedLine: (name, title, until) => `${name} sucht einen Termin für „${title}“. Sag bis ${until}, wann du kannst.`,
  answerButton: 'Sagen, wann ich kann',
  confirmSubject: (title) => `Antworten bestätigen: ${title}`,
  confirmLine: (title) =>
    `Du hast gesagt, wann du für „${title}“ kannst. Drücke den Knopf, um zu bestätigen; bis dahin ist nichts notiert.`,
  confirmButton: 'Ansehen und bestätigen',
  notedSubject: (title) => `Deine Antworten: ${title}`,
  notedLine: (title) =>
    `Wir haben deine Antworten zu „${title}“ notiert. Sobald der Termin feststeht, bekommst du eine Mail. Bis dahin kannst du sie mit diesem Link ändern:`,
  change: 'Meine Antworten ändern',
  changedSubject: (title) => `Geändert: Wann kannst du? ${title}`,
  changedLine: (title) => `Bei der Frage nach einem Termin für „${title}“ hat sich etwas geändert.`,
  changedHolds: 'Was du zu den anderen Terminen gesagt hast, gilt weiter.',
  newTitle: (title) => `Es heißt jetzt „${title}“.`,
  newPlace: (place) => `Ort: ${place}`,
  noPlace: 'Es ist kein Ort mehr genannt.',
  newText: 'Der Text ist neu: lies ihn auf der Seite.',
  newDeadline: (until) => `Antworte bis ${until}.`,
  datesAdded: (dates) => `Neu, sag, ob du kannst: ${dates}`,
  datesGone: (dates) => `Zurückgenommen: ${dates}`,
  datesElsewhere: (dates) => `An einem anderen Ort: ${dates}`,
  dueSubject: (title) => `Wähle den Termin: ${title}`,
  dueLine: (title, count) =>
    `Die Frist von „${title}“ ist um, ${count === 1 ? 'eine Person hat' : `${count} Leute haben`} geantwortet. Wähle den Termin: ein Klick macht daraus das Treffen.`,
  dueButton: 'Termin wählen',
  closedSubject: (title) => `Der Termin steht: ${title}`,
  closedLine: (title, when) => `„${title}“ findet statt: ${when}.`,
  closedAs: {
    going: 'Du hast ja gesagt und bist also dabei. Die Kalenderdatei hängt an.',
    maybe: 'Du hast „zur Not“ gesagt und stehst als vielleicht da.',
    no: 'Du hast gesagt, dass du nicht kannst.',
    waitlisted:
      'Du hast ja gesagt, aber es ist voll: du stehst auf der Warteliste. Wird ein Platz frei, schreiben wir dir.',
    other: 'Sag den anderen, ob du kommst.',
  },
  rsvp: 'Meine Antwort ändern',
  toEvent: 'Zum Treffen',
  withdrawnSubject: (title) => `Kein Termin: ${title}`,
  withdrawnLine: (title) => `Die Frage nach einem Termin für „${title}“ wurde zurückgenommen. Du musst nichts tun.`,
};

export type PollMailWords = typeof en;

/** The words in a language; English where we have none. */
export function pollMailWords(locale: string): PollMailWords {
  return locale.startsWith('de') ? de : en;
}
