import './node-version.ts';
import 'reflect-metadata';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { exportFormats, profiles } from '#libs/money';
import { isDay } from './platform/days.ts';

/** A command: what it takes, and what it returns as the exit code. Heavy imports happen inside, so that pure commands start at once. */
interface Command {
  readonly usage: string;
  readonly what: string;
  readonly run: (args: string[]) => Promise<number>;
}

const print = (text: string): void => void process.stdout.write(text);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

const commands: Readonly<Record<string, Command>> = {
  occurrences: {
    usage: 'occurrences FILE…',
    what: 'list the dates of recurrence cases, a line of JSON each',
    run: occurrences,
  },
  tally: {
    usage: 'tally FILE…',
    what: 'count elections, one JSON case a file or (.jsonl) a line, and print a line of JSON for each',
    run: tallyFiles,
  },
  'export book': {
    usage: 'export book --group SLUG --format csv|json|hledger|ledger|beancount [--profile wallet|flow] [--until DAY]',
    what: 'print the book of a group',
    run: exportBook,
  },
  verify: {
    usage: 'verify [FILE]',
    what: 'check an exported book, count a decision again, or with no file check the whole instance; names the first thing that does not hold',
    run: verify,
  },
  demo: { usage: 'demo', what: 'fill an empty instance with the year of a small group', run: demo },
  doctor: {
    usage: 'doctor [--forget-secret]',
    what: 'say how the instance stands: database, secret, mail; exit code 1 where something is wrong. --forget-secret goes on without a lost secret: what was sealed with it never opens again',
    run: doctor,
  },
  migrate: { usage: 'migrate', what: 'bring the database up to date and stop', run: migrate },
};

const [first = '--help', ...rest] = process.argv.slice(2);
const name = commands[first] ? first : `${first} ${rest[0] ?? ''}`;
const command = commands[name];
if (command) process.exitCode = await command.run(name === first ? rest : rest.slice(1));
else {
  const help = `folkmoot COMMAND\n\n${Object.values(commands)
    .map(({ usage, what }) => `  ${usage}\n      ${what}`)
    .join('\n')}\n`;
  if (first === '--help' || first === 'help') print(help);
  else {
    complain(`There is no command "${first}".\n\n${help}`);
    process.exitCode = 2;
  }
}

async function occurrences(files: string[]): Promise<number> {
  if (files.length === 0) return usageFault('occurrences');
  const { listOccurrences } = await import('./commands/occurrences.ts');
  return listOccurrences(files, { out: process.stdout, complain });
}

async function tallyFiles(files: string[]): Promise<number> {
  if (files.length === 0) return usageFault('tally');
  const { tally } = await import('./commands/tally.ts');
  return tally(files, { out: process.stdout, complain });
}

async function exportBook(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      group: { type: 'string' },
      format: { type: 'string' },
      profile: { type: 'string', default: 'wallet' },
      until: { type: 'string' },
    },
  });
  const format = exportFormats.find((one) => one === values.format);
  const profile = profiles.find((one) => one === values.profile);
  const until = values.until ?? null;
  if (!values.group || !format || !profile || (until !== null && !isDay(until))) return usageFault('export book');
  const handle = values.group;
  return withInstance(async (app) => {
    const { ExportService } = await import('./money/index.ts');
    const pieces = await app.get(ExportService).forHost({ handle, format, profile, until });
    if (pieces === null) {
      complain(`There is no group "${handle}".`);
      return 1;
    }
    await pipeline(Readable.from(pieces), process.stdout, { end: false });
    return 0;
  });
}

async function verify(args: string[]): Promise<number> {
  const { verifyFile, verifyInstance } = await import('./verify.ts');
  if (args[0]) return verifyFile(args[0], print);
  return withInstance((app) => verifyInstance(app, print));
}

async function migrate(): Promise<number> {
  return withInstance(async () => {
    print('The database is up to date.\n');
    return 0;
  });
}

async function demo(): Promise<number> {
  const { runDemo } = await import('./demo/index.ts');
  return withInstance((app) => runDemo(app, (line) => print(`${line}\n`)));
}

async function doctor(args: string[]): Promise<number> {
  if (args.some((one) => one !== '--forget-secret')) return usageFault('doctor');
  const { examine } = await import('./commands/doctor.ts');
  return withInstance((app) => examine(app, { print: (line) => print(`${line}\n`), forget: args.length > 0 }));
}

function usageFault(which: string): number {
  complain(`Use: folkmoot ${commands[which]!.usage}`);
  return 2;
}

/** Opens the instance of this environment without its port, its jobs or its deadlines, and closes it after. */
async function withInstance(
  work: (app: import('@nestjs/common').INestApplicationContext) => Promise<number>,
): Promise<number> {
  const [{ createContext }, { ConfigError, readConfig }, { DataFolderInUse }, { SecretFault }] = await Promise.all([
    import('./application.ts'),
    import('./platform/config.ts'),
    import('./platform/database/lock.ts'),
    import('./platform/secrets/key-file.ts'),
  ]);
  try {
    const app = await createContext({ ...readConfig(process.env), role: 'web' }, { progress: () => undefined });
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  } catch (error) {
    if (![ConfigError, DataFolderInUse, SecretFault].some((kind) => error instanceof kind)) throw error;
    complain((error as Error).message);
    return 1;
  }
}
