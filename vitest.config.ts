import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import icons from 'unplugin-icons/vite';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';
import { useMemoryForTemporaryFolders } from './test/support/memory-tmp.ts';

// graphql 16 is CommonJS for Node and ESM for bundlers: one alias keeps one copy in a test run.
const graphql = fileURLToPath(import.meta.resolve('graphql'));

useMemoryForTemporaryFolders();

export default defineConfig({
  resolve: { conditions: ['source'], alias: [{ find: /^graphql$/, replacement: graphql }] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    // Most of a story waits for a database or a process of its own: with a worker a core, cores idle.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    expect: { poll: { timeout: 10_000 } },
    projects: [
      { extends: true, test: { name: 'libs', include: ['libs/*/src/**/*.spec.ts'], pool: 'threads', isolate: false } },
      {
        extends: true,
        test: {
          name: 'api',
          include: ['apps/api/src/**/*.spec.ts', 'test/**/*.{spec,e2e-spec}.ts'],
          exclude: ['test/browser/**'],
          // The files of a worker share its modules: what a product is made of is read once and runs warm. Each story has a database of its own.
          isolate: false,
          setupFiles: ['reflect-metadata'],
          globalSetup: ['test/support/prepared.ts'],
          hookTimeout: 60_000,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        plugins: [vue(), icons({ compiler: 'vue3' })],
        resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
        test: { name: 'web', include: ['apps/web/src/**/*.spec.ts'], environment: 'happy-dom' },
      },
      'test/browser/vitest.config.ts',
    ],
  },
});
