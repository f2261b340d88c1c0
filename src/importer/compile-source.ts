/** A platform's files to catalog rules: everything that can be read is, everything that cannot is reported. */
import { createHash } from 'node:crypto';
import type { CatalogRule } from '../analysis/catalog-rule.ts';
import { parseStatusOf } from '../analysis/parse-status.ts';
import type { Condition } from '../condition/condition.ts';
import type {
  FileDiagnostics,
  SourceKnowledge,
  Platform,
  SourceFile,
  SourceRule,
} from '../platforms/platform.ts';
import { ruleId } from '../rule/rule.ts';
import type { RuleId, RuleVersion } from '../rule/rule.ts';
import { diagnostic } from '../text/diagnostic.ts';
import { compileRule } from './compile-rule.ts';
import type { Compiler } from './compiler.ts';
import { deriveFacts } from './derive-facts.ts';
import { ruleWithoutLogic } from './rule-without-logic.ts';
import { compilerRevision } from './compiler-revision.ts';
import { asCopies, namedSteps, NO_OTHERS } from './copies.ts';
import type { OtherSources } from './copies.ts';
import { readSource } from './read-source.ts';
import { referencesRules, resolveSteps } from './resolve-steps.ts';

/** A source that was read: its rules can be compiled one by one, in any order. */
export interface OpenedSource {
  /** New or changed rules, in the order in which they are to be compiled. */
  readonly changed: readonly RuleVersion[];
  /** Ids of rules whose content hash the caller already knows: nothing need be done for them. */
  readonly unchanged: readonly RuleId[];
  readonly broken: readonly FileDiagnostics[];
  readonly skippedFileCount: number;
  /** Compiles one of the source's rules; throws where it has no such rule. */
  readonly compile: (id: string) => CatalogRule;
}

export interface CompiledSource extends Omit<OpenedSource, 'changed' | 'compile'> {
  /** New or changed rules, compiled. */
  readonly rules: readonly CatalogRule[];
}

export interface CompileOptions {
  /** Content hashes of the rules that are stored, by id. */
  readonly known: ReadonlyMap<string, string>;
  readonly onProgress: (done: number, total: number) => void;
}

/** Whoever watches over the compiling of a source. */
export interface RuleWatch {
  /** Which rule is under way; null: none. */
  readonly onRule: (id: string | null) => void;
  /** A rule that brought compiling to a standstill before is not tried again. */
  readonly isGivenUp: (id: string) => boolean;
}

const UNWATCHED: RuleWatch = { onRule: () => undefined, isGivenUp: () => false };

/** Reads a source; `known`: content hashes of the rules that are stored, by id. */
export function openSource(
  platform: Platform,
  files: readonly SourceFile[],
  compiler: Compiler,
  known: ReadonlyMap<string, string>,
  watch: RuleWatch = UNWATCHED,
  others: OtherSources = NO_OTHERS,
): OpenedSource {
  const reading = readSource(platform, files, compiler);
  const { rules, renamed } = asCopies(uniqueRules(reading.rules), known, others);
  const stamped = rules.map((rule) => ({
    ...rule,
    contentHash: stamp(rule.contentHash),
  }));
  const isKnown = ({ id, contentHash }: RuleVersion): boolean => known.get(id) === contentHash;
  return {
    changed: stamped
      .filter((rule) => !isKnown(rule))
      .map(({ id, path, contentHash }) => ({ id, path, contentHash })),
    unchanged: stamped.filter(isKnown).map(({ id }) => id),
    broken: reading.broken,
    skippedFileCount: reading.skippedFileCount,
    compile: ruleCompiler(stamped, renamed, compiler, platform, watch),
  };
}

/** Reads a source and compiles what is new or changed. */
export async function compileSource(
  platform: Platform,
  files: readonly SourceFile[],
  compiler: Compiler,
  { known, onProgress }: CompileOptions,
): Promise<CompiledSource> {
  const { changed, compile, ...rest } = openSource(platform, files, compiler, known);
  const rules: CatalogRule[] = [];
  for (let start = 0; start < changed.length; start += RULES_PER_TURN) {
    onProgress(start, changed.length);
    rules.push(...changed.slice(start, start + RULES_PER_TURN).map(({ id }) => compile(id)));
    await nextTurn();
  }
  onProgress(changed.length, changed.length);
  return { ...rest, rules };
}

/** After so many rules the event loop has a turn: a server that imports goes on answering. */
const RULES_PER_TURN = 50;

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A rule changes when its text does, or the code that compiles it. */
function stamp(contentHash: string): string {
  return createHash('sha256').update(compilerRevision()).update(contentHash).digest('hex');
}

/**
 * Compiles rules by id; a correlation after the rules that it builds on. Nothing is kept but the conditions that correlations asked for: a large
 * source's compiled rules need not fit in memory.
 */
