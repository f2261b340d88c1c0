// Our verdicts against Python's: every Panther rule and policy runs under CPython on its own test events and on mutants of them, and each
// event that the catalog's engine judges otherwise is printed, grouped by what was done to the event.
// Usage: RULE_CORPORA=<folder> npx tsx bench/panther-differential.ts [--events=50] [--sample=<every n-th rule>] [--only=<part of an id>] [--list] [--tests]
// --tests: holds the oracle itself to the rules' own expectations.
import { join } from 'node:path';
import { createCompiler } from '../src/catalog/compiler.ts';
import type { CatalogRule } from '../src/analysis/catalog-rule.ts';
import { compileCondition } from '../src/engine/evaluate/compile.ts';
import { nativeView } from '../src/engine/event/event-view.ts';
import { compileRule } from '../src/importer/compile-rule.ts';
import { readFolder } from '../src/importer/read-folder.ts';
import type { PythonContext } from '../src/languages/python/index.ts';
import { panther } from '../src/platforms/panther/index.ts';
import type { SourceRule } from '../src/platforms/platform.ts';
import { isRecord } from '../src/text/plain-data.ts';
import { corpusFolder, countBy, repositoryOf, share } from './corpora.ts';
import { mutants } from './mutate-event.ts';
import type { Mutant } from './mutate-event.ts';
import { pythonVersion, startOracle } from './panther-oracle.ts';

interface Judged {
  readonly rule: CatalogRule;
  readonly mutant: Mutant;
  readonly ours: string;
  readonly python: string;
  /** What Python says once null and missing are the same to it, as they are to the IR. */
  readonly withoutNulls: string;
}

/** Why the verdicts differ, as far as a reading rule explains it (docs/panther.md); `else` is a wrong verdict. */
const CLASSES = ['else', 'null', 'key case', 'type'] as const;
type Class = (typeof CLASSES)[number];

const version = pythonVersion();
if (version === null) {
  console.log('skipped: there is no python3, so that there is nothing to compare with');
  process.exit(0);
}
const option = (name: string, otherwise: string): string =>
  process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise;
const flag = (name: string): boolean => process.argv.includes(`--${name}`);

const root = corpusFolder(repositoryOf('panther'));
const { files } = await readFolder(root, panther);
const sources = panther.read(files).rules.filter(isPythonOnly).filter(isChosen);
const compiler = createCompiler();
const compiled = new Map(sources.map((source) => [source.id, compileRule(source, compiler)]));
const { modulePaths, dataModels } = contextOf(sources[0]);
const paths = Object.fromEntries([...modulePaths].map(([name, path]) => [name, join(root, path)]));
const oracle = startOracle(paths, dataModels);
if (flag('tests')) await testOracle();
else await compare();
oracle.stop();

function isPythonOnly({ kind, queries }: SourceRule): boolean {
  return kind !== 'scheduled_rule' && queries.length === 1 && queries[0]?.language === 'python';
}

function isChosen({ id }: SourceRule, at: number): boolean {
  return (
    id.toLowerCase().includes(option('only', '').toLowerCase()) && at % Number(option('sample', '1')) === 0
  );
}

function contextOf(source: SourceRule | undefined): PythonContext {
  // The platform makes it for this language.
  return source?.queries[0]?.context as PythonContext;
}

function run(
  source: SourceRule,
  events: readonly { event: unknown; mocks?: Readonly<Record<string, unknown>> }[],
) {
  const { entry } = contextOf(source);
  const text = source.queries[0]?.text ?? '';
  return oracle.run({ path: join(root, source.path), text, entry, events });
}

async function testOracle(): Promise<void> {
  const counts = new Map<string, number>();
  for (const source of sources) {
    const results = await run(source, source.tests);
    for (const [at, test] of source.tests.entries()) {
      const python = pythonVerdict(source.inverted, results[at] ?? '');
      const fits =
        python === null ? 'unknown' : (python === 'matched') === test.expected ? 'agrees' : 'differs';
      counts.set(fits, (counts.get(fits) ?? 0) + 1);
      if (fits !== 'agrees')
        console.log(`${fits} ${source.nativeId} · ${test.name} · expects ${test.expected} · ${results[at]}`);
    }
  }
  console.log(
    `oracle (${version}) on the rules' own tests: ${[...counts].map((each) => each.join(' ')).join(', ')}`,
  );
}

/** Null: Python's word is not known. An exception, or a result that is no bool, is no alert. */
function pythonVerdict(inverted: boolean, result: string): 'matched' | 'unmatched' | null {
  if (result.startsWith('unknown')) return null;
  return result === String(!inverted) ? 'matched' : 'unmatched';
}

async function compare(): Promise<void> {
  const judged: Judged[] = [];
  for (const source of sources) {
    const rule = compiled.get(source.id);
    if (rule === undefined || (flag('full') && rule.rule.parseStatus !== 'FULL')) continue;
    judged.push(...(await judgeRule(source, rule)));
  }
  report(judged);
}

