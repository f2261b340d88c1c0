// Events by the kind of work that they make, for the scripts that time an evaluation.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { corpusFolder, repositoryOf } from './corpora.ts';
import type { Rule } from '../src/rule/rule.ts';

export function eventLanes(rules: readonly Rule[]): Readonly<Record<string, readonly unknown[]>> {
  const tests = rules.flatMap(({ kind, tests: of }) => (kind === 'policy' ? [] : of));
  return {
    'tests of rules, origin detected': tests.map(({ event }) => event),
    'regression events (Windows)': regressionEvents(),
    'of unknown origin': unknownEvents(),
  };
}

/** Records as some application writes them: nothing says where they come from, and some keys are words that rules know. */
function unknownEvents(): readonly unknown[] {
  return Array.from({ length: 40 }, (_none, at) => ({
    id: at,
    level: at % 2 === 0 ? 'info' : 'error',
    message: `request ${at} took ${at * 7} ms`,
    user: { name: `user${at}`, id: at * 11 },
    ...(at % 3 === 0 ? { action: 'login', status: 'failure' } : { eventName: 'Start', type: 'job' }),
  }));
}

function regressionEvents(): readonly unknown[] {
  const folder = join(corpusFolder(repositoryOf('sigma')), 'regression_data');
  return (
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.json') && statSync(join(folder, path)).isFile())
      // A file may hold several documents, one after the other.
      .flatMap((path) => readFileSync(join(folder, path), 'utf8').split(/(?<=^\})\s*(?=^\{)/m))
      .map((text): unknown => JSON.parse(text))
  );
}

export function everyNth<T>(items: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_item, index) => index % step === 0);
}

/** What others do on the machine is no part of it. */
export function processorTime(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const spent = process.cpuUsage(before);
  return (spent.user + spent.system) / 1_000;
}
