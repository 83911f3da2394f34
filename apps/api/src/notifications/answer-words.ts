/** The words of mails about answers to events. A language is complete or does not compile. */
const en = {
  confirmSubject: (title: string) => `Confirm: ${title}`,
  confirmLine: (title: string, when: string) =>
    `You want to answer for "${title}", ${when}. Press the button to confirm; until then the answer has no effect.`,
  confirmButton: 'Confirm my answer',
  subject: {
    going: (title: string) => `You're going: ${title}`,
    waitlisted: (title: string) => `On the waitlist: ${title}`,
    requested: (title: string) => `You have asked to come: ${title}`,
    promoted: (title: string) => `A place for you: ${title}`,
    declined: (title: string) => `Not this time: ${title}`,
    removed: (title: string) => `Off the list: ${title}`,
    invited: (title: string) => `You are invited: ${title}`,
    toDecide: (name: string, title: string) => `${name} asks to come: ${title}`,
    other: (title: string) => `Your answer: ${title}`,
  },
  going: (title: string, when: string) => `You're going to "${title}", ${when}. The calendar file is attached.`,
  waitlisted: (title: string, when: string, position: number) =>
    `"${title}", ${when}, is full. You are number ${position} on the waitlist; when a place frees, we write to you.`,
  requested: (title: string, when: string) =>
    `The hosts of "${title}", ${when}, decide who comes. We write to you as soon as they have.`,
  other: (title: string, when: string) => `We have noted your answer for "${title}", ${when}.`,
  promoted: (title: string, when: string) => `A place has become free at "${title}", ${when}. It is yours.`,
  offered: (title: string, when: string, until: string) =>
    `A place has become free at "${title}", ${when}. It starts soon, so we ask first: it is kept for you until ${until}. Take it, or pass it on, with the button below.`,
  offerButton: 'Take it or pass it on',
  declined: (title: string, when: string, reason: string) =>
    `The hosts of "${title}", ${when}, can't take you this time. ${reason}`,
  removed: (title: string, when: string, reason: string) =>
    `The hosts of "${title}", ${when}, have taken you off the list. ${reason}`,
  invited: (title: string, when: string) => `You are invited to "${title}", ${when}. Say whether you come.`,
  inviteButton: 'Answer',
  toDecide: (name: string, title: string, when: string) => `${name} would like to come to "${title}", ${when}.`,
  toDecideButton: 'Decide',
  where: (place: string) => `Where: ${place}`,
  online: (url: string) => `Online: ${url}`,
  change: 'Change or cancel',
  page: 'To the page',
};

const de: typeof en = {
  confirmSubject: (title) => `Bestätigen: ${title}`,
  confirmLine: (title, when) =>
    `Du möchtest zu „${title}“ antworten, ${when}. Drücke den Knopf, um zu bestätigen; bis dahin gilt die Antwort nicht.`,
  confirmButton: 'Meine Antwort bestätigen',
  subject: {
    going: (title) => `Du bist dabei: ${title}`,
    waitlisted: (title) => `Auf der Warteliste: ${title}`,
    requested: (title) => `Du hast angefragt: ${title}`,
    promoted: (title) => `Ein Platz für dich: ${title}`,
    declined: (title) => `Diesmal nicht: ${title}`,
    removed: (title) => `Von der Liste genommen: ${title}`,
    invited: (title) => `Du bist eingeladen: ${title}`,
    toDecide: (name, title) => `${name} möchte kommen: ${title}`,
    other: (title) => `Deine Antwort: ${title}`,
  },
  going: (title, when) => `Du bist bei „${title}“ dabei, ${when}. Die Kalenderdatei hängt an.`,
  waitlisted: (title, when, position) =>
    `„${title}“, ${when}, ist voll. Du bist auf Platz ${position} der Warteliste; wird etwas frei, schreiben wir dir.`,
  requested: (title, when) =>
    `Bei „${title}“, ${when}, entscheiden die Gastgeber, wer kommt. Wir schreiben dir, sobald sie es getan haben.`,
  other: (title, when) => `Wir haben deine Antwort zu „${title}“, ${when}, notiert.`,
  promoted: (title, when) => `Bei „${title}“, ${when}, ist ein Platz frei geworden. Er gehört dir.`,
  offered: (title, when, until) =>
    `Bei „${title}“, ${when}, ist ein Platz frei geworden. Es beginnt bald, darum fragen wir zuerst: wir halten ihn für dich bis ${until}. Nimm ihn oder gib ihn mit dem Knopf unten weiter.`,
  offerButton: 'Nehmen oder weitergeben',
  declined: (title, when, reason) =>
    `Die Gastgeber von „${title}“, ${when}, können dich diesmal nicht aufnehmen. ${reason}`,
  removed: (title, when, reason) =>
    `Die Gastgeber von „${title}“, ${when}, haben dich von der Liste genommen. ${reason}`,
  invited: (title, when) => `Du bist zu „${title}“ eingeladen, ${when}. Sag, ob du kommst.`,
  inviteButton: 'Antworten',
  toDecide: (name, title, when) => `${name} möchte zu „${title}“ kommen, ${when}.`,
  toDecideButton: 'Entscheiden',
  where: (place) => `Wo: ${place}`,
  online: (url) => `Online: ${url}`,
  change: 'Ändern oder absagen',
  page: 'Zur Seite',
};

/** The words of mails about answers, in a reader's language. */
export function answerWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}
