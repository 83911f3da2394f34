import { CsvError, parse } from 'csv-parse/sync';
import {
  camtStatements,
  csvStatements,
  ofxStatements,
  ofxTree,
  type CsvMap,
  type Element,
  type ReadStatements,
  type StatementFault,
} from '#libs/money';
import { xmlTree } from './xml-tree.ts';

/** A year of a busy account has a few thousand lines; no more is read than this. */
export const MOST_BYTES = 5_000_000;

const refused = (fault: StatementFault): ReadStatements => ({ ok: false, fault });

/**
 * The statements in a file of a bank: CAMT.053 and OFX are known by what they look like, anything else is read as CSV in the way of `map`.
 * Never throws for what is in the file.
 */
export function readStatementFile(bytes: Uint8Array, map: CsvMap | null = null): ReadStatements {
  if (bytes.length > MOST_BYTES) return refused({ code: 'too-large', most: MOST_BYTES });
  const text = textOf(bytes);
  if (text.includes('\0')) return refused({ code: 'not-a-statement' });
  if (/^\s*</.test(text) && !/^\s*<OFX>/i.test(text)) return ofXml(text);
  const ofx = /^\s*(OFXHEADER|<OFX>)/i.test(text) ? ofxTree(text) : null;
  if (ofx) return ofxStatements(ofx);
  return map ? ofCsv(text, map) : refused({ code: 'not-a-statement' });
}

function ofXml(text: string): ReadStatements {
  const read: Element | StatementFault = xmlTree(text);
  if ('code' in read) return refused(read);
  return read.name.toUpperCase() === 'OFX' ? ofxStatements(read) : camtStatements(read);
}

function ofCsv(text: string, map: CsvMap): ReadStatements {
  try {
    const rows: string[][] = parse(text, {
      delimiter: map.delimiter,
      relax_column_count: true,
      max_record_size: 20_000,
    });
    return csvStatements(rows, map);
  } catch (error) {
    if (error instanceof CsvError) return refused({ code: 'not-well-formed', row: Number(error['lines'] ?? 1) });
    throw error;
  }
}

/** The first rows of a file that is neither CAMT.053 nor OFX, by the mark that parts it best; null for one that is known by what it looks like. */
export function csvRows(bytes: Uint8Array): { delimiter: CsvMap['delimiter']; rows: string[][] } | null {
  const text = textOf(bytes);
  if (/^\s*(<|OFXHEADER)/i.test(text) || text.includes('\0')) return null;
  const read = (delimiter: CsvMap['delimiter']) => ({ delimiter, rows: firstRows(text, delimiter) });
  const widthOf = ({ rows }: { rows: string[][] }): number => Math.max(0, ...rows.map((row) => row.length));
  return ([';', ',', '\t', '|'] as const).map(read).toSorted((a, b) => widthOf(b) - widthOf(a))[0]!;
}

function firstRows(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, relax_column_count: true, max_record_size: 20_000, to: 12 });
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

/** UTF-8 where it is valid, else the code page that banks of Europe and America used before it. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
