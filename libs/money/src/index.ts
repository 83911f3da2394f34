// Money, exact to the last unit: amounts, their text, the life of an expense, who may approve it, the journal and its exports.
export { currencies, digitsOf, isCurrency } from './amount/currency.ts';
export { add, apportion, cmp, sub } from './amount/money.ts';
export type { Money } from './amount/money.ts';
export { decimalText, formatAmount, parseAmount } from './amount/text.ts';
export type { AmountFault, ParsedAmount } from './amount/text.ts';
export { categorySlug } from './category/slug.ts';
export { expenseAfter, expenseStates, expenseSteps, mayStep, moneyState } from './expense/state.ts';
export type { ExpenseState, ExpenseStep, StepFacts } from './expense/state.ts';
export { approvalsNeeded, expenseWarnings, explain, nextBy } from './expense/approval.ts';
export type {
  ApprovalRules,
  ExpenseFacts,
  ExpenseReason,
  ExpenseWarning,
  Explanation,
  Holder,
  SpendingAuthority,
} from './expense/approval.ts';
export {
  advanceBackPostings,
  advanceClearedPostings,
  advanceHeld,
  advanceOut,
  advancePaidPostings,
  advanceStanding,
  clearedOf,
  mayUnsettle,
} from './expense/advance.ts';
export type { AdvanceFacts, AdvanceStanding } from './expense/advance.ts';
export { draftsDue, MADE_UP } from './expense/recurring.ts';
export type { DraftsDue, Recurring } from './expense/recurring.ts';
export { approvedPostings, fxClosing, paidPostings, returnedPostings, waivedPostings } from './expense/postings.ts';
export type { BookedExpense, Leg } from './expense/postings.ts';
export {
  contributionDue,
  contributionState,
  contributionStates,
  isOverdue,
  mayContribution,
} from './contribution-state.ts';
export type { ContributionFacts, ContributionState, ContributionStep } from './contribution-state.ts';
export { bucketFault, LARGEST_POT, roundAfter, roundStates } from './round-state.ts';
export type { BucketFault, RoundState, RoundStep } from './round-state.ts';
export { budgetCanonical, budgetFault, budgetSums, itemTotal } from './budget/budget.ts';
export type { BudgetFault, BudgetFaultCode, BudgetItem, BudgetPlan, BudgetSums } from './budget/budget.ts';
export { adoptionOf, lineQueue } from './budget/queue.ts';
export type { Adoption, Queue, WaitingLine } from './budget/queue.ts';
export { budgetCsv } from './budget/csv.ts';
export { forecastOf } from './budget/forecast.ts';
export type { BudgetProgress, LineStage } from './budget/forecast.ts';
export { atHeads, breakEven, eventForecast } from './budget/heads.ts';
export type { AtHeads, BreakEven, EventForecast, PlannedRow } from './budget/heads.ts';
export { budgetAfter, budgetStates } from './budget/state.ts';
export type { BudgetState, BudgetStep } from './budget/state.ts';
export {
  duesSettled,
  lapsedWrongly,
  lapseOf,
  lastDayToSettle,
  type DuesHistory,
  type LapseRule,
  owedOf,
  warningDue,
} from './dues/lapse.ts';
export { dayAfter, firstDayAfter, periodOf, repeatedDays } from './dues/periods.ts';
export { expenseTakenBack, lineTakenBack, raiseTakenBack } from './budget/taken-back.ts';
export type { LineFigures, LineTakenBack } from './budget/taken-back.ts';
export type { Every, Rhythm } from './dues/periods.ts';
export { duesStanding } from './dues/standing.ts';
export type { DuesStanding } from './dues/standing.ts';
export {
  canonicalEntry,
  entryHash,
  isBalanced,
  textCommitOf,
  verifyJournal,
  withoutSplits,
} from './journal/journal.ts';
export type {
  EntryBody,
  Journal,
  JournalAccount,
  JournalEntry,
  JournalFault,
  JournalLine,
  JournalPosting,
  WithheldEntry,
} from './journal/journal.ts';
export { profiles, tagNames } from './journal/export-model.ts';
export type { JournalFrame, Profile } from './journal/export-model.ts';
export { csvCell, exportFormats, exportPieces, exportText } from './journal/export-text.ts';
export type { ExportFormat, ExportPieces } from './journal/export-text.ts';
export { sharesOf, turnOf } from './split/shares.ts';
export type { BillItem, ShareFault, Shares, Split } from './split/shares.ts';
export { debtsOf, fewestTransfers, transfersOwed } from './split/settlement.ts';
export type { Standing, Transfer } from './split/settlement.ts';
export { epcText, groupedIban, ibanOf, isIban } from './pay/epc.ts';
export type { EpcFault, EpcText, EpcTransfer } from './pay/epc.ts';
export { bankFile, bankList } from './pay/bank-file.ts';
export type { BankFile, BankFileFault, BankOrder, BankTransfer } from './pay/bank-file.ts';
export { openingGap, statementAmount } from './statement/statement.ts';
export type {
  ReadStatements,
  Statement,
  StatementFault,
  StatementField,
  StatementLine,
} from './statement/statement.ts';
export { camtStatements } from './statement/camt.ts';
export { csvStatements } from './statement/csv.ts';
export { guessCsvMap } from './statement/csv-guess.ts';
export type { CsvGuess } from './statement/csv-guess.ts';
export type { CsvColumns, CsvMap } from './statement/csv.ts';
export { ofxStatements, ofxTree } from './statement/ofx.ts';
export type { Element } from './statement/tree.ts';
export { lineKeys } from './statement/known-lines.ts';
export { certainMatches, looksLikeFee } from './statement/certain.ts';
export { suggestedMatches } from './statement/matches.ts';
export type { Match, MatchReason, OpenItem } from './statement/matches.ts';
export { coinsOf, coinsSum } from './keeping/cash.ts';
export {
  differencePostings,
  exchangePostings,
  exchangeRate,
  isReversibleKind,
  openingPostings,
  reclassifiedPostings,
  secondPersonNeeded,
  sharePostings,
  sweepPostings,
  transferPostings,
  weightOf,
} from './keeping/entries.ts';
export type { ExchangeSide, KeptPosting } from './keeping/entries.ts';
export { isMonthEnd, nextPeriod, periodReport, reportCsv, reportMarkdown } from './report/report.ts';
export type { CurrencyReport, FundReport, ReportRow, ReportWords } from './report/report.ts';
export {
  type CardFact,
  type CardKnowledge,
  cardQuestions,
  type CardQuestion,
  type CardVerdict,
  cardVerdict,
} from './processor/verdict.ts';
export { refundParts } from './processor/refund-parts.ts';
