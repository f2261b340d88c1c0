import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Node takes graphql's CommonJS build, Vite its module build: with both, a schema of one is refused by the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    // Worker threads start faster than processes, and two of them suit the smallest machines that we support.
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'threads',
    maxWorkers: 2,
    // The first query against an embedded database that must be created takes seconds, not milliseconds.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/reporter.ts'],
  },
});
