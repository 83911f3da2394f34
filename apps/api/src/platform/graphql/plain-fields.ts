import { type GraphQLSchema, isObjectType } from 'graphql';

/**
 * Nest gives each field of a class a function that reads the property of its name. GraphQL reads it without one, and so does a compiled
 * query, which then spends no call on it: a page has hundreds of such fields.
 */
export function withoutPlainResolvers(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()))
      if (field.resolve?.name === 'rootFieldResolver') delete field.resolve;
  }
  return schema;
}
