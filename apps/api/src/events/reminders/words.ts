/** The words of the pages that reminders and notices of change link to. */
const en = {
  howWasIt: 'How was it?',
  thanks: 'Thank you',
  there: 'I was there',
  missed: "I didn't make it",
  saidThere: 'You were there.',
  saidMissed: "You didn't make it.",
  word: 'A word to the hosts',
  whoReads: 'Only the hosts read this, with your name.',
  stillTitle: 'Are you still coming?',
  moved: 'It has moved since you answered.',
  stillYes: 'Yes, still coming',
  stillNo: "I can't any more",
  holds: 'Good. Your answer holds for the new time.',
  freed: 'Thank you for saying so. Your place goes to somebody else.',
  over: 'This event is over, or does not take place.',
  toEvent: 'To the event',
  gone: 'This link is too old, or was never one of ours.',
};

const de: typeof en = {
  howWasIt: 'Wie war es?',
  thanks: 'Danke',
  there: 'Ich war da',
  missed: 'Ich habe es nicht geschafft',
  saidThere: 'Du warst da.',
  saidMissed: 'Du hast es nicht geschafft.',
  word: 'Ein Wort an die Gastgeber',
  whoReads: 'Nur die Gastgeber lesen das, mit deinem Namen.',
  stillTitle: 'Kommst du noch?',
  moved: 'Es wurde verlegt, seit du geantwortet hast.',
  stillYes: 'Ja, ich komme',
  stillNo: 'Ich kann nicht mehr',
  holds: 'Gut. Deine Antwort gilt für die neue Zeit.',
  freed: 'Danke, dass du es sagst. Dein Platz geht an jemand anderen.',
  over: 'Das Treffen ist vorbei oder findet nicht statt.',
  toEvent: 'Zum Treffen',
  gone: 'Dieser Link ist zu alt oder war nie einer von uns.',
};

export type ReminderWords = typeof en;

/** The words in a language; English where we have none. */
export function reminderWords(locale: string): ReminderWords {
  return locale.startsWith('de') ? de : en;
}
