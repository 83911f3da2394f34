import { afterAll, beforeAll, expect, test } from 'vitest';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { Database } from '../apps/api/src/platform/database/database.ts';
import { startWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

test('schema.graphql is what the code says', async () => {
  const printed = printSchema(lexicographicSortSchema(world.app.get(GraphQLSchemaHost).schema));
  await expect(`${printed}\n`).toMatchFileSnapshot('../schema.graphql');
});

test('every column of an entity is in the migrated database, with its kind', async () => {
  const database = world.app.get(Database);
  for (const entity of database.source.entityMetadatas) {
    const found = await database.reads.query<{ column_name: string; is_nullable: string }[]>(
      'SELECT column_name, is_nullable FROM information_schema.columns WHERE table_name = $1',
      [entity.tableName],
    );
    const nullableByName = new Map(found.map((one) => [one.column_name, one.is_nullable === 'YES']));
    for (const column of entity.columns) {
      expect([entity.tableName, column.databaseName, nullableByName.get(column.databaseName)]).toEqual([
        entity.tableName,
        column.databaseName,
        column.isNullable,
      ]);
    }
  }
});
