/** CSS colour names that stand apart from each other, as calendars know no others (RFC 7986 5.9). */
const names: Readonly<Record<string, string>> = {
  darkgreen: '#006400',
  seagreen: '#2e8b57',
  teal: '#008080',
  steelblue: '#4682b4',
  royalblue: '#4169e1',
  rebeccapurple: '#663399',
  darkorchid: '#9932cc',
  mediumvioletred: '#c71585',
  crimson: '#dc143c',
  brown: '#a52a2a',
  chocolate: '#d2691e',
  darkgoldenrod: '#b8860b',
  olive: '#808000',
  slategray: '#708090',
  dimgray: '#696969',
};

const channels = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** The name nearest to a colour of the form `#rrggbb`. */
export function colorName(hex: string): string {
  const wanted = channels(hex);
  const far = (other: string): number =>
    channels(other).reduce((sum, value, at) => sum + (value - wanted[at]!) ** 2, 0);
  return Object.entries(names).toSorted(([, a], [, b]) => far(a) - far(b))[0]![0];
}
