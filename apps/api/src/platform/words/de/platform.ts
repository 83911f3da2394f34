/** What the server says about platform, in German. */
export const platform: Readonly<Record<string, string>> = {
  'The key of this request must have 8 to 80 letters and digits.':
    'Der Schlüssel dieser Anfrage braucht 8 bis 80 Buchstaben und Ziffern.',
  'This request was already made with other content. Reload the page and try again.':
    'Diese Anfrage gab es schon mit anderem Inhalt. Lade die Seite neu und versuch es noch einmal.',
  '{0} is missing.': '{0} fehlt.',
  'This day has not come yet. Choose today or an earlier one.':
    'Dieser Tag ist noch nicht gekommen. Wähle heute oder einen früheren.',
  '{0} has {1} characters; it may have {2} at most.': '{0} hat {1} Zeichen; erlaubt sind höchstens {2}.',
  'The tag "{0}" is longer than {1} characters.': 'Das Schlagwort „{0}“ ist länger als {1} Zeichen.',
  '{0} tags are too many; {1} at most.': '{0} Schlagwörter sind zu viele; höchstens {1}.',
  'The address sends us on too often.': 'Die Adresse schickt uns zu oft weiter.',
  'The address did not answer within five seconds.': 'Die Adresse hat nicht innerhalb von fünf Sekunden geantwortet.',
  'This is not an address. It looks like https://example.org/calendar.ics.':
    'Das ist keine Adresse. Sie sieht aus wie https://example.org/calendar.ics.',
  'The address must begin with https:// or webcal://.': 'Die Adresse muss mit https:// oder webcal:// beginnen.',
  'The address must not hold a name and a password.': 'Die Adresse darf keinen Namen und kein Passwort enthalten.',
  'Only addresses without a port of their own can be fetched.':
    'Nur Adressen ohne eigenen Port können abgerufen werden.',
  'This address lies inside a private network; only what the whole internet can reach is fetched.':
    'Diese Adresse liegt in einem privaten Netz; abgerufen wird nur, was das ganze Internet erreicht.',
  'There is nothing at this address.': 'Unter dieser Adresse ist nichts.',
  'The address answers with {0}.': 'Die Adresse antwortet mit {0}.',
  'The address answers in a packed form that was not asked for.':
    'Die Adresse antwortet in einer gepackten Form, um die nicht gebeten wurde.',
  'What stands there is larger than {0} MB.': 'Was dort steht, ist größer als {0} MB.',
  'There is no such address. Look for a typing mistake.':
    'Diese Adresse gibt es nicht. Sieh nach, ob du dich vertippt hast.',
  'The address does not answer.': 'Die Adresse antwortet nicht.',
  'The address has no valid certificate.': 'Die Adresse hat kein gültiges Zertifikat.',
  'The address cannot be read.': 'Die Adresse kann nicht gelesen werden.',
  'This photo is in the HEIC form, which we cannot read. Send it as JPEG: on an iPhone, Settings, Camera, Formats, Most Compatible.':
    'Dieses Foto ist im HEIC-Format, das wir nicht lesen können. Schick es als JPEG: auf einem iPhone unter Einstellungen, Kamera, Formate, Maximale Kompatibilität.',
  'This is a file of the type {0}. We take PNG, JPEG and WebP pictures, PDF, plain text and CSV.':
    'Das ist eine Datei vom Typ {0}. Wir nehmen Bilder als PNG, JPEG und WebP, PDF, reinen Text und CSV.',
  '"{0}" is named like a picture or document but its content is none. We take PNG, JPEG and WebP pictures, PDF, plain text and CSV.':
    '„{0}“ heißt wie ein Bild oder Dokument, der Inhalt ist aber keines. Wir nehmen Bilder als PNG, JPEG und WebP, PDF, reinen Text und CSV.',
  '"{0}" is not plain text.': '„{0}“ ist kein reiner Text.',
  'This picture has more than 40 million pixels. Send a smaller one.':
    'Dieses Bild hat mehr als 40 Millionen Pixel. Schick ein kleineres.',
  'This picture is broken and cannot be read. Take it again or send another form of it.':
    'Dieses Bild ist beschädigt und kann nicht gelesen werden. Nimm es neu auf oder schick es in anderer Form.',
  'One of the files is not there. Add it again.': 'Eine der Dateien ist nicht da. Füge sie noch einmal hinzu.',
  'An amount is sent as a whole number of the smallest unit of its currency, such as "38550" for 385.50.':
    'Ein Betrag wird als ganze Zahl der kleinsten Einheit seiner Währung geschickt, zum Beispiel „38550“ für 385,50.',
  'One of the files is not there or belongs to something else. Add it again.':
    'Eine der Dateien ist nicht da oder gehört zu etwas anderem. Füge sie noch einmal hinzu.',
  'This list position is not one of ours. Start from the beginning.':
    'Diese Stelle der Liste ist keine von unseren. Beginn von vorn.',
  'Ask for 1 to 100 at a time.': 'Frag nach 1 bis 100 auf einmal.',
  'There is nothing here, or it is not for you to see.': 'Hier ist nichts, oder es ist nicht für dich bestimmt.',
  'You may not do this here.': 'Das darfst du hier nicht.',
  'Sign in first.': 'Melde dich zuerst an.',
  'Sign in again to do this: it needs a sign-in of the last ten minutes.':
    'Melde dich dafür noch einmal an: es braucht eine Anmeldung der letzten zehn Minuten.',
  'This file is larger than 10 MB. Send a smaller one.': 'Diese Datei ist größer als 10 MB. Schick eine kleinere.',
  'This is more than can be sent at once. Make it shorter.':
    'Das ist mehr, als auf einmal geschickt werden kann. Kürz es.',
  'This request cannot be understood.': 'Diese Anfrage ist nicht zu verstehen.',
  'Something went wrong on our side.': 'Auf unserer Seite ist etwas schiefgegangen.',
  'This request came from another site.': 'Diese Anfrage kam von einer anderen Website.',
  'The server is very busy just now. Nothing you typed is lost: try again in a moment.':
    'Auf dem Server ist gerade sehr viel los. Nichts von dem, was du getippt hast, geht verloren: versuch es gleich noch einmal.',
  'That was too often. Try again in {0} min.': 'Das war zu oft. Versuch es in {0} min noch einmal.',
  'Name 1 to {0} topics, such as event:<id>.': 'Nenne 1 bis {0} Themen, etwa event:<id>.',
};
