/** What the server says about groups, in German. */
export const groups: Readonly<Record<string, string>> = {
  'There is a newer version. Read that one, then accept it.':
    'Es gibt eine neuere Fassung. Lies sie und nimm dann sie an.',
  'You have answered this already.': 'Das hast du schon beantwortet.',
  'The address "{0}" is taken. "{1}" is free.': 'Die Adresse „{0}“ ist vergeben. „{1}“ ist frei.',
  'The name': 'Der Name',
  'The line about the group': 'Die Zeile über die Gruppe',
  'Somebody else has changed this in the meantime. Reload, then change it again; your text is kept here.':
    'Jemand anderes hat das inzwischen geändert. Lade neu und ändere es dann noch einmal; dein Text bleibt hier erhalten.',
  'A colour is written like #0b6a48.': 'Eine Farbe schreibt man wie #0b6a48.',
  'The address has 2 to 39 small letters, digits and hyphens, such as "riverside", and is not a word we use ourselves.':
    'Die Adresse hat 2 bis 39 kleine Buchstaben, Ziffern und Bindestriche, etwa „riverside“, und ist kein Wort, das wir selbst brauchen.',
  '"{0}" is no currency we know. It is three letters, such as EUR.':
    '„{0}“ ist keine Währung, die wir kennen. Sie hat drei Buchstaben, etwa EUR.',
  'Choose {0}.': 'Wähle {0}.',
  '"{0}" is not an e-mail address.': '„{0}“ ist keine E-Mail-Adresse.',
  'Give 1 to 50 addresses at a time.': 'Gib 1 bis 50 Adressen auf einmal an.',
  'That would be more than 100 invitations today. Send the rest tomorrow.':
    'Das wären heute mehr als 100 Einladungen. Schick den Rest morgen.',
  'A link works for 1 to 30 days.': 'Ein Link gilt 1 bis 30 Tage.',
  'A link is for 1 to 200 people.': 'Ein Link ist für 1 bis 200 Personen.',
  'This group takes members by invitation only.': 'Diese Gruppe nimmt Mitglieder nur auf Einladung auf.',
  'Say why, in a few words: who holds the duty will read it.':
    'Sag in ein paar Worten warum: wer das Amt hat, liest es.',
  'You have asked to join already.': 'Du hast schon um Aufnahme gebeten.',
  'Your membership has lapsed. It comes back when your dues are settled.':
    'Deine Mitgliedschaft ist erloschen. Sie lebt wieder auf, sobald deine Beiträge beglichen sind.',
  'You are on the roll already.': 'Du stehst schon auf der Liste.',
  'The roll has changed in the meantime. Reload the page.':
    'Die Liste hat sich inzwischen geändert. Lade die Seite neu.',
  'The group has decided that you leave. You can ask again from {0} on, or earlier if the group decides so.':
    'Die Gruppe hat entschieden, dass du gehst. Ab {0} kannst du wieder fragen, oder früher, wenn die Gruppe so entscheidet.',
  'Only a member can hold a duty.': 'Nur ein Mitglied kann eine Aufgabe haben.',
  'They hold this duty already.': 'Diese Aufgabe hat die Person schon.',
  'They do not hold this duty.': 'Diese Aufgabe hat die Person nicht.',
  'This is the last steward. Make somebody else a steward first: without one nobody could let people in or give duties.':
    'Das ist die letzte Person in der Leitung. Übertrage sie zuerst auch jemand anderem: sonst könnte niemand Leute aufnehmen oder Aufgaben vergeben.',
};
