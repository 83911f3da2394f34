/** A subject and its lines. */
interface Text {
  readonly subject: string;
  readonly lines: readonly string[];
}
interface Facts {
  /** Who it is about. */
  readonly name: string;
  readonly group: string;
  /** Who opened the case. */
  readonly by: string;
  /** When the step at hand is over, in words; empty where it has no end. */
  readonly until: string;
  readonly reason: string;
  /** Whether their membership has lapsed. */
  readonly lapsed: boolean;
}
/** Told to the person concerned, who reads all of it on their page. */
export type SubjectStep =
  | 'asked'
  | 'reply'
  | 'extended'
  | 'vote'
  | 'withdrawn'
  | 'expired'
  | 'kept'
  | 'removed'
  | 'upheld'
  | 'reversed';
/** Told to who opened the case and to the stewards. */
export type OtherStep = Exclude<SubjectStep, 'vote'> | 'replied' | 'appealed' | 'left';

interface CaseMailWords {
  readonly subject: Readonly<Record<SubjectStep, (of: Facts) => Text>>;
  readonly others: Readonly<Record<OtherStep, (of: Facts) => Text>>;
  readonly read: string;
  readonly answer: string;
  readonly appeal: string;
  readonly file: string;
}

const stays =
  'Your expenses, what you wrote and your name in the record stay. By the link of this mail you can read the case, appeal and take all of it with you, without signing in.';
const bleibt =
  'Deine Auslagen, was du geschrieben hast und dein Name im Protokoll bleiben. Mit dem Link dieser Mail kannst du das Verfahren lesen, Berufung einlegen und alles mitnehmen, ohne dich anzumelden.';

const en: CaseMailWords = {
  subject: {
    asked: ({ by, group }) => ({
      subject: `${group}: somebody asks that you leave`,
      lines: [
        `${by} has opened a case in ${group}: they ask that you leave, and say why. It counts only if a second member joins.`,
        'You need not do anything yet. If it comes to count, you are told at once and have time to reply.',
      ],
    }),
    reply: ({ by, group, until }) => ({
      subject: `${group}: a case about you, and your time to reply`,
      lines: [
        `A case asks that you leave ${group}. It was opened by ${by}; the reasons are on its page.`,
        `You can reply until ${until}; everybody who votes reads it beside the reasons. If you need more time, you can take three more days, once. Then the group votes; you have no vote in it.`,
        'By the link of this mail you can do all this without signing in.',
      ],
    }),
    extended: ({ group, until }) => ({
      subject: `${group}: more time for your reply`,
      lines: [`You can reply until ${until} now.`],
    }),
    vote: ({ group, until }) => ({
      subject: `${group}: the group votes on your membership`,
      lines: [`The group votes until ${until}. You are told how it comes out.`],
    }),
    withdrawn: ({ group, reason }) => ({
      subject: `${group}: the case about you was withdrawn`,
      lines: ['The case about you was withdrawn. You are a member as before.', reason],
    }),
    expired: ({ group, reason }) => ({
      subject: `${group}: the case about you is over`,
      lines: ['The case about you has come to no vote. You are a member as before.', reason],
    }),
    kept: ({ group }) => ({
      subject: `${group}: you stay`,
      lines: ['The group has voted, and you stay a member. The same facts can not be raised again for six months.'],
    }),
    removed: ({ group, until }) => ({
      subject: `${group} has decided that you leave`,
      lines: [
        `${group} has decided to end your membership. Your duties, places at coming events and votes have ended.`,
        `You can appeal to the group until ${until}: it votes once more, without those who opened the case where enough others are left. The removal stands until that is decided.`,
        stays,
      ],
    }),
    upheld: ({ group }) => ({
      subject: `${group}: your appeal`,
      lines: ['The group has decided about your appeal: the removal stands.', stays],
    }),
    reversed: ({ group, lapsed }) => ({
      subject: lapsed ? `${group}: your removal was taken back` : `${group}: you are a member again`,
      lines: lapsed
        ? [
            'The group has decided about your appeal: your removal is taken back. As before it, your membership has lapsed for want of dues. It comes back by itself once they are settled; from today on you have 90 days for that.',
          ]
        : [
            'The group has decided about your appeal: you are a member again, as before your removal. Duties that you held come back only when they are given anew.',
          ],
    }),
  },
  others: {
    asked: ({ by, name, group }) => ({
      subject: `${group}: a case about ${name}`,
      lines: [
        `${by} asks that ${name} leaves ${group}, with reasons. It counts once a second member joins. ${name} was told.`,
      ],
    }),
    reply: ({ by, name, group, until }) => ({
      subject: `${group}: the case about ${name} counts`,
      lines: [
        `A case asks that ${name} leaves ${group}. It was opened by ${by}. ${name} was told and can reply until ${until}. Then the vote opens by itself.`,
      ],
    }),
    extended: ({ name, until }) => ({
      subject: `${name} has more time to reply`,
      lines: [`${name} can reply until ${until} now. Then the vote opens by itself.`],
    }),
    replied: ({ name }) => ({
      subject: `${name} has replied`,
      lines: [`${name} has replied to the reasons of the case.`],
    }),
    withdrawn: ({ name, reason }) => ({
      subject: `The case about ${name} was withdrawn`,
      lines: [`The case about ${name} was withdrawn.`, reason],
    }),
    expired: ({ name, reason }) => ({
      subject: `The case about ${name} is over`,
      lines: [`The case about ${name} has come to no vote.`, reason],
    }),
    kept: ({ name }) => ({
      subject: `${name} stays`,
      lines: [`The group has voted: ${name} stays. The same facts can not be raised again for six months.`],
    }),
    removed: ({ name, until }) => ({
      subject: `${name} is no member any more`,
      lines: [`The group has voted: the membership of ${name} has ended. ${name} can appeal until ${until}.`],
    }),
    appealed: ({ name, until }) => ({
      subject: `${name} appeals`,
      lines: [
        `${name} appeals against the removal. The group votes once more until ${until}; where five others are left, without those who opened the case. The removal stands until then.`,
      ],
    }),
    upheld: ({ name }) => ({
      subject: `The removal of ${name} stands`,
      lines: ['The appeal is decided: the removal stands.'],
    }),
    reversed: ({ name, lapsed }) => ({
      subject: lapsed ? `The removal of ${name} was taken back` : `${name} is a member again`,
      lines: [`The appeal is decided: ${lapsed ? 'the removal is taken back' : `${name} is a member again`}.`],
    }),
    left: ({ name, reason }) => ({
      subject: `${name} has left`,
      lines: [reason || `${name} has left by themselves.`, 'The case is over.'],
    }),
  },
  read: 'Read the case',
  answer: 'Read and reply',
  appeal: 'Read and appeal',
  file: 'The case as a file',
};

