/** The words of mails about series. A language is complete or does not compile. */
const en = {
  changedSubject: (title: string) => `It changes: ${title}`,
  moved: (n: number) =>
    n === 1 ? 'One date that you come to is at another time:' : `${n} dates that you come to are at another time:`,
  cancelled: (n: number) => (n === 1 ? 'One date does not take place:' : `${n} dates do not take place:`),
  relocated: (place: string) => `It takes place here from now on: ${place || 'see the page'}.`,
  more: (n: number) => `and ${n} more.`,
  holds: 'Your answers hold. Change them where you cannot come any more.',
  waitlistedSubject: (title: string) => `On the waitlist: ${title}`,
  waitlistedLine: (title: string) =>
    `You come every time to "${title}". One that was added is full, so you are on its waitlist; it will be the same with others, and we write to you only when a place frees.`,
  page: 'To the page',
};

const de: typeof en = {
  changedSubject: (title) => `Es ändert sich: ${title}`,
  moved: (n) =>
    n === 1 ? 'Ein Termin, zu dem du kommst, liegt anders:' : `${n} Termine, zu denen du kommst, liegen anders:`,
  cancelled: (n) => (n === 1 ? 'Ein Termin fällt aus:' : `${n} Termine fallen aus:`),
  relocated: (place) => `Es findet ab jetzt hier statt: ${place || 'siehe Seite'}.`,
  more: (n) => `und ${n} weitere.`,
  holds: 'Deine Antworten gelten weiter. Ändere sie, wo du nicht mehr kannst.',
  waitlistedSubject: (title) => `Auf der Warteliste: ${title}`,
  waitlistedLine: (title) =>
    `Du kommst zu jedem Termin von „${title}“. Ein neuer ist voll, darum stehst du dort auf der Warteliste; bei weiteren wird es ebenso sein, und wir schreiben dir erst, wenn ein Platz frei wird.`,
  page: 'Zur Seite',
};

export type SeriesWords = typeof en;

/** The words in a language; English where we have none. */
export const seriesWords = (locale: string): SeriesWords => (locale.startsWith('de') ? de : en);
