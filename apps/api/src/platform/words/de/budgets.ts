/** What the server says about budgets, in German. */
export const budgets: Readonly<Record<string, string>> = {
  'The last day is before the first. Choose a later one.': 'Der letzte Tag liegt vor dem ersten. Wähle einen späteren.',
  'A budget is for three years at most. Choose an earlier last day.':
    'Ein Budget gilt für höchstens drei Jahre. Wähle einen früheren letzten Tag.',
  'A budget needs something to be spent on. Add a line.':
    'In einem Budget muss stehen, wofür Geld ausgegeben wird. Füge einen Posten hinzu.',
  'A budget has 60 lines at most. Put some of them together.':
    'Ein Budget hat höchstens 60 Posten. Fasse einige davon zusammen.',
  'Say how many people you expect: a line is counted by the head.':
    'Sag, wie viele Leute ihr erwartet: Ein Posten wird pro Kopf gerechnet.',
  'Say for how many people, from 1 to 100,000.': 'Sag, für wie viele Leute, von 1 bis 100.000.',
  'That is more than a book can hold. Type smaller amounts.':
    'Das ist mehr, als ein Buch fassen kann. Gib kleinere Beträge ein.',
  'Say what kind of income it is: what comes in is known by it.':
    'Sag, welche Art Einnahme es ist: Daran wird erkannt, was eingeht.',
  'Income of this kind stands in another line already. Put the two together.':
    'Einnahmen dieser Art stehen schon in einem anderen Posten. Fasse die beiden zusammen.',
  'Only what is to be spent can be needed from the start.': 'Nur was ausgegeben wird, kann von Anfang an nötig sein.',
  'Choose what it is for.': 'Wähle, wofür es ist.',
  'The name of the budget': 'Der Name des Budgets',
  'The name of the line': 'Der Name des Postens',
  '{0} has changed this budget since you opened it. What you have typed is still here: look at what stands there now, then save again.':
    '{0} hat dieses Budget geändert, seit du es geöffnet hast. Was du getippt hast, steht noch hier: Sieh dir an, was jetzt dort steht, und speichere dann noch einmal.',
  'The group is asked about this budget, so it stands. Withdraw the proposal to change it.':
    'Die Gruppe wird zu diesem Budget gefragt, darum steht es fest. Zieh den Vorschlag zurück, um es zu ändern.',
  'The group has adopted this budget. Its lines are changed by another decision.':
    'Die Gruppe hat dieses Budget beschlossen. Seine Posten ändert eine weitere Entscheidung.',
  'This event is not one of the group.': 'Dieser Termin gehört nicht zur Gruppe.',
  'This event has a budget already. Go on with that one.':
    'Dieser Termin hat schon ein Budget. Mach mit diesem weiter.',
  'Choose a budget of the group that is still a draft.': 'Wähle ein Budget der Gruppe, das noch ein Entwurf ist.',
  'The fund of this budget is closed. Choose another for it.':
    'Der Topf dieses Budgets ist geschlossen. Wähle einen anderen dafür.',
  'This budget is not there.': 'Dieses Budget gibt es nicht.',
  'The period of this budget is over.': 'Der Zeitraum dieses Budgets ist vorbei.',
  'The group is asked about this budget in another proposal already.':
    'Zu diesem Budget wird die Gruppe schon in einem anderen Vorschlag gefragt.',
  'This budget was thrown away.': 'Dieses Budget wurde verworfen.',
  'This budget is adopted already.': 'Dieses Budget ist schon beschlossen.',
  'The budget has been changed since it was put into the proposal. Take it out, and put it in as it is now.':
    'Das Budget wurde geändert, seit es in den Vorschlag kam. Nimm es heraus und setze es so ein, wie es jetzt ist.',
  'Choose a budget that the group has adopted and that still runs.':
    'Wähle ein Budget, das die Gruppe beschlossen hat und das noch läuft.',
  'Nothing of this budget waits for money.': 'Nichts von diesem Budget wartet auf Geld.',
  'Its line is open by now, or dropped already: nothing waits any more.':
    'Der Posten ist inzwischen offen oder schon gestrichen: Nichts wartet mehr.',
};
