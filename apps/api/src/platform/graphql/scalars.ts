import { GraphQLError, GraphQLScalarType, type ValueNode } from 'graphql';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;

function instant(value: unknown): Date {
  if (typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value))) return new Date(value);
  throw new GraphQLError('An instant is written like 2026-03-13T12:00:00.000Z.', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

/** An instant in UTC. Takes Dates from rows and ready strings from read models (Nest's own turns a string into null). */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant in UTC with milliseconds, such as 2026-03-13T12:00:00.000Z.',
  parseValue: instant,
  parseLiteral: (node: ValueNode) => instant('value' in node ? node.value : null),
  serialize(value) {
    if (value instanceof Date) return value.toISOString();
    if (typeof value === 'string' && INSTANT.test(value)) return value;
    throw new Error('not an instant');
  },
});

const MINOR = /^-?(0|[1-9]\d{0,17})$/;

function minor(value: unknown): bigint {
  if (typeof value === 'string' && MINOR.test(value)) return BigInt(value);
  throw new GraphQLError('An amount is a whole number of minor units as a string, such as "38550".', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

/** Minor units of a currency as a decimal string: a JSON number would lose digits. */
export const MoneyMinor = new GraphQLScalarType<bigint, string>({
  name: 'MoneyMinor',
  description: 'A whole number of minor units as a decimal string, such as "38550" for 385.50.',
  parseValue: minor,
  parseLiteral: (node: ValueNode) => minor(node.kind === 'StringValue' ? node.value : null),
  serialize(value) {
    const text = typeof value === 'bigint' ? value.toString() : value;
    if (typeof text === 'string' && MINOR.test(text)) return text;
    throw new Error('not minor units');
  },
});
