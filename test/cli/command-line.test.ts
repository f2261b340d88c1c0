/** The command line as a script meets it: a process, its streams and its exit code. Few tests: each starts a program. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GOLDEN } from '../support/golden-case.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CASE = join(GOLDEN, 'sigma/placeholder-leaves-the-rest-to-decide');
const TIMEOUT = 300_000;

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Matched {
  readonly matches: readonly { readonly rule: { readonly catalogId: string } }[];
}

interface Placed {
  readonly place: string;
  readonly totals: { readonly matchCount: number };
}

let data = '';

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'rule-catalog-test-'));
});
afterAll(() => rm(data, { recursive: true, force: true }));

async function run(
  args: readonly string[],
  {
    input = '',
    environment = {},
  }: { readonly input?: string; readonly environment?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const { DATABASE_URL: _unset, ...inherited } = process.env;
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), 'src/cli/main.ts', ...args],
    {
      cwd: ROOT,
      env: { ...inherited, RULE_CATALOG_DATA: data, ...environment },
    },
  );
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}

describe('a call that is wrong', () => {
  it.each<readonly [string, readonly string[], NodeJS.ProcessEnv, string]>([
    ['an unknown platform', ['import', 'nobody', CASE], {}, 'there is no platform nobody'],
    ['a setting that cannot be', ['health'], { PORT: 'many' }, 'PORT must be a whole number'],
  ])(
    'ends with 2 and says so in one line: %s',
    async (_name, args, environment, message) => {
      const { exitCode, stdout, stderr } = await run(args, { environment });
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toContain(message);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    },
    TIMEOUT,
  );

  it(
    'may ask for help',
    async () => {
      const { exitCode, stdout } = await run(['--help']);
      expect(exitCode).toBe(0);
      for (const word of [
        'serve',
        'import',
        'sync',
        'remove',
        'show',
        'evaluate',
        'health',
        'RULE_CATALOG_DATA',
        'Exit codes',
      ])
        expect(stdout).toContain(word);
    },
    2 * TIMEOUT,
  );
});

/** Of several events a line each, what cannot be judged among them, and one rule's verdict. */
async function evaluatesSeveral(ruleId: string): Promise<void> {
  const records = [
    { Channel: 'Security', EventID: 4672 },
    { Channel: 'Security', EventID: 4625 },
  ];
  const input = `${records.map((record) => JSON.stringify(record)).join('\n')}\n{"broken":\n`;
  const several = await run(['evaluate', '-', '--rule', ruleId], { input });
  expect(several.exitCode).toBe(2);
  expect(several.stderr).toMatch(/^rule-catalog: standard input:3: the line is no JSON: .*\n$/);
  expect(several.stdout.split('\n')).toEqual([
    expect.stringMatching(/^standard input:1: windows.* MATCHED · 1 matches: Placeholder/),
    expect.stringMatching(/^standard input:2: windows.* UNMATCHED · 0 matches/),
    '',
  ]);

  const enveloped = await run(['evaluate', '-', '--json'], { input: JSON.stringify({ records }) });
  expect(enveloped.exitCode).toBe(0);
  const answers = enveloped.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Placed);
  expect(answers.map(({ place, totals }) => [place.toLowerCase(), totals.matchCount])).toEqual([
    ['standard input records[0]', 1],
    ['standard input records[1]', 0],
  ]);

  const unknown = await run(['evaluate', '-', '--rule', 'sigma:nobody'], { input: '{"EventID":1}' });
  expect([unknown.exitCode, unknown.stdout]).toEqual([2, '']);
  expect(unknown.stderr).toContain('the catalog has no rule sigma:nobody [UNKNOWN_RULES]');

  const explained = await run(['evaluate', '-', '--rule', ruleId, '--explain'], {
    input: JSON.stringify(records[1]),
  });
  expect(explained.exitCode).toBe(0);
  expect(explained.stdout).toContain('UNMATCHED Placeholder leaves the rest to decide');
  expect(explained.stdout).toMatch(/- EventID eq.* VALUE_MISMATCH {3}← 4625/);
}

describe('a catalog from the command line', () => {
  it(
    'is imported into, shown from and asked about an event',
    async () => {
      const imported = await run(['import', 'sigma', CASE, '--name', 'made-up', '--strict', '--json']);
      // The rule holds a placeholder: it is imported, but not parsed in full.
      expect(imported.exitCode).toBe(4);
      const report = JSON.parse(imported.stdout) as object;
      const parseStatusCounts = { FULL: 0, PARTIAL: 1, OPAQUE: 0 };
      expect(report).toMatchObject({
        sourceId: 'sigma/made-up',
        ruleCount: 1,
        broken: [],
        parseStatusCounts,
      });

      const missing = await run(['show', 'sigma:nobody']);
      expect([missing.exitCode, missing.stdout]).toEqual([3, '']);
      expect(missing.stderr).toContain('the catalog has no rule sigma:nobody');

      const input = JSON.stringify({ Channel: 'Security', EventID: 4672 });
      const evaluated = await run(['evaluate', '-', '--json'], { input });
      expect(evaluated.exitCode).toBe(0);
      const { totals, matches } = JSON.parse(evaluated.stdout) as {
        readonly totals: object;
        readonly matches: readonly { readonly effect: string; readonly rule: { readonly title: string } }[];
      };
      expect(totals).toMatchObject({ matchCount: 1, undecidedCount: 0 });
      expect(matches.map(({ effect, rule }) => [effect, rule.title])).toEqual([
        ['ALERTS', 'Placeholder leaves the rest to decide'],
      ]);
      await evaluatesSeveral((JSON.parse(evaluated.stdout) as Matched).matches[0]?.rule.catalogId ?? '');

      const removed = await run(['remove', 'sigma/made-up', '--json']);
      expect(JSON.parse(removed.stdout)).toEqual({ sourceId: 'sigma/made-up', ruleCount: 1 });
    },
    2 * TIMEOUT,
  );
});
