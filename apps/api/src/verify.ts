import { readFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { verifyChain } from '#libs/log';
import { verifyJournal, type Journal } from '#libs/money';
import { Database } from './platform/database/database.ts';
import { rows } from './platform/database/sql.ts';
import { sha256 } from './platform/log/group-log.ts';
import { bundleFault, type ProposalBundle } from './decisions/index.ts';
import { JournalStore } from './money/index.ts';

type Print = (line: string) => void;

/** Verifies an exported book or a closed vote from its file alone. 0: whole; 1: broken, with the first thing that does not hold; 3: not a file we know. */
export function verifyFile(path: string, print: Print): number {
  let file: { format?: unknown };
  try {
    file = (JSON.parse(readFileSync(path, 'utf8')) ?? {}) as typeof file;
  } catch (error) {
    print(`${path}: ${error instanceof Error ? error.message : 'cannot be read'}\n`);
    return 3;
  }
  if (file.format === 'folkmoot-journal/1') return sayBook(path, file as Journal, print);
  if (file.format === 'folkmoot-proposal/1') return sayVote(path, file as ProposalBundle, print);
  print(`${path}: this is neither a book nor a decision exported as JSON\n`);
  return 3;
}

/** A file that was cut or edited by hand may lack anything: whatever cannot be read does not hold. */
function sayVote(name: string, bundle: ProposalBundle, print: Print): number {
  let fault: string | null;
  try {
    fault = bundleFault(bundle);
  } catch (error) {
    fault = `it cannot be counted (${error instanceof Error ? error.message : 'unreadable'})`;
  }
  if (fault) print(`${name}: broken: ${fault}\n`);
  else {
    const { board, electors, result, takenBack } = bundle;
    const ballots = board?.ballots ?? bundle.ballots;
    print(
      `${name}: ${ballots.length} ballots of ${electors.length} electors count to ${result.verdict}; rules ${bundle.rulesHash}${takenBack ? `; taken back by decision ${takenBack.by}, ${takenBack.at}` : ''}\n`,
    );
  }
  return fault ? 1 : 0;
}

function sayBook(name: string, journal: Journal, print: Print): number {
  const fault = verifyJournal(sha256, journal);
  if (fault) print(`${name}: broken at entry ${fault.seq} (${fault.reason})\n`);
  else {
    const withheld = journal.withheld?.length ?? 0;
    const besides = withheld > 0 ? `, ${withheld} withheld ones have their place` : '';
    print(`${name}: ${journal.entries.length} entries hold${besides}, head ${journal.head}\n`);
  }
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
  const violations = await rows<{ what: string; ref: string }>(
    db,
    'SELECT what, ref FROM ledger_violations UNION ALL SELECT what, ref FROM expense_violations UNION ALL SELECT what, ref FROM month_violations UNION ALL SELECT what, ref FROM figure_violations UNION ALL SELECT what, ref FROM contribution_violations UNION ALL SELECT what, ref FROM authority_violations UNION ALL SELECT what, ref FROM taken_back_violations LIMIT 20',
  );
  for (const { what, ref } of violations) print(`ledger: ${what} ${ref}\n`);
  return violations.length > 0 ? 1 : code;
}
