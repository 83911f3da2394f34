// Makes the typed table and docs/permissions.md from libs/governance/permissions.csv. Run it after a change of the csv.
import { readFileSync, writeFileSync } from 'node:fs';

const csv = readFileSync(new URL('../libs/governance/permissions.csv', import.meta.url), 'utf8');

function cellsOf(line) {
  const cells = [];
  for (const [, quoted, plain] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
  return cells;
}

const lines = csv.split('\n').filter((line) => line.trim() !== '');
const legend = lines.filter((line) => line.startsWith('#')).map((line) => line.slice(1).trim());
const [header, ...rows] = lines.filter((line) => !line.startsWith('#')).map(cellsOf);

/** The text of permissions.data.ts. */
export function dataText() {
  const out = rows.map((row) => {
    const at = (name) => row[header.indexOf(name)] ?? '';
    const cells = ['anonymous', 'person', 'invited', 'member', 'organiser', 'treasurer', 'steward', 'operator', 'peer'].map(at).join('');
    return `  [${[at('operation'), at('case'), cells, at('own'), at('needs'), at('when')].map((cell) => JSON.stringify(cell)).join(', ')}],`;
  });
  return `// Made by scripts/generate-permissions.mjs from permissions.csv. Do not edit.
/* oxlint-disable max-lines -- a table that is made, a line an operation */\n\n/** operation, case, cells of the nine columns, own, needs, when. */\nexport const table = [\n${out.join('\n')}\n] as const;\n`;
}

/** The text of docs/permissions.md. */
export function docText() {
  const sections = new Map();
  for (const row of rows) sections.set(row[0], [...(sections.get(row[0]) ?? []), row]);
  const head = `# Who may do what\n\nMade from \`libs/governance/permissions.csv\`, the table that the product itself decides by.\n\n${legend.map((line) => `> ${line}`).join('\n>\n')}\n`;
  const tables = [...sections].map(([name, list]) => {
    const columns = header.slice(1);
    const body = list.map((row) => `| ${columns.map((_, at) => (row[at + 1] ?? '').replaceAll('|', '\\|')).join(' | ')} |`);
    return `\n## ${name}\n\n| ${columns.join(' | ')} |\n|${columns.map(() => '---').join('|')}|\n${body.join('\n')}\n`;
  });
  return head + tables.join('');
}

if (process.argv[1]?.endsWith('generate-permissions.mjs')) {
  writeFileSync(new URL('../libs/governance/src/permissions.data.ts', import.meta.url), dataText());
  writeFileSync(new URL('../docs/permissions.md', import.meta.url), docText());
}
