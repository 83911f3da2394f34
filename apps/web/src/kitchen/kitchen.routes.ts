import type { RouteRecordRaw } from 'vue-router';

/** Every part in every state, and the shell as a member sees it. Only in development and test builds. */
export const kitchenRoutes: readonly RouteRecordRaw[] = [
  { path: '/kitchen', name: 'kitchen', component: () => import('./KitchenPage.vue') },
  { path: '/kitchen/forms', name: 'kitchen-forms', component: () => import('./KitchenForms.vue') },
  { path: '/kitchen/figures', name: 'kitchen-figures', component: () => import('./KitchenFigures.vue') },
  { path: '/kitchen/calendar', name: 'kitchen-calendar', component: () => import('./KitchenCalendar.vue') },
  { path: '/kitchen/event', name: 'kitchen-event', component: () => import('./KitchenEvent.vue') },
  {
    path: '/kitchen/shell',
    name: 'kitchen-shell',
    component: () => import('./KitchenShell.vue'),
    meta: { bare: true },
  },
  { path: '/kitchen/hostile', name: 'kitchen-hostile', component: () => import('./KitchenHostile.vue') },
];