async function judgeRule(source: SourceRule, rule: CatalogRule): Promise<readonly Judged[]> {
  const bases = [...source.tests]
    .sort((a, b) => Number(b.expected) - Number(a.expected))
    .map(({ event }) => event);
  const { logTypes } = contextOf(source);
  const given = bases.filter(isRecord);
  const own = given.length > 0 ? given : [{ p_log_type: logTypes[0] ?? null }];
  const made = mutants(
    own,
    rule.rule.condition,
    source.queries[0]?.text ?? '',
    Number(option('events', '50')),
    source.id,
  );
  const results = await run(source, made);
  const bare = await run(
    source,
    made.map(({ event }, at) => ({
      event: source.inverted ? nullsFilled(event, results[at]) : withoutNulls(event),
    })),
  );
  const engine = compileCondition(rule.rule.condition, rule.rule.eventSchema);
  return made.map((mutant, at) => ({
    rule,
    mutant,
    ours: engine.verdict(nativeView(mutant.event)),
    python: results[at] ?? 'unknown:no result',
    withoutNulls: bare[at] ?? 'unknown:no result',
  }));
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item)]])),
  );
}

/** A policy's code takes an attribute without asking whether it is there: the one that it missed, as null. */
function nullsFilled(value: unknown, result = ''): unknown {
  const missed = /^raised:KeyError: '([^']+)'$/.exec(result)?.[1];
  if (missed === undefined) return withoutNulls(value);
  const fill = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(fill);
    if (!isRecord(each)) return each;
    const filled = Object.fromEntries(Object.entries(each).map(([key, item]) => [key, fill(item)]));
    return missed in filled ? filled : { ...filled, [missed]: null };
  };
  return fill(value);
}

function classOf(each: Judged): Class {
  const policy = each.rule.rule.kind === 'policy';
  const { kind, label } = each.mutant;
  if (kind === 'key_case' || label.includes('key_case')) return 'key case';
  if (pythonVerdict(policy, each.withoutNulls) === each.ours) return 'null';
  if (policy && each.python.startsWith('raised:KeyError')) return 'null';
  return /^raised:(TypeError|AttributeError)|^other/.test(each.python) && !/'?NoneType/.test(each.python)
    ? 'type'
    : 'else';
}

function disagrees({ rule, ours, python }: Judged): boolean {
  const verdict = pythonVerdict(rule.rule.kind === 'policy', python);
  return verdict !== null && ours !== 'undecided' && ours !== verdict;
}

function report(judged: readonly Judged[]): void {
  const wrong = judged.filter(disagrees);
  const known = judged.filter(
    ({ rule, python }) => pythonVerdict(rule.rule.kind === 'policy', python) !== null,
  );
  const undecided = known.filter(({ ours }) => ours === 'undecided').length;
  const rules = new Set(judged.map(({ rule }) => rule)).size;
  console.log(
    `${version}; ${rules} rules, ${judged.length} events, of ${known.length} Python's verdict is known: undecided ${undecided} ` +
      `(${share(undecided, known.length)}), disagree ${wrong.length} (${share(wrong.length, known.length)}), in ${new Set(wrong.map(({ rule }) => rule)).size} rules`,
  );
  for (const one of CLASSES) {
    const found = wrong.filter((each) => classOf(each) === one);
    console.log(
      `  class ${one}: ${found.length} (${share(found.length, known.length)}), in ${new Set(found.map(({ rule }) => rule)).size} rules`,
    );
  }
  const of = (each: Judged): string =>
    `${classOf(each)} · ${each.rule.rule.kind} · ${each.mutant.kind} · we say ${each.ours} · Python ${groupOf(each.python)}`;
  for (const [cause, count] of countBy(wrong, of)) {
    const inRules = new Set(wrong.filter((each) => of(each) === cause).map(({ rule }) => rule)).size;
    console.log(`${String(count).padStart(6)} in ${String(inRules).padStart(4)} rules  ${cause}`);
  }
  if (!flag('list')) return;
  const order = [...wrong].sort((a, b) => CLASSES.indexOf(classOf(a)) - CLASSES.indexOf(classOf(b)));
  for (const [id, count] of countBy(order, ({ rule }) => rule.rule.id)) {
    console.log(`\n== ${id} ${count}`);
    for (const each of order
      .filter(({ rule }) => rule.rule.id === id)
      .slice(0, Number(option('shown', '6')))) {
      const { mutant, ours, python } = each;
      console.log(
        `   [${classOf(each)}][${mutant.kind}] ${mutant.label} · ${ours} · ${python}${flag('events') ? `\n      ${JSON.stringify(mutant.event)}` : ''}`,
      );
    }
  }
}

/** `raised TypeError`, `false`, `other str`. */
function groupOf(python: string): string {
  const [word = '', type = ''] = python.split(':');
  return type === '' ? word : `${word} ${type.trim()}`;
}
