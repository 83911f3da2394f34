import { linesChanged } from '../life/difference.ts';
import type { DecisionRecord, Piece } from './record.ts';

/** Words of people as Markdown that shows them as they are, on one line. */
function plain(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\\`*_[\]<>|~]/g, (mark) => `\\${mark}`)
    .replace(/^(\s*)([#+-]|\d+[.)])(?=\s)/, (_, space: string, mark: string) => `${space}\\${mark}`);
}

const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`;

function pieceText(piece: Piece): string {
  switch (piece.kind) {
    case 'words':
      return plain(piece.text);
    case 'list':
      return piece.items.map((item) => `- ${plain(item)}`).join('\n');
    case 'table':
      return [line(piece.head), `|${' --- |'.repeat(piece.head.length)}`, ...piece.rows.map(line)].join('\n');
    case 'changed':
      return changedText(piece);
    case 'written':
      return piece.markdown.trim();
  }
}

/** What went and what came, line by line; the fence is longer than any in the text. */
function changedText({ before, after }: { before: string; after: string }): string {
  const text = linesChanged(before, after).join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([marks]) => marks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}diff\n${text}\n${fence}`;
}

/** A record as a Markdown document (CommonMark with tables). */
export function markdownOf({ title, facts, sections }: DecisionRecord): string {
  const head = [`# ${plain(title)}`, facts.map(([name, value]) => `- ${plain(name)}: ${plain(value)}`).join('\n')];
  const parts = sections.flatMap((section) => [`## ${plain(section.title)}`, ...section.pieces.map(pieceText)]);
  return `${[...head, ...parts].join('\n\n')}\n`;
}

/** The name of its file: what of the title every file system takes. */
export function fileNameOf(number: number, title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/[^\w-]/g, '')
    .slice(0, 60);
  return `${[String(number), words.replace(/^-+|-+$/g, '').toLowerCase()].filter(Boolean).join('-')}.md`;
}
