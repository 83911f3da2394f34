/** The usual words of the stances; an author's own words stand before them. */
const stances = {
  en: {
    consent: 'Consent',
    stand_aside: 'Stand aside',
    object: 'Object',
    agree: 'Agree',
    abstain: 'Abstain',
    disagree: 'Disagree',
    looks_good: 'Looks good',
    not_sure: 'Not sure',
    concerned: 'Concerned',
    in: "I'm in",
    out: 'Not this time',
    block: 'Block',
    endorse: 'Endorse',
    minor_concern: 'Agree with a minor concern',
    reservations: 'Agree with reservations',
    more_discussion: 'More discussion needed',
    dislike_but_support: "Don't like it, will support it",
    veto: 'Veto',
  } as Readonly<Record<string, string>>,
  de: {
    consent: 'Konsent',
    stand_aside: 'Beiseitestehen',
    object: 'Einwand',
    agree: 'Zustimmung',
    abstain: 'Enthaltung',
    disagree: 'Ablehnung',
    looks_good: 'Sieht gut aus',
    not_sure: 'Nicht sicher',
    concerned: 'Bedenken',
    in: 'Bin dabei',
    out: 'Diesmal nicht',
    block: 'Block',
    endorse: 'Volle Zustimmung',
    minor_concern: 'Zustimmung mit kleinen Bedenken',
    reservations: 'Zustimmung mit Vorbehalten',
    more_discussion: 'Mehr Diskussion nötig',
    dislike_but_support: 'Gefällt mir nicht, trage ich mit',
    veto: 'Veto',
  } as Readonly<Record<string, string>>,
};

/** The words of mails about votes. A language is complete or does not compile. */
const en = {
  stance: stances.en,
  openedSubject: (title: string) => `Your vote: ${title}`,
  openedLine: (name: string, title: string, until: string) =>
    `${name} asks the group: “${title}”. You can vote until ${until}.`,
  closingSubject: (title: string) => `Closes soon: ${title}`,
  closingLine: (title: string, until: string) => `“${title}” closes ${until}, and you have not voted yet.`,
  askedSubject: (title: string) => `Your vote is missing: ${title}`,
  askedLine: (title: string, until: string) =>
    `The group waits for your vote on “${title}”. You can vote until ${until}.`,
  speaks: (to: string, voter: string | null) =>
    voter === null
      ? `${to} votes for you unless you do. Nobody on the way has voted yet, so for now you count as silent.`
      : voter === to
        ? `${to} votes for you unless you do, and has voted.`
        : `${to} votes for you unless you do; as ${to} has not, the vote of ${voter} counts for you.`,
  voteButton: 'Read and vote',
  choose: (option: string) => `Vote “${option}”`,
  link: 'The links in this mail vote in your name and need no sign-in. Do not pass the mail on.',
  answer: (options: string) =>
    `You can also answer this mail: write one of these as the first line, and your reason below it if you like: ${options}.`,
  outcome: {
    spoken: (voter: string, choice: string) => `You did not vote; ${voter} voted for you: ${choice}.`,
    silent: (to: string) =>
      `You let ${to} vote for you, but nobody on the way had a ballot. You counted as one who did not vote.`,
  },
  given: {
    subject: (name: string, group: string) => `${name} lets you vote for them in ${group}`,
    line: {
      group: (name: string, group: string) =>
        `${name} lets you vote for them in ${group}: where they do not vote themselves, your vote counts for them too.`,
      tag: (name: string, group: string, tag: string) =>
        `${name} lets you vote for them in ${group} about “${tag}”: where they do not vote themselves, your vote counts for them too.`,
      proposal: (name: string, _: string, title: string) =>
        `${name} lets you vote for them on “${title}”: unless they vote themselves, your vote counts for them too.`,
    },
    button: 'Who votes for whom',
  },
  left: {
    subject: (group: string) => `Your vote is yours again in ${group}`,
    line: (name: string, group: string) =>
      `${name} has left ${group} and does not vote for you any more. Vote yourself, or let somebody else do it.`,
  },
  reply: {
    recordedSubject: (title: string) => `Your vote is in: ${title}`,
    recorded: (choice: string) => `You voted: ${choice}.`,
    reason: (text: string) => `Your reason, which the group can read: ${text}`,
    mayChange: 'You can change it until the vote closes: answer again, or use the link.',
    noReason: 'This vote takes no reasons, so what you wrote besides is not kept.',
    refusedSubject: (title: string) => `Your answer does not count yet: ${title}`,
    unclear: (options: string) =>
      `We could not read a vote from your answer. The first line must be one of these: ${options}. What stands below it is your reason.`,
    noStance: 'This vote asks for more than one word. Use the link to fill in your ballot.',
    closed: 'The vote has closed; your answer came too late.',
    codes: {
      REASON_REQUIRED: 'This answer needs a reason. Write it below the first line.',
      REASON_TOO_LONG: 'Your reason has more than 2000 characters.',
      TEXT_CHANGED: 'The proposal was changed since that mail. Read it again, then vote.',
      OPTION_WITHDRAWN: 'This answer was withdrawn from the vote. Choose another.',
      NOT_A_MEMBER: 'You are no longer a member, so you can not vote here.',
    } as Readonly<Record<string, string>>,
    other: 'Your answer could not be taken. Use the link to vote.',
  },
};

