import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { EffectExecutors } from '../decisions/index.ts';
import { GroupBeginnings } from '../groups/index.ts';
import { AuthoritiesModule } from './authorities/authorities.module.ts';
import { AdvancesModule } from './advances/advances.module.ts';
import { BudgetsController } from './budgets/budgets.controller.ts';
import { BudgetsModule } from './budgets/budgets.module.ts';
import { BillsModule } from './bills/bills.module.ts';
import { BookHeads } from './book/book-heads.service.ts';
import { BookPages } from './book/book-pages.service.ts';
import { BookStore } from './book/book.store.ts';
import { FigureClock } from './book/figure-clock.service.ts';
import { BooksStore } from './ledger/books.store.ts';
import { BudgetAllocateEffect } from './lines/budget-allocate.effect.ts';
import { BudgetLineOpenEffect } from './lines/budget-line-open.effect.ts';
import { LineClock } from './lines/line-clock.service.ts';
import { LineNeedsResolver } from './lines/line-needs.resolver.ts';
import { LineNeeds } from './lines/line-needs.service.ts';
import { LineChanges } from './lines/line-changes.service.ts';
import { BudgetLines } from './lines/budget-lines.service.ts';
import { EventMoneyStore } from './book/event-money.store.ts';
import { FundsService } from './lines/funds.service.ts';
import { AuditController } from './audit/audit.controller.ts';
import { AuditModule } from './audit/audit.module.ts';
import { CategoriesModule } from './categories/categories.module.ts';
import { ClosingModule } from './closing/closing.module.ts';
import { ReportController } from './closing/report.controller.ts';
import { ContributionsModule } from './contributions/contributions.module.ts';
import { EventBudgetsModule } from './event-budgets/event-budgets.module.ts';
import { ExpenseApproveEffect } from './expenses/expense-approve.effect.ts';
import { DeskDoor } from './desk/desk-door.service.ts';
import { DeskResolver } from './desk/desk.resolver.ts';
import { DeskStore } from './desk/desk.store.ts';
import { InvoiceLinksController } from './expenses/by-link/invoice-links.controller.ts';
import { InvoiceKeeping } from './expenses/by-link/invoice-keeping.service.ts';
import { InvoiceTokens } from './expenses/by-link/invoice-tokens.service.ts';
import { InvoiceLinks } from './expenses/by-link/invoice-links.service.ts';
import { InvoiceRequests } from './expenses/by-link/invoice-requests.service.ts';
import { InvoicesResolver } from './expenses/by-link/invoices.resolver.ts';
import { DraftsService } from './expenses/drafts.service.ts';
import { ExpenseAccounts } from './expenses/expense-accounts.service.ts';
import { ExpenseBookings } from './expenses/expense-bookings.service.ts';
import { ExpenseSteps } from './expenses/expense-steps.service.ts';
import { ExpensePayments } from './expenses/payments/expense-payments.service.ts';
import { PaymentChecks } from './expenses/payments/payment-checks.service.ts';
import { PaymentsResolver } from './expenses/payments/payments.resolver.ts';
import { PaymentsService } from './expenses/payments/payments.service.ts';
import { ExpensesService } from './expenses/expenses.service.ts';
import { ExpensesStore } from './expenses/expenses.store.ts';
import { ExportController } from './book/export/export.controller.ts';
import { ExportService } from './book/export/export.service.ts';
import { JournalStore } from './book/export/journal.store.ts';
import { LapsingModule } from './lapsing/lapsing.module.ts';
import { KeepingModule } from './keeping/keeping.module.ts';
import { LedgerService } from './ledger/ledger.service.ts';
import { MoneyHangs } from './money-hangs.ts';
import { BookResolver } from './book/book.resolver.ts';
import { ExpensePages } from './expenses/expense-pages.service.ts';
import { ExpensesResolver } from './expenses/expenses.resolver.ts';
import { FundsResolver } from './lines/funds.resolver.ts';
import { BatchesController } from './payouts/batches/batches.controller.ts';
import { PayoutsModule } from './payouts/payouts.module.ts';
import { RecurringModule } from './recurring/recurring.module.ts';
import { RoundsModule } from './rounds/rounds.module.ts';
import { CardsDoorModule } from './processor/cards-door.module.ts';
import { CardsController } from './processor/cards.controller.ts';
import { ProcessorModule } from './processor/processor.module.ts';
import { ReservedLines } from './lines/reserved-lines.service.ts';
import { SubmitExpenseService } from './expenses/submit-expense.service.ts';
import { SharesModule } from './shares/shares.module.ts';
import { SplitLinksController } from './bills/split-links.controller.ts';
import { StatementsController } from './statements/statements.controller.ts';
import { StatementsModule } from './statements/statements.module.ts';
import { TakingBackModule } from './taking-back/taking-back.module.ts';
import { SubmitSides } from './expenses/submit-sides.service.ts';

