import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { digitsOf } from '#libs/money';

/** A balance by account and currency, in minor units; zeros are left out. */
export type Balances = ReadonlyMap<string, bigint>;

/** A bookkeeping program of others that reads our exports: it refuses a file that does not hold, or tells every balance it came to. */
export interface LedgerProgram {
  readonly format: 'hledger' | 'ledger' | 'beancount';
  /** Said in the name of a test that cannot run. */
  readonly missing: string;
  readonly isThere: boolean;
  balances(text: string): Promise<Balances>;
}

const run = async (program: string, args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(program, [...args], { encoding: 'utf8', maxBuffer: 1 << 26 })).stdout;

let folder: string | null = null;
let files = 0;
function fileOf(text: string, ending: string): string {
  folder ??= mkdtempSync(join(tmpdir(), 'folkmoot-book-'));
  const path = join(folder, `${(files += 1)}.${ending}`);
  writeFileSync(path, text);
  return path;
}

/** The minor units of a decimal text of a currency, as beancount writes it too; throws where more digits would hide a difference. */
function minorOf(text: string, currency: string): bigint {
  const [, whole = '', fraction = ''] = /^(?:Decimal\(')?(-?\d+)\.?(\d*)(?:'\))?$/.exec(text.trim()) ?? [];
  const digits = digitsOf(currency);
  if (whole === '' || !/^0*$/.test(fraction.slice(digits))) throw new Error(`${text} ${currency}`);
  return BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));
}

function summed(rows: readonly (readonly [account: string, currency: string, amount: string])[]): Balances {
  const sums = new Map<string, bigint>();
  for (const [account, currency, amount] of rows) {
    if (currency === '') continue; // the zero of an assertion has no commodity in ledger's register
    const key = `${account} ${currency}`;
    sums.set(key, (sums.get(key) ?? 0n) + minorOf(amount, currency));
  }
  return new Map([...sums].filter(([, minor]) => minor !== 0n));
}

function program(
  format: LedgerProgram['format'],
  binary: string,
  balances: (path: string) => Promise<Balances>,
  ending: string,
): LedgerProgram {
  const isThere = existsSync(`/usr/bin/${binary}`);
  return {
    format,
    isThere,
    missing: isThere ? '' : ` (SKIPPED: ${binary} is not installed)`,
    balances: (text) => balances(fileOf(text, ending)),
  };
}

/** hledger, ledger and beancount, where they are installed. Each is asked in its strictest way. */
export const ledgerPrograms: readonly LedgerProgram[] = [
  program(
    'hledger',
    'hledger',
    async (path) => {
      const [, table] = await Promise.all([
        run('hledger', ['-f', path, 'check', '-s']),
        run('hledger', ['-f', path, 'bal', '--flat', '-N', '-E', '-O', 'csv', '--layout=bare']),
      ]);
      const rows = table
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));
      return summed(rows.map(([account = '', currency = '', amount = '']) => [account, currency, amount]));
    },
    'journal',
  ),
  program(
    'ledger',
    'ledger',
    async (path) => {
      const format = '%(account)|%(quantity(amount))|%(commodity(amount))\\n';
      const table = await run('ledger', ['-f', path, '--strict', '--pedantic', 'reg', '--format', format]);
      const rows = table.trim().split('\n');
      return summed(
        rows.map((line) => {
          const [account = '', amount = '', currency = ''] = line.split('|');
          return [account, currency, amount];
        }),
      );
    },
    'ledger',
  ),
  program(
    'beancount',
    'bean-check',
    async (path) => {
      await run('bean-check', [path]);
      const query = 'SELECT account, currency, str(sum(number)) AS n GROUP BY account, currency';
      const rows = (await run('bean-query', ['-f', 'csv', '-q', path, query]))
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.split(',').map((cell) => cell.trim()));
      return summed(rows.map(([account = '', currency = '', amount = '']) => [account, currency, amount]));
    },
    'beancount',
  ),
];
