import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  type GraphQLObjectType,
  isInputObjectType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { Client } from '../support/client.ts';
import { key } from '../support/people.ts';

const mutations = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))
  .getMutationType()!
  .getFields();

/** What a step was answered: in one word, `ok` or the refusal, and what came of it. */
export interface Answer<T> {
  readonly word: string;
  readonly came: T | null;
}

const isFault = (type: GraphQLObjectType): boolean => type.getInterfaces().some(({ name }) => name === 'Fault');

/** What is asked of the answer where the caller needs nothing of it. */
function usually(name: string): string {
  const type = getNamedType(mutations[name]!.type);
  if (isObjectType(type)) return '{ __typename }';
  if (!isUnionType(type)) return '';
  const parts = type.getTypes().map((one) => {
    if (!isFault(one)) return `... on ${one.name} { id }`;
    return 'reason' in one.getFields() ? `... on ${one.name} { reason { code } }` : '';
  });
  return `{ __typename ${parts.join(' ')} }`;
}

/** Refusals that are data: the code of their reason, or their name. */
function refusalIn(name: string, came: unknown): string | null {
  const type = getNamedType(mutations[name]!.type);
  const { __typename, reason } = (came ?? {}) as { __typename?: string; reason?: { code: string } };
  const isRefused = isUnionType(type) && type.getTypes().some((one) => one.name === __typename && isFault(one));
  return isRefused ? (reason?.code ?? __typename!) : null;
}

/** Calls a mutation by its name with its arguments, typed by the schema. An input that wants a key of its own gets one. */
export async function calls<T>(
  person: Client,
  name: string,
  args: Readonly<Record<string, unknown>>,
  result = usually(name),
): Promise<Answer<T>> {
  const given = mutations[name]!.args.filter((arg) => arg.name in args);
  const declared = given.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const passed = given.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const variables = Object.fromEntries(
    given.map((arg) => {
      const type = getNamedType(arg.type);
      const isKeyed = isInputObjectType(type) && 'idempotencyKey' in type.getFields();
      const value = args[arg.name];
      return [arg.name, isKeyed ? { idempotencyKey: key(), ...(value as object) } : value];
    }),
  );
  const { data, errors } = await person.ask(`mutation (${declared}) { ${name}(${passed}) ${result} }`, variables);
  const [first] = errors ?? [];
  if (first) {
    const { code = 'UNKNOWN', field } = first.extensions ?? {};
    const word = code === 'INTERNAL' || code === 'UNKNOWN' ? `${code} ${first.message}` : code;
    return { word: field ? `${code} ${field}` : word, came: null };
  }
  const came = Object.values(data ?? {})[0] as T;
  const refusal = refusalIn(name, came);
  return refusal ? { word: refusal, came: null } : { word: 'ok', came };
}
