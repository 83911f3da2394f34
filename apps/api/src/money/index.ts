// What others may use of money: the book, expenses, contributions, exports.
export { MoneyModule } from './money.module.ts';
export { BookPages } from './book-pages.service.ts';
export { ContributionsService } from './contributions.service.ts';
export { ExpensesService } from './expenses.service.ts';
export { ExpensesStore } from './expenses.store.ts';
export { FundsService } from './funds.service.ts';
export { ExportService } from './export/export.service.ts';
export { JournalStore } from './export/journal.store.ts';
export { SubmitExpenseService } from './submit-expense.service.ts';
export { ReservedLines } from './reserved-lines.service.ts';
export type { Fund } from './books.store.ts';
