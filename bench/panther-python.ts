/** How much of Panther's own rules is lowered whole, and do their own tests agree? RULE_CORPORA: a folder with panther-labs+panther-analysis. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { printCondition } from '../src/condition/print.ts';
import { leaves } from '../src/condition/fold.ts';
import type { PythonContext, PythonDataModel } from '../src/languages/python/index.ts';
import { pythonLanguage } from '../src/languages/python/index.ts';
import type { RuleTest } from '../src/rule/rule.ts';
import { evaluateCondition } from '../src/engine/evaluate/compile.ts';
import { not } from '../src/condition/condition.ts';

interface File {
  readonly path: string;
  readonly yaml: Record<string, unknown>;
}

const root = join(process.env['RULE_CORPORA'] ?? 'corpora', 'panther-labs+panther-analysis');
if (!existsSync(root)) {
  console.log(`skipped: no ${root}`);
  process.exit(0);
}
const [only, show] = process.argv.slice(2);

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
    join(folder, path),
  );
}
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const list = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? (value as Record<string, unknown>[]) : [];

const modules = new Map<string, string>();
const modulePaths = new Map<string, string>();
const dataModels: PythonDataModel[] = [];
for (const path of [...filesUnder('global_helpers'), ...filesUnder('data_models')]) {
  if (path.endsWith('.py') && !path.endsWith('_test.py')) {
    modules.set(basename(path, '.py'), text(path));
    modulePaths.set(basename(path, '.py'), path);
  }
  if (!path.startsWith('data_models') || !path.endsWith('.yml')) continue;
  const yaml = parse(text(path)) as Record<string, unknown>;
  dataModels.push({
    logTypes: yaml['LogTypes'] as string[],
    module: typeof yaml['Filename'] === 'string' ? basename(yaml['Filename'], '.py') : null,
    mappings: list(yaml['Mappings']).map((one) => ({
      name: String(one['Name']),
      path: typeof one['Path'] === 'string' ? one['Path'] : null,
      method: typeof one['Method'] === 'string' ? one['Method'] : null,
    })),
  });
}

const rules: File[] = [...filesUnder('rules'), ...filesUnder('policies')]
  .filter((path) => path.endsWith('.yml'))
  .map((path) => ({ path, yaml: parse(text(path), { uniqueKeys: false }) as Record<string, unknown> }))
  .filter(
    ({ yaml }) =>
      typeof yaml['Filename'] === 'string' &&
      ['rule', 'scheduled_rule', 'policy'].includes(String(yaml['AnalysisType'])),
  );

let full = 0;
let opaqueWhole = 0;
let agree = 0;
let wrong = 0;
let undecided = 0;
let spent = 0;
const reasons = new Map<string, number>();
const slow: [number, string][] = [];
const lines: string[] = [];
for (const { path, yaml } of rules) {
  if (only !== undefined && only !== '-' && !path.includes(only)) continue;
  const policy = yaml['AnalysisType'] === 'policy';
  const logTypes = (yaml['LogTypes'] ?? yaml['ResourceTypes'] ?? []) as string[];
  const context: PythonContext = {
    modules,
    modulePaths,
    dataModels,
    logTypes,
    entry: policy ? 'policy' : 'rule',
  };
  const query = {
    language: 'python',
    text: text(join(dirname(path), String(yaml['Filename']))),
    line: 1,
    column: 1,
    context,
  };
  if (process.env['TRACE']) console.error(path);
  const start = performance.now();
  const lowered = pythonLanguage.lower(query);
  const took = performance.now() - start;
  spent += took;
  slow.push([took, path]);
  const opaques = leaves(lowered.condition).filter(({ node }) => node.kind === 'opaque');
  if (opaques.length === 0) full++;
  if (lowered.condition.kind === 'opaque') opaqueWhole++;
  for (const reason of new Set(opaques.map(({ node }) => (node.kind === 'opaque' ? node.reason : ''))))
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  if (show === 'all' || (show === 'opaque' && opaques.length > 0)) {
    lines.push(
      `== ${path}\n${printCondition(lowered.condition)}`,
      ...lowered.diagnostics.map(
        (one) => `   ${one.code} ${one.file ?? ''} ${one.span?.start.line ?? '-'}: ${one.message}`,
      ),
      `   out: ${lowered.outputFields.map((one) => `${one.origin}:${one.name}<-${one.source}`).join(' ')}`,
    );
  }
  for (const test of list(yaml['Tests'])) {
    const event = structuredClone((test['Log'] ?? test['Resource']) as Record<string, unknown>);
    if (event['p_log_type'] === undefined && !policy) event['p_log_type'] = test['LogType'] ?? logTypes[0];
    const mocks = Object.fromEntries(
      list(test['Mocks']).map((one) => [String(one['objectName']), one['returnValue']]),
    );
    const ruleTest: RuleTest = {
      name: String(test['Name']),
      expected: (test['ExpectedResult'] === true) !== policy,
      event,
      mocks,
    };
    const condition =
      Object.keys(mocks).length > 0 ? pythonLanguage.lowerForTest!(query, ruleTest) : lowered.condition;
    const verdict = evaluateCondition(policy ? not(condition) : condition, event);
    if (verdict === 'undecided') undecided++;
    else if ((verdict === 'matched') === ruleTest.expected) agree++;
    else {
      wrong++;
      lines.push(
        `WRONG ${path} "${ruleTest.name}" got ${verdict}${show === 'wrong' ? `\n${printCondition(condition)}` : ''}`,
      );
    }
    if (verdict === 'undecided' && show === 'undecided')
      lines.push(`UNDECIDED ${path} "${ruleTest.name}"\n${printCondition(condition)}`);
  }
}
for (const line of lines) console.log(line);
const total = slow.length;
const tests = agree + wrong + undecided;
const share = (part: number, of: number): string =>
  `${part} (${((100 * part) / Math.max(1, of)).toFixed(1)} %)`;
console.log(
  `rules ${total}: FULL ${share(full, total)}, OPAQUE ${share(opaqueWhole, total)}; ${(spent / total).toFixed(2)} ms each`,
);
console.log(
  `tests ${tests}: agree ${share(agree, tests)}, undecided ${share(undecided, tests)}, wrong ${share(wrong, tests)}`,
);
console.log(
  [...reasons]
    .sort((a, b) => b[1] - a[1])
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', '),
);
console.log(
  slow
    .sort((a, b) => b[0] - a[0])
    .slice(0, 5)
    .map(([took, path]) => `${took.toFixed(0)} ms ${basename(path)}`)
    .join(', '),
);
