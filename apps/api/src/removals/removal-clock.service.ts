import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { removalAfter, removalTimes, type RemovalStep } from '#libs/governance';
import { RemovalVotes } from '../decisions/index.ts';
import { type Ending, Roll } from '../groups/index.ts';
import { Database } from '../platform/database/database.ts';
import { row } from '../platform/database/sql.ts';
import { Refusal } from '../platform/graphql/errors.ts';
import { term } from '../platform/words/words.ts';
import { RemovalRecords } from './removal-records.service.ts';
import { caseWords, voteBody } from './removal-words.ts';
import { Removals } from './removals.service.ts';
import { type CaseRow, RemovalsStore } from './removals.store.ts';

const DAY = 86_400_000;
const duesUnsettled = term('The membership is over: the dues were not settled within 90 days.');

/**
 * What time and votes do to cases: one that nobody joined expires, the vote opens by itself when the time to reply is over, and what it comes
 * to ends the case. All is read from the rows by the database's clock; jobs and happenings only wake it, so that a second time changes nothing.
 */
@Injectable()
export class RemovalClock {
  readonly #logger = new Logger('RemovalClock');

  constructor(
    private readonly database: Database,
    private readonly roll: Roll,
    private readonly votes: RemovalVotes,
    private readonly removals: Removals,
    private readonly store: RemovalsStore,
    private readonly records: RemovalRecords,
  ) {}

  /** Takes the case of a vote on, where something has happened to that. */
  async follow(tx: EntityManager, proposalId: string): Promise<void> {
    const found = await this.store.ofVote(tx, proposalId);
    if (found) await this.advance(tx, found);
  }

  /** Takes every case one step on whose time has come, each in a transaction of its own. */
  async runDue(): Promise<void> {
    for (let after: string | null = null; ;) {
      const due: { id: string; group_id: string } | null = await this.store.due(this.database.reads, after);
      if (!due) return;
      after = due.id;
      await this.database
        .transaction((tx) => this.advance(tx, due))
        .catch((error: unknown) => this.refused(due, error));
    }
  }

