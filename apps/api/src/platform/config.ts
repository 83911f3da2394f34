import { resolve } from 'node:path';

/** Everything the environment may say, read once at the start and never again. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Where people reach the instance; links in mails, feeds and QR codes begin with it. No slash at its end. */
  readonly baseUrl: string;
  readonly dataDir: string;
  /** What seals inside the database: the secret itself, or a file with it; neither means `secret.key` in `dataDir`. */
  readonly secret: string | null;
  readonly secretFile: string | null;
  /** Unset means the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly poolSize: number;
  readonly preparedStatements: boolean;
  /** `all` serves and works; `web` leaves the jobs to a separate worker. */
  readonly role: 'all' | 'web';
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** Where mail comes in, and the domain of the addresses it comes to; both or neither. */
  readonly mailPort: number | null;
  readonly mailDomain: string | null;
  readonly trustedProxies: readonly string[];
  /** Hosts with their port inside the operator's own network from which a calendar may be fetched all the same. */
  readonly fetchAllow: readonly string[];
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** A card processor for the gifts of one group; unset means that nothing of it is shown or answered. */
  readonly card: CardConfig | null;
}

/** The account of a group at a card processor. */
export interface CardConfig {
  /** The handle of the group whose account it is. */
  readonly group: string;
  /** Where the processor's API answers. No slash at its end. */
  readonly url: string;
  readonly key: string;
  /** What signs its messages: the present one, and those of before or after while it is changed. */
  readonly webhookSecrets: readonly string[];
}

/** Thrown with every mistake of the environment at once, in words. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(
      `The configuration has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:\n${mistakes.map((m) => `  - ${m}`).join('\n')}`,
    );
    this.mistakes = mistakes;
  }
}

const own = [
  'FOLKMOOT_BASE_URL',
  'FOLKMOOT_MAIL_FROM',
  'FOLKMOOT_MAIL_PORT',
  'FOLKMOOT_MAIL_DOMAIN',
  'FOLKMOOT_ROLE',
  'FOLKMOOT_SECRET',
  'FOLKMOOT_SECRET_FILE',
  'FOLKMOOT_POOL_SIZE',
  'FOLKMOOT_LOG_LEVEL',
  'FOLKMOOT_TRUSTED_PROXIES',
  'FOLKMOOT_HOST',
  'FOLKMOOT_FETCH_ALLOW',
  'FOLKMOOT_CARD_GROUP',
  'FOLKMOOT_CARD_KEY',
  'FOLKMOOT_CARD_WEBHOOK_SECRETS',
  'FOLKMOOT_CARD_URL',
];
const testOnly = ['FOLKMOOT_SHARED', 'FOLKMOOT_TEST_DATABASE_URL'];
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment. Throws `ConfigError` naming every variable that cannot be used and why. */
export function readConfig(env: Environment): Config {
  const mistakes: string[] = [];
  const port = wholeNumber(env, mistakes, { name: 'PORT', min: 1, max: 65_535, otherwise: 3000 });
  const config: Config = {
    port,
    host: env['FOLKMOOT_HOST'] || '0.0.0.0',
    baseUrl:
      url(env, mistakes, { name: 'FOLKMOOT_BASE_URL', protocols: ['http:', 'https:'] })?.replace(/\/$/, '') ??
      `http://localhost:${port}`,
    dataDir: resolve(env['DATA_DIR'] || './data'),
    ...secretOf(env, mistakes),
    databaseUrl: url(env, mistakes, { name: 'DATABASE_URL', protocols: ['postgres:', 'postgresql:'] }),
    poolSize: wholeNumber(env, mistakes, { name: 'FOLKMOOT_POOL_SIZE', min: 2, max: 200, otherwise: 10 }),
    preparedStatements: oneOf(env, mistakes, 'DB_PREPARED', ['on', 'off'] as const) === 'on',
    role: oneOf(env, mistakes, 'FOLKMOOT_ROLE', ['all', 'web'] as const),
    smtpUrl: url(env, mistakes, { name: 'SMTP_URL', protocols: ['smtp:', 'smtps:'] }),
    mailFrom: env['FOLKMOOT_MAIL_FROM'] || 'Folkmoot <folkmoot@localhost>',
    ...mailDoor(env, mistakes),
    trustedProxies: listed(env['FOLKMOOT_TRUSTED_PROXIES']),
    fetchAllow: listed(env['FOLKMOOT_FETCH_ALLOW']),
    card: cardOf(env, mistakes),
    logLevel: oneOf(env, mistakes, 'FOLKMOOT_LOG_LEVEL', [
      'warn',
      ...logLevels.filter((level) => level !== 'warn'),
    ] as const),
  };
  for (const name of Object.keys(env)) {
    if (name.startsWith('FOLKMOOT_') && !own.includes(name) && !testOnly.includes(name)) {
      mistakes.push(`${name} is not a setting. Known are ${own.join(', ')}.`);
    }
  }
  if (config.smtpUrl && !/@[^\s>]+/.test(config.mailFrom))
    mistakes.push('FOLKMOOT_MAIL_FROM needs an address, such as "Riverside <moot@example.org>".');
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return config;
}

