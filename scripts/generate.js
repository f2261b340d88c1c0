// Writes everything that is derived from a committed contract: the Prisma client, the GraphQL types, the parsers.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { parse } from 'graphql';
import peggy from 'peggy';
import { globSync } from 'tinyglobby';
import * as contract from '../codegen.config.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);

/** Runs a tool of node_modules; its output is shown only when it fails. */
function run(packageName, binName, args, env = {}) {
  const manifestPath = findManifest(packageName);
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
  const bin = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[binName];
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(dirname(manifestPath), bin), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) {
        console.log(`generate: ${binName} ${elapsed(started)}`);
        resolve();
      } else {
        reject(new Error(`${binName} ${args.join(' ')} ended with ${code}\n${output}`));
      }
    });
  });
}

/** A package's `exports` may hide its package.json, so it is looked up by path. */
function findManifest(packageName) {
  for (const folder of require.resolve.paths(packageName) ?? []) {
    const candidate = join(folder, packageName, 'package.json');
    try {
      readFileSync(candidate);
      return candidate;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`${packageName} is not installed: run npm ci`);
}

function elapsed(started) {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

function generatePrisma() {
  // `prisma generate` would download a schema engine that it never calls; any existing file stands in for it.
  // Never do the same for `prisma migrate`: it would do nothing and report success.
  return run('prisma', 'prisma', ['generate', '--no-hints'], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  });
}

/** The CLI of graphql-codegen would bring hundreds of packages for what are these few lines. */
async function generateGraphql() {
  const started = performance.now();
  const source = await codegen({
    filename: contract.output,
    schema: parse(readFileSync(join(root, 'schema.graphql'), 'utf8')),
    documents: [],
    config: contract.config,
    pluginMap: { typescript, resolvers },
    plugins: [{ typescript: {} }, { resolvers: {} }],
  });
  // The plugin hands on the program's own types without saying that they are types.
  replace(join(root, contract.output), source.replace(/^export \{/gm, 'export type {'));
  console.log(`generate: graphql ${elapsed(started)}`);
}

/**
 * grammar.peggy → grammar.generated.js and its .d.ts. A grammar says what it returns in a comment line
 * `// returns <Type>`, a type that ./ast.ts exports, and may name its entry rules with `// starts <rule> <rule>`.
 */
function generateParser(path) {
  const text = readFileSync(path, 'utf8');
  const type = /^\/\/ returns (\w+)\s*$/m.exec(text)?.[1];
  const starts = /^\/\/ starts ([\w ]+?)\s*$/m.exec(text)?.[1]?.split(/ +/);
  const folder = dirname(path);
  let source;
  try {
    source = peggy.generate(text, {
      output: 'source',
      format: 'es',
      grammarSource: path,
      ...(starts ? { allowedStartRules: starts } : {}),
    });
  } catch (error) {
    if (typeof error.format !== 'function') throw error;
    throw new Error(error.format([{ source: path, text }]));
  }
  replace(join(root, folder, 'grammar.generated.js'), source);
  replace(join(root, folder, 'grammar.generated.d.ts'), declaration(type, starts));
}

function declaration(type, starts) {
  return `${type ? `import type { ${type} } from './ast.ts';\n\n` : ''}export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export interface LocationRange {
  readonly start: Position;
  readonly end: Position;
}

export interface ParseOptions {
  readonly startRule?: ${starts ? starts.map((start) => `'${start}'`).join(' | ') : 'string'};
  readonly grammarSource?: string;
  readonly [option: string]: unknown;
}

export class SyntaxError extends globalThis.SyntaxError {
  readonly location: LocationRange;
  readonly found: string | null;
  readonly expected: readonly unknown[] | null;
}

export function parse(input: string, options?: ParseOptions): ${type ?? 'unknown'};
`;
}

/** Written beside and renamed, so that a test run in another shell never reads half a file. */
function replace(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}`);
  writeFileSync(draft, text);
  renameSync(draft, path);
}

function generateParsers() {
  const started = performance.now();
  const grammars = globSync('src/languages/*/grammar.peggy', { cwd: root }).sort();
  grammars.forEach(generateParser);
  console.log(`generate: peggy, ${grammars.length} grammars ${elapsed(started)}`);
}

const steps = { prisma: generatePrisma, graphql: generateGraphql, parsers: generateParsers };
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(steps, name));
if (unknown.length > 0) {
  console.error(`generate: unknown step ${unknown.join(', ')}; known: ${Object.keys(steps).join(', ')}`);
  process.exit(2);
}

const results = await Promise.allSettled(
  (asked.length > 0 ? asked : Object.keys(steps)).map(async (name) => steps[name]()),
);
for (const result of results) {
  if (result.status === 'rejected') {
    console.error(`generate: ${result.reason.message}`);
    process.exitCode = 1;
  }
}
