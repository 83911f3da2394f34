interface RaiseWords {
  readonly notice: (number: number, path: string) => string;
  readonly objections: string;
  readonly asks: string;
}

const en: RaiseWords = {
  notice: (number, path) => `This was [notice ${number}](${path}).`,
  objections: 'These objections were raised:',
  asks: 'If this passes, it is done as written above.',
};

const de: RaiseWords = {
  notice: (number, path) => `Das war die [Ansage ${number}](${path}).`,
  objections: 'Dagegen wurde vorgebracht:',
  asks: 'Wird dies angenommen, so wird es getan, wie oben beschrieben.',
};

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

/** The text of the proposal that a notice becomes, in the language of the group: both sides in their own words. */
export function raisedBody(of: {
  readonly locale: string;
  readonly body: string;
  readonly number: number;
  readonly path: string;
  readonly objections: readonly { readonly name: string; readonly reason: string }[];
}): string {
  const words = of.locale.startsWith('de') ? de : en;
  const said = of.objections.map(
    ({ name, reason }) => `**${name.replace(/[\\*_`[\]<>]/g, '\\$&')}:**\n\n${quoted(reason)}`,
  );
  return [of.body, of.body === '' ? '' : '---', words.notice(of.number, of.path), words.objections, ...said, words.asks]
    .filter((part) => part !== '')
    .join('\n\n');
}
