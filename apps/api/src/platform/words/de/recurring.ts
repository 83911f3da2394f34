/** What the server says about expenses that come back, in German. */
export const recurring: Readonly<Record<string, string>> = {
  'Say on which day it comes back next.': 'Sag, an welchem Tag sie das nächste Mal wiederkommt.',
  'It comes back from today on. Choose a later day.': 'Sie kommt ab heute wieder. Wähle einen späteren Tag.',
  'Choose a day within two years.': 'Wähle einen Tag in den nächsten zwei Jahren.',
  'It would end before it comes back. Choose a later day, or none.':
    'Sie würde enden, bevor sie wiederkommt. Wähle einen späteren Tag oder keinen.',
  'It stays in its currency.': 'Sie bleibt in ihrer Währung.',
  'Money before it is spent does not come back by itself.': 'Ein Vorschuss kommt nicht von selbst wieder.',
  'Hand it in first: what was handed in can come back.': 'Reiche sie erst ein: Was eingereicht ist, kann wiederkommen.',
  'This comes back already.': 'Diese Auslage kommt schon wieder.',
  'Its budget line is closed, so nothing comes back on it. Hand it in on another line.':
    'Ihr Budgetposten ist geschlossen, also kommt darauf nichts wieder. Reiche sie auf einem anderen Posten ein.',
  '20 expenses of yours come back here. End one of them first.':
    'Hier kommen schon 20 Auslagen von dir wieder. Beende erst eine davon.',
  'This comes back no more. Begin it anew from an expense.':
    'Diese Auslage kommt nicht mehr wieder. Beginne sie von einer Auslage aus neu.',
};
