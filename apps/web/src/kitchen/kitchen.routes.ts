import type { RouteRecordRaw } from 'vue-router';

export const kitchenRoutes: readonly RouteRecordRaw[] = [
  { path: '/kitchen', name: 'kitchen', component: () => import('./KitchenPage.vue') },
];
