import type { RouteRecordRaw } from 'vue-router';

const meta = { section: 'book' } as const;

export const moneyRoutes: readonly RouteRecordRaw[] = [
  { path: '/g/:handle/book', name: 'group-book', component: () => import('./BookPage.vue'), meta },
  { path: '/g/:handle/book/entries', name: 'book-figure', component: () => import('./FigurePage.vue'), meta },
  { path: '/g/:handle/book/desk', name: 'book-desk', component: () => import('./DeskPage.vue'), meta },
  { path: '/g/:handle/book/advances', name: 'book-advances', component: () => import('./AdvancesPage.vue'), meta },
  { path: '/g/:handle/book/recurring', name: 'book-recurring', component: () => import('./RecurringPage.vue'), meta },
  {
    path: '/g/:handle/book/categories',
    name: 'book-categories',
    component: () => import('./CategoriesPage.vue'),
    meta,
  },
  { path: '/g/:handle/book/closing', name: 'book-closing', component: () => import('./ClosingPage.vue'), meta },
  {
    path: '/g/:handle/book/report',
    name: 'book-report',
    component: () => import('./ReportPage.vue'),
    beforeEnter: ({ query, params }) => Boolean(query['from']) || { name: 'book-closing', params },
    meta,
  },
  { path: '/g/:handle/book/who-spends', name: 'who-spends', component: () => import('./WhoSpendsPage.vue'), meta },
  { path: '/g/:handle/book/accounts', name: 'book-accounts', component: () => import('./AccountsPage.vue'), meta },
  {
    path: '/g/:handle/book/statements',
    name: 'book-statements',
    component: () => import('./StatementsPage.vue'),
    meta,
  },
  { path: '/g/:handle/book/payments', name: 'book-payments', component: () => import('./PaymentsPage.vue'), meta },
  {
    path: '/g/:handle/book/payments/:id',
    name: 'payment-batch',
    component: () => import('./PaymentBatchPage.vue'),
    meta,
  },
  { path: '/g/:handle/book/rounds', name: 'group-rounds', component: () => import('./RoundsPage.vue'), meta },
  { path: '/g/:handle/book/rounds/new', name: 'round-new', component: () => import('./RoundNewPage.vue'), meta },
  { path: '/g/:handle/book/rounds/:id', name: 'round', component: () => import('./RoundPage.vue'), meta },
  {
    path: '/g/:handle/book/budgets/:id?/:part(edit)?',
    name: 'budgets',
    component: () => import('./BudgetsPage.vue'),
    meta,
  },
  { path: '/g/:handle/gifts', name: 'gifts', component: () => import('./GiftsPage.vue'), meta },
  { path: '/g/:handle/book/gifts', name: 'gift-desk', component: () => import('./GiftDeskPage.vue'), meta },
  { path: '/g/:handle/book/cards', name: 'card-desk', component: () => import('./CardDeskPage.vue'), meta },
  { path: '/g/:handle/expenses', name: 'group-expenses', component: () => import('./ExpensesPage.vue'), meta },
  { path: '/g/:handle/expenses/new', name: 'expense-new', component: () => import('./ExpenseNewPage.vue'), meta },
  { path: '/x/:id', name: 'expense', component: () => import('./ExpensePage.vue'), meta },
];
