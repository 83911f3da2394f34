import type { Path } from './fields.ts';

const blank = /[ \t\r\n]*/y;
const word = /"(?:[^"\\\t\r\n]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The line, from 1, in which the value at a path begins; of a missing one, that of the object it is missing from; without a path the first fault of text that is not JSON. */
export function lineOf(text: string, path: Path | null): number {
  const walker = new Walker(text);
  if (walker.walk(path)) walker.next();
  return text.slice(0, walker.at).split('\n').length;
}

/** Walks over JSON text and stops where a path leads, or where the text is no longer JSON. */
class Walker {
  at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Walks over one value; false where the walk stops. */
  walk(steps: Path | null): boolean {
    const open = this.next();
    const begin = this.at;
    if (steps?.length === 0) return false;
    if (open === '"') return this.take(word) !== null;
    if (open !== '{' && open !== '[') return this.take(scalar) !== null;
    if (!this.walkInside(open, steps)) return false;
    // What the path leads to is not in here.
    if (steps !== null) this.at = begin;
    return steps === null;
  }

  private walkInside(open: '{' | '[', steps: Path | null): boolean {
    const close = open === '{' ? '}' : ']';
    this.at += 1;
    if (this.skip(close)) return true;
    for (let place = 0; ; place += 1) {
      const key = open === '[' ? place : this.key();
      if (key === null) return false;
      if (!this.walk(steps && steps[0] === key ? steps.slice(1) : null)) return false;
      if (this.skip(close)) return true;
      if (!this.skip(',')) return false;
    }
  }

  private key(): string | null {
    this.next();
    const written = this.take(word);
    return written !== null && this.skip(':') ? (JSON.parse(written) as string) : null;
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    this.at += found?.length ?? 0;
    return found;
  }

  /** What stands next, blanks passed over. */
  next(): string {
    this.take(blank);
    return this.text[this.at] ?? '';
  }

  private skip(mark: string): boolean {
    if (this.next() !== mark) return false;
    this.at += 1;
    return true;
  }
}
