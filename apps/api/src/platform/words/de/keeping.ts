/** Accounts where money lies, entries by hand, and the second person. */
export const keeping: Readonly<Record<string, string>> = {
  'Choose one of the accounts of the group.': 'Wähle eines der Konten der Gruppe.',
  'Write the day as 2026-03-31.': 'Schreib den Tag wie 2026-03-31.',
  'This is kept in {0}, so the amount must be in {1}.': 'Das wird in {0} geführt, also muss der Betrag in {1} sein.',
  'By the book there is {0} in it. Count it first if there is more.':
    'Nach dem Buch sind {0} darin. Zähl zuerst, wenn es mehr ist.',
  'This account has its opening balance. If it is wrong, take that entry back first.':
    'Dieses Konto hat seinen Anfangsbestand. Wenn er falsch ist, nimm zuerst jene Buchung zurück.',
  'This waits for a second person already. Take that back first to change it.':
    'Das wartet schon auf eine zweite Person. Zieh es zuerst zurück, um es zu ändern.',
  'The book knows of {0} in it already. Type more than that.':
    'Das Buch weiß schon von {0} darin. Gib mehr als das ein.',
  'Choose another account than the one it leaves.': 'Wähle ein anderes Konto als das, von dem es abgeht.',
  'The two are kept in different currencies. Change the money instead.':
    'Die beiden werden in verschiedenen Währungen geführt. Wechsle stattdessen das Geld.',
  'Both are kept in the same currency. Carry the money over instead.':
    'Beide werden in derselben Währung geführt. Bring das Geld stattdessen hinüber.',
  'Choose another fund than the one it leaves.': 'Wähle einen anderen Topf als den, von dem es abgeht.',
  'The fund {0} has {1} available.': 'Im Topf {0} sind {1} verfügbar.',
  'Above {0} a decision of the group is needed. Name the one that passed.':
    'Über {0} braucht es einen Beschluss der Gruppe. Nenne den, der angenommen wurde.',
  'No decision of this number has passed in this group.':
    'In dieser Gruppe wurde kein Beschluss mit dieser Nummer angenommen.',
  'It is not what the book says. Say in a few words what you know of the difference.':
    'Es ist nicht, was das Buch sagt. Sag in ein paar Worten, was du von dem Unterschied weißt.',
  'Only a cash box is counted.': 'Nur eine Kasse wird gezählt.',
  'Type what you counted.': 'Gib ein, was du gezählt hast.',
  'This entry was taken back, or takes another back: its category stays.':
    'Diese Buchung wurde zurückgenommen oder nimmt eine andere zurück: Ihre Kategorie bleibt.',
  'This entry was put under another category already. Take that back first, then do it anew.':
    'Diese Buchung wurde schon in eine andere Kategorie gestellt. Nimm zuerst das zurück und tu es dann neu.',
  'This expense is not paid yet: whoever handed it in can take it back and change its category.':
    'Diese Auslage ist noch nicht bezahlt: Wer sie eingereicht hat, kann sie zurücknehmen und die Kategorie ändern.',
  'Choose another category of the same side: what came in stays income, what went out an expense.':
    'Wähle eine andere Kategorie derselben Seite: Was hereinkam, bleibt Einnahme, was hinausging, Ausgabe.',
  'It stands under this category already.': 'Es steht schon in dieser Kategorie.',
  'Nothing of this entry stands under that category.': 'Nichts von dieser Buchung steht in dieser Kategorie.',
  'This entry was put under another category since. Take that entry back first, then this one.':
    'Diese Buchung wurde seither in eine andere Kategorie gestellt. Nimm zuerst jene Buchung zurück, dann diese.',
  'There is nothing left to book. Decline it.': 'Es ist nichts mehr zu buchen. Lehn es ab.',
  'Whoever asked for this does not keep the book any more. Decline it.':
    'Wer das wollte, führt das Buch nicht mehr. Lehn es ab.',
  'This was decided already. Reload the page.': 'Das ist schon entschieden. Lade die Seite neu.',
  'A book has 40 open accounts at most. Close one first.':
    'Ein Buch hat höchstens 40 offene Konten. Schließ zuerst eines.',
  'What groups give each other is booked here, so this account stays open.':
    'Hier wird gebucht, was Gruppen einander geben; darum bleibt dieses Konto offen.',
  'Somebody has put what the other group gave somewhere already. Reload the page.':
    'Was die andere Gruppe gegeben hat, hat schon jemand eingeordnet. Lade die Seite neu.',
  'Money is booked here where nothing else is said, so this account stays open.':
    'Hier wird gebucht, wo nichts anderes gesagt ist; darum bleibt dieses Konto offen.',
  'There is money in it by the book. Carry it over to another account first, then close it.':
    'Nach dem Buch ist Geld darin. Bring es zuerst auf ein anderes Konto, dann schließ dieses.',
  'Choose a bank account or a cash box.': 'Wähle ein Bankkonto oder eine Kasse.',
  'The budget line has less left than this.': 'Auf dem Budgetposten ist weniger übrig als das.',
  'One of the accounts is closed.': 'Eines der Konten ist geschlossen.',
  'The book is closed until {0}. Choose a later day.': 'Das Buch ist bis {0} abgeschlossen. Wähle einen späteren Tag.',
  'A report begins with the first day of a month.': 'Ein Bericht beginnt mit dem ersten Tag eines Monats.',
  'A report ends with the last day of a month.': 'Ein Bericht endet mit dem letzten Tag eines Monats.',
  'There is no month yet that is over and not closed.':
    'Es gibt noch keinen Monat, der vorbei und nicht abgeschlossen ist.',
  'Choose the end of a month that is over and not closed yet.':
    'Wähle das Ende eines Monats, der vorbei und noch nicht abgeschlossen ist.',
  'The report was adopted already.': 'Der Bericht ist schon angenommen.',
  'A link is good for 1 to 90 days.': 'Ein Link gilt 1 bis 90 Tage.',
  'The note': 'Die Notiz',
};
