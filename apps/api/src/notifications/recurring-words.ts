import type { Rhythm } from '#libs/money';

/** The words of mails about expenses that come back. A language is complete or does not compile. */
const en = {
  every: { month: 'every month', quarter: 'every quarter', year: 'every year' } as Record<Rhythm, string>,
  draftSubject: (title: string) => `To hand in: ${title}`,
  draftLine: (title: string, amount: string, every: string, days: readonly string[]) =>
    days.length === 1
      ? `“${title}” (${amount}) comes back ${every}. The draft for ${days[0]} is ready.`
      : `“${title}” (${amount}) comes back ${every}. Drafts are ready for ${days.join(' · ')}.`,
  doLine:
    'Add the receipt, change what is different this time, and hand it in. Until then nothing of it is in the book.',
  missedLine: (n: number) =>
    n === 1
      ? 'For one earlier day no draft was made, as it is too long ago. If it is missing, hand it in by yourself.'
      : `For ${n} earlier days no drafts were made, as they are too long ago. What of it is missing, hand in by yourself.`,
  nextLine: (day: string) => `The next draft comes on ${day}.`,
  lastLine: 'This was the last one.',
  draftButton: 'Go on with the draft',
  draftsButton: 'To your drafts',
  list: 'Change or end what comes back',
  endedSubject: (title: string) => `Comes back no more: ${title}`,
  lineLine: (title: string, amount: string, line: string) =>
    `The budget line “${line}” is closed, so “${title}” (${amount}) no longer comes back by itself.`,
  lineNote: 'If it goes on, hand in the next one on another line and say there that it comes back.',
  leftLine: (name: string, title: string, amount: string, every: string) =>
    `${name} is no longer a member, so “${title}” (${amount}, ${every}) no longer comes back by itself.`,
  leftNote: 'Whoever takes it over hands in the next one and says there that it comes back.',
  offeredSubject: (count: number, title: string) =>
    count === 1 ? `Does it come back again? ${title}` : `Do they come back again? ${title} and more`,
  offeredLine: (group: string, all: readonly string[]) =>
    all.length === 1
      ? `You are a member of ${group} again. This came back by itself until your membership ended: ${all.join('')}.`
      : `You are a member of ${group} again. These came back by themselves until your membership ended: ${all.join(' · ')}.`,
  offeredNote:
    'Where it goes on, let it come back again: the amount, the line and the payee are kept. Until then nothing does.',
  endedButton: 'To what comes back',
};

const de: typeof en = {
  every: { month: 'jeden Monat', quarter: 'jedes Quartal', year: 'jedes Jahr' },
  draftSubject: (title) => `Einzureichen: ${title}`,
  draftLine: (title, amount, every, days) =>
    days.length === 1
      ? `„${title}“ (${amount}) kommt ${every} wieder. Der Entwurf für den ${days[0]} liegt bereit.`
      : `„${title}“ (${amount}) kommt ${every} wieder. Entwürfe liegen bereit für: ${days.join(' · ')}.`,
  doLine:
    'Füge den Beleg hinzu, ändere, was diesmal anders ist, und reiche ihn ein. Vorher steht nichts davon im Buch.',
  missedLine: (n) =>
    n === 1
      ? 'Für einen früheren Tag wurde kein Entwurf gemacht, er liegt zu lange zurück. Fehlt er, reiche ihn selbst ein.'
      : `Für ${n} frühere Tage wurden keine Entwürfe gemacht, sie liegen zu lange zurück. Was davon fehlt, reiche selbst ein.`,
  nextLine: (day) => `Der nächste Entwurf kommt am ${day}.`,
  lastLine: 'Das war der letzte.',
  draftButton: 'Weiter mit dem Entwurf',
  draftsButton: 'Zu deinen Entwürfen',
  list: 'Ändern oder beenden, was wiederkommt',
  endedSubject: (title) => `Kommt nicht mehr wieder: ${title}`,
  lineLine: (title, amount, line) =>
    `Der Budgetposten „${line}“ ist geschlossen, also kommt „${title}“ (${amount}) nicht mehr von selbst wieder.`,
  lineNote:
    'Geht es weiter, reiche die nächste Auslage auf einem anderen Posten ein und sag dort, dass sie wiederkommt.',
  leftLine: (name, title, amount, every) =>
    `${name} ist nicht mehr Mitglied, also kommt „${title}“ (${amount}, ${every}) nicht mehr von selbst wieder.`,
  leftNote: 'Wer es übernimmt, reicht die nächste Auslage ein und sagt dort, dass sie wiederkommt.',
  offeredSubject: (count, title) =>
    count === 1 ? `Kommt das wieder? ${title}` : `Kommen sie wieder? ${title} und mehr`,
  offeredLine: (group, all) =>
    all.length === 1
      ? `Du bist wieder Mitglied von ${group}. Bis deine Mitgliedschaft endete, kam dies von selbst wieder: ${all.join('')}.`
      : `Du bist wieder Mitglied von ${group}. Bis deine Mitgliedschaft endete, kamen diese von selbst wieder: ${all.join(' · ')}.`,
  offeredNote: 'Geht es weiter, nimm es wieder auf: Betrag, Posten und Empfänger sind behalten. Vorher kommt nichts.',
  endedButton: 'Was wiederkommt',
};

/** The words of a language; English where we do not speak it. */
export function recurringWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}
