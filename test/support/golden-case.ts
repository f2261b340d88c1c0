/** A golden case: a folder of rule files as a platform writes them, with the events on which its rules are judged. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogRule } from '../../src/analysis/catalog-rule.ts';
import { createCompiler } from '../../src/catalog/compiler.ts';
import type { Verdict } from '../../src/engine/verdict.ts';
import { compileSource } from '../../src/importer/compile-source.ts';
import { platforms } from '../../src/platforms/index.ts';
import type { FileDiagnostics, Platform, SourceFile } from '../../src/platforms/platform.ts';

export const GOLDEN = join(import.meta.dirname, '../golden');
const compiler = createCompiler();

export interface GoldenEvent {
  readonly name: string;
  /** The rule's own id; needed where the case holds several. */
  readonly rule?: string;
  readonly verdict: Verdict;
  readonly event: unknown;
}

export interface GoldenCase {
  readonly folder: string;
  readonly platform: Platform;
  readonly events: readonly GoldenEvent[];
}

/** Names of the cases, each `<platform>/<case>`. */
export function goldenCaseNames(): readonly string[] {
  return foldersIn(GOLDEN).flatMap((platform) =>
    foldersIn(join(GOLDEN, platform)).map((name) => `${platform}/${name}`),
  );
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export function openGoldenCase(name: string): GoldenCase {
  const folder = join(GOLDEN, name);
  const events = JSON.parse(readFileSync(join(folder, 'events.json'), 'utf8')) as readonly GoldenEvent[];
  return { folder, platform: platformById(name.split('/')[0] ?? ''), events };
}

export function platformById(id: string): Platform {
  const platform = platforms.find((each) => each.id === id);
  if (platform === undefined) throw new Error(`there is no platform ${id}`);
  return platform;
}

export interface CompiledFiles {
  readonly rules: readonly CatalogRule[];
  readonly broken: readonly FileDiagnostics[];
}

/** Compiles all rules of a case's folder, as an import would. */
export async function compileGoldenCase({ folder, platform }: GoldenCase): Promise<CompiledFiles> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path !== 'rule.json' && path !== 'events.json' && platform.wants(path))
    .sort()
    .map((path): SourceFile => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
  return compileFiles(platform, files);
}

export async function compileFiles(platform: Platform, files: readonly SourceFile[]): Promise<CompiledFiles> {
  return compileSource(platform, files, compiler, { known: new Map(), onProgress: () => undefined });
}

/** As the catalog judges an event that names its fields as the rule does. */
export function judge({ rule }: CatalogRule, event: unknown): Verdict {
  const matched = compiler.judge(rule, rule.condition, event);
  if (matched === null) return 'undecided';
  return matched ? 'matched' : 'unmatched';
}