  /** Wakes the clock where a page shows that a time is over. */
  wake(): void {
    this.runDue().catch((error: unknown) => this.#logger.error(error));
  }

  /** Whoever is gone is not voted on any more; where a membership has lapsed the case goes on, as it may come back. The caller holds the membership. */
  async endedMembership(tx: EntityManager, of: Ending): Promise<void> {
    if (!of.isOver) return;
    const id = await this.store.openAbout(tx, of);
    if (!id) return;
    const held = await this.store.hold(tx, id);
    // The case's own vote carries the removal out, and is settled once that is done.
    if (removalAfter(held.state, 'leave') === null || (held.state === 'vote' && of.reason === 'removed')) return;
    const isLapsed = of.reason === 'lapsed';
    if (held.state === 'vote') {
      const { words } = await this.subject(tx, held);
      const reason = isLapsed ? words.lapsed : words.left;
      await this.votes.withdraw(tx, { groupId: held.group_id, proposalId: held.proposal_id!, reason });
    }
    const why = isLapsed ? { end_reason: JSON.stringify(duesUnsettled) } : {};
    await this.step(tx, held, { step: 'leave', columns: { ended_at: held.now, ...why } });
  }

  private async advance(tx: EntityManager, of: { id: string; group_id: string }): Promise<void> {
    await this.removals.lockGroup(tx, of.group_id);
    const held = await this.store.hold(tx, of.id);
    if (held.state === 'asked' && held.join_until! <= held.now)
      await this.step(tx, held, { step: 'expire', columns: { ended_at: held.now } });
    else if (held.state === 'reply' && held.reply_until! <= held.now) await this.openVote(tx, held);
    else if (held.state === 'vote') await this.settle(tx, held);
    else if (held.state === 'appealed') await this.settleAppeal(tx, held);
  }

  private async openVote(tx: EntityManager, held: CaseRow): Promise<void> {
    const { name, path, locale, words } = await this.subject(tx, held);
    const openers = [held.opened_by, ...(held.joined_by ? [held.joined_by] : [])];
    const names = await Promise.all(openers.map((one) => this.store.nameOf(tx, one)));
    const proposalId = await this.votes.open(tx, {
      groupId: held.group_id,
      authorId: held.opened_by,
      subject: { id: held.subject_id, name },
      openers,
      rulebook: held.rulebook,
      title: words.title(name),
      body: voteBody({ locale, name, path, openers: names, reasons: held.reasons, reply: held.reply }),
      words: { yes: words.yes, no: words.no },
      reason: [...held.reasons].slice(0, 500).join(''),
    });
    await this.step(tx, held, { step: 'vote', columns: { proposal_id: proposalId }, facts: { proposal: proposalId } });
  }

  private async settle(tx: EntityManager, held: CaseRow): Promise<void> {
    const verdict = await this.votes.verdict(tx, held.proposal_id!);
    const now = held.now;
    if (verdict === 'withdrawn') await this.step(tx, held, { step: 'withdraw', columns: { ended_at: now } });
    if (verdict === 'failed') await this.step(tx, held, { step: 'keep', columns: { decided_at: now, ended_at: now } });
    if (verdict === 'passed')
      await this.step(tx, held, {
        step: 'remove',
        columns: { decided_at: now, appeal_until: new Date(now.getTime() + removalTimes.appealDays * DAY) },
      });
  }

  /** What is not confirmed is taken back: they stand as before it, by decision. */
  private async settleAppeal(tx: EntityManager, held: CaseRow): Promise<void> {
    const proposalId = held.appeal_proposal_id!;
    const verdict = await this.votes.verdict(tx, proposalId);
    if (verdict === 'passed') await this.step(tx, held, { step: 'uphold', columns: { ended_at: held.now } });
    if (verdict !== 'failed' && verdict !== 'withdrawn') return;
    await this.roll.reinstate(tx, {
      groupId: held.group_id,
      personId: held.subject_id,
      decision: proposalId,
      removal: held.proposal_id!,
    });
    await this.step(tx, held, { step: 'reverse', columns: { ended_at: held.now } });
  }

  private async step(
    tx: EntityManager,
    held: CaseRow,
    of: { step: RemovalStep; columns: Readonly<Record<string, unknown>>; facts?: Record<string, string> },
  ): Promise<void> {
    const state = removalAfter(held.state, of.step);
    if (state === null) throw new Error(`a case cannot ${of.step} from ${held.state}`);
    const next = await this.records.write(tx, held, { ...of.columns, state });
    await this.records.tell(tx, next, {
      step: told[of.step] ?? state,
      actorId: null,
      ...(of.facts ? { facts: of.facts } : {}),
    });
  }

  private async subject(
    tx: EntityManager,
    held: CaseRow,
  ): Promise<{ name: string; path: string; locale: string; words: ReturnType<typeof caseWords> }> {
    const found = (await row<{ name: string; handle: string; locale: string }>(
      tx,
      'SELECT s.name, g.handle, g.locale FROM folk_group g, person s WHERE g.id = $1 AND s.id = $2',
      [held.group_id, held.subject_id],
    ))!;
    const path = `/g/${found.handle}/removals/${held.id}`;
    return { name: found.name, path, locale: found.locale, words: caseWords(found.locale) };
  }

  /** A vote that could not open, because nobody could vote or it could not be carried out, ends the case with the reason. */
  private async refused(due: { id: string; group_id: string }, error: unknown): Promise<void> {
    if (!(error instanceof Refusal)) {
      this.#logger.error(error);
      return;
    }
    await this.database.transaction(async (tx) => {
      await this.removals.lockGroup(tx, due.group_id);
      const held = await this.store.hold(tx, due.id);
      if (held.state !== 'reply') return;
      const columns = { ended_at: held.now, end_reason: JSON.stringify(error.words) };
      await this.step(tx, held, { step: 'expire', columns });
    });
  }
}

/** Steps that are told under a word of their own; the others under the state that they lead to. */
const told: Partial<Record<RemovalStep, string>> = { vote: 'voteOpened' };
