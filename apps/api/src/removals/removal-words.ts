interface CaseWords {
  readonly title: (name: string) => string;
  readonly appealTitle: (name: string) => string;
  readonly yes: string;
  readonly no: string;
  readonly stands: string;
  readonly back: string;
  readonly opened: (names: readonly string[], path: string) => string;
  readonly reply: (name: string) => string;
  readonly silent: (name: string) => string;
  readonly asks: (name: string) => string;
  readonly appealed: (name: string, path: string) => string;
  readonly appealAsks: (name: string) => string;
  readonly left: string;
  readonly lapsed: string;
}

const en: CaseWords = {
  title: (name) => `Does ${name} have to leave?`,
  appealTitle: (name) => `Appeal: does ${name} stay removed?`,
  yes: 'Has to leave',
  no: 'Stays',
  stands: 'Stays removed',
  back: 'Comes back',
  opened: (names, path) => `${names.join(' and ')} opened [this case](${path}), with these reasons:`,
  reply: (name) => `${name} replies:`,
  silent: (name) => `${name} has not replied in the time there was.`,
  asks: (name) =>
    `If this passes, the membership of ${name} ends at once. Within 14 days ${name} may appeal to the group.`,
  appealed: (name, path) => `The group has decided that ${name} leaves: [the case](${path}). ${name} appeals:`,
  appealAsks: (name) => `If this passes, the removal stands. If not, ${name} is a member again.`,
  left: 'They have left by themselves.',
  lapsed: 'Their membership is over, as the dues were not settled.',
};

const de: CaseWords = {
  title: (name) => `Muss ${name} gehen?`,
  appealTitle: (name) => `Berufung: Bleibt ${name} ausgeschlossen?`,
  yes: 'Muss gehen',
  no: 'Bleibt',
  stands: 'Bleibt ausgeschlossen',
  back: 'Kommt zurück',
  opened: (names, path) =>
    `${names.join(' und ')} ${names.length > 1 ? 'haben' : 'hat'} [dieses Verfahren](${path}) begonnen, aus diesen Gründen:`,
  reply: (name) => `${name} antwortet:`,
  silent: (name) => `${name} hat in der Zeit dafür nicht geantwortet.`,
  asks: (name) =>
    `Wird dies angenommen, so endet die Mitgliedschaft von ${name} sofort. In den 14 Tagen danach kann ${name} bei der Gruppe Berufung einlegen.`,
  appealed: (name, path) =>
    `Die Gruppe hat beschlossen, dass ${name} geht: [das Verfahren](${path}). ${name} legt Berufung ein:`,
  appealAsks: (name) => `Wird dies angenommen, so bleibt es beim Ausschluss. Wenn nicht, ist ${name} wieder Mitglied.`,
  left: 'Die betroffene Person ist von selbst gegangen.',
  lapsed: 'Die Mitgliedschaft ist vorbei, weil die Beiträge nicht beglichen wurden.',
};

/** What the votes of a case say, in the language of the group. */
export const caseWords = (locale: string): CaseWords => (locale.startsWith('de') ? de : en);

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
const plain = (name: string): string => name.replace(/[\\*_`[\]<>#]/g, '\\$&');

interface Told {
  readonly locale: string;
  readonly name: string;
  readonly path: string;
}

/** The text of the vote: both sides in their own words. */
export function voteBody(
  of: Told & { readonly openers: readonly string[]; readonly reasons: string; readonly reply: string | null },
): string {
  const words = caseWords(of.locale);
  const name = plain(of.name);
  return [
    words.opened(of.openers.map(plain), of.path),
    quoted(of.reasons),
    ...(of.reply === null ? [words.silent(name)] : [words.reply(name), quoted(of.reply)]),
    words.asks(name),
  ].join('\n\n');
}

/** The text of the vote on an appeal. */
export function appealBody(of: Told & { readonly reason: string }): string {
  const words = caseWords(of.locale);
  const name = plain(of.name);
  return [words.appealed(name, of.path), quoted(of.reason), words.appealAsks(name)].join('\n\n');
}
