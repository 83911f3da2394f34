/** The life of a proposal, from its announcement to its review. */
export const lives: Readonly<Record<string, string>> = {
  'A vote is announced {0} days ahead at most.': 'Eine Abstimmung wird höchstens {0} Tage vorher angekündigt.',
  'That time has passed. Open the vote now, or choose a later time.':
    'Dieser Zeitpunkt ist vorbei. Öffne die Abstimmung jetzt oder wähle einen späteren.',
  'The vote would close before it opens. Choose a later end.':
    'Die Abstimmung würde enden, bevor sie beginnt. Wähle ein späteres Ende.',
  'The vote has opened: its rules are frozen. Amend the text, or withdraw it and put a new one if something is wrong.':
    'Die Abstimmung läuft: ihre Regeln stehen fest. Ändere den Text, oder zieh sie zurück und stell eine neue, wenn etwas nicht stimmt.',
  'It is announced already: say when its vote opens, or open it now.':
    'Es ist schon angekündigt: Sag, wann die Abstimmung beginnt, oder öffne sie jetzt.',
  'Choose another proposal of this group.': 'Wähle einen anderen Vorschlag dieser Gruppe.',
  'What has changed': 'Was sich geändert hat',
  'A text is amended while its vote is open.': 'Ein Text wird geändert, solange seine Abstimmung läuft.',
  'A secret vote cannot be asked again. Withdraw it and put a new one.':
    'Eine geheime Abstimmung kann nicht noch einmal gefragt werden. Zieh sie zurück und stell eine neue.',
  'What is decided about a person keeps its words. Withdraw it and begin a new case.':
    'Was über einen Menschen entschieden wird, behält seinen Wortlaut. Zieh es zurück und beginn einen neuen Fall.',
  'The text was changed elsewhere in the meantime. Yours is kept here; reload to see the other.':
    'Der Text wurde inzwischen anderswo geändert. Deiner bleibt hier; lade neu, um den anderen zu sehen.',
  'Nothing has changed yet.': 'Noch ist nichts geändert.',
  'The answers belong to this kind of vote and stay as they are.':
    'Die Antworten gehören zu dieser Art von Abstimmung und bleiben, wie sie sind.',
  'Who stands is not amended. Candidates withdraw, or the election is put anew.':
    'Wer zur Wahl steht, wird nicht geändert. Wer kandidiert, kann zurückziehen, oder die Wahl wird neu angesetzt.',
  '"{0}" is somebody else\'s: it stays, or is withdrawn.':
    '„{0}“ ist von jemand anderem: Es bleibt, oder es wird zurückgezogen.',
  'A vote has {0} options at most, those withdrawn among them.':
    'Eine Abstimmung hat höchstens {0} Optionen, zurückgezogene eingerechnet.',
  'This does not follow from the vote.': 'Das folgt nicht aus der Abstimmung.',
  'This has no amount of its own.': 'Das hat keinen eigenen Betrag.',
  'This is more than the vote may decide under its rules. Withdraw it and put a new one.':
    'Das ist mehr, als die Abstimmung nach ihren Regeln entscheiden darf. Zieh sie zurück und stell eine neue.',
  'Option “{0}” is withdrawn.': 'Option „{0}“ ist zurückgezogen.',
  'New: option “{0}”, {1}.': 'Neu: Option „{0}“, {1}.',
  'New: option “{0}”.': 'Neu: Option „{0}“.',
  'Option “{0}” is called “{1}” now.': 'Option „{0}“ heißt jetzt „{1}“.',
  'Option “{0}” is explained anew: {1}': 'Option „{0}“ ist neu erklärt: {1}',
  'Option “{0}” is not explained any more.': 'Option „{0}“ ist nicht mehr erklärt.',
  'Option “{0}”: {1} → {2}': 'Option „{0}“: {1} → {2}',
  '{0} does not follow any more.': '{0} folgt nicht mehr.',
  '{0}: {1} → {2}': '{0}: {1} → {2}',
  'Budget line “{0}”': 'Budgetposten „{0}“',
  'Expense X-{0}': 'Ausgabe X-{0}',
  'Event “{0}”': 'Treffen „{0}“',
  'Duty of {0}': 'Amt von {0}',
  'Duty of those elected': 'Amt der Gewählten',
  'What follows (“{0}”)': 'Was folgt („{0}“)',
  'What follows': 'Was folgt',
  'Only an open vote can be given more time.': 'Nur eine laufende Abstimmung kann mehr Zeit bekommen.',
  'The end was moved twice already.': 'Das Ende wurde schon zweimal verschoben.',
  'Everybody sees how it stands, and something follows from it: its end cannot be moved.':
    'Alle sehen, wie es steht, und es folgt etwas daraus: Das Ende lässt sich nicht verschieben.',
  'The end can only be moved to a later time.': 'Das Ende lässt sich nur nach hinten verschieben.',
  'The answer': 'Die Antwort',
  'Write what you answer.': 'Schreib, was du antwortest.',
  'This objection does not stand any more.': 'Dieser Einwand steht nicht mehr.',
  'One of these objections does not stand any more. Look at them again.':
    'Einer dieser Einwände steht nicht mehr. Sieh sie dir noch einmal an.',
  'The vote is over; what was said stands.': 'Die Abstimmung ist vorbei; was gesagt wurde, bleibt stehen.',
  'Say when the vote opens.': 'Sag, wann die Abstimmung beginnt.',
  'The statement': 'Die Erklärung',
  'Write what comes of it, or choose a day to look at it again.':
    'Schreib, was daraus wird, oder wähle einen Tag, an dem ihr es wieder anseht.',
  'The outcome is written down once the vote has closed.':
    'Das Ergebnis wird aufgeschrieben, wenn die Abstimmung zu Ende ist.',
  'Somebody wrote the statement anew in the meantime. Yours is kept here; reload to see theirs.':
    'Jemand hat die Erklärung inzwischen neu geschrieben. Deine bleibt hier; lade neu, um die andere zu sehen.',
  'Choose a day that is still to come.': 'Wähle einen Tag, der noch kommt.',
  'Choose a day within ten years.': 'Wähle einen Tag innerhalb von zehn Jahren.',
  'A proposal is put again once it has closed or was withdrawn.':
    'Ein Vorschlag wird erneut gestellt, wenn er zu Ende ist oder zurückgezogen wurde.',
  'Whether that is carried out has been decided, once.': 'Ob das ausgeführt wird, ist entschieden, ein für alle Mal.',
};
