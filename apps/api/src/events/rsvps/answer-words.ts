/** The words of the pages that mailed links open, about somebody's own answer. */
const en = {
  confirmTitle: 'Confirm your answer',
  confirm: {
    going: (n: number) => (n === 1 ? 'You want to come.' : `You want to come with ${n - 1} more.`),
    maybe: () => 'You may come.',
    no: () => 'You can not come.',
  },
  confirmButton: 'Confirm',
  expired: 'This link has been used, is older than a day, or was never one of ours.',
  inviteTitle: 'You are invited',
  inviteLine: 'Say whether you come. You need no account.',
  inviteButton: 'Send my answer',
  name: 'Your name',
  back: 'To the event',
  tasks: 'Tasks and things to bring',
  code: 'My code for the door',
  hosts: 'You see this event because its hosts have invited you.',
  status: {
    invited: () => 'You are invited.',
    requested: () => 'You have asked to come. The hosts decide and we write to you.',
    going: (n: number) => (n === 1 ? "You're going." : `You're going, ${n} places.`),
    maybe: () => 'You said maybe. That holds no place.',
    no: () => "You can't go.",
    waitlisted: () => "You're on the waitlist.",
    offered: (n: number) =>
      n === 1
        ? 'A place is free for you. Take it, or pass it on.'
        : `${n} places are free for you. Take them, or pass them on.`,
    removed: () => 'The hosts have taken you off the list.',
  } as Record<string, (n: number) => string>,
  place: (n: number) => `You are ${ordinal(n)} in line.`,
  given: (at: string) => `A place that frees before ${at} is yours; after that we ask first.`,
  asked: 'When a place frees, we ask you first.',
  picked: 'The hosts choose who comes next.',
  until: (at: string) => `It is kept for you until ${at}.`,
  where: 'Where',
  online: 'Online',
  full: 'There are not that many places left. Your answer stays as it was.',
  manageTitle: 'Your answer',
  question: 'Are you coming?',
  answer: { going: "I'm going", maybe: 'Maybe', no: "I can't go" },
  companions: 'People I bring',
  upTo: (n: number) => `At most ${n}.`,
  companionNames: 'Their names',
  namesHint: 'If you like, one after the other with commas.',
  note: 'A note to the hosts',
  hidden: 'Show my name to the others',
  hiddenChoice: 'Only as a number',
  yes: 'Yes',
  no: 'No',
  save: 'Save',
  take: 'Take it',
  pass: 'Pass it on',
  noButton: "I can't go",
  join: 'Join the waitlist',
  undo: 'Undo my last change',
  saved: 'Saved.',
  undone: 'Your answer is as it was before.',
  keep: 'Keep the link in the mail: with it you can change your answer.',
};

/** "1st", "2nd", "3rd", "11th". */
function ordinal(n: number): string {
  const ends: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };
  return `${n}${ends[new Intl.PluralRules('en', { type: 'ordinal' }).select(n)] ?? 'th'}`;
}

const de: typeof en = {
  confirmTitle: 'Antwort bestätigen',
  confirm: {
    going: (n) => (n === 1 ? 'Du möchtest kommen.' : `Du möchtest kommen und bringst ${n - 1} mit.`),
    maybe: () => 'Du kommst vielleicht.',
    no: () => 'Du kannst nicht.',
  },
  confirmButton: 'Bestätigen',
  expired: 'Dieser Link wurde schon benutzt, ist älter als einen Tag oder war nie einer von uns.',
  inviteTitle: 'Du bist eingeladen',
  inviteLine: 'Sag, ob du kommst. Du brauchst kein Konto.',
  inviteButton: 'Antwort senden',
  name: 'Dein Name',
  back: 'Zum Treffen',
  tasks: 'Aufgaben und Mitbringsel',
  code: 'Mein Code für den Einlass',
  hosts: 'Du siehst dieses Treffen, weil die Gastgeber dich eingeladen haben.',
  status: {
    invited: () => 'Du bist eingeladen.',
    requested: () => 'Du hast angefragt. Die Gastgeber entscheiden, und wir schreiben dir.',
    going: (n) => (n === 1 ? 'Du bist dabei.' : `Du bist dabei, ${n} Plätze.`),
    maybe: () => 'Du hast „vielleicht“ gesagt. Das hält keinen Platz.',
    no: () => 'Du kannst nicht.',
    waitlisted: () => 'Du stehst auf der Warteliste.',
    offered: (n) =>
      n === 1
        ? 'Ein Platz ist für dich frei. Nimm ihn oder gib ihn weiter.'
        : `${n} Plätze sind für dich frei. Nimm sie oder gib sie weiter.`,
    removed: () => 'Die Gastgeber haben dich von der Liste genommen.',
  },
  place: (n) => `Du bist auf Platz ${n} der Warteliste.`,
  given: (at) => `Wird vor ${at} ein Platz frei, gehört er dir; danach fragen wir erst.`,
  asked: 'Wird ein Platz frei, fragen wir dich zuerst.',
  picked: 'Die Gastgeber wählen, wer als Nächstes kommt.',
  until: (at) => `Wir halten ihn für dich bis ${at}.`,
  where: 'Wo',
  online: 'Online',
  full: 'So viele Plätze sind nicht mehr frei. Deine Antwort bleibt, wie sie war.',
  manageTitle: 'Deine Antwort',
  question: 'Kommst du?',
  answer: { going: 'Ich komme', maybe: 'Vielleicht', no: 'Ich kann nicht' },
  companions: 'Leute, die ich mitbringe',
  upTo: (n) => `Höchstens ${n}.`,
  companionNames: 'Ihre Namen',
  namesHint: 'Wenn du magst, mit Kommas hintereinander.',
  note: 'Eine Notiz an die Gastgeber',
  hidden: 'Meinen Namen den anderen zeigen',
  hiddenChoice: 'Nur als Zahl',
  yes: 'Ja',
  no: 'Nein',
  save: 'Speichern',
  take: 'Nehmen',
  pass: 'Weitergeben',
  noButton: 'Ich kann nicht',
  join: 'Auf die Warteliste',
  undo: 'Letzte Änderung zurücknehmen',
  saved: 'Gespeichert.',
  undone: 'Deine Antwort ist wieder, wie sie vorher war.',
  keep: 'Behalte den Link in der Mail: damit kannst du deine Antwort ändern.',
};

export type AnswerWords = typeof en;

export function answerWords(locale: string): AnswerWords {
  return locale.startsWith('de') ? de : en;
}
