import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Worker threads start faster than processes, and two of them suit the smallest machines that we support.
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'threads',
    maxWorkers: 2,
    // The first query against an embedded database that must be created takes seconds, not milliseconds.
    testTimeout: 15_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/reporter.ts'],
  },
});
