/** An element of a file as plain data: its name without a prefix, the text directly in it, and what stands in it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Element[];
}

/** The elements that a path of names leads to from here, such as `Acct/Id/IBAN`. */
export function allAt(from: Element, path: string): readonly Element[] {
  return path
    .split('/')
    .reduce<readonly Element[]>(
      (found, name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)),
      [from],
    );
}

/** The text at the first of several paths that has one; empty without. */
export function textAt(from: Element, ...paths: readonly string[]): string {
  for (const path of paths) {
    const found = allAt(from, path).find(({ text }) => text.trim() !== '');
    if (found) return found.text.trim();
  }
  return '';
}

/** Every element of a name, wherever it stands. */
export function everyNamed(from: Element, name: string): readonly Element[] {
  return from.name === name ? [from] : from.children.flatMap((child) => everyNamed(child, name));
}
