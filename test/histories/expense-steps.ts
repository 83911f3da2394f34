import type fc from 'fast-check';
import type { Command } from './command.ts';
import { expenseAsks } from './expense-asks.ts';
import { expensePays } from './expense-pays.ts';
import { expenseSays } from './expense-says.ts';

/** The life of expenses and advances, step by step. */
export const expenseCommands: readonly fc.Arbitrary<Command>[] = [
  ...expenseAsks,
  ...expenseAsks,
  ...expenseSays,
  ...expensePays,
];
