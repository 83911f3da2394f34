/** The words of mails about the life of a proposal. A language is complete or does not compile. */
const en = {
  amendedSubject: (title: string) => `Please vote again: ${title}`,
  amendedLine: (author: string, title: string, until: string) =>
    `${author} has changed “${title}” since you voted. Your vote was for the earlier text and counts no more: read the new one and vote again, until ${until}.`,
  amendedNote: (note: string) => `What has changed: ${note}`,
  extendedSubject: (title: string) => `More time to vote: ${title}`,
  extendedLine: (title: string, until: string, reason: string) =>
    `“${title}” is open until ${until} now. You have not voted yet. The reason: ${reason}`,
  notOpenedSubject: (title: string) => `The vote did not open: ${title}`,
  notOpenedLine: (title: string, why: string) =>
    `The vote on “${title}” was to open now and could not. ${why} It is a draft again: mend it, and announce or open it anew.`,
  raisedSubject: (title: string) => `An objection: ${title}`,
  raisedLine: (name: string, title: string, text: string) => `${name} objects to “${title}”: ${text}`,
  raisedHow: 'You can answer, or change the text so that it takes the objection up.',
  answeredSubject: (title: string) => `Your objection was answered: ${title}`,
  answeredLine: (name: string, title: string, text: string) =>
    `${name} answers your objection to “${title}”: ${text} It stands until you withdraw it.`,
  ruledOutSubject: (title: string) => `Your objection was ruled out: ${title}`,
  ruledOutLine: (name: string, title: string, text: string) =>
    `${name} has ruled out your objection to “${title}”: ${text} It stays in the record and stops the decision no longer.`,
  reviewSubject: (title: string) => `Does it still hold? ${title}`,
  reviewLine: (title: string, group: string) =>
    `${group} wanted to look again at “${title}” today. Say on its page what has come of it, choose another day, or put it again.`,
  page: 'To the proposal',
};

const de: typeof en = {
  amendedSubject: (title) => `Bitte stimme neu ab: ${title}`,
  amendedLine: (author, title, until) =>
    `${author} hat „${title}“ geändert, seit du abgestimmt hast. Deine Stimme galt dem früheren Text und zählt nicht mehr: Lies den neuen und stimme neu ab, bis ${until}.`,
  amendedNote: (note) => `Was sich geändert hat: ${note}`,
  extendedSubject: (title) => `Mehr Zeit zum Abstimmen: ${title}`,
  extendedLine: (title, until, reason) =>
    `„${title}“ ist jetzt bis ${until} offen. Du hast noch nicht abgestimmt. Der Grund: ${reason}`,
  notOpenedSubject: (title) => `Die Abstimmung hat nicht begonnen: ${title}`,
  notOpenedLine: (title, why) =>
    `Die Abstimmung über „${title}“ sollte jetzt beginnen und konnte nicht. ${why} Sie ist wieder ein Entwurf: Bring ihn in Ordnung und kündige sie neu an oder beginne sie.`,
  raisedSubject: (title) => `Ein Einwand: ${title}`,
  raisedLine: (name, title, text) => `${name} hat einen Einwand gegen „${title}“: ${text}`,
  raisedHow: 'Du kannst antworten oder den Text so ändern, dass er den Einwand aufnimmt.',
  answeredSubject: (title) => `Antwort auf deinen Einwand: ${title}`,
  answeredLine: (name, title, text) =>
    `${name} antwortet auf deinen Einwand gegen „${title}“: ${text} Er steht, bis du ihn zurücknimmst.`,
  ruledOutSubject: (title) => `Dein Einwand wurde nicht zugelassen: ${title}`,
  ruledOutLine: (name, title, text) =>
    `${name} hat deinen Einwand gegen „${title}“ nicht zugelassen: ${text} Er bleibt in den Aufzeichnungen und hält den Beschluss nicht mehr auf.`,
  reviewSubject: (title) => `Gilt das noch? ${title}`,
  reviewLine: (title, group) =>
    `${group} wollte sich „${title}“ heute wieder ansehen. Sag auf der Seite, was daraus geworden ist, wähle einen anderen Tag oder stelle den Vorschlag noch einmal.`,
  page: 'Zum Vorschlag',
};

/** The words in a language; English where we have none. */
export const lifeWords = (locale: string): typeof en => (locale.startsWith('de') ? de : en);
