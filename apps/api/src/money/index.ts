// What others may use of money: the book, expenses, contributions, exports.
export { MoneyModule } from './money.module.ts';
export { Settlements } from './bills/settlements.service.ts';
export { SplitPeople } from './bills/split-people.service.ts';
export { SplitsStore, type PaymentRow, type Seat, type SplitRow } from './bills/splits.store.ts';
export { type Arrival, Arrivals } from './contributions/arrivals.service.ts';
export { GiftClock } from './contributions/gift-clock.service.ts';
export type { ContributionKind } from './contributions/contributions.store.ts';
export { ContributionsService } from './contributions/contributions.service.ts';
export { ExpensesService } from './expenses/expenses.service.ts';
export { ExpensesStore } from './expenses/expenses.store.ts';
export { FundsService } from './lines/funds.service.ts';
export { ExportService } from './book/export/export.service.ts';
export { JournalStore } from './book/export/journal.store.ts';
export { SubmitExpenseService } from './expenses/submit-expense.service.ts';
export { PaymentsService } from './expenses/payments/payments.service.ts';
export { RoundClock } from './rounds/round-clock.service.ts';
export { ReservedLines } from './lines/reserved-lines.service.ts';
export type { Fund } from './ledger/books.store.ts';
