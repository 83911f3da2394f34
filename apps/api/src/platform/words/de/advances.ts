export const advances: Readonly<Record<string, string>> = {
  'Only money that is asked for before it is spent has a last day.':
    'Nur Geld, um das vorab gebeten wird, hat einen letzten Tag.',
  'Choose the budget line that the money is for.': 'Wähle den Budgetposten, für den das Geld ist.',
  'Whoever asks for money before gets it, and answers for it.':
    'Wer um Geld vorab bittet, bekommt es und steht dafür ein.',
  'Money before is not set against other money before.': 'Ein Vorschuss wird nicht mit einem anderen verrechnet.',
  'Say until when you show what it was spent on.': 'Sag, bis wann du zeigst, wofür es ausgegeben wurde.',
  'Choose a day within a year.': 'Wähle einen Tag innerhalb eines Jahres.',
  'This money before is not there any more.': 'Diesen Vorschuss gibt es nicht mehr.',
  'Nothing of the advance X-{0} is open. Ask for this money without it.':
    'Vom Vorschuss X-{0} ist nichts mehr offen. Reiche dies ohne ihn ein.',
  'Receipts are set against money before only where the same person is paid.':
    'Belege werden nur mit einem Vorschuss verrechnet, wenn dieselbe Person das Geld bekommt.',
  'The advance is in {0}: receipts in another currency are not set against it.':
    'Der Vorschuss ist in {0}: Belege in einer anderen Währung werden nicht mit ihm verrechnet.',
  'Type what came back; it is more than nothing.': 'Gib ein, was zurückkam; es ist mehr als nichts.',
  'No more than {0} of it is out.': 'Mehr als {0} davon sind nicht offen.',
  'Add what shows it: a photo of the count or the bank statement.':
    'Füge hinzu, was es zeigt: ein Foto der Zählung oder den Kontoauszug.',
  'The advance X-{0} is overdue: {1} of it has neither been shown by receipts nor given back.':
    'Der Vorschuss X-{0} ist überfällig: {1} davon sind weder belegt noch zurückgegeben.',
  'Advances of {0} on the budget line {1} are open. It can be closed once they are settled.':
    'Vorschüsse von {0} auf dem Budgetposten {1} sind offen. Er kann geschlossen werden, wenn sie abgerechnet sind.',
  'The budget line of the advance X-{0} is closed or used up, so this money can not be out again.':
    'Der Budgetposten des Vorschusses X-{0} ist geschlossen oder aufgebraucht, deshalb kann dieses Geld nicht wieder offen sein.',
};
