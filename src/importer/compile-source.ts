/** A platform's files to catalog rules: everything that can be read is, everything that cannot is reported. */
import { createHash } from 'node:crypto';
import type { CatalogRule } from '../analysis/catalog-rule.ts';
import { parseStatusOf } from '../analysis/parse-status.ts';
import type {
  FileDiagnostics,
  LogSourcesOf,
  Platform,
  SourceFile,
  SourceRule,
} from '../platforms/platform.ts';
import { ruleId } from '../rule/rule.ts';
import type { RuleId } from '../rule/rule.ts';
import { diagnostic } from '../text/diagnostic.ts';
import { catalogRule, compileRule, ruleWithoutLogic } from './compile-rule.ts';
import type { Compiler } from './compile-rule.ts';
import { compilerRevision } from './compiler-revision.ts';
import { readSource } from './read-source.ts';
import { referencesRules, resolveSteps } from './resolve-steps.ts';

export interface CompiledSource {
  /** New or changed rules, compiled. */
  readonly rules: readonly CatalogRule[];
  /** Ids of rules whose content hash the caller already knows: nothing was done for them. */
  readonly unchanged: readonly RuleId[];
  readonly broken: readonly FileDiagnostics[];
  readonly skippedFileCount: number;
}

export interface CompileOptions {
  /** Content hashes of the rules that are stored, by id. */
  readonly known: ReadonlyMap<string, string>;
  readonly onProgress: (done: number, total: number) => void;
}

/** Compiles a source. */
export async function compileSource(
  platform: Platform,
  files: readonly SourceFile[],
  compiler: Compiler,
  options: CompileOptions,
): Promise<CompiledSource> {
  const reading = readSource(platform, files, compiler);
  const stamped = uniqueRules(reading.rules).map((rule) => ({
    ...rule,
    contentHash: stamp(rule.contentHash),
  }));
  const changed = stamped.filter((rule) => options.known.get(rule.id) !== rule.contentHash);
  const compileById = ruleCompiler(stamped, compiler, platform.logSourcesOf);
  const compiled = await compileAll(changed, compileById, options);
  return {
    rules: compiled,
    unchanged: stamped
      .filter((rule) => options.known.get(rule.id) === rule.contentHash)
      .map((rule) => rule.id),
    broken: reading.broken,
    skippedFileCount: reading.skippedFileCount,
  };
}

/** A rule changes when its text does, or the code that compiles it. */
function stamp(contentHash: string): string {
  return createHash('sha256').update(compilerRevision()).update(contentHash).digest('hex');
}

/** After so many rules the event loop has a turn: a server that imports goes on answering. */
const RULES_PER_TURN = 50;

async function compileAll(
  changed: readonly SourceRule[],
  compileById: (id: string) => CatalogRule | null,
  options: CompileOptions,
): Promise<readonly CatalogRule[]> {
  const result: CatalogRule[] = [];
  for (const [index, source] of changed.entries()) {
    const compiled = compileById(source.id);
    if (compiled !== null) result.push(compiled);
    if (index % RULES_PER_TURN === 0) {
      options.onProgress(index, changed.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  options.onProgress(changed.length, changed.length);
  return result;
}

/** Compiles rules by id, each once; a correlation after the rules that it builds on. Null: no such rule, or a circle of correlations. */
function ruleCompiler(
  sources: readonly SourceRule[],
  compiler: Compiler,
  logSourcesOf: LogSourcesOf | undefined,
): (id: string) => CatalogRule | null {
  const byId = new Map<string, SourceRule>(sources.map((rule) => [rule.id, rule]));
  const compiled = new Map<string, CatalogRule>();
  const underWay = new Set<string>();
  const compileById = (id: string): CatalogRule | null => {
    const known = compiled.get(id);
    if (known !== undefined) return known;
    const source = byId.get(id);
    if (source === undefined || underWay.has(id)) return null;
    underWay.add(id);
    const fresh = compileGuarded(source, compiler, logSourcesOf, compileById);
    underWay.delete(id);
    compiled.set(id, fresh);
    return fresh;
  };
  return compileById;
}

/** A bug of ours costs the rule on which it shows, not the import. */
function compileGuarded(
  source: SourceRule,
  compiler: Compiler,
  logSourcesOf: LogSourcesOf | undefined,
  compileById: (id: string) => CatalogRule | null,
): CatalogRule {
  try {
    return withSteps(compileRule(source, compiler, logSourcesOf), source, compiler, compileById);
  } catch (error) {
    return ruleWithoutLogic(source, compiler.logBug(error, source.id));
  }
}

function withSteps(
  compiled: CatalogRule,
  source: SourceRule,
  compiler: Compiler,
  compileById: (id: string) => CatalogRule | null,
): CatalogRule {
  if (!referencesRules(compiled.rule.stages)) return compiled;
  const resolved = resolveSteps(compiled.rule, (id) => compileById(id)?.rule.condition ?? null);
  const parseStatus = parseStatusOf(resolved.condition, resolved.stages, resolved.diagnostics);
  return catalogRule({ ...resolved, parseStatus }, source, compiler, resolved.condition);
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
