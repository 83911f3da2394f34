/** What the server says about events, in German. */
export const events: Readonly<Record<string, string>> = {
  '"{0}" is no language tag. It looks like en or pt-BR.':
    '„{0}“ ist kein Sprachkürzel. Es sieht aus wie en oder pt-BR.',
  'The note on access': 'Der Hinweis zum Zugang',
  'Choose an event of this group.': 'Wähle ein Treffen dieser Gruppe.',
  'The event “{0}” is not there any more.': 'Das Treffen „{0}“ gibt es nicht mehr.',
  'The event “{0}” was moved after the vote opened: from {1} to {2}.':
    'Das Treffen „{0}“ wurde nach Beginn der Abstimmung verschoben: von {1} auf {2}.',
  'Say why, in a few words: those who wanted to come will read it.':
    'Sag in ein paar Worten warum: wer kommen wollte, liest es.',
  'The event “{0}” is called off already.': 'Das Treffen „{0}“ ist schon abgesagt.',
  'The event “{0}” has begun already.': 'Das Treffen „{0}“ hat schon begonnen.',
  'Choose an event that is still a draft.': 'Wähle ein Treffen, das noch ein Entwurf ist.',
  'The event “{0}” is published already.': 'Das Treffen „{0}“ ist schon veröffentlicht.',
  'The date of “{0}” has passed.': 'Der Termin von „{0}“ ist vorbei.',
  '"{0}" is no time zone we know. It looks like Europe/Brussels.':
    '„{0}“ ist keine Zeitzone, die wir kennen. Sie sieht aus wie Europe/Brussels.',
  'The place': 'Der Ort',
  'The address': 'Die Adresse',
  'The way in': 'Der Weg hinein',
  'The number of places': 'Die Zahl der Plätze',
  'The number of companions': 'Die Zahl der Begleitungen',
  'The words for the picture': 'Die Worte zum Bild',
  'The start needs a date and a time.': 'Der Beginn braucht Tag und Uhrzeit.',
  'The end needs a date and a time.': 'Das Ende braucht Tag und Uhrzeit.',
  'On this day the clocks go forward and {0} does not exist. Choose a time before or after the change.':
    'An diesem Tag werden die Uhren vorgestellt, und {0} gibt es nicht. Wähle eine Zeit vor oder nach der Umstellung.',
  'The end is before the start.': 'Das Ende liegt vor dem Beginn.',
  'An event lasts 60 days at most.': 'Ein Treffen dauert höchstens 60 Tage.',
  'The link must begin with https://.': 'Der Link muss mit https:// beginnen.',
  '{0} must be from {1} to {2}.': '{0} muss zwischen {1} und {2} liegen.',
  '{0} places are taken already; fewer would turn people away. Set {1} or more.':
    '{0} Plätze sind schon vergeben; mit weniger müssten welche gehen. Setz {1} oder mehr.',
  'The start is in the past.': 'Der Beginn liegt in der Vergangenheit.',
  'Events of a secret group are for its members, or for people you invite.':
    'Treffen einer geheimen Gruppe sind für ihre Mitglieder oder für Eingeladene.',
  'Somebody else has changed this event in the meantime. Your text is kept here; reload to see theirs.':
    'Jemand anderes hat dieses Treffen inzwischen geändert. Dein Text bleibt hier erhalten; lade neu, um den anderen zu sehen.',
  'A cancelled event stays as it was.': 'Ein abgesagtes Treffen bleibt, wie es war.',
  'This time has passed already.': 'Diese Zeit ist schon vorbei.',
  'It must be published before it begins.': 'Es muss veröffentlicht sein, bevor es beginnt.',
  'Only what is going to take place can be postponed.': 'Nur was stattfinden soll, kann verschoben werden.',
  'It is over already.': 'Es ist schon vorbei.',
  'It would have started already. Make a new event instead.':
    'Es hätte schon begonnen. Leg stattdessen ein neues Treffen an.',
  'The summary': 'Die Zusammenfassung',
  'What is on the picture': 'Was auf dem Bild ist',
  'An event keeps {0} pictures at most.': 'Ein Treffen bewahrt höchstens {0} Bilder auf.',
  'This is no picture.': 'Das ist kein Bild.',
  'The words': 'Die Worte',
  'This is for afterwards: the event has not begun yet.': 'Das ist für danach: das Treffen hat noch nicht begonnen.',
  'The last day is before the first.': 'Der letzte Tag liegt vor dem ersten.',
  '"{0}" is no day. It looks like 2026-12-31.': '„{0}“ ist kein Tag. Er sieht aus wie 2026-12-31.',
  'Send {0} at once at most.': 'Schick höchstens {0} auf einmal.',
  'What was done needs an id.': 'Was getan wurde, braucht eine Kennung.',
  'Nobody here has the code {0}. It is of another event, or was mistyped.':
    'Niemand hier hat den Code {0}. Er gehört zu einem anderen Treffen oder ist vertippt.',
  'This party is not on the list of this event.': 'Diese Runde steht nicht auf der Liste dieses Treffens.',
  'How many arrived is a number from 0 to 50.': 'Wie viele gekommen sind, ist eine Zahl von 0 bis 50.',
  'A party at the door is from 1 to 11 people.': 'Eine Runde an der Tür hat 1 bis 11 Personen.',
  'There are not that many places left for {0}. Say that they come in over the number.':
    'Für {0} sind nicht mehr genug Plätze frei. Sag, dass sie über die Zahl hinaus hereinkommen.',
  'Nobody is let in here: the event is postponed.': 'Hier wird niemand eingelassen: das Treffen ist verschoben.',
  'Nobody is let in here: the event is called off.': 'Hier wird niemand eingelassen: das Treffen ist abgesagt.',
  'Over the number of places only hosts let people in, and who looks after the events of the group.':
    'Über die Zahl der Plätze hinaus lassen nur Gastgeber ein und wer sich um die Treffen der Gruppe kümmert.',
  'Name thirty helpers at most.': 'Nenne höchstens dreißig Helfende.',
  'The name of the device': 'Der Name des Geräts',
  'You have {0} calendar addresses already. Revoke one that you no longer use.':
    'Du hast schon {0} Kalenderadressen. Widerrufe eine, die du nicht mehr brauchst.',
  'Say how many minutes before, from 0 (no alarm) to {0} (a week).':
    'Sag, wie viele Minuten vorher, von 0 (kein Alarm) bis {0} (eine Woche).',
  'They host this event already, or have been asked.': 'Sie laden schon mit ein oder sind schon gefragt.',
  'This was accepted already.': 'Das ist schon angenommen.',
  'You are the last host of this event. Ask somebody to host with you first; when they accept you can go.':
    'Du bist bei diesem Treffen die letzte Person, die einlädt. Bitte zuerst jemanden, mit dir einzuladen; nach der Zusage kannst du gehen.',
  'There is no group with this address.': 'Unter dieser Adresse gibt es keine Gruppe.',
  'The event belongs to this group already.': 'Das Treffen gehört dieser Gruppe schon.',
  'A secret group hosts alone: others would learn that it exists.':
    'Eine geheime Gruppe lädt allein ein: andere erführen sonst, dass es sie gibt.',
  'Choose a member of the group. From other groups, ask the group itself.':
    'Wähle ein Mitglied der Gruppe. Aus anderen Gruppen bitte die Gruppe selbst.',
  'They host this event already.': 'Sie laden bei diesem Treffen schon mit ein.',
  'The name of the template': 'Der Name der Vorlage',
  'There is a template of this name already.': 'Es gibt schon eine Vorlage mit diesem Namen.',
  'A group follows {0} calendars at most. Stop one first.':
    'Eine Gruppe folgt höchstens {0} Kalendern. Beende zuerst einen.',
  'This calendar is followed already.': 'Diesem Kalender wird schon gefolgt.',
  'The file is missing.': 'Die Datei fehlt.',
  'The calendar is larger than 1 MB.': 'Der Kalender ist größer als 1 MB.',
  'This date is not of this poll. Load the page again.':
    'Dieser Termin gehört nicht zu dieser Umfrage. Lade die Seite neu.',
  'This date has passed. Choose one that is still to come.': 'Dieser Termin ist vorbei. Wähle einen, der noch kommt.',
  'Offer at least one date.': 'Biete mindestens einen Termin an.',
  'A poll takes {0} dates at most; these are {1}.': 'Eine Umfrage fasst höchstens {0} Termine; das sind {1}.',
  'Date {0} and date {1} are the same.': 'Termin {0} und Termin {1} sind gleich.',
  'Date {0}: {1}': 'Termin {0}: {1}',
  'The deadline needs a date and a time.': 'Die Frist braucht Tag und Uhrzeit.',
  'The deadline is in the past.': 'Die Frist liegt in der Vergangenheit.',
  'The deadline may be a year ahead at most.': 'Die Frist darf höchstens ein Jahr voraus liegen.',
  'The deadline must come before the last of the dates.': 'Die Frist muss vor dem letzten der Termine liegen.',
  'Answer at least one of the dates.': 'Antworte auf mindestens einen der Termine.',
  'This poll is closed already: the date is fixed.': 'Diese Umfrage ist schon geschlossen: der Termin steht fest.',
  'This poll was taken back already.': 'Diese Umfrage wurde schon zurückgenommen.',
  'The date is fixed: this poll is closed. Answer on the page of the event.':
    'Der Termin steht fest: diese Umfrage ist geschlossen. Antworte auf der Seite des Treffens.',
  'This poll was taken back. It takes no more answers.':
    'Diese Umfrage wurde zurückgenommen. Sie nimmt keine Antworten mehr.',
  'The deadline of this poll has passed. It takes no more answers.':
    'Die Frist dieser Umfrage ist vorbei. Sie nimmt keine Antworten mehr.',
  'Polls of a secret group are for its members only.': 'Umfragen einer geheimen Gruppe sind nur für ihre Mitglieder.',
  'The least number of people': 'Die kleinste Zahl an Personen',
  'Somebody who is needed is not a member of this group, or is named twice.':
    'Jemand, der gebraucht wird, ist kein Mitglied dieser Gruppe oder ist zweimal genannt.',
  'Your word': 'Dein Wort',
  'A name has 80 characters at most.': 'Ein Name hat höchstens 80 Zeichen.',
  'This event takes no companions.': 'Zu diesem Treffen kann man niemanden mitbringen.',
  'You can bring {0} at most.': 'Du kannst höchstens {0} mitbringen.',
  'The hosts need an answer to this.': 'Die Gastgeber brauchen darauf eine Antwort.',
  'Choose one of what is offered.': 'Wähle etwas von dem, was angeboten wird.',
  'One answer is enough here.': 'Eine Antwort genügt hier.',
  'Type a number, such as 3 or 2.5.': 'Gib eine Zahl ein, etwa 3 oder 2.5.',
  'That is too long. Say it in fewer words.': 'Das ist zu lang. Sag es mit weniger Worten.',
  'The hosts no longer ask this. Reload the page.': 'Danach fragen die Gastgeber nicht mehr. Lade die Seite neu.',
  'The deadline is after the start. Choose one before it, or none.':
    'Die Frist liegt nach dem Beginn. Wähle eine davor oder keine.',
  'Answers would open after they close. Choose an earlier moment.':
    'Antworten wären erst nach der Frist möglich. Wähle einen früheren Zeitpunkt.',
  'The minutes before the start': 'Die Zahl der Minuten vor dem Beginn',
  'The minutes to answer': 'Die Zahl der Minuten für die Antwort',
  'Ask {0} questions at most; each one keeps people from answering.':
    'Stell höchstens {0} Fragen; jede hält Leute vom Antworten ab.',
  'There is no such kind of question.': 'Diese Art von Frage gibt es nicht.',
  'Give two choices at least and twenty at most, each on its own line.':
    'Gib mindestens zwei und höchstens zwanzig Möglichkeiten an, jede in einer eigenen Zeile.',
  'A choice has 100 characters at most.': 'Eine Möglichkeit hat höchstens 100 Zeichen.',
  'The question': 'Die Frage',
  'This needs a date and a time.': 'Das braucht Tag und Uhrzeit.',
  'Give the address at which people answer; it begins with https:// and has 500 characters at most.':
    'Gib die Adresse an, unter der man antwortet; sie beginnt mit https:// und hat höchstens 500 Zeichen.',
  '{0} at once at most.': 'Höchstens {0} auf einmal.',
  'All places are taken. Say that you want to go over the number of places, or raise it.':
    'Alle Plätze sind vergeben. Sag, dass du über die Zahl der Plätze hinausgehen willst, oder erhöhe sie.',
  'This answer can not be changed that way any more. Reload the page.':
    'So lässt sich diese Antwort nicht mehr ändern. Lade die Seite neu.',
  'They do not wait for an answer any more. Reload the page.':
    'Hier wartet niemand mehr auf eine Antwort. Lade die Seite neu.',
  'From none to ten.': 'Von niemandem bis zehn.',
  'This event is cancelled.': 'Dieses Treffen ist abgesagt.',
  'This event is for members. Open it to people you invite first.':
    'Dieses Treffen ist für Mitglieder. Öffne es zuerst für Leute, die du einlädst.',
  'Say why, in a few words: they will read it.': 'Sag in ein paar Worten warum: die Person liest es.',
  'There are not that many places left. Your answer stays as it was.':
    'So viele Plätze sind nicht mehr frei. Deine Antwort bleibt, wie sie war.',
  'Answers are closed. Ask the hosts.': 'Antworten sind nicht mehr möglich. Frag die Gastgeber.',
  'The place was only kept for a while and has gone to somebody else.':
    'Der Platz war nur eine Weile für dich frei und ist weitergegangen.',
  'This event has no date at the moment. Your answer stays as it was.':
    'Dieses Treffen hat gerade keinen Termin. Deine Antwort bleibt, wie sie war.',
  'This event is not published yet.': 'Dieses Treffen ist noch nicht veröffentlicht.',
  'This event is over.': 'Dieses Treffen ist vorbei.',
  'Nobody needs to answer here. Just come.': 'Hier muss niemand antworten. Komm einfach.',
  'The hosts take answers at another address.': 'Die Gastgeber nehmen Antworten unter einer anderen Adresse an.',
  'The file is larger than 1 MB.': 'Die Datei ist größer als 1 MB.',
  'This is not a calendar file that can be read: it does not hold one whole VCALENDAR.':
    'Das ist keine Kalenderdatei, die sich lesen lässt: Es steht kein ganzer VCALENDAR darin.',
  'The calendar has {0} events; at most {1} can be taken at once.':
    'Der Kalender hat {0} Termine; höchstens {1} lassen sich auf einmal übernehmen.',
  'The calendar has more than {0} dates; this series was left.':
    'Der Kalender hat mehr als {0} Termine; diese Reihe blieb draußen.',
  'Too much of the file cannot be read; the rest was left.':
    'Zu viel in der Datei lässt sich nicht lesen; der Rest blieb draußen.',
  'It has no UID, so a second import could not recognise it.':
    'Er hat keine UID, ein zweiter Import würde ihn also nicht wiedererkennen.',
  'It has no start.': 'Er hat keinen Anfang.',
  'It ends ({0}) before it starts ({1}).': 'Er endet ({0}), bevor er anfängt ({1}).',
  'Its start is a day and its end a time, or the reverse.':
    'Sein Anfang ist ein Tag und sein Ende eine Uhrzeit, oder umgekehrt.',
  'Its time zone "{0}" is not known.': 'Seine Zeitzone „{0}“ ist nicht bekannt.',
  'One of its times cannot be read.': 'Eine seiner Zeiten lässt sich nicht lesen.',
  'It cannot be read.': 'Er lässt sich nicht lesen.',
  'It repeats by more than one rule.': 'Er wiederholt sich nach mehr als einer Regel.',
  'It repeats more often than daily.': 'Er wiederholt sich öfter als täglich.',
  'Its rule cannot be read{0}.': 'Seine Regel lässt sich nicht lesen{0}.',
  'Its rule has a part that nobody knows{0}.': 'Seine Regel hat einen Teil, den niemand kennt{0}.',
  'Its rule says the same part twice{0}.': 'Seine Regel sagt denselben Teil zweimal{0}.',
  'Its rule has a value that makes no sense{0}.': 'Seine Regel hat einen Wert ohne Sinn{0}.',
  'Its rule does not say how often it repeats{0}.': 'Seine Regel sagt nicht, wie oft er sich wiederholt{0}.',
  'It repeats by another calendar than the Gregorian one{0}.':
    'Er wiederholt sich nach einem anderen als dem gregorianischen Kalender{0}.',
  'No day of the calendar fits its rule{0}.': 'Kein Tag des Kalenders passt zu seiner Regel{0}.',
  'It repeats too often to be followed up to today{0}.': 'Er wiederholt sich zu oft, um ihm bis heute zu folgen{0}.',
  'All its dates are over, so nothing of it comes in.': 'Alles davon ist vorbei, also kommt nichts herein.',
  'It was called off there, so nothing of it comes in.': 'Dort wurde er abgesagt, also kommt nichts herein.',
  'Its date of {0}: {1}': 'Sein Termin am {0}: {1}',
  'Of its {0} dates the next {1} come in.': 'Von seinen {0} Terminen kommen die nächsten {1} herein.',
  'Your place has gone to somebody else meanwhile; the waitlist is open to you.':
    'Dein Platz ist inzwischen weitergegeben; die Warteliste steht dir offen.',
  'Answers are not open yet.': 'Antworten sind noch nicht möglich.',
  'This event is for those who were invited. Ask the hosts.': 'Dieses Treffen ist für Eingeladene. Frag die Gastgeber.',
  'This event is for members of the group.': 'Dieses Treffen ist für Mitglieder der Gruppe.',
  'Sign in to answer here.': 'Melde dich an, um hier zu antworten.',
  'The hosts have taken you off the list. Ask them.': 'Die Gastgeber haben dich von der Liste genommen. Frag sie.',
  'The hosts ask for a yes or a no.': 'Die Gastgeber bitten um ein Ja oder ein Nein.',
  'This event does not repeat.': 'Dieses Treffen wiederholt sich nicht.',
  'Somebody else has changed this series in the meantime. Reload to see it.':
    'Jemand anderes hat diese Reihe inzwischen geändert. Lade neu, um es zu sehen.',
  'This date is over. Change one that is still to come.': 'Dieser Termin ist vorbei. Ändere einen, der noch kommt.',
  'Some dates with people are cancelled. Say why, in a few words: they will read it.':
    'Einige Termine mit Zusagen fallen aus. Sag in ein paar Worten warum: sie lesen es.',
  'On {0} {1} places are taken already; fewer would turn people away. Set {2} or more, or change the dates one by one.':
    'Am {0} sind schon {1} Plätze vergeben; mit weniger müssten welche gehen. Setz {2} oder mehr oder ändere die Termine einzeln.',
  'This event does not repeat. Answer for this date alone.':
    'Dieses Treffen wiederholt sich nicht. Antworte für den einen Termin.',
  'This way of repeating is not offered, because calendar programs read it differently.':
    'Diese Art der Wiederholung bieten wir nicht an, weil Kalenderprogramme sie verschieden lesen.',
  'The first day is not one of those it repeats on. The next that is: {0}.':
    'Der erste Tag ist keiner von denen, an denen es sich wiederholt. Der nächste wäre: {0}.',
  'The first day is not one of those it repeats on.':
    'Der erste Tag ist keiner von denen, an denen es sich wiederholt.',
  'That is too far apart: every {0} at most.': 'Das liegt zu weit auseinander: höchstens alle {0}.',
  'It can take place {0} times at most. Leave the end open, and it simply goes on.':
    'Es kann höchstens {0} Mal stattfinden. Lass das Ende offen, dann geht es einfach weiter.',
  'The last day can be {0} years ahead at most. Leave the end open, and it simply goes on.':
    'Der letzte Tag kann höchstens {0} Jahre voraus liegen. Lass das Ende offen, dann geht es einfach weiter.',
  'Not every month has that day. Choose the last day of the month, or a day up to the 28th.':
    'Nicht jeder Monat hat diesen Tag. Wähle den letzten Tag des Monats oder einen Tag bis zum 28.',
  '29 February comes every four years only. Choose the 28th, or 1 March.':
    'Der 29. Februar kommt nur alle vier Jahre. Wähle den 28. oder den 1. März.',
  'At most {0} days can be given one by one.': 'Höchstens {0} Tage können einzeln angegeben werden.',
  'No day of any year fits this.': 'Kein Tag irgendeines Jahres passt dazu.',
  'This is no time zone we know. It looks like Europe/Brussels.':
    'Das ist keine Zeitzone, die wir kennen. Sie sieht aus wie Europe/Brussels.',
  'The last day needs a date.': 'Der letzte Tag braucht ein Datum.',
  'This is not your task any more.': 'Das ist nicht mehr deine Aufgabe.',
  'Choose somebody of the group, or somebody who comes.': 'Wähle jemanden aus der Gruppe oder jemanden, der kommt.',
  'This is no longer offered to you.': 'Das wird dir nicht mehr angeboten.',
  'You have this task already.': 'Du hast diese Aufgabe schon.',
  'Nothing can be taken here: the event does not take place.':
    'Hier ist nichts zu übernehmen: das Treffen findet nicht statt.',
  "You said that you can't come. Change your answer first, then take a task.":
    'Du hast gesagt, dass du nicht kommst. Ändere zuerst deine Antwort und übernimm dann eine Aufgabe.',
  'Take at least one, or hand it back.': 'Übernimm mindestens eins oder gib es zurück.',
  'Somebody was faster: all of it is taken.': 'Jemand war schneller: alles ist vergeben.',
  'That is more than is missing. Take {0} or fewer.': 'Das ist mehr, als fehlt. Übernimm {0} oder weniger.',
  'What is counted is a word or two, such as "loaves".': 'Was gezählt wird, ist ein Wort oder zwei, etwa „Brote“.',
  'How many are wanted must be from 1 to {0}.': 'Wie viele gebraucht werden, muss zwischen 1 und {0} liegen.',
  'The number of people must be from 1 to {0}.': 'Die Zahl der Personen muss zwischen 1 und {0} liegen.',
  'The task': 'Die Aufgabe',
  'The shift ends when it begins.': 'Die Schicht endet, wenn sie beginnt.',
  'The shift ends before it begins. Choose an end after its start.':
    'Die Schicht endet, bevor sie beginnt. Wähle ein Ende nach ihrem Beginn.',
  'A shift lasts a day at most. Make two of a longer one.':
    'Eine Schicht dauert höchstens einen Tag. Mach aus einer längeren zwei.',
  'The start of the shift needs a date and a time.': 'Der Beginn der Schicht braucht Tag und Uhrzeit.',
  'The end of the shift needs a date and a time.': 'Das Ende der Schicht braucht Tag und Uhrzeit.',
  'A shift lies within a week of the start of its event.':
    'Eine Schicht liegt innerhalb einer Woche um den Beginn ihres Treffens.',
  'An event has {0} tasks at most. Put some of them together.':
    'Ein Treffen hat höchstens {0} Aufgaben. Fass einige zusammen.',
  '{0} are taken already. Set {1} or more, or hand some back first.':
    '{0} sind schon übernommen. Setz {1} oder mehr oder gib zuerst welche zurück.',
  'Somebody has taken this already. Make a new task instead, so that they know what they do.':
    'Jemand hat das schon übernommen. Leg stattdessen eine neue Aufgabe an, damit klar bleibt, was zu tun ist.',
  'Somebody else has changed the tasks in the meantime. Look at them again.':
    'Jemand anderes hat die Aufgaben inzwischen geändert. Sieh sie dir noch einmal an.',
  'Date {0} is not, or no more, of this poll. Load the page again.':
    'Termin {0} gehört nicht oder nicht mehr zu dieser Umfrage. Lade die Seite neu.',
  'Somebody else changed this poll meanwhile. Load the page again and look at it first.':
    'Jemand anderes hat diese Umfrage inzwischen geändert. Lade die Seite neu und sieh sie dir zuerst an.',
  'This poll has had {0} dates. Ask anew in another poll.':
    'Diese Umfrage hatte schon {0} Termine. Frag in einer anderen Umfrage neu.',
  'One of the dates is not, or no more, of this poll. Load the page again.':
    'Einer der Termine gehört nicht oder nicht mehr zu dieser Umfrage. Lade die Seite neu.',
  'It was changed in the calendar it came from.': 'Im Kalender, aus dem der Termin kommt, wurde er geändert.',
  'It was called off in the calendar it came from.': 'Im Kalender, aus dem der Termin kommt, wurde er abgesagt.',
  'It is no longer in the calendar it came from.': 'Im Kalender, aus dem der Termin kommt, steht er nicht mehr.',
};
