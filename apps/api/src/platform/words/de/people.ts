/** What the server says about people, in German. */
export const people: Readonly<Record<string, string>> = {
  'Your name': 'Dein Name',
  'Choose English or German.': 'Wähle Englisch oder Deutsch.',
  'This is not an e-mail address. It looks like ana@example.org.':
    'Das ist keine E-Mail-Adresse. Sie sieht aus wie ana@example.org.',
  'That does not fit. Look at the newest mail, or ask for a new one.':
    'Das passt nicht. Sieh in der neuesten Mail nach oder bitte um eine neue.',
  'The password has {0} characters; it needs 12. A few words in a row are good.':
    'Das Passwort hat {0} Zeichen; es braucht 12. Ein paar Wörter hintereinander sind gut.',
  'The password has more than 256 characters.': 'Das Passwort hat mehr als 256 Zeichen.',
  'This password is one of the first that anybody tries.': 'Dieses Passwort gehört zu den ersten, die alle versuchen.',
  'This link does not fit. Take the newest one that the server printed when it started.':
    'Dieser Link passt nicht. Nimm den neuesten, den der Server beim Start ausgegeben hat.',
  'The comment': 'Der Kommentar',
  'The comment is empty.': 'Der Kommentar ist leer.',
  'The message': 'Die Nachricht',
  'Write what you want to say.': 'Schreib, was du sagen willst.',
  'Nobody knows of a draft yet. Publish it first.': 'Von einem Entwurf weiß noch niemand. Veröffentliche ihn zuerst.',
  'Two messages have gone out in the last 24 hours. Keep this one for tomorrow, or write on the page.':
    'In den letzten 24 Stunden sind zwei Nachrichten hinausgegangen. Heb diese für morgen auf oder schreib auf der Seite.',
  'Nobody would get this. Choose somebody else to write to.': 'Das bekäme niemand. Wähle andere, denen du schreibst.',
  'This is longer than an answer can be. Paste the answer alone.':
    'Das ist länger, als eine Antwort sein kann. Füge nur die Antwort ein.',
};
