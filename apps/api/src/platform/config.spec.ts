import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

test('without any setting the product starts on port 3000 with the embedded database', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    baseUrl: 'http://localhost:3000',
    databaseUrl: null,
    role: 'all',
    smtpUrl: null,
  });
});

test('a card processor is configured whole or not at all, and asked over https', () => {
  const card = {
    FOLKMOOT_CARD_GROUP: 'Riverside',
    FOLKMOOT_CARD_KEY: 'k',
    FOLKMOOT_CARD_WEBHOOK_SECRETS: `${'a'.repeat(16)}, ${'b'.repeat(16)}`,
  };
  expect(readConfig({}).card).toBeNull();
  expect(readConfig(card).card).toEqual({
    group: 'riverside',
    key: 'k',
    url: 'https://api.stripe.com',
    webhookSecrets: ['a'.repeat(16), 'b'.repeat(16)],
  });
  expect(() => readConfig({ FOLKMOOT_CARD_KEY: 'k' })).toThrow('go together');
  expect(() => readConfig({ ...card, FOLKMOOT_CARD_WEBHOOK_SECRETS: 'short' })).toThrow('16 characters');
  expect(() => readConfig({ ...card, FOLKMOOT_CARD_URL: 'http://cards.example' })).toThrow('https://');
});

test('every mistake is told at once, each naming its variable', () => {
  const mistaken = (): unknown =>
    readConfig({
      PORT: '70000',
      DATABASE_URL: 'mysql://x',
      FOLKMOOT_BASE_URL: 'riverside.example',
      FOLKMOOT_ROLE: 'both',
      FOLKMOOT_POOL_SIZE: 'ten',
      FOLKMOOT_COLOUR: 'green',
      SMTP_URL: 'smtp://mail.example',
      FOLKMOOT_MAIL_FROM: 'nobody',
    });
  let mistakes: readonly string[] = [];
  try {
    mistaken();
  } catch (error) {
    mistakes = (error as ConfigError).mistakes;
  }
  const named = ['PORT', 'FOLKMOOT_BASE_URL', 'DATABASE_URL', 'FOLKMOOT_POOL_SIZE', 'FOLKMOOT_ROLE', 'FOLKMOOT_COLOUR'];
  expect(mistakes.map((line) => line.split(' ')[0])).toEqual([...named, 'FOLKMOOT_MAIL_FROM']);
  expect(mistaken).toThrow('The configuration has 7 mistakes:\n  - PORT is "70000"');
});
