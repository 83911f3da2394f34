/** What the server says about removals, in German. */
export const removals: Readonly<Record<string, string>> = {
  'Whether somebody has to leave is decided by a case of its own: they are told why, and can reply. Begin it on the page of the members.':
    'Ob jemand gehen muss, wird in einem eigenen Verfahren entschieden: Die Person erfährt warum und kann antworten. Beginne es auf der Seite der Mitglieder.',
  'Whether somebody has to leave is not put to the vote again like other questions. Begin a new case on the page of the members.':
    'Ob jemand gehen muss, wird nicht wie andere Fragen noch einmal zur Abstimmung gestellt. Beginne ein neues Verfahren auf der Seite der Mitglieder.',
  'This is about yourself. If you want to go, you can leave the group.':
    'Das bist du selbst. Wenn du gehen möchtest, kannst du die Gruppe verlassen.',
  "The group's rules let stewards open such a case, and nobody else.":
    'Nach den Regeln der Gruppe kann nur die Leitung ein solches Verfahren beginnen.',
  "The group's rules decide this by a proposal with two thirds, not by a case.":
    'Nach den Regeln der Gruppe wird das durch einen Vorschlag mit zwei Dritteln entschieden, nicht durch ein Verfahren.',
  'This person is no member of the group.': 'Diese Person ist kein Mitglied der Gruppe.',
  'There is an open case about {0} already.': 'Es gibt schon ein offenes Verfahren über {0}.',
  'There is an open case about this person already.': 'Es gibt schon ein offenes Verfahren über diese Person.',
  'Two people can not vote one of them out. Talk to each other, or one of you leaves.':
    'Zu zweit könnt ihr nicht darüber abstimmen, wer gehen muss. Redet miteinander, oder eine Person geht.',
  'The reasons': 'Die Gründe',
  'The reply': 'Die Antwort',
  'Say why, in your own words: the person reads it and can answer, then the group decides.':
    'Sag warum, mit deinen Worten: Die Person liest es und kann antworten, dann entscheidet die Gruppe.',
  'You have opened it yourself. A second member has to join.':
    'Du hast es selbst begonnen. Ein zweites Mitglied muss dazukommen.',
  'The group votes already. To stop that, withdraw the proposal.':
    'Die Gruppe stimmt schon ab. Um das zu beenden, zieh den Vorschlag zurück.',
  'The time to reply was made longer already: that is possible once.':
    'Die Zeit für die Antwort wurde schon verlängert: Das geht einmal.',
  'Write your reply: everybody who votes will read it.':
    'Schreib deine Antwort: Alle, die abstimmen, werden sie lesen.',
  'A second member has to join first. The time to reply begins then.':
    'Zuerst muss ein zweites Mitglied dazukommen. Dann beginnt die Zeit für die Antwort.',
  'The time to reply is over: the group votes now. You can still write in the talk of the vote.':
    'Die Zeit für die Antwort ist vorbei: Die Gruppe stimmt jetzt ab. Im Gespräch zur Abstimmung kannst du weiter schreiben.',
  'The case has moved on in the meantime. Look at it again.':
    'Das Verfahren ist inzwischen weitergegangen. Sieh es dir noch einmal an.',
  'There was a case about this already. What happened up to {0} rests until {1}. If something has happened since, say what, and on which day.':
    'Darüber gab es schon ein Verfahren. Was bis {0} geschehen ist, ruht bis {1}. Ist seither etwas geschehen, so sag was, und an welchem Tag.',
  'There was an appeal already: it is decided once.': 'Es gab schon eine Berufung: Darüber wird einmal entschieden.',
  'The time to appeal is over.': 'Die Zeit für eine Berufung ist vorbei.',
  'The membership is over: the dues were not settled within 90 days.':
    'Die Mitgliedschaft ist vorbei: Die Beiträge wurden in 90 Tagen nicht beglichen.',
};
