import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { EffectExecutors } from '../decisions/index.ts';
import { Endings, GroupBeginnings } from '../groups/index.ts';
import { BookHeads } from './book-heads.service.ts';
import { BookPages } from './book-pages.service.ts';
import { BookStore } from './book.store.ts';
import { BooksStore } from './books.store.ts';
import { BudgetAllocateEffect } from './budget-allocate.effect.ts';
import { BudgetLineOpenEffect } from './budget-line-open.effect.ts';
import { BudgetLines } from './budget-lines.service.ts';
import { EventMoneyStore } from './event-money.store.ts';
import { FundsService } from './funds.service.ts';
import { ContributionsService } from './contributions.service.ts';
import { ExpenseApproveEffect } from './expense-approve.effect.ts';
import { ExpenseBookings } from './expense-bookings.service.ts';
import { ExpensesService } from './expenses.service.ts';
import { ExpensesStore } from './expenses.store.ts';
import { ExportController } from './export/export.controller.ts';
import { ExportService } from './export/export.service.ts';
import { JournalStore } from './export/journal.store.ts';
import { LedgerService } from './ledger.service.ts';
import { MoneyHangs } from './money-hangs.ts';
import { MoneyResolver } from './money.resolver.ts';
import { ReservedLines } from './reserved-lines.service.ts';
import { SubmitExpenseService } from './submit-expense.service.ts';
import { SubmitSides } from './submit-sides.service.ts';

@Global()
@Module({
  controllers: [ExportController],
  providers: [
    BookHeads,
    BookPages,
    BookStore,
    BooksStore,
    BudgetAllocateEffect,
    BudgetLineOpenEffect,
    BudgetLines,
    ContributionsService,
    EventMoneyStore,
    FundsService,
    ExpenseApproveEffect,
    ExpenseBookings,
    ExpensesService,
    ExpensesStore,
    ExportService,
    JournalStore,
    LedgerService,
    MoneyHangs,
    MoneyResolver,
    ReservedLines,
    SubmitExpenseService,
    SubmitSides,
  ],
  exports: [
    BookPages,
    BooksStore,
    ContributionsService,
    ExpensesService,
    ExpensesStore,
    ExportService,
    FundsService,
    JournalStore,
    LedgerService,
    ReservedLines,
    SubmitExpenseService,
  ],
})
export class MoneyModule implements OnModuleInit {
  constructor(
    private readonly effects: EffectExecutors,
    private readonly allocates: BudgetAllocateEffect,
    private readonly opensLine: BudgetLineOpenEffect,
    private readonly approves: ExpenseApproveEffect,
    private readonly beginnings: GroupBeginnings,
    private readonly endings: Endings,
    private readonly books: BooksStore,
    private readonly hangs: MoneyHangs,
  ) {}

  onModuleInit(): void {
    this.effects.register('budget.allocate', this.allocates);
    this.effects.register('budget_line.open', this.opensLine);
    this.effects.register('expense.approve', this.approves);
    this.beginnings.on((tx, { id, currency }) => this.books.begin(tx, id, currency));
    this.endings.on('book', async () => undefined); // submitted expenses and pay-outs due stay, and stay readable to their author
    this.hangs.register();
  }
}