const listed = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

function secretOf(env: Environment, mistakes: string[]): Pick<Config, 'secret' | 'secretFile'> {
  const secret = env['FOLKMOOT_SECRET'] || null;
  const file = env['FOLKMOOT_SECRET_FILE'] || null;
  if (secret && file) mistakes.push('FOLKMOOT_SECRET and FOLKMOOT_SECRET_FILE are both set; one is enough.');
  if (secret && secret.length < 32)
    mistakes.push('FOLKMOOT_SECRET takes 32 random characters or more, such as those of `openssl rand -base64 32`.');
  return { secret, secretFile: file && resolve(file) };
}

/** The door for mail: a port and the domain whose addresses it takes. */
function mailDoor(env: Environment, mistakes: string[]): Pick<Config, 'mailPort' | 'mailDomain'> {
  const port = wholeNumber(env, mistakes, { name: 'FOLKMOOT_MAIL_PORT', min: 1, max: 65_535, otherwise: 0 }) || null;
  const domain = env['FOLKMOOT_MAIL_DOMAIN']?.trim().toLowerCase() || null;
  if ((env['FOLKMOOT_MAIL_PORT'] ? 1 : 0) !== (domain ? 1 : 0))
    mistakes.push(
      'FOLKMOOT_MAIL_PORT and FOLKMOOT_MAIL_DOMAIN go together: a port to listen on, and the domain whose mail comes there.',
    );
  if (domain && !/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(domain))
    mistakes.push('FOLKMOOT_MAIL_DOMAIN must be a domain, such as moot.example.org.');
  return { mailPort: port, mailDomain: domain };
}

/** The card processor: whose account, the key that asks and the secrets that sign; all three or none. */
function cardOf(env: Environment, mistakes: string[]): CardConfig | null {
  const group = env['FOLKMOOT_CARD_GROUP']?.trim().toLowerCase() ?? '';
  const key = env['FOLKMOOT_CARD_KEY'] ?? '';
  const webhookSecrets = listed(env['FOLKMOOT_CARD_WEBHOOK_SECRETS']);
  const address = url(env, mistakes, { name: 'FOLKMOOT_CARD_URL', protocols: ['https:', 'http:'] });
  const given = [group !== '', key !== '', webhookSecrets.length > 0];
  if (!given.includes(true) && address === null) return null;
  if (given.includes(false))
    mistakes.push(
      'FOLKMOOT_CARD_GROUP, FOLKMOOT_CARD_KEY and FOLKMOOT_CARD_WEBHOOK_SECRETS go together: the group whose account it is, the key that asks the processor, and what signs its messages.',
    );
  if (webhookSecrets.some((secret) => secret.length < 16))
    mistakes.push('FOLKMOOT_CARD_WEBHOOK_SECRETS takes secrets of 16 characters or more, with commas between them.');
  if (address?.startsWith('http:') && !['localhost', '127.0.0.1'].includes(new URL(address).hostname))
    mistakes.push('FOLKMOOT_CARD_URL must begin with https://; only this machine is asked without it.');
  return { group, key, webhookSecrets, url: (address ?? 'https://api.stripe.com').replace(/\/$/, '') };
}

function wholeNumber(
  env: Environment,
  mistakes: string[],
  of: { name: string; min: number; max: number; otherwise: number },
): number {
  const text = env[of.name];
  if (!text) return of.otherwise;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= of.min && value <= of.max) return value;
  mistakes.push(`${of.name} is "${text}"; it must be a whole number from ${of.min} to ${of.max}.`);
  return of.otherwise;
}

function url(env: Environment, mistakes: string[], of: { name: string; protocols: readonly string[] }): string | null {
  const text = env[of.name];
  if (!text) return null;
  if (URL.canParse(text) && of.protocols.includes(new URL(text).protocol)) return text;
  mistakes.push(`${of.name} must be an address beginning with ${of.protocols.map((p) => `${p}//`).join(' or ')}.`);
  return null;
}

function oneOf<const T extends readonly string[]>(
  env: Environment,
  mistakes: string[],
  name: string,
  choices: T,
): T[number] {
  const text = env[name];
  if (!text) return choices[0] as T[number];
  if (choices.includes(text)) return text;
  mistakes.push(`${name} is "${text}"; it must be one of ${choices.join(', ')}.`);
  return choices[0] as T[number];
}

/** The token under which the typed configuration is injected. */
export const CONFIG = Symbol('config');