const de: typeof en = {
  stance: stances.de,
  openedSubject: (title) => `Deine Stimme: ${title}`,
  openedLine: (name, title, until) => `${name} fragt die Gruppe: „${title}“. Du kannst bis ${until} abstimmen.`,
  closingSubject: (title) => `Endet bald: ${title}`,
  closingLine: (title, until) => `„${title}“ endet ${until}, und du hast noch nicht abgestimmt.`,
  askedSubject: (title) => `Deine Stimme fehlt: ${title}`,
  askedLine: (title, until) => `Die Gruppe wartet auf deine Stimme zu „${title}“. Du kannst bis ${until} abstimmen.`,
  speaks: (to, voter) =>
    voter === null
      ? `${to} stimmt für dich ab, wenn du es nicht selbst tust. Auf dem Weg hat noch niemand abgestimmt; bis dahin zählst du als stumm.`
      : voter === to
        ? `${to} stimmt für dich ab, wenn du es nicht selbst tust, und hat abgestimmt.`
        : `${to} stimmt für dich ab, wenn du es nicht selbst tust; da ${to} nicht abgestimmt hat, zählt für dich die Stimme von ${voter}.`,
  voteButton: 'Lesen und abstimmen',
  choose: (option) => `„${option}“ stimmen`,
  link: 'Die Links in dieser Mail stimmen in deinem Namen ab und brauchen keine Anmeldung. Gib die Mail nicht weiter.',
  answer: (options) =>
    `Du kannst auch auf diese Mail antworten: Schreib eines davon in die erste Zeile, und darunter, wenn du magst, deinen Grund: ${options}.`,
  outcome: {
    spoken: (voter, choice) => `Du hast nicht abgestimmt; ${voter} hat für dich gestimmt: ${choice}.`,
    silent: (to) =>
      `Du hast ${to} für dich abstimmen lassen, aber auf dem Weg hat niemand abgestimmt. Du zähltest, als hättest du nicht abgestimmt.`,
  },
  given: {
    subject: (name, group) => `${name} lässt dich in ${group} mit abstimmen`,
    line: {
      group: (name, group) =>
        `${name} lässt dich in ${group} mit abstimmen: Wo ${name} nicht selbst abstimmt, zählt deine Stimme auch dafür.`,
      tag: (name, group, tag) =>
        `${name} lässt dich in ${group} zu „${tag}“ mit abstimmen: Wo ${name} nicht selbst abstimmt, zählt deine Stimme auch dafür.`,
      proposal: (name, _, title) =>
        `${name} lässt dich bei „${title}“ mit abstimmen: Wenn ${name} nicht selbst abstimmt, zählt deine Stimme auch dafür.`,
    },
    button: 'Wer für wen abstimmt',
  },
  left: {
    subject: (group) => `In ${group} stimmst du wieder selbst ab`,
    line: (name, group) =>
      `${name} hat ${group} verlassen und stimmt nicht mehr für dich ab. Stimm selbst ab, oder lass es jemand anderen tun.`,
  },
  reply: {
    recordedSubject: (title) => `Deine Stimme ist da: ${title}`,
    recorded: (choice) => `Du hast gestimmt: ${choice}.`,
    reason: (text) => `Dein Grund, den die Gruppe lesen kann: ${text}`,
    mayChange: 'Bis zum Ende kannst du sie ändern: Antworte noch einmal, oder nimm den Link.',
    noReason: 'Diese Abstimmung nimmt keine Gründe; was du sonst geschrieben hast, wird nicht behalten.',
    refusedSubject: (title) => `Deine Antwort zählt noch nicht: ${title}`,
    unclear: (options) =>
      `Aus deiner Antwort war keine Stimme zu lesen. In der ersten Zeile muss eines davon stehen: ${options}. Was darunter steht, ist dein Grund.`,
    noStance: 'Diese Abstimmung fragt nach mehr als einem Wort. Füll deinen Stimmzettel über den Link aus.',
    closed: 'Die Abstimmung ist zu Ende; deine Antwort kam zu spät.',
    codes: {
      REASON_REQUIRED: 'Diese Antwort braucht einen Grund. Schreib ihn unter die erste Zeile.',
      REASON_TOO_LONG: 'Dein Grund hat mehr als 2000 Zeichen.',
      TEXT_CHANGED: 'Der Vorschlag wurde seit jener Mail geändert. Lies ihn noch einmal, dann stimm ab.',
      OPTION_WITHDRAWN: 'Diese Antwort wurde zurückgezogen. Wähl eine andere.',
      NOT_A_MEMBER: 'Du bist kein Mitglied mehr und kannst hier nicht abstimmen.',
    },
    other: 'Deine Antwort konnte nicht angenommen werden. Stimm über den Link ab.',
  },
};

/** The words in a language; English where we have none. */
export const voteWords = (locale: string): typeof en => (locale.startsWith('de') ? de : en);

/** The usual word of a stance in every language that we have: people answer in their own. */
export const stanceWordsOf = (id: string): string[] =>
  Object.values(stances).flatMap((words) => (words[id] ? [words[id]] : []));
