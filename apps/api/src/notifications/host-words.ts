/** The words of mails about hosting and photos. A language is complete or does not compile. */
const en = {
  invitedSubject: (title: string) => `Host with us? ${title}`,
  invitedLine: (name: string, title: string, when: string, group: string | null) =>
    group
      ? `${name} asks whether ${group} hosts "${title}", ${when}, with them. If you accept, it stands in your calendar too and you can change it.`
      : `${name} asks whether you host "${title}", ${when}, with them. If you accept, you can change it.`,
  invitedButton: 'Look and answer',
  acceptedSubject: (title: string) => `They host with you: ${title}`,
  acceptedLine: (who: string, title: string) => `${who} now hosts "${title}" with you.`,
  hiddenSubject: (title: string) => `A picture was taken down: ${title}`,
  hiddenLine: (title: string, why: string) =>
    `Somebody shown on a picture of "${title}" wants it down; nobody but you sees it now.${why ? ` They say: ${why}` : ''} Remove it for good, or show it again if this was a mistake.`,
  toEvent: 'To the event',
};

const de: typeof en = {
  invitedSubject: (title) => `Mit uns ausrichten? ${title}`,
  invitedLine: (name, title, when, group) =>
    group
      ? `${name} fragt, ob ${group} „${title}“, ${when}, mit ausrichtet. Sagt ihr ja, steht es auch in eurem Kalender und ihr könnt es ändern.`
      : `${name} fragt, ob du „${title}“, ${when}, mit ausrichtest. Sagst du ja, kannst du es ändern.`,
  invitedButton: 'Ansehen und antworten',
  acceptedSubject: (title) => `Mit dir zusammen: ${title}`,
  acceptedLine: (who, title) => `${who} richtet „${title}“ jetzt mit dir aus.`,
  hiddenSubject: (title) => `Ein Bild wurde heruntergenommen: ${title}`,
  hiddenLine: (title, why) =>
    `Jemand auf einem Bild von „${title}“ möchte es nicht mehr sehen lassen; jetzt siehst nur noch du es.${why ? ` Dazu steht: ${why}` : ''} Entferne es ganz, oder zeige es wieder, wenn das ein Versehen war.`,
  toEvent: 'Zum Treffen',
};

export type HostWords = typeof en;

/** The words in a language; English where we have none. */
export function hostWords(locale: string): HostWords {
  return locale.startsWith('de') ? de : en;
}
