import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Endings } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { say } from '../../platform/words/words.ts';
import { settingsOf, settingsView } from '../ballot-settings.ts';
import { asCandidate } from '../candidates.ts';
import { ProposalLocks } from '../proposal-locks.service.ts';
import { ProposalRecords } from '../proposal-records.service.ts';
import type { ProposalRow } from '../proposals.store.ts';
import { MOST_OPTIONS, type StoredOption } from '../question.ts';
import type { CandidacyAsked } from './candidacies.graphql.ts';
import { type CandidacyState, waitingSql } from './candidacies.sql.ts';

type Election = Pick<ProposalRow, 'id' | 'group_id' | 'status' | 'template' | 'method' | 'settings'> & {
  readonly options: readonly StoredOption[];
};

/** People who are named for an election are asked, and are on the ballot only with a yes of their own. */
@Injectable()
export class Candidacies implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly locks: ProposalLocks,
    private readonly records: ProposalRecords,
    private readonly endings: Endings,
  ) {}

  onModuleInit(): void {
    this.endings.on('candidacies', (tx, { groupId, personId }) =>
      rows(
        tx,
        `UPDATE candidacy c SET state = 'declined', answered_at = clock_now() FROM proposal p
         WHERE p.id = c.proposal_id AND p.group_id = $1 AND p.status IN ('draft', 'announced') AND c.person_id = $2 AND c.state IN ('asked', 'stands')`,
        [groupId, personId],
      ).then(() => undefined),
    );
  }

  /** The elections that wait for this person's answer. */
  waitingFor(actor: Actor): Promise<CandidacyAsked[]> {
    if (!actor.personId) return Promise.resolve([]);
    const asked = { name: 'candidacies_waiting', text: waitingSql, values: [actor.personId] };
    return together<CandidacyAsked>(this.database.reads, actor, asked);
  }

  /** Asks those of an announced election who were not asked yet; who names themselves stands. Who said yes stays until they say no. */
  async ask(tx: EntityManager, actor: Actor, election: Election): Promise<void> {
    const ids = peopleOf(election);
    const gone = await row<{ name: string }>(
      tx,
      `SELECT q.name FROM candidacy c JOIN person q ON q.id = c.person_id WHERE c.proposal_id = $1 AND c.state = 'stands' AND c.person_id <> ALL($2::uuid[]) AND c.person_id <> $3 LIMIT 1`,
      [election.id, ids, actor.personId],
    );
    if (gone) throw new BadInput('options', say`${gone.name} stands for election, and only they can take that back.`);
    await rows(
      tx,
      `DELETE FROM candidacy WHERE proposal_id = $1 AND state IN ('asked', 'stands') AND person_id <> ALL($2::uuid[])`,
      [election.id, ids],
    );
    for (const personId of ids) await this.named(tx, actor, { election, personId });
  }

  /** Puts somebody forward, or oneself, while an election is announced. */
  async name(actor: Actor, id: string, personId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const election = await this.locks.held(tx, actor, id);
      await this.policy.require(tx, actor, 'candidate.name', { groupId: election.group_id });
      if (election.template !== 'election') throw new BadInput('personId', 'People stand in an election only.');
      checkTime(election);
      if (!peopleOf(election).includes(personId)) {
        if (election.options.length >= MOST_OPTIONS)
          throw new Conflict(say`A vote has ${MOST_OPTIONS} options at most.`);
        const added: StoredOption = { id: newId(), label: personId, meaning: '', prompt: '', personId };
        const option = await asCandidate(tx, { groupId: election.group_id, option: added, before: election.options });
        await keep(tx, id, [...election.options, option]);
        const of = { groupId: election.group_id, proposalId: id };
        await this.records.log(tx, actor, { ...of, type: 'candidate.named', facts: { person: personId } });
        await this.records.announce(tx, 'ProposalChanged', of);
      }
      await this.named(tx, actor, { election, personId });
      if (personId === actor.personId) await this.answered(tx, actor, { election, stands: true });
    });
  }

  /** Says for oneself whether one stands; until the vote opens it can be said otherwise. `op`: what the answer comes by. */
  async answer(
    actor: Actor,
    of: { id: string; stands: boolean },
    op: 'candidacy.answer' | 'link.candidacy' = 'candidacy.answer',
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const election = await this.locks.held(tx, actor, of.id);
      const asked = await row(tx, 'SELECT 1 FROM candidacy WHERE proposal_id = $1 AND person_id = $2', [
        of.id,
        actor.personId,
      ]);
      if (!asked) throw new NotFound();
      const by = op === 'link.candidacy' ? { case: 'token' } : {};
      await this.policy.require(tx, actor, op, { groupId: election.group_id, own: true, ...by });
      checkTime(election);
      await this.answered(tx, actor, { election, stands: of.stands });
    });
  }

  /**
   * The election as it opens: with those who said yes. Whoever is silent when the clock opens it is struck out, and said to be; somebody who
   * opens it by hand waits for the answers. Throws BAD_USER_INPUT naming whom to wait for, CONFLICT where too few stand.
   */
  async onBallot<P extends Election>(
    tx: EntityManager,
    actor: Actor | null,
    election: P & { author_id: string },
  ): Promise<P> {
    if (peopleOf(election).length === 0) return election;
    const self = actor?.personId ?? null;
    if (self === election.author_id) await this.stand(tx, election, self);
    const states = await this.states(tx, election);
    const silent = election.options.filter(({ personId }) => personId && (states.get(personId) ?? 'asked') === 'asked');
    if (actor && silent.length > 0)
      throw new BadInput(
        'options',
        say`Not everybody has said whether they stand: ${silent.map(({ label }) => label).join(', ')}. Announce the election first, so that they are asked; it opens by itself.`,
      );
    const options = election.options.filter(({ personId }) => !personId || states.get(personId) === 'stands');
    if (options.length < 2) throw new Conflict('Fewer than two people stand, so there is nothing to choose.');
    await rows(tx, `UPDATE candidacy SET state = 'silent' WHERE proposal_id = $1 AND state = 'asked'`, [election.id]);
    if (options.length === election.options.length) return election;
    const { budget: _, max, ...given } = settingsView(election);
    const settings = settingsOf(election.method, { ...given, max: max && Math.min(max, options.length) }, options);
    const ids = options.map(({ id }) => id);
    await rows(tx, 'DELETE FROM effect WHERE proposal_id = $1 AND on_option <> ALL($2::text[])', [election.id, ids]);
    await rows(tx, 'UPDATE proposal SET settings = $2 WHERE id = $1', [election.id, JSON.stringify(settings)]);
    await keep(tx, election.id, options);
    return { ...election, options, settings };
  }

  private async named(
    tx: EntityManager,
    actor: Actor,
    { election, personId }: { election: Election; personId: string },
  ) {
    const isSelf = personId === actor.personId;
    const made = await row(
      tx,
      `INSERT INTO candidacy (proposal_id, person_id, named_by, named_at, state, answered_at) VALUES ($1, $2, $3, clock_now(), $4, CASE WHEN $4 = 'stands' THEN clock_now() END)
       ON CONFLICT DO NOTHING RETURNING person_id`,
      [election.id, personId, actor.personId, isSelf ? 'stands' : 'asked'],
    );
    if (!made || isSelf) return;
    const of = { groupId: election.group_id, proposalId: election.id };
    await this.records.announce(tx, 'CandidateAsked', of, { personId });
  }

  private async answered(tx: EntityManager, actor: Actor, of: { election: Election; stands: boolean }): Promise<void> {
    const { election, stands } = of;
    const changed = await row(
      tx,
      `UPDATE candidacy SET state = $3, answered_at = clock_now() WHERE proposal_id = $1 AND person_id = $2 AND state <> $3 RETURNING person_id`,
      [election.id, actor.personId, stands ? 'stands' : 'declined'],
    );
    if (!changed) return;
    const about = { groupId: election.group_id, proposalId: election.id };
    const facts = { person: actor.personId! };
    await this.records.log(tx, actor, { ...about, type: stands ? 'candidate.stands' : 'candidate.declined', facts });
    await this.records.announce(tx, stands ? 'ProposalChanged' : 'CandidateDeclined', about, {
      personId: actor.personId,
    });
  }

  private async stand(tx: EntityManager, election: Election, personId: string): Promise<void> {
    if (!peopleOf(election).includes(personId)) return;
    await rows(
      tx,
      `INSERT INTO candidacy (proposal_id, person_id, named_by, named_at, state, answered_at) VALUES ($1, $2, $2, clock_now(), 'stands', clock_now()) ON CONFLICT DO NOTHING`,
      [election.id, personId],
    );
  }

  private async states(tx: EntityManager, { id, group_id }: Election): Promise<Map<string, CandidacyState>> {
    const found = await rows<{ person_id: string; state: CandidacyState }>(
      tx,
      `SELECT c.person_id, CASE WHEN is_member($2, c.person_id) THEN c.state ELSE 'declined' END AS state FROM candidacy c WHERE c.proposal_id = $1`,
      [id, group_id],
    );
    return new Map(found.map(({ person_id, state }) => [person_id, state]));
  }
}

function peopleOf({ options }: Pick<Election, 'options'>): string[] {
  return options.flatMap(({ personId }) => personId ?? []);
}

function checkTime({ status }: Election): void {
  if (status !== 'announced')
    throw new Conflict('Who stands is settled between the announcement and the opening of the vote.');
}

async function keep(tx: EntityManager, id: string, options: readonly StoredOption[]): Promise<void> {
  await rows(tx, 'UPDATE proposal SET options = $2, version = version + 1, updated_at = clock_now() WHERE id = $1', [
    id,
    JSON.stringify(options),
  ]);
}
