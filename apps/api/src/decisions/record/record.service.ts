import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Rules } from '#libs/voting';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { OutcomeStatement } from '../life/life.graphql.ts';
import { countedBallot } from '../hashes.ts';
import { type ProposalPage, ProposalsStore } from '../proposals.store.ts';
import { ballotsBlt, ballotsCsv } from './ballot-files.ts';
import type { LogLink, ProposalBundle } from './bundle.ts';
import { RecordStore } from './record.store.ts';
import { checksumOf, takenBackIn } from './verify-bundle.ts';

/** What a closed vote leaves for anyone to check: its bundle, and its ballots as files. Nothing of it before the end. */
@Injectable()
export class RecordService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly proposals: ProposalsStore,
    private readonly store: RecordStore,
  ) {}

  async bundle(actor: Actor, id: string): Promise<ProposalBundle> {
    const page = await this.closed(actor, id);
    const db = this.database.reads;
    const [counted, log, texts, asked] = await Promise.all([
      this.store.counted(db, page.id),
      this.store.linksOf(db, { groupId: page.group_id, proposalId: page.id }),
      this.store.textsOf(db, page.id),
      this.store.askedOf(db, page.id),
    ]);
    const refs = Array.from({ length: page.electors }, () => randomBytes(8).toString('hex'));
    // The names are made at random and sorted by themselves, so that no order of casting or joining shows.
    const ballots = page.ballots.map((ballot, at) => ({ ref: refs[at]!, ...countedBallot(ballot) }));
    const delegations = delegationsOf(page, refs);
    const rest = {
      format: 'folkmoot-proposal/1' as const,
      proposal: {
        id: page.id,
        number: page.number,
        group: page.group_id,
        title: page.title,
        body: page.body,
        template: page.template,
        options: page.options,
        opensAt: page.opens_at!,
        closedAt: page.closed_at!,
        countedAt: counted!.counted_at,
        round: page.round,
        secrecy: page.ballotBox.secrecy,
        ...(page.ballotBox.paperKey && { paperKey: page.ballotBox.paperKey }),
      },
      texts,
      ...(asked.length > 1 ? { asked } : {}),
      rules: page.rules as Rules,
      rulesHash: counted!.rules_hash,
      added: page.added_options.map(({ addedBy: _, ...option }) => option),
      withdrawn: page.withdrawn_options,
      electors: refs.toSorted().map((ref) => ({ ref, weight: 1 as const })),
      ballots: ballots.toSorted((a, b) => (a.ref < b.ref ? -1 : 1)),
      ...(delegations ? { delegations } : {}),
      ...boardPart(page),
      result: {
        engine: counted!.engine,
        verdict: counted!.verdict,
        inputDigest: counted!.digest,
        output: page.output ?? {},
      },
      mandate: page.mandate!,
      effects: page.effects.map(({ outcome_ref: wrote, ...effect }, at) => ({ idx: at + 1, ...effect, wrote })),
      execution: page.execution && {
        state: page.execution.state,
        executedAt: page.execution.executed_at,
        failure: page.execution.failure_code,
      },
      ...takenBackPart(log, page.id),
      log,
    };
    return { ...rest, checksum: checksumOf(rest) };
  }

  /** What a group made of the outcome, for whoever may read the proposal. */
  async statements(actor: Actor, id: string): Promise<OutcomeStatement[]> {
    if (!(await this.proposals.groupOf(this.database.reads, actor, id))) throw new NotFound();
    return this.store.statementsOf(this.database.reads, id);
  }

  /** Throws CONFLICT while there may be something that is not told yet. */
  async requireSettled(actor: Actor, id: string): Promise<void> {
    const page = await this.proposals.page(this.database.reads, actor, id);
    if (!page) throw new NotFound();
    if (page.status !== 'closed' && page.status !== 'withdrawn')
      throw new Conflict('The record of this proposal can be had once it has closed.');
  }

  /** Who voted what, for members of the group. */
  async csv(actor: Actor, id: string): Promise<string> {
    const page = await this.closed(actor, id);
    await this.policy.requireInGroup(this.database.reads, actor, 'proposal.voters.read', {
      groupId: page.group_id,
      case: 'named-ballot',
    });
    if (page.ballotBox.secrecy !== 'named')
      throw new Conflict('Nobody knows who voted what in a secret vote. Take its board instead.');
    return ballotsCsv(page);
  }

  /** Strict rankings without names. */
  async blt(actor: Actor, id: string): Promise<string> {
    const text = ballotsBlt(await this.closed(actor, id));
    if (text === null) throw new Conflict('Only votes that rank without ties have a BLT file.');
    return text;
  }

  private async closed(actor: Actor, id: string): Promise<ProposalPage> {
    const page = await this.proposals.page(this.database.reads, actor, id);
    if (!page) throw new NotFound();
    await this.policy.requireInGroup(this.database.reads, actor, 'proposal.results.read', {
      groupId: page.group_id,
      case: 'after-close',
      flags: { 'cell:proposal.read': true },
    });
    if (page.status !== 'closed') throw new Conflict('The votes of this proposal can be had once it has closed.');
    return page;
  }
}

/** Who followed whom, under the names of the bundle: the voters have the first of them, in the order of the ballots. */
function delegationsOf({ ballots, delegation }: ProposalPage, refs: readonly string[]): ProposalBundle['delegations'] {
  if (!delegation) return undefined;
  const voters = ballots.map(({ personId }) => personId);
  const others = delegation.electors.filter((id) => !voters.includes(id));
  const refOf = new Map([...voters, ...others].map((id, at) => [id, refs[at]!]));
  return delegation.words
    .map(({ from, to }) => ({ from: refOf.get(from)!, to: refOf.get(to) ?? null }))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

/** By what it was taken back: the link of the log that says so goes with it. */
function takenBackPart(log: readonly LogLink[], id: string): Pick<ProposalBundle, 'takenBack'> {
  const takenBack = takenBackIn(log, id);
  return takenBack ? { takenBack } : {};
}

/** The board of a secret vote: its ballots stand there and nowhere else. */
function boardPart({ ballotBox: { board, root, tookPart } }: ProposalPage): Pick<ProposalBundle, 'board'> {
  return board && root ? { board: { root, turnout: tookPart?.length ?? 0, ballots: board } } : {};
}
