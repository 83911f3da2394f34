import './ui/styles.css';
import urql from '@urql/vue';
import { createApp } from 'vue';
import App from './App.vue';
import { client } from './platform/graphql.ts';
import { makeRouter } from './platform/router.ts';
import { setViewer } from './platform/session.ts';
import { firstLocale, i18n, showLocale } from './platform/words.ts';
import { routes } from './pages/routes.ts';

async function start(): Promise<void> {
  const router = makeRouter(routes);
  // The kitchen shows every part in every state; a production build has no trace of it.
  if (import.meta.env.MODE !== 'production') {
    const { kitchenRoutes } = await import('./kitchen/kitchen.routes.ts');
    for (const route of kitchenRoutes) router.addRoute(route);
  }
  setViewer(null);
  await showLocale(firstLocale());
  const app = createApp(App).use(i18n).use(router).use(urql, client);
  await router.isReady();
  app.mount('#app');
}

void start();
