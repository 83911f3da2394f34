/** What the server says about shared costs, in German. */
export const bills: Readonly<Record<string, string>> = {
  'Sixty people at most share the costs of one thing.':
    'Höchstens sechzig Personen teilen sich die Kosten einer Sache.',
  'Whoever pays for somebody else stands before them in the list.':
    'Wer für jemand anderen zahlt, steht in der Liste davor.',
  'Whoever pays for somebody else pays for themselves too.':
    'Wer für jemand anderen zahlt, zahlt auch für sich selbst.',
  'Somebody named here is neither a member nor coming. Add them by name.':
    'Jemand von den Genannten ist weder Mitglied noch dabei. Füge die Person mit Namen hinzu.',
  'They have a part in it already, so they stay.': 'Die Person hat schon einen Anteil, also bleibt sie.',
  'They have their own way in: a mail, or their account.':
    'Die Person hat einen eigenen Zugang: eine Mail oder ihr Konto.',
  'Say who paid.': 'Sag, wer bezahlt hat.',
  'Whoever paid has paid more than nothing. Leave out who did not pay.':
    'Wer bezahlt hat, hat mehr als nichts bezahlt. Lass weg, wer nichts bezahlt hat.',
  'The bill is {0}, but those who paid have paid {1} together.':
    'Die Rechnung beträgt {0}, bezahlt wurden aber zusammen {1}.',
  'A weight is a whole number from 0 to 1000.': 'Ein Gewicht ist eine ganze Zahl von 0 bis 1000.',
  'A percentage is from 0 to 100.': 'Ein Prozentsatz liegt zwischen 0 und 100.',
  'Nobody’s part is less than nothing.': 'Kein Anteil ist weniger als nichts.',
  'A bill by items has 1 to 100 items.': 'Eine Rechnung nach Posten hat 1 bis 100 Posten.',
  'An item costs more than nothing. Type what was taken off as a lower total.':
    'Ein Posten kostet mehr als nichts. Einen Nachlass gibst du als kleineren Gesamtbetrag ein.',
  'Somebody is named twice.': 'Jemand ist zweimal genannt.',
  'Somebody named here is not among the people.': 'Jemand von den Genannten gehört nicht dazu.',
  'Say who shares it.': 'Sag, wer sich die Rechnung teilt.',
  'The percentages do not add up to 100 %.': 'Die Prozentsätze ergeben zusammen nicht 100 %.',
  '{0} of the bill are not shared out yet.': '{0} der Rechnung sind noch nicht aufgeteilt.',
  '{0} more than the bill are shared out.': '{0} mehr als die Rechnung sind aufgeteilt.',
  'With these amounts somebody would be paid for having been there. Make the differences smaller.':
    'Mit diesen Beträgen bekäme jemand etwas dafür, dabei gewesen zu sein. Mach die Unterschiede kleiner.',
  'Say who had each item.': 'Sag bei jedem Posten, wer ihn hatte.',
  'This has 500 bills. Begin another one for more.': 'Das sind schon 500 Rechnungen. Beginne für weitere etwas Neues.',
  'This bill was taken back already.': 'Diese Rechnung wurde schon zurückgenommen.',
  'What is wrong': 'Was nicht stimmt',
  'Choose who was paid.': 'Wähle, wem gezahlt wurde.',
  'You owe nothing in {0} any more.': 'Du schuldest nichts mehr in {0}.',
  'You owe {0} at most.': 'Du schuldest höchstens {0}.',
  'This waits to be confirmed.': 'Das wartet auf die Bestätigung.',
  'This was confirmed already, so it stays.': 'Das wurde schon bestätigt, also bleibt es.',
  'They have said that it did not arrive.': 'Die andere Seite hat gesagt, dass es nicht angekommen ist.',
  'They have taken this back. Reload the page.': 'Das wurde zurückgenommen. Lade die Seite neu.',
  'The name of the account': 'Der Name des Kontos',
  'This account number has a typing mistake: its check digits do not fit.':
    'In dieser Kontonummer ist ein Tippfehler: die Prüfziffern passen nicht.',
  'This currency is none we know. It looks like EUR.': 'Diese Währung kennen wir nicht. Sie sieht aus wie EUR.',
};
