/** What the server says about budget rounds and plans, in German. */
export const plans: Readonly<Record<string, string>> = {
  'Choose a budget line that a decision has opened.': 'Wähle einen Budgetposten, den eine Entscheidung eröffnet hat.',
  'This day has passed. Choose a later one.': 'Dieser Tag ist vorbei. Wähle einen späteren.',
  'Say by how much.': 'Sag, um wie viel.',
  'The budget line is closed, so it stays as it is.': 'Der Budgetposten ist geschlossen, er bleibt also, wie er ist.',
  'The budget line has {0} left, so it cannot be lowered by that much.':
    'Auf dem Budgetposten sind noch {0} übrig, um so viel kann er also nicht gesenkt werden.',
  'Buckets are allotted in a budget round. Begin one in the book of the group.':
    'Vorhaben bekommen Geld in einer Budgetrunde. Beginne eine im Buch der Gruppe.',
  'Your share is {0}, and you gave {1}. Take some back.':
    'Dein Anteil ist {0}, und du hast {1} gegeben. Nimm etwas zurück.',
  '"{0}" can use {1} at most. Give it less.': '„{0}“ kann höchstens {1} brauchen. Gib weniger.',
  'The buckets of a round stand as they are while they are allotted.':
    'Die Vorhaben einer Runde bleiben, wie sie sind, während verteilt wird.',
  'A round shares out {0} at most.': 'Eine Runde verteilt höchstens {0}.',
  'The rules of the group let a usual decision free {0} at most. Share out no more.':
    'Nach den Regeln der Gruppe gibt eine gewöhnliche Entscheidung höchstens {0} frei. Verteile nicht mehr.',
  'Buckets are proposed for {0} days at most.': 'Vorhaben werden höchstens {0} Tage lang vorgeschlagen.',
  'The allotting must end after the proposing. Choose a later time.':
    'Das Verteilen muss nach dem Vorschlagen enden. Wähle einen späteren Zeitpunkt.',
  'Allotting lasts {0} days at most.': 'Verteilt wird höchstens {0} Tage lang.',
  'The pot is in {0}, so the amount must be in {1}.': 'Die Summe ist in {0}, also muss der Betrag in {1} sein.',
  'Choose a member of this group.': 'Wähle ein Mitglied dieser Gruppe.',
  'That time has passed. Choose a later one.': 'Dieser Zeitpunkt ist vorbei. Wähle einen späteren.',
  'The name of the bucket': 'Der Name des Vorhabens',
  'The stretch is the most that you can use: no less than the minimum.':
    'Der Höchstbetrag ist das, was du im besten Fall brauchst: nicht weniger als der Mindestbetrag.',
  'The pot holds {0}. Ask for no more than that.': 'Die Summe beträgt {0}. Verlange nicht mehr als das.',
  'The fund {0} has {1} available, which is less than this.':
    'Im Topf {0} sind {1} verfügbar, das ist weniger als dies.',
  'The buckets are being allotted. Withdraw the vote instead.':
    'Es wird schon verteilt. Zieh stattdessen die Abstimmung zurück.',
  'This round is over already.': 'Diese Runde ist schon vorbei.',
  'A round has {0} buckets at most.': 'Eine Runde hat höchstens {0} Vorhaben.',
  'The bucket was changed in the meantime. Look at it again.':
    'Das Vorhaben wurde inzwischen geändert. Sieh es dir noch einmal an.',
  'This bucket was withdrawn.': 'Dieses Vorhaben wurde zurückgezogen.',
  'The time to propose buckets is over: they stand as they are.':
    'Die Zeit für Vorschläge ist vorbei: Die Vorhaben bleiben, wie sie sind.',
};
