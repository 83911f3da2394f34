import { Advances1790000002210 } from './1790000002210-advances.ts';
import { Platform1790000000100 } from './1790000000100-platform.ts';
import { People1790000000200 } from './1790000000200-people.ts';
import { Groups1790000000300 } from './1790000000300-groups.ts';
import { Events1790000000400 } from './1790000000400-events.ts';
import { Decisions1790000000500 } from './1790000000500-decisions.ts';
import { Keeping1790000002020 } from './1790000002020-keeping.ts';
import { Periods1790000002090 } from './1790000002090-periods.ts';
import { Auditors1790000002140 } from './1790000002140-auditors.ts';
import { OneBankAccount1790000002150 } from './1790000002150-one-bank-account.ts';
import { Budgets1790000002170 } from './1790000002170-budgets.ts';
import { Categories1790000002300 } from './1790000002300-categories.ts';
import { PartsOfCardRefunds1790000002310 } from './1790000002310-parts-of-card-refunds.ts';
import { RecurringExpenses1790000002400 } from './1790000002400-recurring-expenses.ts';
import { Lapsing1790000002410 } from './1790000002410-lapsing.ts';
import { TakingBack1790000002420 } from './1790000002420-taking-back.ts';
import { RoundsByDots1790000002430 } from './1790000002430-rounds-by-dots.ts';
import { CategoriesOfPlans1790000002500 } from './1790000002500-categories-of-plans.ts';
import { SharesReceived1790000002530 } from './1790000002530-shares-received.ts';
import { SharesSettled1790000002700 } from './1790000002700-shares-settled.ts';
import { PlansAfterOne1790000002710 } from './1790000002710-plans-after-one.ts';
import { SumsOfFigures1790000002800 } from './1790000002800-sums-of-figures.ts';
import { QuickLapses1790000002860 } from './1790000002860-quick-lapses.ts';
import { MovesGoBack1790000002900 } from './1790000002900-moves-go-back.ts';
import { DaysThatCame1790000003000 } from './1790000003000-days-that-came.ts';
import { LinesThatStand1790000003010 } from './1790000003010-lines-that-stand.ts';
import { RemovalsTakenBack1790000003020 } from './1790000003020-removals-taken-back.ts';
import { ExpensesWithAuthors1790000003050 } from './1790000003050-expenses-with-authors.ts';
import { PaidPlaces1790000003030 } from './1790000003030-paid-places.ts';
import { RefundsAsked1790000003040 } from './1790000003040-refunds-asked.ts';
import { SidesOfMatches1790000002830 } from './1790000002830-sides-of-matches.ts';
import { SpendingAuthorities1790000002200 } from './1790000002200-spending-authorities.ts';
import { VotesOnBudgets1790000002250 } from './1790000002250-votes-on-budgets.ts';
import { Money1790000000600 } from './1790000000600-money.ts';
import { PageIndexes1790000000700 } from './1790000000700-page-indexes.ts';
import { OneClock1790000000800 } from './1790000000800-one-clock.ts';
import { QuickPages1790000000900 } from './1790000000900-quick-pages.ts';
import { BehindEvents1790000000950 } from './1790000000950-behind-events.ts';
import { LapsingSeats1790000000960 } from './1790000000960-lapsing-seats.ts';
import { Discovery1790000001310 } from './1790000001310-discovery.ts';
import { FollowedCalendars1790000001100 } from './1790000001100-followed-calendars.ts';
import { Reminders1790000001330 } from './1790000001330-reminders.ts';
import { Series1790000001320 } from './1790000001320-series.ts';
import { Door1790000001450 } from './1790000001450-door.ts';
import { Tasks1790000001400 } from './1790000001400-tasks.ts';
import { DatePolls1790000001320 } from './1790000001320-date-polls.ts';
import { Telling1790000001340 } from './1790000001340-telling.ts';
import { HostsAndAfter1790000001410 } from './1790000001410-hosts-and-after.ts';
import { Answers1790000001200 } from './1790000001200-answers.ts';
import { TombstonesOfNights1790000001340 } from './1790000001340-tombstones-of-nights.ts';
import { KindsOfBallots1790000001510 } from './1790000001510-kinds-of-ballots.ts';
import { MailInvitations1790000001350 } from './1790000001350-mail-invitations.ts';
import { ImportedSeries1790000001500 } from './1790000001500-imported-series.ts';
import { QuickAnswers1790000001500 } from './1790000001500-quick-answers.ts';
import { Effects1790000001520 } from './1790000001520-effects.ts';
import { NightsAlike1790000001510 } from './1790000001510-nights-alike.ts';
import { Postponed1790000001520 } from './1790000001520-postponed.ts';
import { TemplatesOfDecisions1790000001720 } from './1790000001720-templates-of-decisions.ts';
import { VersionsOfTasks1790000001730 } from './1790000001730-versions-of-tasks.ts';
import { BallotPapers1790000001810 } from './1790000001810-ballot-papers.ts';
import { RegisterWithNotices1790000001820 } from './1790000001820-register-with-notices.ts';
import { AmendedQuestions1790000001830 } from './1790000001830-amended-questions.ts';
import { RegisterOfDecisions1790000001600 } from './1790000001600-register-of-decisions.ts';
import { ClaimLinks1790000001530 } from './1790000001530-claim-links.ts';
import { Delegation1790000001611 } from './1790000001611-delegation.ts';
import { PollChanges1790000001620 } from './1790000001620-poll-changes.ts';
import { Notices1790000001630 } from './1790000001630-notices.ts';
import { SecretBallots1790000001650 } from './1790000001650-secret-ballots.ts';
import { InstanceSecret1790000001660 } from './1790000001660-instance-secret.ts';
import { ElectionsAndBudgets1790000001690 } from './1790000001690-elections-and-budgets.ts';
import { TellingElectors1790000001701 } from './1790000001701-telling-electors.ts';
import { FailuresInWords1790000001650 } from './1790000001650-failures-in-words.ts';
import { Lives1790000001710 } from './1790000001710-lives.ts';
import { Removals1790000001790 } from './1790000001790-removals.ts';
import { StepFreeSearch1790000001840 } from './1790000001840-step-free-search.ts';
import { LivesOfExpenses1790000001850 } from './1790000001850-lives-of-expenses.ts';
import { Bills1790000001900 } from './1790000001900-bills.ts';
import { Candidacies1790000001910 } from './1790000001910-candidacies.ts';
import { LedgerWrites1790000001910 } from './1790000001910-ledger-writes.ts';
import { HandedBack1790000001930 } from './1790000001930-handed-back.ts';
import { GiftsAndDues1790000002060 } from './1790000002060-gifts-and-dues.ts';
import { LivesOfContributions1790000002000 } from './1790000002000-lives-of-contributions.ts';
import { MonthsOfAccounts1790000001940 } from './1790000001940-months-of-accounts.ts';
import { BankStatements1790000002130 } from './1790000002130-bank-statements.ts';
import { PaymentBatches1790000002030 } from './1790000002030-payment-batches.ts';
import { InvoicesByLink1790000002125 } from './1790000002125-invoices-by-link.ts';
import { Payouts1790000002010 } from './1790000002010-payouts.ts';
import { LedgerBatches1790000002025 } from './1790000002025-ledger-batches.ts';
import { EndsOfLines1790000002100 } from './1790000002100-ends-of-lines.ts';
import { PlansOfLines1790000002070 } from './1790000002070-plans-of-lines.ts';
import { BudgetRounds1790000002040 } from './1790000002040-budget-rounds.ts';
import { Cards1790000002230 } from './1790000002230-cards.ts';
import { MoneyOfEvents1790000002240 } from './1790000002240-money-of-events.ts';
import { SettlementsUndone1790000002510 } from './1790000002510-settlements-undone.ts';
import { SumsOfContributions1790000002520 } from './1790000002520-sums-of-contributions.ts';
import { LinesSeen1790000002760 } from './1790000002760-lines-seen.ts';
import { RecurringAgain1790000002810 } from './1790000002810-recurring-again.ts';

