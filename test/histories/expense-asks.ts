import fc from 'fast-check';
import { type Command, command, prefer } from './command.ts';
import { daysAfter } from './days.ts';
import { Expense, leftFor } from './expenses.ts';
import { eur } from './eur.ts';
import type { House } from './house.ts';
import type { Line } from './lines.ts';
import type { Model } from './model.ts';
import { picnic } from './opened.ts';

const nth = fc.nat(9);
const total = fc.oneof(
  { weight: 9, arbitrary: fc.bigInt({ min: 1n, max: 6000n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 49_000n, max: 51_000n }) },
);

interface Asked {
  readonly one: Expense;
  readonly again: Expense | null;
}

/** What is known to be refused is refused before anybody looks at it. */
function hands(model: Model, { one, again }: Asked): string {
  const { line, advance } = one;
  if (line && line.decision === null) return 'BAD_USER_INPUT budgetLineId';
  if (advance && advance.out <= 0n) return 'BAD_USER_INPUT advanceId';
  const held = advance && advance.line === line ? advance.out : 0n;
  if (line && one.total > (line.isOpen ? leftOn(model, line) + held : 0n)) return 'LineSpent';
  if (!line && one.total > 50_000n) return 'needs-decision';
  if (!again) model.expenses.push(one);
  else {
    if (again.state !== 'RETURNED') return 'CONFLICT';
    again.total = one.total;
    again.state = 'SUBMITTED';
    again.revision += 1;
    again.approvals = new Set();
  }
  return 'ok';
}

export const leftOn = (model: Model, line: Line): bigint =>
  leftFor(model, new Expense(0, true, 0n, 'general', line, null));

async function handsIn(house: House, { one, again }: Asked): Promise<string> {
  const { today } = house.town;
  const { word, came } = await house.step<{ id: string }>('cleo', 'submitExpense', {
    input: {
      ...(again ? { id: house.id(`X-${again.number}`) } : {}),
      groupId: house.groupId,
      type: one.isAdvance ? 'ADVANCE' : 'RECEIPT',
      title: 'Food',
      category: 'food',
      items: [{ what: 'Food', spentOn: today, amount: eur(one.total) }],
      receipts: one.isAdvance ? [] : [await house.receipt('cleo')],
      dueOn: one.isAdvance ? daysAfter(today, 14) : null,
      fundId: one.fund === 'picnic' ? await picnic(house) : null,
      budgetLineId: one.line && (await house.the('line', one.line.name)),
      advanceId: one.advance && house.id(`X-${one.advance.number}`),
    },
  });
  if (came) house.ids.set(`X-${again?.number ?? one.number}`, came.id);
  return word;
}

const what = ({ isAdvance, total: minor, line, advance, fund }: Expense): string =>
  `${minor}${isAdvance ? ' before she spends it' : ''}${line ? ` on line ${line.name}` : fund === 'picnic' ? ' of the picnic' : ''}${advance ? ` against X-${advance.number}` : ''}`;

/** Expenses and advances are asked for, and handed in again where they were sent back. */
export const expenseAsks: readonly fc.Arbitrary<Command>[] = [
  fc
    .tuple(total, fc.constantFrom('line', 'line', 'general', 'picnic'), nth, fc.nat(2), fc.boolean())
    .map(([minor, place, at, kind, against]) =>
      command<Asked>({
        of: (model) => {
          const line =
            place === 'line'
              ? prefer(model.lines, at, (it) => it.isOpen && it.decision !== null && leftOn(model, it) >= minor)
              : null;
          const number = model.expenses.length + 1;
          const isAdvance = kind === 0 && line !== null;
          const open = prefer(
            model.expenses.filter(({ isAdvance: is }) => is),
            at,
            ({ out }) => out > 0n,
          );
          const advance = against && !isAdvance && place !== 'picnic' ? open : null;
          return {
            one: new Expense(
              number,
              isAdvance,
              minor,
              place === 'picnic' ? 'picnic' : 'general',
              advance ? (at % 2 ? advance.line : line) : line,
              advance,
            ),
            again: null,
          };
        },
        name: ({ one }) => `Cleo asks for ${what(one)}: X-${one.number}`,
        expects: hands,
        does: handsIn,
      }),
    ),
  fc.tuple(nth, total).map(([at, minor]) =>
    command<Asked>({
      of: (model) => {
        const again = prefer(model.expenses, at, ({ state }) => state === 'RETURNED');
        return again && { again, one: new Expense(0, again.isAdvance, minor, again.fund, again.line, again.advance) };
      },
      name: ({ one, again }) => `Cleo hands X-${again!.number} in again, for ${what(one)}`,
      expects: hands,
      does: handsIn,
    }),
  ),
];
