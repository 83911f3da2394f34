/** The words of mails about notices. A language is complete or does not compile. */
const en = {
  postedSubject: (name: string, title: string) => `${name} is doing this: ${title}`,
  againSubject: (name: string, title: string) => `Changed: ${name} is doing this: ${title}`,
  postedLine: (name: string, group: string, amount: string | null) =>
    `${name} has told ${group} of something they want to do${amount ? `, for ${amount} of the group's money` : ''}.`,
  windowLine: (until: string) =>
    `If nobody objects until ${until}, it is theirs to do. You need not do anything. To object, say why with your name: then you talk about it.`,
  postedButton: 'Read it',
  objectedSubject: (name: string, title: string) => `${name} objects: ${title}`,
  objectedLine: (name: string, title: string) => `${name} objects to “${title}”:`,
  objectedNext:
    'Talk about it. You can change it, which begins a new time to object, take it back, or make it a proposal with one press.',
  objectedButton: 'Talk about it',
  standsSubject: (title: string) => `It is yours: ${title}`,
  standsLine: (title: string) => `Nobody has objected to “${title}”. Go ahead.`,
  moneyLine: (amount: string) => `${amount} is held for it: hand in your receipts on its budget line.`,
  standsButton: 'To your notice',
  raisedSubject: (title: string) => `It becomes a proposal: ${title}`,
  raisedLine: (name: string, title: string) =>
    `${name} has drafted a proposal of “${title}”, with the text and the objections. You will be asked to vote once it is opened.`,
  raisedButton: 'To the notice',
  withdrawnSubject: (title: string) => `Taken back: ${title}`,
  withdrawnLine: (title: string) => `“${title}”, to which you had objected, was taken back.`,
  freeSubject: (title: string) => `Needs somebody: ${title}`,
  freeLine: (title: string, group: string) => `“${title}” in ${group} was handed back. Anybody may take it over.`,
  lateSubject: (title: string) => `Past its day: ${title}`,
  lateLine: (title: string) =>
    `The day you had set for “${title}” has passed. Say that it is done, give it a new day, or hand it back. Until then anybody may take it over.`,
  takenSubject: (name: string, title: string) => `${name} takes it over: ${title}`,
  takenLine: (name: string, title: string) => `${name} has taken over “${title}”.`,
  lookButton: 'Look at it',
};

const de: typeof en = {
  postedSubject: (name, title) => `${name} macht das: ${title}`,
  againSubject: (name, title) => `Geändert: ${name} macht das: ${title}`,
  postedLine: (name, group, amount) =>
    `${name} hat in ${group} angesagt, etwas tun zu wollen${amount ? `, für ${amount} aus der Kasse der Gruppe` : ''}.`,
  windowLine: (until) =>
    `Widerspricht bis ${until} niemand, gilt es. Du musst nichts tun. Wenn du widersprichst, dann mit deinem Namen und einem Grund: Dann redet ihr darüber.`,
  postedButton: 'Lesen',
  objectedSubject: (name, title) => `${name} widerspricht: ${title}`,
  objectedLine: (name, title) => `${name} widerspricht „${title}“:`,
  objectedNext:
    'Redet darüber. Du kannst es ändern, dann beginnt die Frist neu, es zurücknehmen oder mit einem Druck einen Vorschlag daraus machen.',
  objectedButton: 'Darüber reden',
  standsSubject: (title) => `Es gilt: ${title}`,
  standsLine: (title) => `Niemand hat „${title}“ widersprochen. Leg los.`,
  moneyLine: (amount) => `${amount} sind dafür zurückgelegt: Reiche deine Belege auf dem Budgetposten ein.`,
  standsButton: 'Zu deiner Ansage',
  raisedSubject: (title) => `Daraus wird ein Vorschlag: ${title}`,
  raisedLine: (name, title) =>
    `${name} hat aus „${title}“ einen Vorschlag entworfen, mit dem Text und den Einwänden. Du wirst gefragt, sobald die Abstimmung öffnet.`,
  raisedButton: 'Zur Ansage',
  withdrawnSubject: (title) => `Zurückgenommen: ${title}`,
  withdrawnLine: (title) => `„${title}“, dem du widersprochen hattest, wurde zurückgenommen.`,
  freeSubject: (title) => `Braucht jemanden: ${title}`,
  freeLine: (title, group) => `„${title}“ in ${group} wurde zurückgegeben. Alle können es übernehmen.`,
  lateSubject: (title) => `Der Tag ist vorbei: ${title}`,
  lateLine: (title) =>
    `Der Tag, den du dir für „${title}“ gesetzt hattest, ist vorbei. Sag, dass es getan ist, setz einen neuen Tag oder gib es zurück. Bis dahin können alle es übernehmen.`,
  takenSubject: (name, title) => `${name} übernimmt: ${title}`,
  takenLine: (name, title) => `${name} hat „${title}“ übernommen.`,
  lookButton: 'Ansehen',
};

/** The words in a language; English where we have none. */
export const noticeWords = (locale: string): typeof en => (locale.startsWith('de') ? de : en);