@Global()
@Module({
  imports: [
    AuthoritiesModule,
    AdvancesModule,
    BillsModule,
    BudgetsModule,
    CategoriesModule,
    ContributionsModule,
    EventBudgetsModule,
    LapsingModule,
    KeepingModule,
    PayoutsModule,
    RecurringModule,
    RoundsModule,
    ClosingModule,
    StatementsModule,
    AuditModule,
    CardsDoorModule,
    ProcessorModule,
    SharesModule,
    TakingBackModule,
  ],
  controllers: [
    AuditController,
    BatchesController,
    CardsController,
    BudgetsController,
    ExportController,
    InvoiceLinksController,
    ReportController,
    SplitLinksController,
    StatementsController,
  ],
  providers: [
    BookHeads,
    BookPages,
    BookStore,
    BooksStore,
    BudgetAllocateEffect,
    BudgetLineOpenEffect,
    BudgetLines,
    LineChanges,
    LineClock,
    LineNeeds,
    LineNeedsResolver,
    DeskDoor,
    DeskResolver,
    DeskStore,
    DraftsService,
    EventMoneyStore,
    FigureClock,
    ExpenseAccounts,
    ExpensePayments,
    ExpenseSteps,
    FundsService,
    ExpenseApproveEffect,
    ExpenseBookings,
    ExpensesService,
    ExpensesStore,
    ExportService,
    InvoiceKeeping,
    InvoiceLinks,
    InvoiceRequests,
    InvoicesResolver,
    InvoiceTokens,
    JournalStore,
    LedgerService,
    MoneyHangs,
    BookResolver,
    ExpensePages,
    ExpensesResolver,
    FundsResolver,
    PaymentChecks,
    PaymentsResolver,
    PaymentsService,
    ReservedLines,
    SubmitExpenseService,
    SubmitSides,
  ],
  exports: [
    BillsModule,
    BudgetLines,
    BudgetsModule,
    RoundsModule,
    BookPages,
    BooksStore,
    BudgetLines,
    CategoriesModule,
    ContributionsModule,
    DeskDoor,
    DraftsService,
    ExpenseAccounts,
    ExpenseBookings,
    ExpensePages,
    EventBudgetsModule,
    ExpenseSteps,
    ExpensesService,
    ExpensesStore,
    ExportService,
    FundsService,
    JournalStore,
    LapsingModule,
    KeepingModule,
    LedgerService,
    PaymentChecks,
    PaymentsService,
    PayoutsModule,
    ReservedLines,
    SubmitExpenseService,
  ],
})
export class MoneyModule implements OnModuleInit {
  constructor(
    private readonly effects: EffectExecutors,
    private readonly allocates: BudgetAllocateEffect,
    private readonly opensLine: BudgetLineOpenEffect,
    private readonly changesLine: LineChanges,
    private readonly approves: ExpenseApproveEffect,
    private readonly beginnings: GroupBeginnings,
    private readonly books: BooksStore,
    private readonly hangs: MoneyHangs,
  ) {}

  onModuleInit(): void {
    this.effects.register('budget.allocate', this.allocates);
    this.effects.register('budget_line.open', this.opensLine);
    for (const change of ['raise', 'lower', 'close'] as const)
      this.effects.register(`budget_line.${change}`, this.changesLine.executor(change));
    this.effects.register('expense.approve', this.approves);
    this.beginnings.on((tx, { id, currency }) => this.books.begin(tx, id, currency));
    this.hangs.register();
  }
}
