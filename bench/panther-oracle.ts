// A Python process that runs Panther's rules (panther-oracle.py), as a function that can be asked.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('panther-oracle.py', import.meta.url));

interface OracleRule {
  readonly path: string;
  readonly text: string;
  readonly entry: 'rule' | 'policy';
  readonly events: readonly {
    readonly event: unknown;
    readonly mocks?: Readonly<Record<string, unknown>>;
  }[];
}

interface Oracle {
  /** One result an event, as panther-oracle.py writes them. */
  readonly run: (rule: OracleRule) => Promise<readonly string[]>;
  readonly stop: () => void;
}

export function pythonVersion(): string | null {
  const { status, stdout } = spawnSync('python3', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** `modules`: the files of the modules that rules import; `dataModels`: as the platform reads them. */
export function startOracle(
  modules: Readonly<Record<string, string>>,
  dataModels: readonly unknown[],
): Oracle {
  const python = spawn('python3', [SCRIPT], { stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: python.stdout }).on('line', (line) => waiting.shift()?.(line));
  python.on('exit', (code) => {
    if (waiting.length > 0) throw new Error(`the oracle ended with ${code}`);
  });
  const ask = (question: unknown): Promise<{ readonly results?: readonly string[] }> =>
    new Promise((resolve) => {
      waiting.push((line) => resolve(JSON.parse(line) as { results?: string[] }));
      python.stdin.write(`${JSON.stringify(question)}\n`);
    });
  const ready = ask({ setup: { modules, dataModels } });
  return {
    run: async (rule) => {
      await ready;
      return (await ask({ rule })).results ?? [];
    },
    stop: () => void python.stdin.end(),
  };
}
