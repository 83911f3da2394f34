import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.ts';
import { moneyValue } from '../platform/graphql/money.type.ts';
import { Closer } from './closer.service.ts';
import { EffectExecutors } from './effects.ts';
import { type ProposalEffect } from './proposals.graphql.ts';
import { type ProposalPage } from './proposals.store.ts';

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

  /** The effects in words, each with what would stop it now. */
  async effects(page: ProposalPage): Promise<ProposalEffect[]> {
    const isAhead = page.status === 'draft' || page.status === 'open';
    return Promise.all(
      page.effects.map(async ({ kind, payload, outcome_ref }) => ({
        kind,
        label: String(payload['label'] ?? ''),
        planned: payload['minor'] ? moneyValue(String(payload['minor']), String(payload['currency'])) : null,
        fundId: payload['fundId'] ? String(payload['fundId']) : null,
        fundName: payload['fundName'] ? String(payload['fundName']) : null,
        fundKind: payload['fundKind'] ? String(payload['fundKind']) : null,
        refusal: isAhead ? await this.executors.of(kind).refusal(this.database.reads, page.group_id, payload) : null,
        outcomeRef: outcome_ref,
      })),
    );
  }
}
