import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { MalformedCase, tallyCase } from '#libs/voting';

/** Where a command writes; both are the process's own, except in tests. */
export interface Streams {
  readonly out: Writable;
  readonly complain: (line: string) => void;
}

/**
 * Counts the elections of files, one JSON case each or (`.jsonl`) one a line, and writes a line of JSON for each: exit code 0.
 * What cannot be counted is named by file, line and field, and then nothing at all is written: exit code 2.
 * Lines are read and counted one by one; what they come to waits in a temporary file until the last is known to be well.
 */
export async function tally(files: readonly string[], { out, complain }: Streams): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'folkmoot-tally-'));
  const waiting = await open(join(folder, 'outcomes.jsonl'), 'w+');
  try {
    for (const file of files) {
      const fault = await countFile(file, waiting);
      if (fault === null) continue;
      complain(fault);
      return 2;
    }
    await print(waiting, out);
    return 0;
  } finally {
    await waiting.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Counts one file; returns why it cannot, or null. */
async function countFile(file: string, waiting: FileHandle): Promise<string | null> {
  const outcomes = new Batch(waiting);
  let first = 0;
  try {
    for await (const { text, line } of casesOf(file)) {
      first = line;
      await outcomes.add(tallyCase(text));
    }
    await outcomes.flush();
    return null;
  } catch (error) {
    if (error instanceof MalformedCase) return `${file}:${first + error.line - 1}: ${error.message}`;
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return `${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`;
  }
}

/** The texts of the cases of a file, with the line at which each begins. Blank lines of a `.jsonl` are none. */
async function* casesOf(file: string): AsyncGenerator<{ text: string; line: number }> {
  const handle = await open(file);
  try {
    if (!file.endsWith('.jsonl')) {
      yield { text: withoutMark(await handle.readFile('utf8')), line: 1 };
      return;
    }
    let line = 0;
    for await (const text of linesOf(handle)) {
      line += 1;
      if (text.trim() !== '') yield { text: line === 1 ? withoutMark(text) : text, line };
    }
  } finally {
    await handle.close();
  }
}

/** Lines end with a line feed and with nothing else: JSON may hold the other separators of Unicode as they are. */
async function* linesOf(handle: FileHandle): AsyncGenerator<string> {
  let parts: string[] = [];
  for await (const chunk of handle.createReadStream({ encoding: 'utf8', autoClose: false }) as AsyncIterable<string>) {
    const [head = '', ...lines] = chunk.split('\n');
    parts.push(head);
    for (const next of lines) {
      yield parts.join('');
      parts = [next];
    }
  }
  yield parts.join('');
}

const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');

/** Gathers lines so that not each of them is a write of its own. */
class Batch {
  private lines: string[] = [];
  private length = 0;

  constructor(private readonly file: FileHandle) {}

  async add(line: string): Promise<void> {
    this.lines.push(line);
    this.length += line.length;
    if (this.length > 65_536) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.lines.length > 0) await this.file.write(`${this.lines.join('\n')}\n`);
    this.lines = [];
    this.length = 0;
  }
}

/** Passes on what has waited. A reader that went away (`| head`) is no failure. */
async function print(waiting: FileHandle, out: Writable): Promise<void> {
  try {
    await pipeline(waiting.createReadStream({ start: 0, autoClose: false }), out, { end: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}
