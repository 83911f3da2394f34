import { readFile } from 'node:fs/promises';
import { MalformedCase, occurrencesOf, readCases } from '#libs/calendar';
import type { Streams } from './tally.ts';

/**
 * Lists the dates of recurrence cases, files of a JSON array each, and writes a line of JSON for each case: exit code 0.
 * A file that cannot be read, or a case that is malformed, is named in one line and then nothing at all is written: exit code 2.
 */
export async function listOccurrences(files: readonly string[], { out, complain }: Streams): Promise<number> {
  const lines: string[] = [];
  for (const file of files) {
    try {
      for (const one of readCases(await readFile(file, 'utf8')))
        lines.push(`${JSON.stringify({ id: one.id, occurrences: occurrencesOf(one) })}\n`);
    } catch (error) {
      complain(oneLine(`${file}: ${faultOf(error)}`));
      return 2;
    }
  }
  for (const line of lines) out.write(line);
  return 0;
}

function faultOf(error: unknown): string {
  if (error instanceof MalformedCase) return error.message;
  if (error instanceof Error && 'syscall' in error) return `cannot be read (${(error as NodeJS.ErrnoException).code})`;
  throw error;
}

/** Names come from files: whatever stands in them, a fault is one line. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
