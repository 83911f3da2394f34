import { defineConfig } from 'vitest/config';

// Looks at built pages in a real browser: vitest run --config test/browser/vitest.config.ts
export default defineConfig({
  root: import.meta.dirname,
  test: {
    name: 'browser',
    include: ['*.browser.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
