import { readFileSync, statSync } from 'node:fs';

/** The built shell, read anew when another build lies there: it names the files of its build, and older ones are gone. */
export class Shell {
  #readFor = 0;
  #text =
    '<!doctype html><html lang="en"><head><title>Folkmoot</title><!--head--></head><body><div id="app"><!--digest--></div></body></html>';

  constructor(private readonly path: string) {}

  text(): string {
    const builtAt = statSync(this.path, { throwIfNoEntry: false })?.mtimeMs;
    // While a build is being written the shell of before stands.
    if (builtAt !== undefined && builtAt !== this.#readFor) {
      this.#text = readFileSync(this.path, 'utf8');
      this.#readFor = builtAt;
    }
    return this.#text;
  }
}
