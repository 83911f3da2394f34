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
  toEvent: 'Zum Treffen',
  gone: 'Dieser Link ist zu alt oder war nie einer von uns.',
};

export type ReminderWords = typeof en;

/** The words in a language; English where we have none. */
export function reminderWords(locale: string): ReminderWords {
  return locale.startsWith('de') ? de : en;
}
