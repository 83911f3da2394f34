import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.ts';
import { Closer } from './closer.service.ts';
import { EffectExecutors } from './effects.ts';
import { effectView } from './effect-view.ts';
import type { ProposalEffect } from './effects.graphql.ts';
import { type ProposalPage } from './proposals.store.ts';
import { allOptions } from './question.ts';

/** What stands beside a page: its effects, and the closer for a vote whose time is over. */
@Injectable()
export class ProposalPageSides {
  constructor(
    private readonly database: Database,
    private readonly executors: EffectExecutors,
    private readonly closer: Closer,
  ) {}

  async wakeCloser(): Promise<void> {
    await this.closer.closeDue().catch(() => undefined);
  }

  /** The effects in words for a viewer, each with what would stop it now. */
  async effects(page: ProposalPage, viewer: string | null): Promise<ProposalEffect[]> {
    const isAhead = page.status === 'draft' || page.status === 'announced' || page.status === 'open';
    return Promise.all(
      page.effects.map(async (effect) => {
        const subject = {
          groupId: page.group_id,
          vote: page.id,
          payload: effect.payload,
          expects: effect.expects,
          mandate: page.mandate,
          options: allOptions(page).filter(({ id }) => !(id in page.withdrawn_options)),
        };
        const executor = this.executors.of(effect.kind);
        const shown = await executor.shows?.(this.database.reads, subject, viewer);
        return effectView(
          { ...effect, payload: { ...effect.payload, ...shown } },
          isAhead ? await executor.refusal(this.database.reads, subject) : null,
        );
      }),
    );
  }
}
