// What compiling yields, one line a rule, and what differs between two such files: run before a change and after it, each difference must be one that
// the change is for.
// Usage: RULE_CORPORA=<folder> npx tsx bench/oracle.ts write <file> [platform …]
//        npx tsx bench/oracle.ts compare <before> <after> [--rules]
// `compare` looks at the corpora that both files hold.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { CatalogRule } from '../src/analysis/catalog-rule.ts';
import { compileCorpora, countBy } from './corpora.ts';

interface Line {
  readonly platform: string;
  readonly repository: string;
  readonly id: string;
  readonly canonicalHash: string;
  readonly stages: string;
  readonly status: string;
  readonly codes: string;
}

const COLUMNS = ['platform', 'repository', 'id', 'canonicalHash', 'stages', 'status', 'codes'] as const;

/** Compared of each rule, in this order; a change of status says which way. */
const COMPARED = ['status', 'canonicalHash', 'stages', 'codes'] as const;

const [command, ...args] = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('-'));
if (command === 'write') await writeLines(names);
else if (command === 'compare') compareFiles(names, args.includes('--rules'));
else throw new Error('write <file> [platform …], or compare <before> <after>');

async function writeLines([file, ...ids]: readonly string[]): Promise<void> {
  if (file === undefined) throw new Error('name a file to write');
  const lines: string[] = [];
  for (const { platform, repository, rules } of await compileCorpora(ids.length === 0 ? undefined : ids)) {
    const of = rules.map((rule) => lineOf(platform.id, repository, rule)).sort();
    console.log(`${platform.id} ${repository}: ${of.length} rules`);
    lines.push(...of);
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
}

function lineOf(platform: string, repository: string, { rule, canonicalHash }: CatalogRule): string {
  const stages = createHash('sha256').update(JSON.stringify(rule.stages)).digest('hex');
  const codes = countBy(rule.diagnostics, ({ code }) => code)
    .map(([code, count]) => (count === 1 ? code : `${code}×${count}`))
    .sort();
  return [platform, repository, rule.id, canonicalHash, stages, rule.parseStatus, codes.join(',')].join('\t');
}

function compareFiles([before, after]: readonly string[], showsRules: boolean): void {
  if (before === undefined || after === undefined) throw new Error('name two files to compare');
  const old = readLines(before);
  const now = readLines(after);
  const inBoth = corporaIn(old).filter((corpus) => corporaIn(now).includes(corpus));
  const keys = [...new Set([...old.keys(), ...now.keys()])].filter((key) => inBoth.includes(corpusOf(key)));
  const differences = keys.flatMap((key) => {
    const kind = difference(old.get(key), now.get(key));
    return kind === null ? [] : [{ key, kind: `${key.split('\t')[0] ?? ''}: ${kind}` }];
  });
  console.log(`${keys.length} rules of ${inBoth.length} corpora, ${differences.length} differ`);
  for (const [kind, count] of countBy(differences, (each) => each.kind)) {
    console.log(`${String(count).padStart(6)}  ${kind}`);
    if (showsRules)
      for (const { key } of differences.filter((each) => each.kind === kind))
        console.log(`        ${key.split('\t')[2] ?? ''}`);
  }
}

function readLines(file: string): ReadonlyMap<string, Line> {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return new Map(
    lines.map((text) => {
      const cells = text.split('\t');
      const line = Object.fromEntries(COLUMNS.map((name, at) => [name, cells[at] ?? ''])) as unknown as Line;
      return [`${line.platform}\t${line.repository}\t${line.id}`, line];
    }),
  );
}

function corporaIn(lines: ReadonlyMap<string, Line>): readonly string[] {
  return [...new Set([...lines.keys()].map(corpusOf))];
}

function corpusOf(key: string): string {
  return key.split('\t').slice(0, 2).join('\t');
}

/** Null: none. */
function difference(old: Line | undefined, now: Line | undefined): string | null {
  if (old === undefined) return 'new';
  if (now === undefined) return 'gone';
  const changed = COMPARED.filter((column) => old[column] !== now[column]);
  if (changed.length === 0) return null;
  return changed.map((column) => changeOf(column, old, now)).join('; ');
}

function changeOf(column: (typeof COMPARED)[number], old: Line, now: Line): string {
  switch (column) {
    case 'status':
      return `${old.status} → ${now.status}`;
    case 'canonicalHash':
      return 'condition';
    case 'stages':
      return 'stages';
    case 'codes':
      return codesChange(old.codes, now.codes);
  }
}

function codesChange(old: string, now: string): string {
  const before = old.split(',').filter(Boolean);
  const after = now.split(',').filter(Boolean);
  const gone = before.filter((code) => !after.includes(code)).map((code) => `-${code}`);
  const added = after.filter((code) => !before.includes(code)).map((code) => `+${code}`);
  return [...gone, ...added].join(' ');
}
