import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { endsWhenTakenBack, takeBackFault, type TakeBackFault } from '#libs/governance';
import { lineTakenBack, raiseTakenBack } from '#libs/money';
import {
  type EffectAsked,
  type EffectCall,
  type EffectExecutor,
  EffectRefused,
  type EffectSubject,
  type Payload,
  type TakesBackPayload,
} from '../../decisions/index.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { say, type Words } from '../../platform/words/words.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { type DecisionRow, type LineRow, TakingBackStore } from './taking-back.store.ts';
import { TakingBack } from './taking-back.service.ts';

const refusals: Readonly<Record<TakeBackFault, (of: DecisionRow) => Words>> = {
  'not-passed': ({ number }) => say`Decision ${number} has not passed, so there is nothing to take back.`,
  'taken-back': ({ number, taken_back_by: by }) => say`Decision ${number} was taken back already, by decision ${by!}.`,
  'takes-back': ({ number, took_back: first }) =>
    first === null
      ? say`Decision ${number} was about whether another one is carried out. It is not taken back.`
      : say`Decision ${number} has taken one back itself, and what has ended does not begin again. Put decision ${first} to the vote once more.`,
  'not-yet': ({ number }) =>
    say`Decision ${number} is not carried out yet. While there is time, object to that on its page.`,
  'not-done': ({ number }) => say`Decision ${number} was not carried out, so there is nothing to take back.`,
  stays: ({ number }) =>
    say`What decision ${number} did has happened and stays. Another decision can change what holds.`,
};

/** A passed proposal takes back an earlier decision: what that still holds or allows ends, what has happened stays, and nothing is rewritten. */
@Injectable()
export class TakeBackEffect implements EffectExecutor {
  readonly locks = 'proposal';

  constructor(
    private readonly books: BooksStore,
    private readonly store: TakingBackStore,
    private readonly does: TakingBack,
  ) {}

  async read(db: EntityManager, { groupId, input, field }: EffectAsked): Promise<Payload> {
    const found = await this.store.decision(db, groupId, input.decisionId ?? '');
    if (!found) throw new BadInput(field('decisionId'), 'Choose a decision of this group.');
    const fault = faultOf(found);
    if (fault) throw new BadInput(field('decisionId'), refusals[fault](found));
    return { decisionId: found.id, number: found.number, label: found.title, procedure: found.procedure };
  }

  async refusal(db: EntityManager, { groupId, payload }: EffectSubject): Promise<EffectRefused | null> {
    const found = await this.store.decision(db, groupId, String(payload['decisionId']));
    if (!found) return new EffectRefused('DECISION_GONE', 'This decision is not there any more.');
    const fault = faultOf(found);
    return fault && new EffectRefused(fault.toUpperCase().replaceAll('-', '_'), refusals[fault](found));
  }

  /** What it would do now; once it has been done, what it did. */
  async shows(db: EntityManager, { groupId, vote, payload }: EffectSubject): Promise<Payload> {
    const id = String(payload['decisionId']);
    const did = vote && (await this.store.did(db, vote, id));
    if (did) return { takesBack: did };
    const found = await this.store.decision(db, groupId, id);
    return found ? { takesBack: await this.ending(db, found) } : {};
  }

  /** Whoever carries the decision out at this moment is waited for; then the book, and what rests on it there. */
  async lock(tx: EntityManager, { groupId, payload }: EffectCall): Promise<void> {
    const id = payload['decisionId'];
    await rows(tx, 'SELECT 1 FROM proposal WHERE id = $1 FOR NO KEY UPDATE', [id]);
    await rows(tx, 'SELECT 1 FROM execution WHERE proposal_id = $1 FOR UPDATE', [id]);
    await this.books.lock(tx, (await this.books.ofGroup(tx, groupId)).id);
    await rows(
      tx,
      `SELECT 1 FROM expense WHERE group_id = $1 AND state IN ('APPROVED', 'PARTLY_PAID') ORDER BY id FOR UPDATE`,
      [groupId],
    );
  }

  async run(tx: EntityManager, call: EffectCall): Promise<string> {
    const found = (await this.store.decision(tx, call.groupId, String(call.payload['decisionId'])))!;
    const ending = await this.ending(tx, found);
    await this.does.carryOut(tx, call, { found, ending: { ...ending, done: true } });
    return found.id;
  }

  private async ending(db: EntityManager, found: DecisionRow): Promise<TakesBackPayload> {
    const { id, number, title, kinds, execution } = found;
    const lines = await this.store.lines(db, id);
    return {
      id,
      number,
      title,
      done: false,
      lines: lines.map((line) => ({ id: line.id, name: line.name, currency: line.currency, ...afterwards(line) })),
      expenses: (await this.store.unpaid(db, id)).map(({ group_id: _, ...expense }) => expense),
      budgets: await this.store.budgets(db, id),
      authorities: await this.store.authorities(db, id),
      stays: execution === 'done' ? [...new Set(kinds)].filter((kind) => !endsWhenTakenBack(kind)) : [],
      dropped: execution === 'failed',
    };
  }
}

const faultOf = (of: DecisionRow): TakeBackFault | null =>
  takeBackFault({ ...of, isTakenBack: of.taken_back_by !== null, isAppeal: of.is_appeal });

function afterwards({ raised, ...line }: LineRow): { closes: boolean; planned: string; free: string } {
  const of = { planned: BigInt(line.planned), spent: BigInt(line.spent), advanced: BigInt(line.advanced) };
  const { closes, planned, free } = raised === null ? lineTakenBack(of) : raiseTakenBack(of, BigInt(raised));
  return { closes, planned: planned.toString(), free: free.toString() };
}
