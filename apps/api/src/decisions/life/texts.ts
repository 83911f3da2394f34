import type { EntityManager } from 'typeorm';
import { rows } from '../../platform/database/sql.ts';
import type { ProposalRow } from '../proposals.store.ts';

/** Keeps the words of a proposal as they are now, under its text version; the same version again changes nothing. */
export async function keepText(
  tx: EntityManager,
  proposal: Pick<ProposalRow, 'id' | 'text_version' | 'round' | 'title' | 'body'>,
  of: { readonly byId: string | null; readonly note?: string },
): Promise<void> {
  await rows(
    tx,
    `INSERT INTO proposal_text (proposal_id, version, round, title, body, note, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, clock_now())
     ON CONFLICT (proposal_id, version) DO NOTHING`,
    [proposal.id, proposal.text_version, proposal.round, proposal.title, proposal.body, of.note ?? '', of.byId],
  );
}
