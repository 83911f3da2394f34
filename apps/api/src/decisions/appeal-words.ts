interface AppealWords {
  readonly title: (number: number, title: string) => string;
  readonly body: (of: { number: number; path: string; reason: string }) => string;
}

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
const cut = (title: string, most: number): string =>
  [...title].length > most ? `${[...title].slice(0, most - 1).join('')}…` : title;

const en: AppealWords = {
  title: (number, title) => `Carry out #${number}, “${cut(title, 150)}”?`,
  body: ({ number, path, reason }) =>
    `[#${number}](${path}) has passed. Somebody objects to its being carried out:\n\n${quoted(reason)}\n\nIf this passes, it is carried out at once. If not, it is not.`,
};

const de: AppealWords = {
  title: (number, title) => `#${number}, „${cut(title, 150)}“, ausführen?`,
  body: ({ number, path, reason }) =>
    `[#${number}](${path}) wurde angenommen. Jemand wendet sich gegen die Ausführung:\n\n${quoted(reason)}\n\nWird dies angenommen, so wird es sofort ausgeführt. Wenn nicht, dann nicht.`,
};

/** What the draft after an appeal says, in the language of the group. */
export const appealWords = (locale: string): AppealWords => (locale.startsWith('de') ? de : en);
