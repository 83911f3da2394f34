import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, pino } from 'pino';
import type { Config } from '../config.ts';

const redact = [
  'authorization',
  'cookie',
  'token',
  'password',
  'email',
  'code',
  'secret',
  'nonce',
  'choice',
  '*.authorization',
  '*.cookie',
  '*.token',
  '*.password',
  '*.email',
  '*.code',
  '*.secret',
  '*.nonce',
  '*.choice',
];

/** What of an error may stand in a log. A refused statement carries its parameters and the row it met: both are people's. */
const err = (error: Error & { code?: unknown }): object => ({
  type: error.constructor.name,
  message: error.message,
  reason: error.code,
  stack: error.stack,
});

/** Structured lines on stderr with a floor of severity; secrets are redacted by name. Mail links of an instance without SMTP are `log` of `Mail`. */
export function quietLogger(
  config: Pick<Config, 'logLevel'>,
  out: DestinationStream = pino.destination({ fd: 2, sync: true }),
): LoggerService {
  const lines = pino(
    { level: config.logLevel, redact: { paths: redact, censor: '[hidden]' }, serializers: { err } },
    out,
  );
  return {
    log(message: unknown, context?: string) {
      if (context === 'Mail') process.stdout.write(`${String(message)}\n`);
      else lines.info({ context }, String(message));
    },
    warn: (message: unknown, context?: string) => lines.warn({ context }, String(message)),
    debug: (message: unknown, context?: string) => lines.debug({ context }, String(message)),
    verbose: (message: unknown, context?: string) => lines.trace({ context }, String(message)),
    error(message: unknown, ...rest: unknown[]) {
      lines.error(
        { err: message instanceof Error ? message : undefined, context: rest.at(-1) },
        message instanceof Error ? message.message : String(message),
      );
    },
    fatal: (message: unknown) => lines.fatal(String(message)),
  };
}
