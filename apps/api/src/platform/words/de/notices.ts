/** What the server says about notices, in German. */
export const notices: Readonly<Record<string, string>> = {
  'What you do': 'Was du tust',
  'This is no day of the calendar. Write it like 2027-03-13.':
    'Diesen Tag gibt es im Kalender nicht. Schreib ihn wie 2027-03-13.',
  'This day is over. Choose a later one, or none.': 'Dieser Tag ist vorbei. Wähle einen späteren oder keinen.',
  'The amount must be more than nothing. Leave it empty for none.':
    'Der Betrag muss mehr als nichts sein. Lass ihn leer, wenn es keinen gibt.',
  'A notice spends {0}, the money of the group.': 'Eine Ansage gibt {0} aus, das Geld der Gruppe.',
  'By notice you can spend up to {0}. For more, put a proposal that opens a budget line.':
    'Mit einer Ansage kannst du bis zu {0} ausgeben. Für mehr stell einen Vorschlag, der einen Budgetposten öffnet.',
  "You have {0} open already, and the group's rules say {1} at most for each. Finish one or hand it back first.":
    'Du hast schon {0} offen, und nach den Regeln der Gruppe sind es höchstens {1} für jede Person. Beende zuerst eine oder gib sie zurück.',
  'Say why: the others read it and look for a way.': 'Sag warum: die anderen lesen es und suchen einen Weg.',
  'The notice was changed in the meantime. Read it again; what you typed is kept here.':
    'Die Ansage wurde inzwischen geändert. Lies sie noch einmal; was du getippt hast, bleibt hier erhalten.',
  'You have objected already.': 'Du hast schon etwas dagegen gesagt.',
  'Nothing is other than before. Change what the others object to.':
    'Nichts ist anders als vorher. Ändere, wogegen die anderen etwas haben.',
  'Somebody has objected to this (notice {0}). It can be posted anew after {1}, or now if you change it. You can also put it as a proposal.':
    'Dagegen hat jemand etwas (Ansage {0}). Nach dem {1} geht es noch einmal, oder jetzt, wenn du es änderst. Du kannst es auch als Vorschlag stellen.',
  'This stands in notice {0} already.': 'Das steht schon in Ansage {0}.',
  'Somebody does this already.': 'Das tut schon jemand.',
};
