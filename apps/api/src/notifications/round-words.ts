/** The words of mails about budget rounds. A language is complete or does not compile. */
const en = {
  openedSubject: (title: string, pot: string) => `${pot} to share out: ${title}`,
  openedLine: (name: string, group: string, pot: string) =>
    `${name} has opened a budget round in ${group}: ${pot} to share out among what members would carry out.`,
  openedUntil: (until: string) =>
    `Until ${until} anybody may propose a bucket: what you would do, and what it needs at least. Then everybody gives an equal share.`,
  openedButton: 'Propose a bucket',
  endedSubject: (title: string) => `Called off: ${title}`,
  ended: {
    no_buckets: 'Nobody proposed a bucket, so there was nothing to allot. The money is free again.',
    not_opened: 'The allotting could not begin. The money is free again.',
    called_off: 'The round was called off. The money is free again.',
  },
  look: 'Look at it',
};

const de: typeof en = {
  openedSubject: (title, pot) => `${pot} zu verteilen: ${title}`,
  openedLine: (name, group, pot) =>
    `${name} hat in ${group} eine Budgetrunde eröffnet: ${pot} zu verteilen auf das, was Mitglieder tun würden.`,
  openedUntil: (until) =>
    `Bis ${until} kann jedes Mitglied ein Vorhaben vorschlagen: was du tun würdest und was es mindestens braucht. Dann vergeben alle einen gleichen Anteil.`,
  openedButton: 'Vorhaben vorschlagen',
  endedSubject: (title) => `Abgesagt: ${title}`,
  ended: {
    no_buckets: 'Niemand hat ein Vorhaben vorgeschlagen, also gab es nichts zu verteilen. Das Geld ist wieder frei.',
    not_opened: 'Das Verteilen konnte nicht beginnen. Das Geld ist wieder frei.',
    called_off: 'Die Runde wurde abgesagt. Das Geld ist wieder frei.',
  },
  look: 'Ansehen',
};

/** The words of a language; English where we do not speak it. */
export function roundWords(locale: string): typeof en {
  return locale.startsWith('de') ? de : en;
}
