export interface Selection {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Puts marks around the chosen text, or takes them away where they stand already. */
export function wrapIn({ text, from, to }: Selection, before: string, after: string, sample: string): Selection {
  const isWrapped = text.slice(from - before.length, from) === before && text.slice(to, to + after.length) === after;
  if (isWrapped) {
    const bare = text.slice(0, from - before.length) + text.slice(from, to) + text.slice(to + after.length);
    return { text: bare, from: from - before.length, to: to - before.length };
  }
  const inner = text.slice(from, to) || sample;
  return {
    text: text.slice(0, from) + before + inner + after + text.slice(to),
    from: from + before.length,
    to: from + before.length + inner.length,
  };
}

/** Begins each chosen line with a mark, or takes it away where all lines have it. */
export function prefixLines({ text, from, to }: Selection, mark: string): Selection {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const end = text.indexOf('\n', to) === -1 ? text.length : text.indexOf('\n', to);
  const lines = text.slice(start, end).split('\n');
  const isMarked = lines.every((line) => line.startsWith(mark));
  const next = lines.map((line) => (isMarked ? line.slice(mark.length) : mark + line)).join('\n');
  return { text: text.slice(0, start) + next + text.slice(end), from: start, to: start + next.length };
}
