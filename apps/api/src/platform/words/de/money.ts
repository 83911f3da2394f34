/** What the server says about money, in German. */
export const money: Readonly<Record<string, string>> = {
  'The name of the budget line': 'Der Name des Budgetpostens',
  'Say up to how much.': 'Sag, bis zu welchem Betrag.',
  'The amount must be more than nothing.': 'Der Betrag muss mehr als nichts sein.',
  'This fund is not there any more. Choose another.': 'Diesen Topf gibt es nicht mehr. Wähle einen anderen.',
  'The fund is kept in {0}, so the amount must be in {1}.':
    'Der Topf wird in {0} geführt, also muss der Betrag in {1} sein.',
  'The fund is closed.': 'Der Topf ist geschlossen.',
  'C-{0} has been settled already. Record what came beside it as a contribution of its own.':
    'C-{0} ist schon erledigt. Trag ein, was darüber hinaus kam, als eigenen Beitrag.',
  'That is more than a book can hold. Type a smaller amount.':
    'Das ist mehr, als ein Buch fasst. Gib einen kleineren Betrag ein.',
  'A part of it went back already, or is asked back. That comes first.':
    'Ein Teil davon ging schon zurück oder soll zurückgehen. Das kommt zuerst.',
  'The day it arrived is missing.': 'Der Tag des Eingangs fehlt.',
  'This entry belongs to an expense or is itself a reversal; it goes back by the expense’s own steps.':
    'Diese Buchung gehört zu einer Auslage oder ist selbst eine Rückbuchung; sie geht auf dem Weg der Auslage zurück.',
  'This entry was taken back already.': 'Diese Buchung wurde schon zurückgenommen.',
  'The money has been spent or is held already, so the fund would be short.':
    'Das Geld ist schon ausgegeben oder zurückgelegt, der Topf wäre also im Minus.',
  'The fund has less available than this expense asks for.':
    'Im Topf ist weniger verfügbar, als diese Auslage verlangt.',
  'The budget line has less left than this expense asks for.':
    'Im Budgetposten ist weniger übrig, als diese Auslage verlangt.',
  'The budget line {0} has {1} left, which is less than this decision asks for.':
    'Im Budgetposten {0} sind noch {1} übrig, weniger als diese Entscheidung verlangt.',
  'Write the day as 2026-03-31.': 'Schreib den Tag als 2026-03-31.',
  'This is no currency we know.': 'Diese Währung kennen wir nicht.',
  'There is nothing of this name.': 'Es gibt nichts mit diesem Namen.',
  'The budget line is closed.': 'Der Budgetposten ist geschlossen.',
  'The book is closed for this date.': 'Das Buch ist für diesen Tag abgeschlossen.',
  'The expense X-{0} is approved already.': 'Die Auslage X-{0} ist schon freigegeben.',
  'The expense X-{0} is paid already.': 'Die Auslage X-{0} ist schon bezahlt.',
  'The expense X-{0} is rejected already.': 'Die Auslage X-{0} ist schon abgelehnt.',
  'The expense X-{0} is withdrawn already.': 'Die Auslage X-{0} ist schon zurückgezogen.',
  'Choose an expense of this group.': 'Wähle eine Auslage dieser Gruppe.',
  'Choose an expense that waits for approval.': 'Wähle eine Auslage, die auf Freigabe wartet.',
  'The expense is in {0}.': 'Die Auslage ist in {0}.',
  'The expense is {0}: more than this.': 'Die Auslage beträgt {0}: mehr als das.',
  'The expense X-{0} is with its author again.':
    'Die Auslage X-{0} liegt wieder bei ihrer Verfasserin oder ihrem Verfasser.',
  'The expense X-{0} was decided already.': 'Über die Auslage X-{0} ist schon entschieden.',
  'The expense X-{0} was edited after the vote opened ({1}, now {2}).':
    'Die Auslage X-{0} wurde nach Beginn der Abstimmung geändert ({1}, jetzt {2}).',
  'The expense X-{0} is {1}; at most {2} were decided.':
    'Die Auslage X-{0} beträgt {1}; entschieden waren höchstens {2}.',
  'A photo or PDF of the receipt is missing.': 'Ein Foto oder PDF des Belegs fehlt.',
  '{0} is among the receipts twice. Take one of them away.': '{0} ist zweimal unter den Belegen. Nimm eines davon weg.',
  'An expense takes 20 receipts at most.': 'Eine Auslage fasst höchstens 20 Belege.',
  'An expense has 1 to 100 items.': 'Eine Auslage hat 1 bis 100 Posten.',
  'Choose what it was for.': 'Wähle, wofür es war.',
  'All items of an expense are in one currency.': 'Alle Posten einer Auslage sind in einer Währung.',
  'Type the amount on the receipt; it is more than nothing.':
    'Gib den Betrag auf dem Beleg ein; er ist mehr als nichts.',
  'The day is missing.': 'Der Tag fehlt.',
  'What it was': 'Die Angabe, was es war,',
  'Say why, in a few words: the author will read it.':
    'Sag in ein paar Worten warum: wer es eingereicht hat, liest es.',
  'This event has a fund already.': 'Dieses Treffen hat schon einen Topf.',
  'This was already booked with other content. Reload the page.':
    'Das wurde schon mit anderem Inhalt gebucht. Lade die Seite neu.',
  'Someone else has to do this: nobody approves or pays their own expense.':
    'Das muss jemand anderes tun: niemand gibt die eigene Auslage frei oder zahlt sie sich aus.',
  'Only a treasurer or a steward can do this.': 'Das können nur Kasse und Leitung.',
  'You have approved this already. Somebody else is needed now.':
    'Du hast das schon freigegeben. Jetzt braucht es jemand anderen.',
  'It still needs the approval of somebody else.': 'Es braucht noch die Freigabe von jemand anderem.',
  'This is more than is left on the budget line.': 'Das ist mehr, als im Budgetposten übrig ist.',
  'You were the only one to approve it, so somebody else has to pay it.':
    'Nur du hast es freigegeben, also muss jemand anderes bezahlen.',
  'The expense has moved on in the meantime. Look at it again.':
    'Mit der Auslage ist inzwischen etwas geschehen. Sieh sie dir noch einmal an.',
  'The fund does not have that much available.': 'So viel ist im Topf nicht verfügbar.',
  'This budget line is not there any more. Choose another.':
    'Diesen Budgetposten gibt es nicht mehr. Wähle einen anderen.',
  'This expense can not be changed now. Take it back first.':
    'Diese Auslage kann jetzt nicht geändert werden. Hol sie zuerst zurück.',
  'The fund {0} has {1} available, which is less than this.': 'Im Topf {0} sind {1} verfügbar, weniger als das.',
  'This money is held for a notice that others can still object to. It can be spent once the notice stands.':
    'Dieses Geld ist für eine Ansage zurückgelegt, gegen die andere noch etwas sagen können. Es kann ausgegeben werden, sobald die Ansage steht.',
  'An expense on its money waits to be approved. Say that it is done once that is decided.':
    'Eine Auslage von diesem Geld wartet auf Freigabe. Sag, dass es getan ist, wenn darüber entschieden ist.',
  'Only the treasurer can do this.': 'Das kann nur die Kasse.',
  'It still needs {0} approvals.': 'Es braucht noch {0} Freigaben.',
  'Money in this currency is spent by a decision of the group only. Put a proposal that opens a budget line.':
    'Geld in dieser Währung gibt nur eine Entscheidung der Gruppe frei. Stell einen Vorschlag, der einen Budgetposten öffnet.',
  'More than {0} is not spent without a decision of the group. Put a proposal that opens a budget line.':
    'Mehr als {0} wird nicht ohne Entscheidung der Gruppe ausgegeben. Stell einen Vorschlag, der einen Budgetposten öffnet.',
  'This is more than is left on the budget line: {0}.': 'Das ist mehr, als im Budgetposten übrig ist: {0}.',
  'The budget line is closed, so nothing more can be spent on it.':
    'Der Budgetposten ist geschlossen, es kann also nichts mehr davon ausgegeben werden.',
  'Without a decision of the group, {0} more can go to the same person within {1} days.':
    'Ohne Entscheidung der Gruppe können innerhalb von {1} Tagen noch {0} an dieselbe Person gehen.',
  'It is on hold. It can be paid once it is released.':
    'Sie ist angehalten. Sie kann bezahlt werden, sobald jemand sie weitergehen lässt.',
  'It was approved just now. It can be paid once others have had their time to look at it.':
    'Sie wurde eben erst freigegeben. Sie kann bezahlt werden, sobald andere Zeit hatten, sie anzusehen.',
  'The same receipt stands in the expense X-{0}.': 'Derselbe Beleg steht in der Auslage X-{0}.',
  'This would be the first payment to them.': 'Das wäre die erste Zahlung an diese Person.',
  'Far more than usual: half of the expenses are up to {0}.':
    'Weit mehr als üblich: die Hälfte der Auslagen geht bis {0}.',
  'The account to pay to is also that of {0}.': 'Das Konto, auf das gezahlt werden soll, gehört auch zu {0}.',
  'This account is not there any more. Choose another.': 'Dieses Konto gibt es nicht mehr. Wähle ein anderes.',
  'It is paid from an account that is kept in {0}.': 'Sie wird von einem Konto bezahlt, das in {0} geführt wird.',
  'It stands in other payments already. Take it out there first, or note it as paid.':
    'Sie steht schon in anderen Zahlungen. Nimm sie dort zuerst heraus, oder trage sie als bezahlt ein.',
  'It has been noted as paid already.': 'Sie ist schon als bezahlt eingetragen.',
  'It was taken out of these payments.': 'Sie wurde aus diesen Zahlungen herausgenommen.',
  'Choose what is to be paid.': 'Wähle, was bezahlt werden soll.',
  '{0} at once is the most.': 'Mehr als {0} auf einmal geht nicht.',
  'There is no transfer in euro to an account left here.':
    'Hier ist keine Überweisung in Euro auf ein Konto mehr übrig.',
  'Say first which number the account of the group has.': 'Sag zuerst, welche Nummer das Konto der Gruppe hat.',
  'The bank would not take payment {0} of it. Pay it by itself.':
    'Zahlung {0} davon würde die Bank nicht nehmen. Überweise sie einzeln.',
  'A BIC has 8 or 11 letters and digits. It can be left out.':
    'Ein BIC hat 8 oder 11 Buchstaben und Ziffern. Er kann fehlen.',
  'How to pay you': 'Wie man dir zahlt',
  'This expense is on hold already.': 'Diese Auslage ist schon angehalten.',
  'This expense is not on hold any more.': 'Diese Auslage ist nicht mehr angehalten.',
  'Say what happened, in a few words.': 'Sag in ein paar Worten, was geschehen ist.',
  'No more can come back than was paid.': 'Es kann nicht mehr zurückkommen, als bezahlt wurde.',
  'A payment abroad comes back as a whole. What was lost on the way is said beside it.':
    'Eine Zahlung in anderer Währung kommt als Ganzes zurück. Was unterwegs verloren ging, steht daneben.',
  'No more can be lost than was paid.': 'Es kann nicht mehr verloren gehen, als bezahlt wurde.',
  'Type what was paid; it is more than nothing.': 'Gib ein, was bezahlt wurde; es ist mehr als nichts.',
  'No more is owed than what is left of it. Pay that, or less.':
    'Mehr ist nicht mehr offen. Bezahle den Rest oder weniger.',
  'A fee is more than nothing, or left out.': 'Eine Gebühr ist mehr als nichts, oder sie fehlt.',
  'Choose an account of the group that is kept in {0}.': 'Wähle ein Konto der Gruppe, das in {0} geführt wird.',
  'This expense is booked in {0}.': 'Diese Auslage ist in {0} gebucht.',
  'The fund is kept in {0}. Say also what it is in {1}.':
    'Der Topf wird in {0} geführt. Sag auch, wie viel es in {1} ist.',
  'The fund is kept in {0}.': 'Der Topf wird in {0} geführt.',
  'Either a member is paid, or somebody outside.': 'Entweder ein Mitglied bekommt das Geld, oder jemand von außen.',
  'Only members of the group can be chosen. For anybody else, type the name.':
    'Nur Mitglieder der Gruppe können gewählt werden. Für alle anderen gib den Namen ein.',
  'Only what was declined or withdrawn is asked for anew.':
    'Nur was abgelehnt oder zurückgezogen wurde, wird neu eingereicht.',
  'You have 20 drafts here. Send or delete one of them first.':
    'Du hast hier 20 Entwürfe. Schick zuerst einen ab oder lösche ihn.',
  'This is too much text for a draft.': 'Das ist zu viel Text für einen Entwurf.',
  'The draft can not be read.': 'Der Entwurf kann nicht gelesen werden.',
  'This bill was handed in already.': 'Diese Rechnung wurde schon eingereicht.',
  'A bill takes {0} files at most.': 'Zu einer Rechnung gehören höchstens {0} Dateien.',
  'Type the amount as a number, such as {0}.': 'Gib den Betrag als Zahl ein, etwa {0}.',
  'The bill itself is missing: add a photo or a PDF.': 'Die Rechnung selbst fehlt: Füge ein Foto oder ein PDF hinzu.',
  'The note': 'Die Notiz',
  'The last day is before the first one.': 'Der letzte Tag liegt vor dem ersten.',
  'That is longer than a budget can run.': 'Das ist länger, als ein Budget laufen kann.',
  'Say what money is spent on.': 'Sag, wofür Geld ausgegeben wird.',
  'A plan can have at most 60 rows.': 'Ein Plan kann höchstens 60 Zeilen haben.',
  'Say how many you expect: some rows are counted by the head.':
    'Sag, wie viele du erwartest: manche Zeilen zählen je Person.',
  'The number of people must be from 1 to 100,000.': 'Die Zahl der Leute muss zwischen 1 und 100.000 liegen.',
  'Say what kind of income it is.': 'Sag, welche Art von Einnahme es ist.',
  'This kind does not fit. Choose another.': 'Diese Art passt nicht. Wähle eine andere.',
  'There is a row of this kind of income already. Put both into one.':
    'Eine Zeile mit dieser Art von Einnahme gibt es schon. Fass beide in einer zusammen.',
  'Income is not needed from the start.': 'Einnahmen braucht es nicht von Anfang an.',
  'The group has adopted the plan of this event, and an event has one. Another decision raises, lowers or closes its lines, or takes it back: then it can be planned anew.':
    'Die Gruppe hat den Plan dieses Termins angenommen, und ein Termin hat einen. Eine andere Entscheidung hebt oder senkt seine Posten, schließt sie oder nimmt ihn zurück: Dann kann neu geplant werden.',
  'This plan is with the group now. It can be changed again when the group has said no.':
    'Dieser Plan liegt jetzt bei der Gruppe. Er kann wieder geändert werden, wenn die Gruppe Nein gesagt hat.',
  'Somebody else has changed this plan in the meantime. What you typed is still here: look at theirs in another tab, then save again.':
    'Jemand anders hat diesen Plan inzwischen geändert. Was du getippt hast, ist noch da: sieh dir den anderen in einem neuen Tab an und behalte deinen dann noch einmal.',
  'The event is over, or called off: there is nothing left to plan.':
    'Das Treffen ist vorbei oder abgesagt: es gibt nichts mehr zu planen.',
};
