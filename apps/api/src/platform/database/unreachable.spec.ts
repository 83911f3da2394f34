import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { formatError } from '../graphql/graphql.module.ts';
import { isUnreachable } from './unreachable.ts';

test.each([
  ['waited too long for a connection', new Error('timeout exceeded when trying to connect'), true],
  ['no answer to a query', new Error('Query read timeout'), true],
  ['refused', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), true],
  ['shutting down', Object.assign(new Error('terminating'), { code: '57P01' }), true],
  ['too many connections, as TypeORM wraps it', { driverError: { code: '53300' } }, true],
  ['a lock that did not come free', { driverError: { code: '55P03' } }, true],
  ['a broken constraint', { driverError: { code: '23505' } }, false],
  ['a mistake of ours', new TypeError('x is undefined'), false],
  ['nothing', null, false],
])('the database is out of reach: %s', (_, error, expected) => expect(isUnreachable(error)).toBe(expected));

test('who asks while the database is out of reach is told to try again, and nothing of the database', () => {
  const original = new Error('timeout exceeded when trying to connect');
  const error = new GraphQLError(original.message, { originalError: original, path: ['event'] });
  expect(formatError(error.toJSON(), error)).toMatchObject({
    path: ['event'],
    extensions: { code: 'UNAVAILABLE' },
    message: expect.stringContaining('try again in a moment'),
  });
  const mistake = new GraphQLError('x', { originalError: new TypeError('secret'), path: ['event'] });
  expect(formatError(mistake.toJSON(), mistake)).toMatchObject({ extensions: { code: 'INTERNAL' } });
});