const de: CaseMailWords = {
  subject: {
    asked: ({ by, group }) => ({
      subject: `${group}: Jemand möchte, dass du gehst`,
      lines: [
        `${by} hat in ${group} ein Verfahren begonnen: Du sollst gehen, mit Gründen. Es gilt erst, wenn ein zweites Mitglied dazukommt.`,
        'Du musst noch nichts tun. Wenn es gilt, erfährst du es sofort und hast Zeit für eine Antwort.',
      ],
    }),
    reply: ({ by, group, until }) => ({
      subject: `${group}: ein Verfahren über dich und deine Zeit zur Antwort`,
      lines: [
        `Du sollst ${group} verlassen. Das verlangt: ${by}. Die Gründe stehen auf der Seite des Verfahrens.`,
        `Du kannst bis ${until} antworten; alle, die abstimmen, lesen deine Antwort neben den Gründen. Brauchst du mehr Zeit, so kannst du einmal drei Tage dazunehmen. Danach stimmt die Gruppe ab; du hast dabei keine Stimme.`,
        'Mit dem Link dieser Mail geht all das, ohne dass du dich anmeldest.',
      ],
    }),
    extended: ({ group, until }) => ({
      subject: `${group}: mehr Zeit für deine Antwort`,
      lines: [`Du kannst jetzt bis ${until} antworten.`],
    }),
    vote: ({ group, until }) => ({
      subject: `${group}: Die Gruppe stimmt über deine Mitgliedschaft ab`,
      lines: [`Die Gruppe stimmt bis ${until} ab. Du erfährst, wie es ausgeht.`],
    }),
    withdrawn: ({ group, reason }) => ({
      subject: `${group}: Das Verfahren über dich ist zurückgezogen`,
      lines: ['Das Verfahren über dich wurde zurückgezogen. Du bist Mitglied wie zuvor.', reason],
    }),
    expired: ({ group, reason }) => ({
      subject: `${group}: Das Verfahren über dich ist vorbei`,
      lines: ['Im Verfahren über dich kam es zu keiner Abstimmung. Du bist Mitglied wie zuvor.', reason],
    }),
    kept: ({ group }) => ({
      subject: `${group}: Du bleibst`,
      lines: [
        'Die Gruppe hat abgestimmt, und du bleibst Mitglied. Dieselben Vorfälle können sechs Monate lang nicht wieder vorgebracht werden.',
      ],
    }),
    removed: ({ group, until }) => ({
      subject: `${group} hat beschlossen, dass du gehst`,
      lines: [
        `${group} hat beschlossen, deine Mitgliedschaft zu beenden. Deine Ämter, deine Plätze bei kommenden Terminen und deine Stimmen sind damit zu Ende.`,
        `Du kannst bis ${until} bei der Gruppe Berufung einlegen: Sie stimmt noch einmal ab, ohne die, die das Verfahren begonnen haben, wenn genug andere bleiben. Der Ausschluss gilt, bis das entschieden ist.`,
        bleibt,
      ],
    }),
    upheld: ({ group }) => ({
      subject: `${group}: deine Berufung`,
      lines: ['Die Gruppe hat über deine Berufung entschieden: Es bleibt beim Ausschluss.', bleibt],
    }),
    reversed: ({ group, lapsed }) => ({
      subject: lapsed ? `${group}: dein Ausschluss ist zurückgenommen` : `${group}: Du bist wieder Mitglied`,
      lines: lapsed
        ? [
            'Die Gruppe hat über deine Berufung entschieden: Dein Ausschluss ist zurückgenommen. Wie davor ist deine Mitgliedschaft erloschen, weil Beiträge fehlen. Sie kommt von selbst zurück, sobald sie beglichen sind; dafür hast du ab heute 90 Tage.',
          ]
        : [
            'Die Gruppe hat über deine Berufung entschieden: Du bist wieder Mitglied, wie vor deinem Ausschluss. Ämter, die du hattest, kommen nur zurück, wenn sie neu vergeben werden.',
          ],
    }),
  },
  others: {
    asked: ({ by, name, group }) => ({
      subject: `${group}: ein Verfahren über ${name}`,
      lines: [
        `${by} möchte, dass ${name} ${group} verlässt, mit Gründen. Es gilt, wenn ein zweites Mitglied dazukommt. ${name} weiß davon.`,
      ],
    }),
    reply: ({ by, name, group, until }) => ({
      subject: `${group}: Das Verfahren über ${name} gilt`,
      lines: [
        `${name} soll ${group} verlassen. Das verlangt: ${by}. ${name} weiß davon und kann bis ${until} antworten. Danach beginnt die Abstimmung von selbst.`,
      ],
    }),
    extended: ({ name, until }) => ({
      subject: `${name} hat mehr Zeit für die Antwort`,
      lines: [`${name} kann jetzt bis ${until} antworten. Danach beginnt die Abstimmung von selbst.`],
    }),
    replied: ({ name }) => ({
      subject: `${name} hat geantwortet`,
      lines: [`${name} hat auf die Gründe des Verfahrens geantwortet.`],
    }),
    withdrawn: ({ name, reason }) => ({
      subject: `Das Verfahren über ${name} ist zurückgezogen`,
      lines: [`Das Verfahren über ${name} wurde zurückgezogen.`, reason],
    }),
    expired: ({ name, reason }) => ({
      subject: `Das Verfahren über ${name} ist vorbei`,
      lines: [`Im Verfahren über ${name} kam es zu keiner Abstimmung.`, reason],
    }),
    kept: ({ name }) => ({
      subject: `${name} bleibt`,
      lines: [
        `Die Gruppe hat abgestimmt: ${name} bleibt. Dieselben Vorfälle können sechs Monate lang nicht wieder vorgebracht werden.`,
      ],
    }),
    removed: ({ name, until }) => ({
      subject: `${name} ist kein Mitglied mehr`,
      lines: [
        `Die Gruppe hat abgestimmt: Die Mitgliedschaft von ${name} ist beendet. ${name} kann bis ${until} Berufung einlegen.`,
      ],
    }),
    appealed: ({ name, until }) => ({
      subject: `${name} legt Berufung ein`,
      lines: [
        `${name} legt Berufung gegen den Ausschluss ein. Die Gruppe stimmt bis ${until} noch einmal ab; wenn fünf andere bleiben, ohne die, die das Verfahren begonnen haben. Bis dahin gilt der Ausschluss.`,
      ],
    }),
    upheld: ({ name }) => ({
      subject: `Es bleibt beim Ausschluss von ${name}`,
      lines: ['Über die Berufung ist entschieden: Es bleibt beim Ausschluss.'],
    }),
    reversed: ({ name, lapsed }) => ({
      subject: lapsed ? `Der Ausschluss von ${name} ist zurückgenommen` : `${name} ist wieder Mitglied`,
      lines: [
        `Über die Berufung ist entschieden: ${lapsed ? 'Der Ausschluss ist zurückgenommen' : `${name} ist wieder Mitglied`}.`,
      ],
    }),
    left: ({ name, reason }) => ({
      subject: `${name} ist gegangen`,
      lines: [reason || `${name} ist von selbst gegangen.`, 'Das Verfahren ist damit vorbei.'],
    }),
  },
  read: 'Verfahren lesen',
  answer: 'Lesen und antworten',
  appeal: 'Lesen und Berufung einlegen',
  file: 'Das Verfahren als Datei',
};

/** The words of mails about removal cases. */
export const caseMailWords = (locale: string): CaseMailWords => (locale.startsWith('de') ? de : en);
