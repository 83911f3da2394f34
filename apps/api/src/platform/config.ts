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
