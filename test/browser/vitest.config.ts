import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Looks at built pages in a real browser: vitest run --project browser
export default defineConfig({
  root: import.meta.dirname,
  // As for the other projects: one copy of graphql where the product runs inside the test.
  resolve: {
    conditions: ['source'],
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }],
  },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    name: 'browser',
    include: ['*.browser.ts'],
    // As the stories of the API: the files of a worker share its modules, most of which are the product itself.
    isolate: false,
    setupFiles: ['reflect-metadata'],
    globalSetup: ['../support/prepared.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The answer of the server comes first, and the machine has other stories to tell.
    expect: { poll: { timeout: 20_000 } },
    // A story waits for a vote to close by itself: meanwhile the others go on.
    maxWorkers: 3,
    sequence: { groupOrder: 1 },
  },
});
