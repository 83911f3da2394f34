import type { RouteRecordRaw } from 'vue-router';
import { homeRoutes } from './home.routes.ts';

const missing: RouteRecordRaw = {
  path: '/:rest(.*)*',
  name: 'not-found',
  component: () => import('./NotFoundPage.vue'),
};

/** Every area brings a file of its own and is named here. */
export const routes: readonly RouteRecordRaw[] = [...homeRoutes, missing];
