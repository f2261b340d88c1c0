// Ends a test run with one line that a script can read: `tests: N passed, N failed, N skipped`.
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const counts: Counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) count(module, counts);
    // At exit, because the default reporter prints its own summary after this hook.
    process.once('exit', () => {
      process.stdout.write(
        `tests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
      );
    });
  }
}

function count(module: TestModule, counts: Counts): void {
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    // A test that never came to an end, in a run that was cut short, did not pass.
    if (state === 'passed') counts.passed += 1;
    else if (state === 'skipped') counts.skipped += 1;
    else counts.failed += 1;
  }
  // A file that fails to load, or a hook that throws, has errors of its own and may hold no test at all.
  const broken = [module, ...module.children.allSuites()].filter((part) => part.errors().length > 0);
  counts.failed += broken.length;
}
