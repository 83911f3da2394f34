import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { decimalText } from '#libs/money';
import { Conflict } from '../platform/graphql/errors.ts';
import { renderMarkdown } from '../platform/markdown.ts';
import { row, rows } from '../platform/database/sql.ts';
import { incrementOf } from './ballot-settings.ts';
import type { Payload } from './effects.ts';
import { Openings } from './life/openings.service.ts';
import { ProposalDrafts } from './proposal-drafts.service.ts';
import type { CheckedQuestion, StoredOption } from './question.ts';
import { ProposalsStore } from './proposals.store.ts';

/** Something that a member would carry out with money of a round. */
export interface RoundOption {
  readonly id: string;
  readonly title: string;
  readonly minimum: bigint;
  readonly stretch: bigint;
}

/** What a budget round puts to the vote: who gives what, or what one approves of. */
export interface RoundQuestion {
  /** The id of the round; its vote has the same. */
  readonly id: string;
  readonly groupId: string;
  readonly authorId: string;
  readonly title: string;
  readonly body: string;
  readonly method: 'allotment' | 'dot_budget' | 'mes';
  /** The dots of each elector, for `dot_budget`. */
  readonly dots: number | null;
  readonly pot: bigint;
  readonly currency: string;
  readonly options: readonly RoundOption[];
  readonly showResults: 'live' | 'after_close';
  readonly closesAt: Date;
  /** What the effect `budget.allocate` is stored with. */
  readonly payload: Payload;
}

/** Votes of budget rounds: opened by the round when its buckets stand, closed, counted and carried out like any other. */
@Injectable()
export class RoundVotes {
  constructor(
    private readonly store: ProposalsStore,
    private readonly drafts: ProposalDrafts,
    private readonly openings: Openings,
  ) {}

  /** Opens the vote at once, in the caller's transaction that holds the group. Throws a refusal where nobody could vote. */
  async open(tx: EntityManager, of: RoundQuestion): Promise<void> {
    const members = await this.count(
      tx,
      `SELECT count(*)::int AS n FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' WHERE m.group_id = $1`,
      of.groupId,
    );
    if (members === 0) throw new Conflict('There is nobody to vote.');
    const money = (minor: bigint): StoredOption['cost'] & object => ({
      minor: minor.toString(),
      currency: of.currency,
    });
    const options = of.options.map(({ id, title, minimum, stretch }): StoredOption => {
      const most = of.method === 'mes' ? {} : { stretch: money(stretch) };
      return { id, label: title, meaning: '', prompt: '', cost: money(minimum), ...most };
    });
    const question: CheckedQuestion = {
      template: 'round',
      method: of.method,
      settings: settingsOf(of, BigInt(members)),
      options,
      reasons: 'off',
      quorum: '0/1',
      threshold: null,
      compare: null,
      max_blocks: null,
    };
    const fields = {
      ...question,
      title: of.title,
      body: of.body,
      body_html: renderMarkdown(of.body),
      show_results: of.showResults,
      secrecy: 'named' as const,
      receipts: true,
      opens_at: null,
      closes_at: of.closesAt,
      event_id: null,
      tags: [],
      options_until: null,
    };
    await this.drafts.insert(tx, { id: of.id, groupId: of.groupId, authorId: of.authorId, fields });
    await rows(tx, `INSERT INTO effect (proposal_id, idx, kind, payload) VALUES ($1, 1, 'budget.allocate', $2)`, [
      of.id,
      JSON.stringify(of.payload),
    ]);
    await this.openings.openNow(tx, null, (await this.store.hold(tx, of.id, 'FOR UPDATE'))!);
    // Whoever joined in between would make the shares more than the pot: it is opened again, with them.
    const electors = await this.count(tx, 'SELECT count(*)::int AS n FROM elector WHERE proposal_id = $1', of.id);
    if (electors !== members) throw new Error('the roll has changed while the round opened');
  }

  private async count(tx: EntityManager, sql: string, id: string): Promise<number> {
    return (await row<{ n: number }>(tx, sql, [id]))!.n;
  }
}

/** An equal share for each elector, rounded down: what cannot be divided stays in the pot. */
function settingsOf({ method, dots, pot, currency, options }: RoundQuestion, electors: bigint): object {
  const by = (amount: (option: RoundOption) => string): Record<string, string> =>
    Object.fromEntries(options.map((option) => [option.id, amount(option)]));
  const needs = {
    pot: pot.toString(),
    minimum: by(({ minimum }) => minimum.toString()),
    stretch: by(({ stretch }) => stretch.toString()),
  };
  if (method === 'allotment') return { ...needs, share: (pot / electors).toString() };
  if (method === 'dot_budget') return { ...needs, dots };
  const budget = decimalText({ minor: pot, currency });
  const costs = by(({ minimum }) => decimalText({ minor: minimum, currency }));
  return { costs, budget, satisfaction: 'cost', increment: incrementOf(budget) };
}
