import type { MailTopic } from './mail-kinds.ts';

/** The words of mails about an event that is coming or was: reminders, changes, what hosts write. A language is complete or does not compile. */
const en = {
  reminder: {
    subject: {
      tomorrow: (title: string) => `Tomorrow: ${title}`,
      today: (title: string) => `Today: ${title}`,
      after: (title: string) => `How was it? ${title}`,
    },
    line: {
      tomorrow: (title: string, when: string) => `Tomorrow is "${title}": ${when}. You said you're going.`,
      today: (title: string, when: string) => `Today is "${title}": ${when}. You said you're going.`,
      after: (title: string) =>
        `You said you would go to "${title}". Did you make it? One press tells the hosts, and if you like, a word with it.`,
    },
    place: (place: string) => `Where: ${place}`,
    cannot: "I can't come after all",
    answer: 'Tell the hosts',
  },
  change: {
    subject: (title: string) => `Changed: ${title}`,
    movedSubject: (title: string) => `It moved: ${title}`,
    backSubject: (title: string) => `It takes place after all: ${title}`,
    about: (title: string) => `Something has changed about "${title}".`,
    back: (title: string, when: string) => `"${title}" takes place after all: ${when}.`,
    title: (title: string) => `It is now called "${title}".`,
    time: (now: string, before: string) => `New time: ${now}. It was: ${before}.`,
    place: (place: string) => `Where: ${place}`,
    noPlace: 'The place is open again.',
    holds: "Your answer holds; change it if you can't make it any more.",
    still: 'Are you still coming?',
  },
  message: {
    subject: (title: string, host: string) => `${host} about ${title}`,
    intro: (host: string, title: string) => `${host} writes to you about "${title}":`,
    replyByMail: (host: string) => `Answer this mail and it reaches ${host}; your address is not shown.`,
    replyOnPage: (host: string) =>
      `Answers to this mail reach nobody. To answer ${host}, write on the page of the event.`,
    button: 'To the event',
  },
  reply: {
    subject: (title: string) => `About your answer: ${title}`,
    waitlisted: (title: string, when: string, position: number) =>
      `You accepted "${title}", ${when}, but it is full. You are number ${position} on the waitlist; when a place frees, we write to you.`,
    refused: (title: string, when: string) =>
      `You accepted "${title}", ${when}, but it takes no more answers, or has not that many places. Your answer stays as it was.`,
    button: 'To the event',
    wroteSubject: (name: string, title: string) => `${name} about ${title}`,
    wrote: (name: string, title: string) => `${name} writes to you about "${title}":`,
    proposes: (name: string, title: string) =>
      `${name} would rather have another time for "${title}" and proposed one in the calendar. Nothing has changed.`,
    answerThem: 'Answers to this mail do not reach them. Write on the page, or to all who come.',
  },
  stopMails: 'Stop these mails',
  unsubscribe: {
    title: 'Stop these mails?',
    ask: {
      reminders:
        'You get no more reminders of events, and no question afterwards. Changes and cancellations still come.',
      hosts: 'You get no more messages that hosts write to those who come. Changes and cancellations still come.',
      invitations:
        'You get no more invitations for your calendar when you say that you come. Changes and cancellations still come.',
      votes:
        'You get no more reminders of votes and no mails about how they came out. When a vote opens you are still told.',
    } as Record<MailTopic, string>,
    stop: 'Stop them',
    doneTitle: 'They have stopped',
    done: {
      reminders: 'No more reminders of events come to you.',
      hosts: 'No more messages of hosts come to you.',
      invitations: 'No more invitations for your calendar come to you.',
      votes: 'No more reminders and outcomes of votes come to you.',
    } as Record<MailTopic, string>,
    resume: 'Send them again',
    gone: 'This link is too old, or was never one of ours. Newer mails carry a new one.',
  },
};

