import { formatDocument, stringifyDocument } from '@urql/core';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { webDocument, webOperations } from '../support/documents.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

const ask = (query: string) => world.visitor().refusalOf(query);
const repeat = (count: number, one: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => one(at)).join(' ');

describe('the GraphQL door', () => {
  test.each(webOperations())('lets in what the web sends: %s', async (name) => {
    const sent = stringifyDocument(formatDocument(parse(webDocument(name))) as never);
    // Without its variables most is refused; never for its shape or its cost.
    const refusal = await world.visitor().refusalOf(sent);
    expect(refusal?.message ?? '').not.toMatch(/Syntax Error|exceed|limit|complex|cost/i);
  });

  test('answers a small question of a visitor', async () => {
    expect(await ask('{ viewer { id } }')).toBeNull();
  });

  test.each([
    ['sixteen aliases', `{ ${repeat(16, (at) => `a${at}: viewer { id }`)} }`],
    ['a document of more than 2,000 tokens', `{ ${repeat(700, () => 'viewer { id }')} }`],
    ['more than twenty directives', `{ viewer ${repeat(21, () => '@include(if: true)')} { id } }`],
    ['a look at its own schema', '{ __schema { types { name } } }'],
    ['two operations at once', 'query A { viewer { id } } query B { viewer { id } }'],
    ['a field that does not exist', '{ viewer { secretOfMine } }'],
  ])('refuses %s as bad input, and says so', async (_, query) => {
    const refusal = await ask(query);
    expect(refusal?.code).toBe('BAD_USER_INPUT');
    expect(refusal?.message).not.toMatch(/Did you mean|at .*\.ts/);
  });
});
