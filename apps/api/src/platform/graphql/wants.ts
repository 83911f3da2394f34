import type { GraphQLResolveInfo, SelectionSetNode } from 'graphql';

/**
 * The names of the fields that a request selects right beneath this one, fragments followed. Fields behind `@skip` and `@include` count as
 * selected: a read model may hold more than is shown, never less.
 */
export function wantedFields(info: GraphQLResolveInfo): ReadonlySet<string> {
  const wanted = new Set<string>();
  for (const field of info.fieldNodes) collect(field.selectionSet, info, wanted);
  return wanted;
}

function collect(set: SelectionSetNode | undefined, info: GraphQLResolveInfo, wanted: Set<string>): void {
  for (const selection of set?.selections ?? []) {
    if (selection.kind === 'Field') wanted.add(selection.name.value);
    else if (selection.kind === 'InlineFragment') collect(selection.selectionSet, info, wanted);
    else collect(info.fragments[selection.name.value]?.selectionSet, info, wanted);
  }
}