function ruleCompiler(
  sources: readonly SourceRule[],
  renamed: ReadonlyMap<string, RuleId>,
  compiler: Compiler,
  knowledge: SourceKnowledge,
  watch: RuleWatch,
): (id: string) => CatalogRule {
  const byId = new Map<string, SourceRule>(sources.map((rule) => [rule.id, rule]));
  const conditions = new Map<string, Condition>();
  const failed = new Map<string, CatalogRule>();
  const underWay = new Set<string>();
  let circles = 0;
  const compileOne = (source: SourceRule): CatalogRule => {
    if (watch.isGivenUp(source.id)) return ruleGivenUp(source);
    const [outer = null] = [...underWay].slice(-1);
    underWay.add(source.id);
    watch.onRule(source.id);
    const fresh = failed.get(source.id) ?? compileGuarded(source, compiler, knowledge, conditionOf);
    underWay.delete(source.id);
    watch.onRule(outer);
    // Compiled once, so that the log knows the bug by one id.
    if (fresh.rule.diagnostics.at(-1)?.code === 'internal_error') failed.set(source.id, fresh);
    return fresh;
  };
  /** Null: no such rule, or a circle of correlations. */
  const conditionOf = (named: string): Condition | null => {
    const id = renamed.get(named) ?? named;
    const source = byId.get(id);
    if (source !== undefined && underWay.has(id)) circles++;
    if (source === undefined || underWay.has(id)) return null;
    const known = conditions.get(id);
    if (known !== undefined) return known;
    const before = circles;
    const { condition } = compileOne(source).rule;
    // Where it came back to a rule under way, another rule that asks for it gets another answer.
    if (circles === before) conditions.set(id, condition);
    return condition;
  };
  return (id) => {
    const source = byId.get(id);
    if (source === undefined) throw new Error(`the source has no rule ${id}`);
    const compiled = compileOne(source);
    if (renamed.size === 0) return compiled;
    const stages = compiled.rule.stages.map((stage) => namedSteps(stage, renamed));
    return { ...compiled, rule: { ...compiled.rule, stages } };
  };
}

/** A bug of ours costs the rule on which it shows, not the import. */
function compileGuarded(
  source: SourceRule,
  compiler: Compiler,
  knowledge: SourceKnowledge,
  conditionOf: (id: string) => Condition | null,
): CatalogRule {
  try {
    return withSteps(compileRule(source, compiler, knowledge), source, compiler, conditionOf);
  } catch (error) {
    const id = compiler.logBug(error, source.id);
    const message = `an internal error of the catalog kept the rule from being read (${id})`;
    return ruleWithoutLogic(source, 'internal_error', message);
  }
}

/** What a rule costs that no thread gets through: itself. */
function ruleGivenUp(source: SourceRule): CatalogRule {
  const message = 'reading the rule took too long, or too much memory';
  return ruleWithoutLogic(source, 'gave_up', message);
}

function withSteps(
  compiled: CatalogRule,
  source: SourceRule,
  compiler: Compiler,
  conditionOf: (id: string) => Condition | null,
): CatalogRule {
  if (!referencesRules(compiled.rule.stages)) return compiled;
  const resolved = resolveSteps(compiled.rule, conditionOf);
  const parseStatus = parseStatusOf(resolved.condition, resolved.stages, resolved.diagnostics);
  const rule = { ...resolved, parseStatus };
  return deriveFacts({ rule, tested: rule.condition }, source, compiler);
}

/** Every rule has an id of its own: of two with one id the second, in path order and hunts after rules, takes its path into its id. */
function uniqueRules(rules: readonly SourceRule[]): readonly SourceRule[] {
  const order = (rule: SourceRule): string => `${rule.kind === 'hunt' ? 1 : 0} ${rule.path}`;
  const sorted = [...rules].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
  const first = new Map<string, SourceRule>();
  for (const rule of sorted) {
    const earlier = first.get(rule.id);
    const unique = earlier === undefined ? rule : withPathInId(rule, earlier.path, first);
    first.set(unique.id, unique);
  }
  return [...first.values()];
}

function withPathInId(
  rule: SourceRule,
  earlierPath: string,
  taken: ReadonlyMap<string, SourceRule>,
): SourceRule {
  let nativeId = `${rule.nativeId}@${rule.path}`;
  for (let count = 2; taken.has(ruleId(rule.platform, nativeId)); count++)
    nativeId = `${rule.nativeId}@${rule.path}#${count}`;
  const message = `the id ${rule.nativeId} is already taken by ${earlierPath}`;
  return {
    ...rule,
    id: ruleId(rule.platform, nativeId),
    nativeId,
    diagnostics: [...rule.diagnostics, diagnostic('duplicate_id', message, null, 'warning')],
  };
}
