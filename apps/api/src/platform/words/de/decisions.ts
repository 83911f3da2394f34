/** What the server says about decisions, in German. */
export const decisions: Readonly<Record<string, string>> = {
  'The reason': 'Der Grund',
  'Say why: the others decide about it.': 'Sag warum: die anderen entscheiden darüber.',
  'It is too late to object: it has been carried out, stayed or given up already.':
    'Für einen Einspruch ist es zu spät: es ist schon ausgeführt, ausgesetzt oder aufgegeben.',
  '{0} must be from {1} to {2}, not {3}.': '{0} muss zwischen {1} und {2} liegen, nicht bei {3}.',
  'The number of winners': 'Die Zahl der Gewählten',
  'The fewest options on a ballot': 'Die kleinste Zahl an Optionen auf einem Stimmzettel',
  'The most options on a ballot': 'Die größte Zahl an Optionen auf einem Stimmzettel',
  'The highest score': 'Die höchste Punktzahl',
  'The number of dots': 'Die Zahl der Punkte',
  'Say what "{0}" costs.': 'Sag, was „{0}“ kostet.',
  'The cost of "{0}"': 'Der Preis von „{0}“',
  '"{0}" is no currency we know.': '„{0}“ ist keine Währung, die wir kennen.',
  '{0} must be more than nothing.': '{0} muss mehr als nichts sein.',
  'Say how much money there is to share out.': 'Sag, wie viel Geld zu verteilen ist.',
  '"{0}" is in {1}, the money in {2}.': '„{0}“ ist in {1}, das Geld in {2}.',
  '"{0}" costs more than there is to share out.': '„{0}“ kostet mehr, als zu verteilen ist.',
  'Voting on this proposal has closed.': 'Die Abstimmung über diesen Vorschlag ist zu Ende.',
  'You were not on the roll when this vote opened, so you have no vote in it.':
    'Als die Abstimmung begann, standst du nicht auf der Liste der Mitglieder und hast darum keine Stimme.',
  'You are no longer a member, so you can not vote here.':
    'Du bist kein Mitglied mehr und kannst hier nicht abstimmen.',
  'The proposal was changed since you opened it. Read it again, then vote.':
    'Der Vorschlag wurde geändert, seit du ihn geöffnet hast. Lies ihn noch einmal und stimm dann ab.',
  'Choose one of the answers first.': 'Wähle zuerst eine der Antworten.',
  'This answer belongs to another kind of vote. Reload the page, then vote.':
    'Diese Antwort gehört zu einer anderen Art von Abstimmung. Lade die Seite neu und stimm dann ab.',
  'One of the options on your ballot is none of this vote. Choose one of the options.':
    'Eine der Optionen auf deinem Stimmzettel gehört nicht zu dieser Abstimmung. Wähle eine der Optionen.',
  '"{0}" was withdrawn. Take it off your ballot.': '„{0}“ wurde zurückgezogen. Nimm es von deinem Stimmzettel.',
  'Put at least one option in a place.': 'Setz mindestens eine Option auf einen Platz.',
  'Choose {0} or more.': 'Wähle {0} oder mehr.',
  'Choose {0} at most; you chose {1}: {2}.': 'Wähle höchstens {0}; du hast {1} gewählt: {2}.',
  '"{0}" has {1}. Scores go from 0 to {2}.': '„{0}“ hat {1}. Punkte gehen von 0 bis {2}.',
  '"{0}" has {1}. Dots start at 0.': '„{0}“ hat {1}. Punkte beginnen bei 0.',
  'You have {0} dots and gave {1}. Take some back.': 'Du hast {0} Punkte und hast {1} vergeben. Nimm welche zurück.',
  'Give all your {0} dots; you gave {1}.': 'Vergib alle deine {0} Punkte; du hast {1} vergeben.',
  '"{0}" stands on your ballot twice.': '„{0}“ steht zweimal auf deinem Stimmzettel.',
  '{0} share place {1}. Give each a place of its own.':
    '{0} teilen sich Platz {1}. Gib jeder Option einen eigenen Platz.',
  'Place {0} is empty. Move the options below it up.': 'Platz {0} ist leer. Rücke die Optionen darunter auf.',
  'Say why: this vote asks everybody for a reason.': 'Sag warum: bei dieser Abstimmung sagen alle ihren Grund.',
  'Say why: "{0}" needs a reason.': 'Sag warum: „{0}“ braucht einen Grund.',
  'The reason has more than {0} characters.': 'Der Grund hat mehr als {0} Zeichen.',
  'This vote takes no reasons. Write a comment instead.':
    'Diese Abstimmung nimmt keine Gründe. Schreib stattdessen einen Kommentar.',
  'This kind of vote does not pass or fail. Let what follows hang on one of its options.':
    'Diese Art von Abstimmung wird nicht angenommen oder abgelehnt. Lass das Folgende an einer der Optionen hängen.',
  'A proposal carries out {0} things at most.': 'Ein Vorschlag führt höchstens {0} Dinge aus.',
  'Whether somebody has to go is decided by itself. Put the rest into another proposal.':
    'Ob jemand gehen muss, wird für sich allein entschieden. Nimm das Übrige in einen anderen Vorschlag.',
  'The note': 'Die Notiz',
  'Say why it is not carried out.': 'Sag, warum es nicht ausgeführt wird.',
  'There is nothing that failed here.': 'Hier ist nichts fehlgeschlagen.',
  'This is more than the vote was allowed to decide.': 'Das ist mehr, als die Abstimmung entscheiden durfte.',
  'Something went wrong on our side. Try again.': 'Bei uns ist etwas schiefgegangen. Versuch es noch einmal.',
  'Options are withdrawn while the vote is open.': 'Optionen werden zurückgezogen, solange die Abstimmung läuft.',
  'This is no option that can be withdrawn.': 'Diese Option kann nicht zurückgezogen werden.',
  'Two options must stand. Withdraw the whole proposal if there is nothing left to choose.':
    'Zwei Optionen müssen stehen bleiben. Zieh den ganzen Vorschlag zurück, wenn nichts mehr zu wählen ist.',
  'The text': 'Der Text',
  'The vote would close in the past. Choose a later time.':
    'Die Abstimmung würde in der Vergangenheit enden. Wähle eine spätere Zeit.',
  'A vote stays open for {0} days at most.': 'Eine Abstimmung läuft höchstens {0} Tage.',
  'The title': 'Der Titel',
  'This draft was changed elsewhere in the meantime. Your text is kept here; reload to see the other.':
    'Dieser Entwurf wurde inzwischen anderswo geändert. Dein Text bleibt hier erhalten; lade neu, um den anderen zu sehen.',
  'The vote is open already.': 'Die Abstimmung läuft schon.',
  'There is nobody to vote.': 'Es gibt niemanden, der abstimmen könnte.',
  'This event is not one of the group.': 'Dieses Treffen gehört nicht zur Gruppe.',
  'This way of deciding is not counted so. Choose another method.':
    'So wird diese Art von Entscheidung nicht gezählt. Wähle ein anderes Verfahren.',
  'The word of an option': 'Das Wort für eine Option',
  'A vote has {0} to {1} options, not {2}.': 'Eine Abstimmung hat {0} bis {1} Optionen, nicht {2}.',
  'The name of option {0}': 'Der Name der Option {0}',
  'Two options are called "{0}". Give each a name of its own.':
    'Zwei Optionen heißen „{0}“. Gib jeder ihren eigenen Namen.',
  'One option stands twice in the list.': 'Eine Option steht zweimal in der Liste.',
  'The meaning of an option': 'Die Bedeutung einer Option',
  'The question for a reason': 'Die Frage nach einem Grund',
  'Consent lives from reasons: who objects says why.': 'Konsent lebt von Gründen: wer einwendet, sagt warum.',
  'These options are no yes or no. Ask everybody for a reason, or nobody.':
    'Diese Optionen sind kein Ja oder Nein. Frag alle nach einem Grund oder niemanden.',
  '"{0}" is no share of the members. It looks like 1/3.': '„{0}“ ist kein Anteil der Mitglieder. Er sieht aus wie 1/3.',
  'Say why, in a few words.': 'Sag in ein paar Worten warum.',
  'Voting has closed; the count decides now.': 'Die Abstimmung ist zu Ende; jetzt entscheidet die Auszählung.',
  'This proposal is over already.': 'Dieser Vorschlag ist schon abgeschlossen.',
  'In this group everybody votes for themselves. A decision can change that rule.':
    'In dieser Gruppe stimmt jede Person selbst ab. Eine Entscheidung kann diese Regel ändern.',
  'You vote for yourself already.': 'Du stimmst schon selbst ab.',
  'Choose somebody who is a member of this group.': 'Wähle jemanden, der Mitglied dieser Gruppe ist.',
  'This vote is not open.': 'Diese Abstimmung läuft nicht.',
  'In this vote everybody votes for themselves.': 'Bei dieser Abstimmung stimmt jede Person selbst ab.',
  'One of you was not on the roll when this vote opened, and has no vote in it.':
    'Eine der beiden Personen stand nicht auf der Liste der Mitglieder, als die Abstimmung begann, und hat darin keine Stimme.',
  'This is no day of the calendar.': 'Diesen Tag gibt es im Kalender nicht.',
  'This day is over. Choose a later one.': 'Dieser Tag ist vorbei. Wähle einen späteren.',
  'A single vote has no further topic. Choose one of the two.':
    'Eine einzelne Abstimmung hat kein weiteres Thema. Wähle eines von beiden.',
  'Say which topic.': 'Sag, welches Thema.',
  'A topic has {0} characters at most.': 'Ein Thema hat höchstens {0} Zeichen.',
  organiser: 'die Organisation',
  treasurer: 'die Kasse',
  steward: 'die Leitung',
  'Choose a duty.': 'Wähle eine Aufgabe.',
  'Nobody follows themselves. Leave this empty.': 'Niemand folgt sich selbst nach. Lass das leer.',
  '{0} is no member, and only a member can hold a duty.':
    '{0} ist kein Mitglied, und nur ein Mitglied kann eine Aufgabe haben.',
  '{0} is {1} already.': '{0} hat schon {1}.',
  '{0} has been asked to be {1} already.': '{0} wurde schon gefragt, {1} zu übernehmen.',
  '{0} is not {1} any more.': '{0} hat {1} nicht mehr.',
  'The last day of the term must lie ahead, within ten years.':
    'Der letzte Tag der Amtszeit muss in der Zukunft liegen, höchstens zehn Jahre voraus.',
  '{0} is the last steward. Make somebody else a steward first.':
    '{0} ist die letzte Person in der Leitung. Übertrage sie zuerst auch jemand anderem.',
  '{0} does not ask to join.': '{0} bittet nicht um Aufnahme.',
  '{0} is a member already.': '{0} ist schon Mitglied.',
  '{0} does not ask to join any more.': '{0} bittet nicht mehr um Aufnahme.',
  'Say why, in a few words: {0} reads it, and can answer.':
    'Sag in ein paar Worten warum: {0} liest es und kann antworten.',
  '{0} is no member any more.': '{0} ist kein Mitglied mehr.',
  '{0} is the last steward. Make somebody else a steward first: without one nobody could let people in.':
    '{0} ist die letzte Person in der Leitung. Übertrage sie zuerst auch jemand anderem: sonst könnte niemand Leute aufnehmen.',
  'Choose somebody of this group.': 'Wähle jemanden aus dieser Gruppe.',
  'The title of the follow-up': 'Der Titel des Folgevorschlags',
  'The rule “{0}” was changed by another decision in the meantime.':
    'Die Regel „{0}“ wurde inzwischen durch eine andere Entscheidung geändert.',
  'The rule “{0}” takes two thirds, half voting, and seven days.':
    'Die Regel „{0}“ verlangt zwei Drittel, die Hälfte der Stimmen und sieben Tage.',
  'What one person may approve cannot be more than what two may.':
    'Was eine Person freigeben darf, kann nicht mehr sein, als was zwei dürfen.',
  'Choose the rule that changes.': 'Wähle die Regel, die sich ändert.',
  'There is no rule “{0}”.': 'Es gibt keine Regel „{0}“.',
  'This cannot be the value of the rule.': 'Das kann nicht der Wert dieser Regel sein.',
  'The rule is so already. Choose another value.': 'Die Regel ist schon so. Wähle einen anderen Wert.',
  'Each rule is changed once.': 'Jede Regel wird nur einmal geändert.',
  'The agreement': 'Die Vereinbarung',
  'Write what everybody agrees to.': 'Schreib, worauf sich alle einigen.',
  'The name of the agreement': 'Der Name der Vereinbarung',
  'Another decision has adopted version {0} of the agreement in the meantime; this text was written for version {1}.':
    'Eine andere Entscheidung hat inzwischen Fassung {0} der Vereinbarung angenommen; dieser Text galt der Fassung {1}.',
  'Only votes that rank without ties have a BLT file.':
    'Nur Abstimmungen mit Rangfolge ohne Gleichstand haben eine BLT-Datei.',
  'The votes of this proposal can be had once it has closed.':
    'Die Stimmen dieses Vorschlags gibt es, sobald er geschlossen ist.',
  'The record of this proposal can be had once it has closed.':
    'Das Protokoll dieses Vorschlags gibt es, sobald er geschlossen ist.',
  'You have voted already. A secret ballot is final: nobody, not even you, can find it again to change it.':
    'Du hast schon abgestimmt. Ein geheimer Stimmzettel ist endgültig: niemand, auch du nicht, kann ihn wiederfinden, um ihn zu ändern.',
  'Your browser sealed another question than the one that stands here. Reload the page, then vote.':
    'Dein Browser hat eine andere Frage versiegelt als die, die hier steht. Lade die Seite neu und stimm dann ab.',
  'This vote is secret: a ballot with a name is not taken. Reload the page, then vote.':
    'Diese Abstimmung ist geheim: ein Stimmzettel mit Namen wird nicht angenommen. Lade die Seite neu und stimm dann ab.',
  'Secret ballots can not be changed any more. Withdraw the whole proposal and put a new one.':
    'Geheime Stimmzettel lassen sich nicht mehr ändern. Zieh den ganzen Vorschlag zurück und stell einen neuen.',
  'Nobody knows who voted what in a secret vote. Take its board instead.':
    'Bei einer geheimen Abstimmung weiß niemand, wer was gewählt hat. Nimm stattdessen ihre Tafel.',
  'You have your ballot paper already: in the browser where you took it, or in the file that you saved. Nobody can give you a second one.':
    'Du hast deinen Stimmzettel schon: in dem Browser, in dem du ihn geholt hast, oder in der Datei, die du gesichert hast. Einen zweiten kann dir niemand geben.',
  'This vote has no ballot papers. Reload the page.': 'Diese Abstimmung hat keine Stimmzettel. Lade die Seite neu.',
  'This vote gives out no more ballot papers.': 'Diese Abstimmung gibt keine Stimmzettel mehr aus.',
  "This vote can give out no more ballot papers: the server's secret was replaced since it opened. Ask the organisers to withdraw it and to open a new one.":
    'Diese Abstimmung kann keine Stimmzettel mehr ausgeben: Das Geheimnis des Servers wurde seit ihrem Beginn ersetzt. Bitte die Organisierenden, sie zurückzuziehen und eine neue zu öffnen.',
  'This is no blinded paper of this vote. Reload the page, then try again.':
    'Das ist kein verdeckter Stimmzettel dieser Abstimmung. Lade die Seite neu und versuch es dann noch einmal.',
  'This is no ballot paper of this vote.': 'Das ist kein Stimmzettel dieser Abstimmung.',
  'Hand this ballot in without signing in: no cookie may come with it.':
    'Gib diese Stimme ohne Anmeldung ab: Kein Cookie darf mitkommen.',
  'This answer can not be read.': 'Diese Antwort lässt sich nicht lesen.',
  "The rules of this group ask for more: choose “Secret also from this server's database”, or a vote with names.":
    'Die Regeln dieser Gruppe verlangen mehr: Wähle „Geheim auch vor der Datenbank dieses Servers“ oder eine Abstimmung mit Namen.',
  'Here the ballot paper is the receipt: voters need it to change their vote.':
    'Hier ist der Stimmzettel der Beleg: Wer stimmt, braucht ihn, um die Stimme zu ändern.',
  'This vote is not secret. Reload the page.': 'Diese Abstimmung ist nicht geheim. Lade die Seite neu.',
  'This nonce has been used. Draw another one.': 'Diese Zufallszahl ist schon verwendet. Zieh eine andere.',
  'The {0} must be {1} bytes in hexadecimal.': '{0}: erwartet werden {1} Bytes in Hexadezimal.',
  'Only votes by majority, choice, score or ranking can be secret. An objection or a block has a name.':
    'Nur Abstimmungen nach Mehrheit, Auswahl, Punkten oder Rangfolge können geheim sein. Ein Einwand oder ein Veto hat einen Namen.',
  'Secret ballots take no reasons: the words would tell who wrote them.':
    'Geheime Stimmzettel nehmen keine Gründe: die Worte verrieten, wer sie schrieb.',
  'The results of a secret vote are shown after its end.':
    'Die Ergebnisse einer geheimen Abstimmung werden nach ihrem Ende gezeigt.',
  'A secret ballot needs {0} people with a vote; here are {1}. With fewer, everybody could guess. Vote with names.':
    'Eine geheime Abstimmung braucht {0} Personen mit Stimme; hier sind es {1}. Bei weniger könnten alle raten. Stimmt mit Namen ab.',
  'People stand in an election only.': 'Personen stehen nur bei einer Wahl zur Wahl.',
  '{0} is no member and cannot stand.': '{0} ist kein Mitglied und kann nicht kandidieren.',
  'Choose the option on which this hangs.': 'Wähle die Option, an der das hängt.',
  'Only those who have a vote here can add an option.': 'Nur wer hier eine Stimme hat, kann eine Option hinzufügen.',
  'The time to add options is over.': 'Die Zeit, Optionen hinzuzufügen, ist vorbei.',
  'A vote has {0} options at most.': 'Eine Abstimmung hat höchstens {0} Optionen.',
  'The name of the option': 'Der Name der Option',
  '"{0}" stands there already.': '„{0}“ steht schon da.',
  'Options can be added where people choose between options.':
    'Optionen kann man dort hinzufügen, wo zwischen Optionen gewählt wird.',
  'Where something follows from the vote, its options stand from the start.':
    'Wo aus der Abstimmung etwas folgt, stehen die Optionen von Anfang an fest.',
  'Secret ballots can not be changed, so their options stand from the start.':
    'Geheime Stimmzettel lassen sich nicht ändern, darum stehen die Optionen von Anfang an fest.',
  'The time to add options must end before the vote does.':
    'Die Zeit, Optionen hinzuzufügen, muss vor der Abstimmung enden.',
  'One person stands there twice.': 'Eine Person steht zweimal da.',
  'Only a vote that shares out money opens a line for each project.':
    'Nur eine Abstimmung, die Geld verteilt, öffnet einen Posten für jedes Vorhaben.',
  'The fund is kept in {0}, so the projects must be in {1}.':
    'Der Topf wird in {0} geführt, also müssen die Vorhaben in {1} sein.',
  'The projects cost more than was to be shared out.': 'Die Vorhaben kosten mehr, als zu verteilen war.',
  'The fund {0} has {1} available, which is less than this decision asks for.':
    'Im Topf {0} sind {1} verfügbar, weniger als diese Entscheidung verlangt.',
  '{0} stands for election, and only they can take that back.':
    '{0} steht zur Wahl, und nur {0} selbst kann das zurücknehmen.',
  'Who stands is settled between the announcement and the opening of the vote.':
    'Wer zur Wahl steht, entscheidet sich zwischen der Ankündigung und dem Beginn der Abstimmung.',
  'Not everybody has said whether they stand: {0}. Announce the election first, so that they are asked; it opens by itself.':
    'Noch nicht alle haben gesagt, ob sie sich zur Wahl stellen: {0}. Kündige die Wahl erst an, dann werden sie gefragt; sie beginnt von selbst.',
  'Fewer than two people stand, so there is nothing to choose.':
    'Weniger als zwei stehen zur Wahl, also gibt es nichts zu wählen.',
  'Only members can be given a duty. Choose all who stand from the roll.':
    'Nur Mitglieder können ein Amt bekommen. Wähle alle, die zur Wahl stehen, aus der Liste.',
  'Where several are elected, end the duties of the others by themselves.':
    'Wo mehrere gewählt werden, beende die Ämter der anderen für sich.',
  'Nobody is waited for: the vote is not open.': 'Auf niemanden wird gewartet: die Abstimmung läuft nicht.',
  'In a secret vote reminders go out by themselves, so that nobody learns who has voted.':
    'Bei einer geheimen Abstimmung gehen Erinnerungen von selbst hinaus, damit niemand erfährt, wer abgestimmt hat.',
  'They were reminded within the last day already. Once a day is enough.':
    'Im letzten Tag wurde schon erinnert. Einmal am Tag genügt.',
  'Everybody has voted. There is nobody to remind.': 'Alle haben abgestimmt. Es gibt niemanden zu erinnern.',
  'A group keeps {0} templates at most. Remove one that nobody uses.':
    'Eine Gruppe hebt höchstens {0} Vorlagen auf. Entferne eine, die niemand braucht.',
  'A secret vote has a board once it has closed; a vote with names has none.':
    'Eine geheime Abstimmung hat eine Tafel, sobald sie geschlossen ist; eine mit Namen hat keine.',
};
