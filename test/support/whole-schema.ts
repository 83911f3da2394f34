import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import type { Client } from './client.ts';

/** One way to ask one root field: everything it can tell, with these arguments. */
export interface Asked {
  readonly field: string;
  readonly args: readonly { readonly name: string; readonly type: string; readonly value: unknown }[];
  readonly selection: string;
  /** Whether it leads to proposals or to what is said about one. */
  readonly reaches: boolean;
}

/** The values to try for an argument of a root field; none: it is left out, which one that is required cannot be. */
export type ValuesOf = (
  field: string,
  argument: { readonly name: string; readonly type: string },
) => readonly unknown[];

/**
 * Every query of the schema with every field that can be reached from it, so that a field is asked for from the day on which it stands in
 * the schema. `skipped` names root fields that are left out.
 */
export function everyQuery(values: ValuesOf, skipped: ReadonlySet<string> = new Set()): Asked[] {
  const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../schema.graphql'), 'utf8'));
  const roots = Object.values(schema.getQueryType()!.getFields()).filter(({ name }) => !skipped.has(name));
  return roots.flatMap((root) => {
    const selected = selection(root.type, []);
    const reaches = /Proposal|Comment|Execution/.test(typesIn(root.type, []).join(' '));
    return product(root, values).map((args) => ({ field: root.name, args, selection: selected, reaches }));
  });
}

function product(root: GraphQLField<unknown, unknown>, values: ValuesOf): Asked['args'][] {
  return root.args.reduce<Asked['args'][]>(
    (all, arg) => {
      const tried = values(root.name, { name: arg.name, type: String(arg.type) });
      if (tried.length === 0 && isRequiredArgument(arg))
        throw new Error(`say what to ask ${root.name} for in ${arg.name}, so that it is looked at as well`);
      const { name, type } = arg;
      return tried.length === 0
        ? all
        : all.flatMap((one) => tried.map((value) => [...one, { name, type: String(type), value }]));
    },
    [[]],
  );
}

const DEEPEST = 7;

function selection(type: GraphQLOutputType, path: readonly string[]): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  const kinds = isUnionType(named) ? named.getTypes() : isObjectType(named) ? [named] : [];
  const parts = kinds.map((kind) => {
    const fields = fieldsOf(kind, [...path, kind.name]);
    return isUnionType(named) ? `... on ${kind.name} { ${fields} }` : fields;
  });
  return ` { __typename ${parts.join(' ')} }`;
}

function fieldsOf(kind: GraphQLObjectType, path: readonly string[]): string {
  return Object.values(kind.getFields())
    .filter(({ args }) => !args.some(isRequiredArgument))
    .filter(({ type }) => {
      const named = getNamedType(type);
      return isLeafType(named) || (path.length < DEEPEST && !path.includes(named.name));
    })
    .map(({ name, type }) => `${name}${selection(type, path)}`)
    .join(' ');
}

const sizeOf = ({ selection: text }: Asked): number => text.split(' ').length + 20;

/** Asks everything, several at once as far as the limits of a document allow. The answers, or the refusals, as text in the order asked. */
export async function askAll(by: Client, all: readonly Asked[]): Promise<string[]> {
  const bundles: Asked[][] = [];
  let room = 0;
  for (const one of all) {
    room -= sizeOf(one);
    if (room < 0 || bundles.at(-1)!.length === 14) {
      bundles.push([]);
      room = 1200 - sizeOf(one);
    }
    bundles.at(-1)!.push(one);
  }
  const texts: string[] = [];
  for (const bundle of bundles) texts.push(...(await askTogether(by, bundle)));
  return texts;
}

/** A root that refuses and may not be null takes the others' answers along: it is asked no more, and they once more. */
async function askTogether(by: Client, bundle: readonly Asked[]): Promise<string[]> {
  const texts = new Map<Asked, string>();
  for (let left = [...bundle]; left.length > 0; left = left.filter((one) => !texts.has(one))) {
    const { data, errors = [] } = await by.ask(...documentOf(left));
    const lost = errors.flatMap(({ path, ...error }) => {
      const at = left[Number(String(path?.[0] ?? '').slice(1))];
      return at && path ? [[at, JSON.stringify(error)] as const] : [];
    });
    if (!data && lost.length === 0) return splitUp(by, left, texts, bundle, JSON.stringify(errors));
    for (const [at, error] of lost) texts.set(at, `${texts.get(at) ?? ''}${error}`);
    // A refusal leaves null, or takes all away: which of the two is a matter of what else was asked.
    if (data)
      for (const [n, one] of left.entries())
        if (data[`a${n}`] !== null || !texts.has(one))
          texts.set(one, `${texts.get(one) ?? ''}${JSON.stringify(data[`a${n}`])}`);
  }
  return bundle.map((one) => texts.get(one)!);
}

async function splitUp(
  by: Client,
  left: readonly Asked[],
  texts: Map<Asked, string>,
  bundle: readonly Asked[],
  why: string,
): Promise<string[]> {
  if (left.length === 1) throw new Error(`${left[0]!.field} cannot be asked: ${why}`);
  const half = Math.ceil(left.length / 2);
  for (const part of [left.slice(0, half), left.slice(half)])
    (await askTogether(by, part)).forEach((text, n) => texts.set(part[n]!, text));
  return bundle.map((one) => texts.get(one)!);
}

function documentOf(bundle: readonly Asked[]): [string, Record<string, unknown>] {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const roots = bundle.map(({ field, args, selection: text }, n) => {
    const passed = args.map(({ name, type, value }) => {
      const variable = `${name}${n}`;
      declared.push(`$${variable}: ${type}`);
      variables[variable] = value;
      return `${name}: $${variable}`;
    });
    return `a${n}: ${field}${passed.length > 0 ? `(${passed.join(', ')})` : ''}${text}`;
  });
  const head = declared.length > 0 ? `query (${declared.join(', ')})` : 'query';
  return [`${head} { ${roots.join(' ')} }`, variables];
}

/** The names of the types that can be reached. */
function typesIn(type: GraphQLOutputType, path: readonly string[]): string[] {
  const named = getNamedType(type);
  if (isLeafType(named) || path.includes(named.name) || path.length >= DEEPEST) return [];
  const fields = isObjectType(named) ? Object.values(named.getFields()) : [];
  return [named.name, ...fields.flatMap((field) => typesIn(field.type, [...path, named.name]))];
}
