import type { EntityManager } from 'typeorm';
import { rows } from '../../platform/database/sql.ts';
import type { Words } from '../../platform/words/words.ts';
import type { FrozenEffect } from '../hashes.ts';
import type { ProposalRow } from '../proposals.store.ts';

/** Keeps what stands to the vote under its version, with the hash over all of it: from then on nothing of it may change in this version. */
export async function keepAsked(
  tx: EntityManager,
  proposal: Pick<ProposalRow, 'id' | 'text_version' | 'options' | 'settings'>,
  of: { readonly effects: readonly FrozenEffect[]; readonly hash: Buffer; readonly changes?: readonly Words[] },
): Promise<void> {
  const effects = of.effects.map(({ idx, kind, on_option, payload, expects }) => ({
    idx,
    kind,
    on_option,
    payload,
    expects,
  }));
  await rows(
    tx,
    'INSERT INTO proposal_asked (proposal_id, version, options, settings, effects, rules_hash, changes) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [
      proposal.id,
      proposal.text_version,
      JSON.stringify(proposal.options),
      JSON.stringify(proposal.settings),
      JSON.stringify(effects),
      of.hash,
      JSON.stringify(of.changes ?? []),
    ],
  );
}
