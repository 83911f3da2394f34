import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse, print, visit } from 'graphql';

const sources = join(import.meta.dirname, '../../apps/web/src');
const operations = new Map<string, OperationDefinitionNode>();
const fragments = new Map<string, FragmentDefinitionNode>();

function readAll(): void {
  for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.operations.graphql')) continue;
    for (const one of parse(readFileSync(join(sources, file), 'utf8')).definitions) {
      if (one.kind === Kind.OPERATION_DEFINITION) operations.set(one.name!.value, one);
      if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
    }
  }
}

/** The document that a page of the web really sends, by the name of its operation, with the fragments it spreads. */
export function webDocument(name: string): string {
  if (operations.size === 0) readAll();
  const operation = operations.get(name);
  if (!operation) throw new Error(`the web has no operation ${name}`);
  const spread = new Set<FragmentDefinitionNode>();
  const follow = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name: { value } }) {
        const fragment = fragments.get(value)!;
        if (spread.has(fragment)) return;
        spread.add(fragment);
        follow(fragment);
      },
    });
  };
  follow(operation);
  return [operation, ...spread].map(print).join('\n\n');
}

/** The names of all operations of the web. */
export function webOperations(): string[] {
  if (operations.size === 0) readAll();
  return [...operations.keys()];
}
