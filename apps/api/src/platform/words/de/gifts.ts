/** What the server says about gifts and dues, in German. */
export const gifts: Readonly<Record<string, string>> = {
  'Nothing is waited for here any more.': 'Hier wird auf nichts mehr gewartet.',
  'They were reminded in the last days. Give them some time.':
    'Sie wurden in den letzten Tagen erinnert. Lass ihnen etwas Zeit.',
  'Nothing has come yet, so there is no receipt.': 'Noch ist nichts angekommen, also gibt es keine Quittung.',
  'No more can go back to the card than came by it: {0}.':
    'Auf die Karte kann nicht mehr zurückgehen, als mit ihr kam: {0}.',
  'Say in a few words what was done.': 'Sag in ein paar Worten, was getan wurde.',
  'Only a payment can be taken as a gift.': 'Nur eine Zahlung kann als Spende angenommen werden.',
  'The general fund is kept in another currency. Book it by hand, then say what was done.':
    'Der allgemeine Topf wird in einer anderen Währung geführt. Buch es von Hand und sag dann, was getan wurde.',
  'Cards are not taken here.': 'Hier werden keine Karten angenommen.',
  'The card service does not answer. Nothing was taken: try again in a moment, or send a transfer.':
    'Der Kartendienst antwortet nicht. Es wurde nichts abgebucht: versuch es gleich noch einmal oder überweise.',
  'There is no group with this address here.': 'Hier gibt es keine Gruppe mit dieser Adresse.',
  'Choose another group than this one; between its own funds money is moved.':
    'Wähle eine andere Gruppe als diese; zwischen ihren eigenen Töpfen wird Geld umgebucht.',
  'Say how much.': 'Sag, wie viel.',
  'The other group keeps its money in another currency.': 'Die andere Gruppe führt ihr Geld in einer anderen Währung.',
  'The other group is not there any more.': 'Die andere Gruppe gibt es nicht mehr.',
  'What it is for': 'Die Angabe, wofür es ist,',
  'The name of the giver': 'Der Name der Gebenden',
  'This group has no dues.': 'Diese Gruppe hat keinen Mitgliedsbeitrag.',
  'Choose from {0} to {1}.': 'Wähle von {0} bis {1}.',
  'This has moved on in the meantime. Look at it again.':
    'Das hat sich inzwischen geändert. Sieh es dir noch einmal an.',
  'Dues are not taken back. The treasurer can set somebody free of them.':
    'Mitgliedsbeiträge nimmt man nicht zurück. Die Kasse kann jemanden davon befreien.',
  'To give again and again we need an address to remind you at.':
    'Um immer wieder zu geben, brauchen wir eine Adresse, an die wir dich erinnern.',
  'This was answered already.': 'Das wurde schon beantwortet.',
  'There is nothing here to give back.': 'Hier gibt es nichts zurückzugeben.',
  'No more can go back than came and is still here: {0}.':
    'Es kann nicht mehr zurückgehen, als kam und noch da ist: {0}.',
  'No more can go back than came and is still here.': 'Es kann nicht mehr zurückgehen, als kam und noch da ist.',
  '{0} was given for a purpose. It is spent from a budget line of its own: choose one, or put a proposal.':
    '{0} wurde für einen Zweck gegeben. Ausgegeben wird es aus einem eigenen Budgetposten: wähle einen oder schlag einen vor.',
  'The most is less than the least. Change one of them.':
    'Das Höchste ist weniger als das Geringste. Ändere eins davon.',
  'This money was given for a purpose: only budget lines of its own fund spend it.':
    'Dieses Geld wurde für einen Zweck gegeben: nur Budgetposten seines eigenen Topfes geben es aus.',
};
