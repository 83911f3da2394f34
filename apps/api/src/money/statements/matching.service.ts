import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { constraintOf, Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, Refusal } from '../../platform/graphql/errors.ts';
import { longText } from '../../platform/names.ts';
import { say } from '../../platform/words/words.ts';
import { StepRefused } from '../expenses/expense-steps.service.ts';
import { closedWords, ledgerRefusalOf } from '../ledger/money-faults.ts';
import { LineParts } from './line-parts.service.ts';
import { LineStates } from './line-states.service.ts';
import { LineUndoings } from './line-undoings.service.ts';
import type { LineOutcome, MatchLineInput, StatementPartInput } from './statements.graphql.ts';
import type { LineRow } from './statements.store.ts';

const MOST_PARTS = 20;

/** A person says what a line of a statement is, or that it is nothing of the book, or takes that back. Each line once, whoever is faster. */
@Injectable()
export class Matching {
  constructor(
    private readonly database: Database,
    private readonly states: LineStates,
    private readonly parts: LineParts,
    private readonly undoings: LineUndoings,
  ) {}

  /** Books what the parts of a line stand for, or ties it to what is booked already. Throws BAD_USER_INPUT, or CONFLICT in words. */
  match(actor: Actor, { lineId, version, parts }: MatchLineInput): Promise<void> {
    return this.attempt(async (tx) => {
      const line = await this.states.hold(tx, actor, { lineId, version, from: ['OPEN'] });
      const amounts = amountsOf(line, parts);
      const sign = BigInt(line.minor) > 0n ? 1n : -1n;
      const { n } = (await row<{ n: number }>(tx, 'SELECT count(*)::int AS n FROM statement_match WHERE line_id = $1', [
        line.id,
      ]))!;
      for (const [at, part] of parts.entries()) {
        const { entryId, made } = await this.parts.book(tx, actor, line, {
          kind: part.kind,
          id: part.id ?? '',
          minor: amounts[at]!,
          text: longText('text', part.text ?? '', { what: 'What it was', max: 200 }),
          key: `statement:${line.id}:${n + at + 1}`,
        });
        await rows(tx, 'INSERT INTO statement_match (line_id, n, entry_id, minor, made) VALUES ($1, $2, $3, $4, $5)', [
          line.id,
          n + at + 1,
          entryId,
          (amounts[at]! * sign).toString(),
          made,
        ]);
      }
      await this.states.decide(tx, actor, line, { state: 'MATCHED', reason: null });
    });
  }

  /** Says that a line is nothing of the book, and why. */
  ignore(actor: Actor, of: { lineId: string; version: number; reason: string }): Promise<void> {
    const reason = longText('reason', of.reason, { what: 'The reason', max: 300 });
    if (reason === '') throw new BadInput('reason', 'Say why, in a few words.');
    return this.attempt(async (tx) => {
      const line = await this.states.hold(tx, actor, { ...of, from: ['OPEN'] });
      await this.states.decide(tx, actor, line, { state: 'IGNORED', reason });
    });
  }

  /** Opens a line again: what was booked by its match is taken back, what was only tied to it stays as it is. */
  undo(actor: Actor, of: { lineId: string; version: number; reason: string }): Promise<void> {
    const reason = longText('reason', of.reason, { what: 'The reason', max: 300 });
    if (reason === '') throw new BadInput('reason', 'Say why, in a few words.');
    return this.attempt(async (tx) => {
      const line = await this.states.hold(tx, actor, { ...of, from: ['MATCHED', 'IGNORED'] });
      const matches = await rows<{ n: number; entry_id: string; made: boolean }>(
        tx,
        'SELECT n, entry_id, made FROM statement_match WHERE line_id = $1 AND undone_at IS NULL ORDER BY n DESC',
        [line.id],
      );
      for (const { n, entry_id: entryId, made } of matches) {
        const back = made ? await this.undoings.takeBack(tx, actor, line, { entryId, reason }) : null;
        await rows(
          tx,
          'UPDATE statement_match SET undone_at = clock_now(), undone_entry_id = $3 WHERE line_id = $1 AND n = $2',
          [line.id, n, back],
        );
      }
      await this.states.decide(tx, actor, line, { state: 'OPEN', reason: null });
    });
  }

  /** Several at once, one after the other; one that is refused keeps none of the others from it. */
  async matchAll(actor: Actor, inputs: readonly MatchLineInput[]): Promise<LineOutcome[]> {
    const outcomes: LineOutcome[] = [];
    for (const input of inputs)
      try {
        await this.match(actor, input);
        outcomes.push({ id: input.lineId, done: true, text: null });
      } catch (error) {
        if (!(error instanceof Refusal) || error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN') throw error;
        outcomes.push({ id: input.lineId, done: false, text: error.words });
      }
    return outcomes;
  }

  /** One transaction; what the rules of expenses or the ledger refuse is said in words. */
  private async attempt(work: (tx: EntityManager) => Promise<void>): Promise<void> {
    try {
      await this.database.transaction(work);
    } catch (error) {
      if (error instanceof StepRefused) throw new Conflict(error.fault.message);
      if (constraintOf(error) === 'line_matched')
        throw new Conflict('The entry is about another amount, or another line has shown it already.');
      const refusal = ledgerRefusalOf(error);
      if (refusal === 'period-closed') throw new Conflict(closedWords(error));
      if (refusal === 'fund-short')
        throw new Conflict('The money has been spent or is held already, so the fund would be short.');
      throw error;
    }
  }
}

/** How much of the line each part is, above zero: together the whole line. */
function amountsOf(line: LineRow, parts: readonly StatementPartInput[]): bigint[] {
  if (parts.length === 0 || parts.length > MOST_PARTS)
    throw new BadInput('parts', 'Say what the line is: one thing, or up to 20.');
  const whole = BigInt(line.minor) < 0n ? -BigInt(line.minor) : BigInt(line.minor);
  const amounts = parts.map(({ amount }) => {
    if (!amount) return whole;
    if (amount.currency !== line.currency) throw new BadInput('parts', say`The account is kept in ${line.currency}.`);
    if (amount.minor <= 0n) throw new BadInput('parts', 'The amount must be more than nothing.');
    return amount.minor;
  });
  const rest = whole - amounts.reduce((sum, minor) => sum + minor, 0n);
  if (rest > 0n)
    throw new BadInput('parts', say`${{ minor: rest, currency: line.currency }} of the line are left over.`);
  if (rest < 0n)
    throw new BadInput('parts', say`That is ${{ minor: -rest, currency: line.currency }} more than the line.`);
  return amounts;
}
