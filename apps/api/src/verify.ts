import { readFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { verifyChain } from '#libs/log';
import { verifyJournal, type Journal } from '#libs/money';
import { Database } from './platform/database/database.ts';
import { rows } from './platform/database/sql.ts';
import { sha256 } from './platform/log/group-log.ts';
import { JournalStore } from './money/index.ts';

type Print = (line: string) => void;

/** Verifies an exported book from its file alone. 0: whole; 1: broken, with the first entry that does not hold; 3: not a file we know. */
export function verifyFile(path: string, print: Print): number {
  let journal: Journal;
  try {
    journal = JSON.parse(readFileSync(path, 'utf8')) as Journal;
  } catch (error) {
    print(`${path}: ${error instanceof Error ? error.message : 'cannot be read'}\n`);
    return 3;
  }
  if (journal.format !== 'folkmoot-journal/1') {
    print(`${path}: this is not a book exported as JSON\n`);
    return 3;
  }
  return sayBook(path, journal, print);
}

function sayBook(name: string, journal: Journal, print: Print): number {
  const fault = verifyJournal(sha256, journal);
  if (fault) print(`${name}: broken at entry ${fault.seq} (${fault.reason})\n`);
  else print(`${name}: ${journal.entries.length} entries hold, head ${journal.head}\n`);
  return fault ? 1 : 0;
}

/** Verifies every log and every book of an instance, and that the ledger's audit view is empty. */
export async function verifyInstance(app: INestApplicationContext, print: Print): Promise<number> {
  const db = app.get(Database).reads;
  let code = 0;
  for (const { chain_id } of await rows<{ chain_id: string }>(db, 'SELECT chain_id FROM log_head ORDER BY chain_id')) {
    const entries = await rows<{ seq: string; prev_hash: Buffer; body: Buffer; hash: Buffer }>(
      db,
      'SELECT seq, prev_hash, body, hash FROM log_entry WHERE chain_id = $1 ORDER BY seq',
      [chain_id],
    );
    const verdict = verifyChain(
      sha256,
      entries.map((one) => ({ seq: BigInt(one.seq), prevHash: one.prev_hash, body: one.body, hash: one.hash })),
    );
    if (!verdict.ok) code = 1;
    print(
      verdict.ok
        ? `log ${chain_id}: ${verdict.size} entries hold\n`
        : `log ${chain_id}: broken at entry ${verdict.seq} (${verdict.reason})\n`,
    );
  }
  for (const { handle, id } of await rows<{ handle: string; id: string }>(
    db,
    'SELECT g.handle, g.id FROM folk_group g JOIN book b ON b.group_id = g.id ORDER BY g.handle',
  )) {
    code = Math.max(code, sayBook(`book ${handle}`, await app.get(JournalStore).of(db, id, false), print));
  }
  const violations = await rows<{ what: string; ref: string }>(db, 'SELECT what, ref FROM ledger_violations LIMIT 20');
  for (const { what, ref } of violations) print(`ledger: ${what} ${ref}\n`);
  return violations.length > 0 ? 1 : code;
}
