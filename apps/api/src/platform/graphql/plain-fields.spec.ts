import { Field, GraphQLSchemaBuilderModule, GraphQLSchemaFactory, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { NestFactory } from '@nestjs/core';
import { execute, isObjectType, parse } from 'graphql';
import { expect, test } from 'vitest';
import { withoutPlainResolvers } from './plain-fields.ts';

@ObjectType()
class Cup {
  @Field(() => String) colour: string;
}

@Resolver(() => Cup)
class Cups {
  @Query(() => Cup)
  cup(): Cup {
    return { colour: 'red' };
  }
}

test('the functions that Nest gives to plain fields go, and the fields read as before', async () => {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  const made = await app.get(GraphQLSchemaFactory).create([Cups]);
  const plain = (): unknown => {
    const cup = made.getType('Cup');
    return isObjectType(cup) ? cup.getFields()['colour']!.resolve : null;
  };
  expect(plain()).toBeTypeOf('function');
  const schema = withoutPlainResolvers(made);
  expect(plain()).toBeUndefined();
  expect(
    await execute({ schema, document: parse('{ cup { colour } }'), rootValue: { cup: { colour: 'red' } } }),
  ).toEqual({ data: { cup: { colour: 'red' } } });
  await app.close();
});
