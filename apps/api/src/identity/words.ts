/** The words of mails and link pages about signing in. */
const en = {
  signInSubject: 'Your link to sign in',
  signInLine: 'Somebody, hopefully you, asked to sign in with this address. The link works for 15 minutes and once.',
  signInCode: 'Or type this code where you asked:',
  signInButton: 'Sign in',
  unknownSubject: 'No account for this address',
  unknownLine:
    'Somebody asked to sign in with this address, but nobody here has it. Ask a member of your group for an invitation.',
  footer: 'You get this mail because somebody typed your address here. If it was not you, do nothing.',
  pageTitle: 'Sign in',
  pageLine: 'Press the button to sign in on this device.',
  otherBrowser:
    'This is not the browser in which you asked for the link. Type the six digits from the same mail, or ask again here.',
  codeLabel: 'Code',
  expired: 'This link has been used or is older than 15 minutes. Ask for a new one.',
  askAgain: 'Ask for a new link',
  wrongCode: 'That is not the code of this mail. Look again.',
};

const de: typeof en = {
  signInSubject: 'Dein Link zum Anmelden',
  signInLine: 'Jemand, hoffentlich du, möchte sich mit dieser Adresse anmelden. Der Link gilt 15 Minuten und einmal.',
  signInCode: 'Oder tippe diesen Code dort ein, wo du gefragt hast:',
  signInButton: 'Anmelden',
  unknownSubject: 'Kein Konto zu dieser Adresse',
  unknownLine:
    'Jemand wollte sich mit dieser Adresse anmelden, aber niemand hier hat sie. Bitte ein Mitglied deiner Gruppe um eine Einladung.',
  footer: 'Du bekommst diese Mail, weil jemand deine Adresse hier eingetippt hat. Warst du es nicht, tu nichts.',
  pageTitle: 'Anmelden',
  pageLine: 'Drücke den Knopf, um dich auf diesem Gerät anzumelden.',
  otherBrowser:
    'Das ist nicht der Browser, in dem du nach dem Link gefragt hast. Tippe die sechs Ziffern aus derselben Mail ein oder frag hier neu.',
  codeLabel: 'Code',
  expired: 'Dieser Link wurde schon benutzt oder ist älter als 15 Minuten. Frag nach einem neuen.',
  askAgain: 'Neuen Link anfordern',
  wrongCode: 'Das ist nicht der Code aus dieser Mail. Schau noch einmal nach.',
};

export type IdentityWords = typeof en;

/** The words in a person's language; English where we have none. */
export function identityWords(locale: string): IdentityWords {
  return locale.startsWith('de') ? de : en;
}
