// The real corpora, compiled: what every script here works on. RULE_CORPORA names the folder that holds them, one folder a repository
// (owner+name).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { createCompiler } from '../src/catalog/compiler.ts';
import type { EngineRule } from '../src/engine/evaluation.ts';
import type { Compiler } from '../src/importer/compiler.ts';
import { compileSource } from '../src/importer/compile-source.ts';
import type { CompiledSource } from '../src/importer/compile-source.ts';
import { readFolder } from '../src/importer/read-folder.ts';
import { platforms } from '../src/platforms/index.ts';
import type { Platform } from '../src/platforms/platform.ts';
import { needsMoreThanOneEvent } from '../src/rule/one-event.ts';
import type { Rule } from '../src/rule/rule.ts';
import { hasQuery, standingOf } from '../src/rule/standing.ts';

/** A repository may hold rules of several platforms, and a platform several repositories. */
export const CORPORA: readonly { readonly platform: string; readonly repository: string }[] = [
  { platform: 'panther', repository: 'panther-labs+panther-analysis' },
  { platform: 'elastic', repository: 'elastic+detection-rules' },
  { platform: 'sigma', repository: 'SigmaHQ+sigma' },
  { platform: 'splunk', repository: 'splunk+security_content' },
  { platform: 'splunk', repository: 'olafhartong+ThreatHunting' },
  { platform: 'sentinel', repository: 'cloudflare+Azure-Sentinel' },
  { platform: 'sentinel', repository: 'noodlemctwoodle+Sentinel-As-Code' },
  { platform: 'defender', repository: 'noodlemctwoodle+Sentinel-As-Code' },
  { platform: 'defender', repository: 'Bert-JanP+Hunting-Queries-Detection-Rules' },
  { platform: 'defender', repository: 'reprise99+Sentinel-Queries' },
  { platform: 'defender', repository: 'FalconForceTeam+FalconFriday' },
  { platform: 'chronicle', repository: 'chronicle+detection-rules' },
  { platform: 'elastic_endpoint', repository: 'elastic+protections-artifacts' },
  { platform: 'falco', repository: 'falcosecurity+rules' },
  { platform: 'hayabusa', repository: 'Yamato-Security+hayabusa-rules' },
];

/** The first corpus of a platform. */
export function repositoryOf(platform: string): string {
  return CORPORA.find((corpus) => corpus.platform === platform)?.repository ?? platform;
}

/** The folder of one repository; ends the script with a clear word when it is not there. */
export function corpusFolder(repository: string): string {
  const root = process.env['RULE_CORPORA'];
  if (root === undefined)
    throw new Error('set RULE_CORPORA to a folder with the repositories, each named owner+name');
  const folder = join(root, repository);
  if (!existsSync(folder)) throw new Error(`${folder} is not there`);
  return folder;
}

export interface CompiledCorpus extends CompiledSource, Corpus {
  readonly seconds: number;
}

export interface Corpus {
  readonly platform: Platform;
  readonly repository: string;
}

/** Reads and compiles corpora; of all platforms, or of those named. */
export async function compileCorpora(
  corpora: readonly string[] | readonly Corpus[] = corporaOf(),
  compiler: Compiler = createCompiler(),
): Promise<readonly CompiledCorpus[]> {
  const compiled: CompiledCorpus[] = [];
  for (const each of corpora) {
    const named = typeof each === 'string' ? corporaOf([each]) : [each];
    for (const corpus of named) compiled.push(await compileCorpus(corpus, compiler));
  }
  return compiled;
}

async function compileCorpus({ platform, repository }: Corpus, compiler: Compiler): Promise<CompiledCorpus> {
  const started = performance.now();
  const { files } = await readFolder(corpusFolder(repository), platform);
  const source = await compileSource(platform, files, compiler, {
    known: new Map(),
    onProgress: () => undefined,
  });
  return { ...source, platform, repository, seconds: (performance.now() - started) / 1000 };
}

/** Each corpus with its platform. */
export function corporaOf(ids?: readonly string[]): readonly Corpus[] {
  return CORPORA.flatMap(({ platform: id, repository }) => {
    const platform = platforms.find((each) => each.id === id);
    return platform === undefined || ids?.includes(id) === false ? [] : [{ platform, repository }];
  });
}

/** Counts by key, largest first. */
export function countBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** `98.7 %`: rounded down, so that no target is met by rounding. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${(Math.floor((part / whole) * 10_000) / 100).toFixed(2)} %`;
}

/**
 * The rules of all corpora, each id once. COMPILED_RULES names a file that keeps them between runs, for work on what comes after compiling: it is written
 * where it is missing, and never checked against the corpora or the code.
 */
export async function compiledRules(): Promise<readonly Rule[]> {
  const kept = process.env['COMPILED_RULES'];
  if (kept !== undefined && existsSync(kept)) return deserialize(readFileSync(kept)) as readonly Rule[];
  const byId = new Map<string, Rule>();
  for (const { rules } of await compileCorpora()) {
    for (const { rule } of rules) if (!byId.has(rule.id)) byId.set(rule.id, rule);
  }
  const all = [...byId.values()];
  if (kept !== undefined) writeFileSync(kept, serialize(all));
  return all;
}

/** What the engine takes of a rule. */
export function engineRule(rule: Rule): EngineRule {
  const { id, condition, eventSchema, logSources, stages } = rule;
  const needsMoreEvents = needsMoreThanOneEvent(stages);
  return {
    id,
    condition,
    eventSchema,
    logSources,
    needsMoreEvents,
    standing: standingOf(rule.status, hasQuery(rule)),
  };
}