const de: typeof en = {
  reminder: {
    subject: {
      tomorrow: (title) => `Morgen: ${title}`,
      today: (title) => `Heute: ${title}`,
      after: (title) => `Wie war es? ${title}`,
    },
    line: {
      tomorrow: (title, when) => `Morgen ist „${title}“: ${when}. Du hast zugesagt.`,
      today: (title, when) => `Heute ist „${title}“: ${when}. Du hast zugesagt.`,
      after: (title) =>
        `Du wolltest zu „${title}“ kommen. Hat es geklappt? Ein Druck sagt es den Gastgebern, und wenn du magst, ein Wort dazu.`,
    },
    place: (place) => `Wo: ${place}`,
    cannot: 'Ich kann doch nicht',
    answer: 'Den Gastgebern sagen',
  },
  change: {
    subject: (title) => `Geändert: ${title}`,
    movedSubject: (title) => `Verlegt: ${title}`,
    backSubject: (title) => `Findet doch statt: ${title}`,
    about: (title) => `Bei „${title}“ hat sich etwas geändert.`,
    back: (title, when) => `„${title}“ findet doch statt: ${when}.`,
    title: (title) => `Es heißt jetzt „${title}“.`,
    time: (now, before) => `Neue Zeit: ${now}. Vorher: ${before}.`,
    place: (place) => `Wo: ${place}`,
    noPlace: 'Der Ort ist wieder offen.',
    holds: 'Deine Antwort gilt weiter; ändere sie, wenn du nicht mehr kannst.',
    still: 'Kommst du noch?',
  },
  message: {
    subject: (title, host) => `${host} zu ${title}`,
    intro: (host, title) => `${host} schreibt dir zu „${title}“:`,
    replyByMail: (host) => `Antworte auf diese Mail, dann erreicht es ${host}; deine Adresse wird nicht gezeigt.`,
    replyOnPage: (host) =>
      `Antworten auf diese Mail erreichen niemanden. Um ${host} zu antworten, schreib auf der Seite des Treffens.`,
    button: 'Zum Treffen',
  },
  reply: {
    subject: (title) => `Zu deiner Antwort: ${title}`,
    waitlisted: (title, when, position) =>
      `Du hast „${title}“, ${when}, angenommen, aber es ist voll. Du bist Nummer ${position} auf der Warteliste; wird ein Platz frei, schreiben wir dir.`,
    refused: (title, when) =>
      `Du hast „${title}“, ${when}, angenommen, aber es sind keine Antworten mehr möglich oder nicht so viele Plätze frei. Deine Antwort bleibt, wie sie war.`,
    button: 'Zum Treffen',
    wroteSubject: (name, title) => `${name} zu ${title}`,
    wrote: (name, title) => `${name} schreibt dir zu „${title}“:`,
    proposes: (name, title) =>
      `${name} hätte für „${title}“ lieber eine andere Zeit und hat im Kalender eine vorgeschlagen. Geändert ist nichts.`,
    answerThem: 'Antworten auf diese Mail kommen dort nicht an. Schreib auf der Seite oder an alle, die kommen.',
  },
  stopMails: 'Diese Mails abbestellen',
  unsubscribe: {
    title: 'Diese Mails abbestellen?',
    ask: {
      reminders:
        'Du bekommst keine Erinnerungen an Treffen mehr und keine Frage danach. Änderungen und Absagen kommen weiter.',
      hosts:
        'Du bekommst keine Nachrichten mehr, die Gastgeber an alle schreiben, die kommen. Änderungen und Absagen kommen weiter.',
      invitations:
        'Du bekommst keine Einladungen für deinen Kalender mehr, wenn du zusagst. Änderungen und Absagen kommen weiter.',
      votes:
        'Du bekommst keine Erinnerungen an Abstimmungen mehr und keine Mails über ihren Ausgang. Wenn eine beginnt, hörst du es weiter.',
    },
    stop: 'Abbestellen',
    doneTitle: 'Abbestellt',
    done: {
      reminders: 'Es kommen keine Erinnerungen an Treffen mehr.',
      hosts: 'Es kommen keine Nachrichten von Gastgebern mehr.',
      invitations: 'Es kommen keine Einladungen für deinen Kalender mehr.',
      votes: 'Es kommen keine Erinnerungen an Abstimmungen und keine Ergebnisse mehr.',
    },
    resume: 'Wieder schicken',
    gone: 'Dieser Link ist zu alt oder war nie einer von uns. Neuere Mails tragen einen neuen.',
  },
};

export type EventMailWords = typeof en;

/** The words in a language; English where we have none. */
export function eventMailWords(locale: string): EventMailWords {
  return locale.startsWith('de') ? de : en;
}
