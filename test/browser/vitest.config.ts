import { defineConfig } from 'vitest/config';

// Looks at built pages in a real browser: vitest run --project browser
export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    name: 'browser',
    include: ['*.browser.ts'],
    setupFiles: ['reflect-metadata'],
    globalSetup: ['../support/prepared-database.ts', '../support/prepared-postgres.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A story waits for a vote to close by itself: meanwhile the others go on.
    maxWorkers: 3,
    sequence: { groupOrder: 1 },
  },
});
