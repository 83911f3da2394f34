/** What the server says about files of a bank, in German. */
export const statements: Readonly<Record<string, string>> = {
  'the amount': 'der Betrag',
  'the day': 'der Tag',
  'the balance at the beginning': 'der Anfangssaldo',
  'the balance at the end': 'der Endsaldo',
  'whether it came in or went out': 'ob Geld kam oder ging',
  'the balance after it': 'der Saldo danach',
  'This is no statement that can be read: choose a file in the form CAMT.053, OFX or CSV.':
    'Das ist kein Kontoauszug, der sich lesen lässt: Wähle eine Datei in der Form CAMT.053, OFX oder CSV.',
  'The file is larger than {0} MB. Export a shorter time.':
    'Die Datei ist größer als {0} MB. Exportiere eine kürzere Zeit.',
  'The file is broken at row {0}. Export it from the bank again.':
    'Die Datei ist in Zeile {0} beschädigt. Exportiere sie bei der Bank noch einmal.',
  'The file declares a document type, which no bank does. It is not read.':
    'Die Datei erklärt einen Dokumenttyp, was keine Bank tut. Sie wird nicht gelesen.',
  'The file has no column "{0}". Say again which column is which.':
    'Die Datei hat keine Spalte "{0}". Sag noch einmal, welche Spalte welche ist.',
  'The file names a currency that is not known: "{0}".': 'Die Datei nennt eine unbekannte Währung: "{0}".',
  'The balances are in {0}, but the account is kept in {1}.':
    'Die Salden sind in {0}, das Konto wird aber in {1} geführt.',
  'Line {0} is in {1}, but the account is kept in {2}.': 'Umsatz {0} ist in {1}, das Konto wird aber in {2} geführt.',
  'The balance at the beginning and the lines do not make the balance at the end: {0} {1} are missing. Export the whole time again.':
    'Anfangssaldo und Umsätze ergeben nicht den Endsaldo: {0} {1} fehlen. Exportiere die ganze Zeit noch einmal.',
  'In the head of the statement, {0} cannot be read: "{1}".': 'Im Kopf des Auszugs ist nicht zu lesen, {0}: "{1}".',
  'In line {0}, {1} cannot be read: "{2}".': 'In Umsatz {0} ist nicht zu lesen: {1}, "{2}".',
};
