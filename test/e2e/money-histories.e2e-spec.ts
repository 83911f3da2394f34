import fc from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { authorityClock, authorityCommands } from '../histories/authorities.ts';
import { billCommands } from '../histories/bills.ts';
import { budgetClock, budgetCommands } from '../histories/budgets.ts';
import { cardCommands } from '../histories/cards.ts';
import { closingCommands } from '../histories/closing.ts';
import { answers, type Command } from '../histories/command.ts';
import { daysAfter } from '../histories/days.ts';
import { Dues } from '../histories/dues-model.ts';
import { duesClock, duesCommands } from '../histories/dues.ts';
import { expenseCommands } from '../histories/expense-steps.ts';
import { arrives, giftClock, giftCommands, newGift } from '../histories/gifts.ts';
import { eur } from '../histories/eur.ts';
import { House } from '../histories/house.ts';
import { keepingCommands } from '../histories/keeping.ts';
import { lineClock, lineCommands } from '../histories/lines.ts';
import { Model } from '../histories/model.ts';
import { pagesMustBe } from '../histories/pages.ts';
import { daysPass } from '../histories/passing.ts';
import { roundCommands } from '../histories/rounds.ts';
import { roundClock, roundVotes } from '../histories/rounds-model.ts';
import { shareCommands } from '../histories/shares.ts';
import { statementCommands } from '../histories/statements.ts';
import { takingBackCommands } from '../histories/taking-back.ts';
import { Town } from '../histories/town.ts';
import { engines } from '../support/engines.ts';

// Random histories of a group's whole money, by the same calls as the screens make, against a model in memory that knows of each step whether it is refused.
const MANY = process.env['FOLKMOOT_TEST_RUNS'] !== undefined;
const RUNS = Number(process.env['FOLKMOOT_TEST_RUNS'] ?? 1);
const SEED = process.env['FOLKMOOT_TEST_SEED'] ? Number(process.env['FOLKMOOT_TEST_SEED']) : Date.now() % 2 ** 31;
/** A group is founded for each history; the audit looks at all of them, so that a new town is cheaper after some. */
const PER_TOWN = 12;

const themes: Readonly<Record<string, readonly fc.Arbitrary<Command>[]>> = {
  'what comes in and goes back': [...giftCommands, ...cardCommands, ...closingCommands],
  'what is kept by hand': [
    ...keepingCommands,
    ...giftCommands.slice(0, 4),
    ...statementCommands,
    ...statementCommands,
    ...closingCommands,
    ...shareCommands,
    ...billCommands,
    ...billCommands,
  ],
  'what is spent': [
    ...expenseCommands,
    ...lineCommands,
    ...authorityCommands,
    ...takingBackCommands,
    ...giftCommands.slice(0, 1),
    ...closingCommands,
  ],
  'what is planned': [
    ...lineCommands,
    ...budgetCommands,
    ...budgetCommands,
    ...takingBackCommands,
    ...expenseCommands.slice(0, 4),
    ...giftCommands.slice(0, 1),
    ...closingCommands,
  ],
  'what is shared out': [
    ...roundCommands,
    ...roundCommands,
    ...roundCommands,
    ...takingBackCommands,
    ...giftCommands.slice(0, 1),
    daysPass(1),
    daysPass(1),
  ],
  'who belongs and pays': [...duesCommands, ...duesCommands, ...closingCommands.slice(0, 1)],
  'everything at once': [
    ...giftCommands,
    ...cardCommands,
    ...keepingCommands,
    ...expenseCommands,
    ...lineCommands,
    ...authorityCommands,
    ...takingBackCommands,
    ...budgetCommands,
    ...roundCommands,
    ...shareCommands,
    ...statementCommands,
    ...billCommands,
    ...closingCommands,
  ],
};

describe.each(engines)('histories of money on %s', (engine) => {
  let town: Town;
  beforeAll(async () => {
    town = await Town.open(engine);
  }, 60_000);
  afterAll(async () => {
    await town.stop();
    if (MANY)
      console.log(
        [...answers]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([what, n]) => `${n} × ${what}`)
          .join('\n'),
      );
  });

  /** A group that was given something a while ago. */
  async function begins(commands: readonly fc.Arbitrary<Command>[]): Promise<{ model: Model; real: House }> {
    const real = await House.found(town);
    const model = new Model(
      town.today,
      [roundVotes, authorityClock, giftClock, lineClock, roundClock, budgetClock, duesClock],
      [lineClock, budgetClock],
    );
    model.steps = MANY ? 40 : 10;
    const on = daysAfter(town.today, -40);
    await real.does('ben', 'recordContribution', {
      input: { groupId: real.groupId, amount: eur(20_000n), receivedOn: on },
    });
    arrives(model, newGift(model, 0n), { minor: 20_000n, into: 'bank', on });
    if (commands.includes(duesCommands[0]!)) {
      model.dues = new Dues(town.today);
      await real.asksForDues();
      duesClock(model);
    }
    return { model, real };
  }

  test.each(Object.entries(themes))(
    '%s',
    async (_, commands) => {
      for (let left = RUNS, n = 0; left > 0; left -= PER_TOWN, n += 1) {
        if (n > 0) {
          await town.stop();
          town = await Town.open(engine);
        }
        await fc.assert(
          fc.asyncProperty(
            fc.noBias(fc.commands([...commands], { maxCommands: MANY ? 200 : 80, size: 'max' })),
            async (history) => {
              const { model, real } = await begins(commands);
              await fc.asyncModelRun(() => ({ model, real }), history);
              await pagesMustBe(real, model);
            },
          ),
          {
            numRuns: Math.min(left, PER_TOWN),
            seed: SEED + n,
            endOnFailure: false,
            interruptAfterTimeLimit: MANY ? 240_000 : 60_000,
          },
        );
      }
    },
    MANY ? 7_200_000 : 120_000,
  );
});
