import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row, rows } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { decisionWords } from './decision-words.ts';
import { Post } from './post.service.ts';

/** Tells those whose ballot names an option that it was withdrawn: their ballot counts without it, and they may change it. */
@Injectable()
export class OptionMails {
  constructor(private readonly post: Post) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('OptionWithdrawn', (tx, happening) => this.withdrawn(tx, happening));
  }

  private async withdrawn(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const proposalId = String(payload['proposalId']);
    const option = String(payload['option']);
    const proposal = await row<{ title: string; label: string }>(
      tx,
      `SELECT p.title, (SELECT o ->> 'label' FROM jsonb_array_elements(p.options || p.added_options) o WHERE o ->> 'id' = $2) AS label
       FROM proposal p WHERE p.id = $1 AND p.status = 'open'`,
      [proposalId, option],
    );
    if (!proposal) return;
    const voters = await rows<{ person_id: string }>(
      tx,
      `SELECT b.person_id FROM ballot b JOIN proposal p ON p.id = b.proposal_id AND p.round = b.round
       WHERE b.proposal_id = $1 AND b.is_current AND position($2 IN b.choice::text) > 0 ORDER BY b.person_id`,
      [proposalId, option],
    );
    const to = voters.map((one) => one.person_id);
    await this.post.toAll(tx, to, { kind: 'option-withdrawn', key: id, groupId }, (_, { locale }) => {
      const words = decisionWords(locale);
      return {
        subject: words.optionSubject(proposal.title),
        lines: [words.optionLine(proposal.label, proposal.title)],
        button: { label: words.optionButton, path: `/p/${proposalId}` },
      };
    });
  }
}
