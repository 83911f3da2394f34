import { QueryFailedError } from 'typeorm';
import { expect, test } from 'vitest';
import { quietLogger } from './request-log.ts';

function logged(work: (logger: ReturnType<typeof quietLogger>) => void): string {
  let text = '';
  work(quietLogger({ logLevel: 'debug' }, { write: (line) => void (text += line) }));
  return text;
}

test('an error is logged with its place and without what it was about', () => {
  const refused = Object.assign(new Error('duplicate key value violates unique constraint "address_email"'), {
    code: '23505',
    detail: 'Key (email)=(canary@example.org) already exists.',
  });
  const error = new QueryFailedError(
    'INSERT INTO address VALUES ($1, $2)',
    ['canary-password', 'canary-token'],
    refused,
  );
  Object.assign(error, { cookie: 'canary-cookie', variables: { choice: 'canary-choice' } });
  const text = logged((logger) => logger.error(error, 'Http'));
  expect(JSON.parse(text)).toMatchObject({
    context: 'Http',
    err: {
      type: 'QueryFailedError',
      message: refused.message,
      reason: '23505',
      stack: expect.stringContaining('request-log.spec') as string,
    },
  });
  expect(text).not.toContain('canary');
});
