// Compiles src/ to dist/; with --if-stale only when a source is newer than the last build.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist/.built');

/** What the generators read: when one of these is newer than the build, its output is generated again first. */
const contracts = [
  'schema.graphql',
  'codegen.config.js',
  'prisma/schema.prisma',
  'src/languages/*/grammar.peggy',
];
const sources = ['src/**/*', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

function changedSinceBuild(patterns) {
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return globSync(patterns, { cwd: root }).some((path) => statSync(join(root, path)).mtimeMs > built);
}

function node(script, args) {
  const { status, error } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

function copyGeneratedParsers() {
  for (const path of globSync('src/**/*.generated.js', { cwd: root })) {
    const target = join(root, path.replace(/^src/, 'dist'));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(root, path), target);
  }
}

const onlyIfStale = process.argv.includes('--if-stale');
if (!onlyIfStale || changedSinceBuild([...contracts, ...sources])) {
  if (onlyIfStale && changedSinceBuild(contracts)) node('scripts/generate.js', []);
  const started = performance.now();
  const startedAt = new Date();
  node('node_modules/typescript/bin/tsc', ['--project', 'tsconfig.build.json']);
  copyGeneratedParsers();
  writeFileSync(stamp, startedAt.toISOString());
  console.error(`build: tsc ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
