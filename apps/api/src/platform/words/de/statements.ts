/** What the server says about files of a bank, in German. */
export const statements: Readonly<Record<string, string>> = {
  'The bank names a day for this line that has not come yet. Say what it is once it has.':
    'Die Bank nennt für diese Zeile einen Tag, der noch nicht gekommen ist. Sag danach, was sie ist.',
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
  'The balance at the beginning and the lines do not make the balance at the end: the difference is {0}. Export the whole time again.':
    'Anfangssaldo und Umsätze ergeben nicht den Endsaldo: Der Unterschied ist {0}. Exportiere die ganze Zeit noch einmal.',
  'In the head of the statement, {0} cannot be read: "{1}".': 'Im Kopf des Auszugs ist nicht zu lesen, {0}: "{1}".',
  'In line {0}, {1} cannot be read: "{2}".': 'In Umsatz {0} ist nicht zu lesen: {1}, "{2}".',
  'Say which column has the day.': 'Sag, in welcher Spalte der Tag steht.',
  'Say which column has the amount.': 'Sag, in welcher Spalte der Betrag steht.',
  'Say which column is which.': 'Sag, welche Spalte was ist.',
  'The statement begins with {0}, but the last one ended with {1}: {2} lie between. Import what is missing first, or say why it is right so.':
    'Der Auszug beginnt mit {0}, der letzte endete aber mit {1}: dazwischen liegen {2}. Lies zuerst ein, was fehlt, oder sag, warum es so richtig ist.',
  'This is the statement of another account: {0}.': 'Das ist der Auszug eines anderen Kontos: {0}.',
  'This is the statement of an account in {0}. This account is kept in {1}.':
    'Das ist der Auszug eines Kontos in {0}. Dieses Konto wird in {1} geführt.',
  'This came in: it is nothing that was paid.': 'Das kam herein: bezahlt wurde damit nichts.',
  'This went out: it is nothing that was received.': 'Das ging hinaus: erhalten wurde damit nichts.',
  'This entry is not one of the account. Choose another.':
    'Diese Buchung gehört nicht zu dem Konto. Wähle eine andere.',
  'That a payment came back is not taken back by itself: note the payment anew.':
    'Dass eine Zahlung zurückkam, wird nicht für sich zurückgenommen: trag die Zahlung neu ein.',
  'Somebody has said in the meantime what this line is. Look at it again.':
    'Inzwischen hat jemand gesagt, was diese Zeile ist. Sieh sie dir noch einmal an.',
  'The entry is about another amount, or another line has shown it already.':
    'Die Buchung hat einen anderen Betrag, oder eine andere Zeile hat sie schon gezeigt.',
  'Say what the line is: one thing, or up to 20.': 'Sag, was die Zeile ist: eine Sache, oder bis zu 20.',
  'The account is kept in {0}.': 'Das Konto wird in {0} geführt.',
  '{0} of the line are left over.': '{0} der Zeile bleiben übrig.',
  'That is {0} more than the line.': 'Das sind {0} mehr als die Zeile.',
};
