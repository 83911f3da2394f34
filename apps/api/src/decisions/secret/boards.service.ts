import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { ProposalsStore } from '../proposals.store.ts';
import type { BoardRow } from './secret-sql.ts';

/** A published board as plain data (`folkmoot-board/1`): enough to find one's ballot, to count all, and to compute the root. Hashes are hexadecimal. */
export interface PublishedBoard {
  readonly format: 'folkmoot-board/1';
  readonly proposal: string;
  readonly title: string;
  readonly rulesHash: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly root: string;
  /** What the papers of a blind vote are signed with: RSABSSA-SHA384-PSS-Randomized (RFC 9474), e = 65537. */
  readonly paperKey?: string;
  readonly turnout: number;
  readonly ballots: readonly BoardRow[];
}

/** The boards of closed secret votes. */
@Injectable()
export class Boards {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly proposals: ProposalsStore,
  ) {}

  /** The board of a closed vote; null before the end and for named votes. Throws NOT_FOUND for who may not read the proposal. */
  async of(actor: Actor, id: string): Promise<PublishedBoard | null> {
    const page = await this.proposals.page(this.database.reads, actor, id);
    if (!page) throw new NotFound();
    await this.policy.requireInGroup(this.database.reads, actor, 'ballot.board.read', {
      groupId: page.group_id,
      case: 'after-close',
      flags: { 'cell:proposal.read': true },
    });
    const { board, rulesHash, root, tookPart, paperKey } = page.ballotBox;
    if (!board || !root || !rulesHash) return null;
    return {
      format: 'folkmoot-board/1',
      proposal: page.id,
      title: page.title,
      rulesHash,
      options: page.options.map((one) => ({ id: one.id, label: one.label || one.id })),
      root,
      ...(paperKey && { paperKey }),
      turnout: tookPart?.length ?? 0,
      ballots: board,
    };
  }
}
