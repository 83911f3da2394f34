import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, duties, operations, permissionRows, standings, type ActorFacts } from './permissions.ts';

const nobody: ActorFacts = { known: false, operator: false, standing: 'none', duties: [], session: false };
const actors = {
  anonymous: nobody,
  person: { ...nobody, known: true },
  invited: { ...nobody, known: true, standing: 'invited' },
  member: { ...nobody, known: true, standing: 'member' },
  organiser: { ...nobody, known: true, standing: 'member', duties: ['organiser'] },
  treasurer: { ...nobody, known: true, standing: 'member', duties: ['treasurer'] },
  steward: { ...nobody, known: true, standing: 'member', duties: ['steward'] },
} as const satisfies Record<string, ActorFacts>;

const cells = permissionRows.flatMap((row) =>
  Object.entries(actors).map(([column, actor]) => ({ row, column: column as keyof typeof actors, actor })),
);

test('every cell of every line is decided as the legend says', () => {
  const effectOf = { Y: 'allow', N: 'deny', '0': 'hide', B: 'deny', c: 'deny', '-': 'deny' } as const;
  for (const { row, column, actor } of cells) {
    const isDuty = column === 'organiser' || column === 'treasurer' || column === 'steward';
    const allowedAsMember = isDuty && row.cells.member === 'Y';
    const expected = allowedAsMember
      ? 'allow'
      : isDuty && row.cells[column] === '0' && row.cells.member !== '0'
        ? 'deny'
        : effectOf[row.cells[column]];
    expect({
      operation: row.operation,
      case: row.case,
      column,
      effect: decide(row.operation, actor, { case: row.case }).effect,
    }).toEqual({ operation: row.operation, case: row.case, column, effect: expected });
  }
});

test('a condition opens exactly the cells marked c', () => {
  for (const { row, column, actor } of cells.filter(({ row: r, column: c }) => r.cells[c] === 'c')) {
    const flags = Object.fromEntries(row.when.map((key) => [key, true]));
    expect([row.operation, column, decide(row.operation, actor, { case: row.case, flags }).effect]).toEqual([
      row.operation,
      column,
      'allow',
    ]);
  }
});

test('the own cell has the last word', () => {
  for (const row of permissionRows.filter((one) => one.own === 'Y' || one.own === 'N')) {
    expect(decide(row.operation, actors.person, { case: row.case, own: true }).effect).toBe(
      row.own === 'Y' ? 'allow' : 'deny',
    );
    if (row.own === 'N')
      expect(decide(row.operation, { ...actors.steward, duties }, { case: row.case, own: true }).effect).toBe('deny');
  }
});

test('a group nobody may know of answers every no like a random id', () => {
  expect(decide('expense.approve', actors.person, { case: 'any', cardReadable: false }).effect).toBe('hide');
});

const anyActor = fc.record({
  known: fc.boolean(),
  operator: fc.boolean(),
  standing: fc.constantFrom(...standings),
  duties: fc.subarray([...duties]),
  session: fc.boolean(),
});
const anyRow = fc.constantFrom(...permissionRows);

test('the decision is total, and a duty never allows less than membership', () => {
  fc.assert(
    fc.property(anyRow, anyActor, (row, actor) => {
      expect(['allow', 'deny', 'hide']).toContain(decide(row.operation, actor, { case: row.case }).effect);
      const member: ActorFacts = { ...actor, known: true, standing: 'member', operator: false };
      if (decide(row.operation, { ...member, duties: [] }, { case: row.case }).effect === 'allow') {
        expect(decide(row.operation, member, { case: row.case }).effect).toBe('allow');
      }
    }),
  );
});

test('duties end with the membership: whoever left is a person like any other', () => {
  fc.assert(
    fc.property(anyRow, fc.subarray([...duties]), (row, held) => {
      const left: ActorFacts = { ...actors.person, duties: held };
      expect(decide(row.operation, left, { case: row.case })).toEqual(
        decide(row.operation, actors.person, { case: row.case }),
      );
    }),
  );
});

test('operations that must not exist are allowed to nobody', () => {
  for (const operation of [
    'ballot.other.edit',
    'ballot.voterLink.read',
    'entry.update',
    'entry.delete',
    'instance.impersonate',
  ] as const) {
    const actor: ActorFacts = { known: true, operator: true, standing: 'member', duties, session: true };
    expect(decide(operation, actor, { case: 'any', own: true }).effect).toBe('deny');
    expect(decide(operation, actor, { case: 'any' }).effect).toBe('deny');
  }
  expect(operations.length).toBeGreaterThan(150);
});

test('the typed table and the document are those of the csv', async () => {
  const path = '../../../scripts/generate-permissions.mjs';
  const made = (await import(path)) as { dataText(): string; docText(): string };
  expect(readFileSync(new URL('./permissions.data.ts', import.meta.url), 'utf8')).toBe(made.dataText());
  expect(readFileSync(new URL('../../../docs/permissions.md', import.meta.url), 'utf8')).toBe(made.docText());
});
