import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

interface Definition {
  readonly kind: string;
  readonly name: { readonly value: string };
}
interface Document {
  readonly definitions: readonly Definition[];
}

const source = join(import.meta.dirname, 'src/gql/graphql.ts');
const document = 'document=';
const fragment = 'fragment=';

/**
 * In a build each generated document is a module of its own, and so is each fragment, so that a page brings the queries it asks and
 * a fragment is brought once. The generator writes all of them into one module, with every fragment written out in every document.
 */
export function documentsApart(): Plugin {
  const documents = new Map<string, Document>();
  const fragments = new Map<string, Definition>();
  const from = (what: string, name: string): string => JSON.stringify(`${source}?${what}${name}`);

  function whole(): string {
    return [...documents.keys()].map((name) => `export { ${name} } from ${from(document, name)};`).join('\n');
  }
  function one(name: string): string {
    const { definitions, ...rest } = documents.get(name)!;
    const spread = definitions.filter(({ kind }) => kind === 'FragmentDefinition').map(({ name: { value } }) => value);
    const own = definitions.filter(({ kind }) => kind !== 'FragmentDefinition').map((each) => JSON.stringify(each));
    return [
      ...spread.map((each) => `import { ${each} } from ${from(fragment, each)};`),
      `export const ${name} = { ...${JSON.stringify(rest)}, definitions: [${[...own, ...spread].join(', ')}] };`,
    ].join('\n');
  }

  return {
    name: 'documents-apart',
    apply: 'build',
    enforce: 'pre',
    async buildStart() {
      const text = await readFile(source, 'utf8');
      for (const [, name, json] of text.matchAll(
        /^export const (\w+Document) = (\{.*\}) as unknown as DocumentNode<.*$/gm,
      ))
        documents.set(name!, JSON.parse(json!) as Document);
      for (const { definitions } of documents.values())
        for (const each of definitions) if (each.kind === 'FragmentDefinition') fragments.set(each.name.value, each);
    },
    resolveId: (id) => (id.startsWith(`${source}?`) ? { id, moduleSideEffects: false } : null),
    load(id) {
      if (!id.startsWith(source)) return null;
      const asked = id.slice(source.length + 1);
      const [name] = asked.split('=').slice(1);
      const code = !asked
        ? whole()
        : asked.startsWith(document)
          ? one(name!)
          : `export const ${name!} = ${JSON.stringify(fragments.get(name!))};`;
      return { code, moduleType: 'js', moduleSideEffects: false };
    },
  };
}