/** Every step of the schema, oldest first. Only ever grows at its end. */
export const migrations = [
  Platform1790000000100,
  People1790000000200,
  Groups1790000000300,
  Events1790000000400,
  Decisions1790000000500,
  Money1790000000600,
  PageIndexes1790000000700,
  OneClock1790000000800,
  QuickPages1790000000900,
  BehindEvents1790000000950,
  LapsingSeats1790000000960,
  Discovery1790000001310,
  FollowedCalendars1790000001100,
  Reminders1790000001330,
  Series1790000001320,
  Tasks1790000001400,
  DatePolls1790000001320,
  Telling1790000001340,
  HostsAndAfter1790000001410,
  Answers1790000001200,
  TombstonesOfNights1790000001340,
  MailInvitations1790000001350,
  Door1790000001450,
  KindsOfBallots1790000001510,
  ImportedSeries1790000001500,
  QuickAnswers1790000001500,
  Effects1790000001520,
  NightsAlike1790000001510,
  Postponed1790000001520,
  ClaimLinks1790000001530,
  RegisterOfDecisions1790000001600,
  Delegation1790000001611,
  PollChanges1790000001620,
  Notices1790000001630,
  SecretBallots1790000001650,
  InstanceSecret1790000001660,
  ElectionsAndBudgets1790000001690,
  TellingElectors1790000001701,
  FailuresInWords1790000001650,
  Lives1790000001710,
  TemplatesOfDecisions1790000001720,
  VersionsOfTasks1790000001730,
  Removals1790000001790,
  BallotPapers1790000001810,
  RegisterWithNotices1790000001820,
  AmendedQuestions1790000001830,
  StepFreeSearch1790000001840,
  LivesOfExpenses1790000001850,
  Bills1790000001900,
  Candidacies1790000001910,
  LedgerWrites1790000001910,
  HandedBack1790000001930,
  MonthsOfAccounts1790000001940,
  LivesOfContributions1790000002000,
  Payouts1790000002010,
  Keeping1790000002020,
  LedgerBatches1790000002025,
  PaymentBatches1790000002030,
  BudgetRounds1790000002040,
  GiftsAndDues1790000002060,
  PlansOfLines1790000002070,
  Periods1790000002090,
  EndsOfLines1790000002100,
  InvoicesByLink1790000002125,
  BankStatements1790000002130,
  Auditors1790000002140,
  OneBankAccount1790000002150,
  Budgets1790000002170,
  SpendingAuthorities1790000002200,
  Advances1790000002210,
  Cards1790000002230,
  MoneyOfEvents1790000002240,
  VotesOnBudgets1790000002250,
  Categories1790000002300,
  PartsOfCardRefunds1790000002310,
  RecurringExpenses1790000002400,
  Lapsing1790000002410,
  TakingBack1790000002420,
  RoundsByDots1790000002430,
  CategoriesOfPlans1790000002500,
  SettlementsUndone1790000002510,
  SumsOfContributions1790000002520,
  SharesReceived1790000002530,
  SharesSettled1790000002700,
  PlansAfterOne1790000002710,
  LinesSeen1790000002760,
  SumsOfFigures1790000002800,
  RecurringAgain1790000002810,
  SidesOfMatches1790000002830,
  QuickLapses1790000002860,
  MovesGoBack1790000002900,
  DaysThatCame1790000003000,
  LinesThatStand1790000003010,
  RemovalsTakenBack1790000003020,
  PaidPlaces1790000003030,
  RefundsAsked1790000003040,
  ExpensesWithAuthors1790000003050,
];
