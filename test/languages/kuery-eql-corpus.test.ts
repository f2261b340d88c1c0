/** Every kuery and EQL query of elastic/detection-rules, from the folder of repositories that RULE_CORPORA names. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RE2JS } from 're2js';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parseStatusOf } from '../../src/analysis/parse-status.ts';
import { leaves } from '../../src/condition/fold.ts';
import { simplify } from '../../src/condition/simplify.ts';
import { eql } from '../../src/languages/eql/index.ts';
import { kuery } from '../../src/languages/kuery/index.ts';
import type { Language } from '../../src/languages/language.ts';
import type { ParseStatus } from '../../src/rule/rule.ts';

const root = join(process.env['RULE_CORPORA'] ?? '', 'elastic+detection-rules');
const missing = process.env['RULE_CORPORA'] === undefined || !existsSync(root);
if (missing) {
  console.warn(
    'SKIPPED: set RULE_CORPORA to a folder that holds elastic+detection-rules to read its queries',
  );
}

interface RuleFile {
  readonly path: string;
  readonly query: string;
}

function queriesOf(language: string): readonly RuleFile[] {
  return ['rules', 'rules_building_block'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.toml'))
      .flatMap((path) => {
        const { rule } = parse(readFileSync(join(root, folder, path), 'utf8')) as {
          readonly rule?: { readonly language?: unknown; readonly query?: unknown };
        };
        const query = rule?.language === language ? rule.query : undefined;
        return typeof query === 'string' ? [{ path: `${folder}/${path}`, query }] : [];
      }),
  );
}

interface Reading {
  readonly path: string;
  readonly status: ParseStatus;
  readonly codes: readonly string[];
  readonly badRegexes: readonly string[];
}

function readRule({ id, lower }: Language, { path, query }: RuleFile): Reading {
  const { condition, stages, diagnostics } = lower({
    language: id,
    text: query,
    line: 1,
    column: 1,
    context: null,
  });
  const regexes = leaves(condition).flatMap(({ node }) =>
    node.kind === 'compare' && node.operator === 'regex' ? node.values.map(String) : [],
  );
  return {
    path,
    status: parseStatusOf(simplify(condition), stages, diagnostics),
    codes: diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    badRegexes: regexes.filter((regex) => !compiles(regex)),
  };
}

function compiles(regex: string): boolean {
  try {
    RE2JS.compile(regex);
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(missing).each([
  { language: kuery, least: 99.5 },
  { language: eql, least: 99 },
])('elastic/detection-rules in $language.id', ({ language, least }) => {
  it(`is read in full, ${least} % of it`, () => {
    const rules = queriesOf(language.id);
    const started = performance.now();
    for (const { query } of rules) {
      language.lower({ language: language.id, text: query, line: 1, column: 1, context: null });
    }
    const each = (performance.now() - started) / rules.length;
    const readings = rules.map((rule) => readRule(language, rule));
    const short = readings.filter(({ status }) => status !== 'FULL');
    const share = 100 - (100 * short.length) / readings.length;
    console.log(
      `${language.id}: ${readings.length} rules, ${share.toFixed(2)} % FULL, ${each.toFixed(3)} ms a rule`,
      short
        .map(({ path, status, codes }) => `\n  ${status} ${path}: ${codes.join(', ') || 'a pipe'}`)
        .join(''),
    );
    expect(rules.length).toBeGreaterThan(500);
    expect(readings.flatMap(({ badRegexes }) => badRegexes)).toEqual([]);
    expect(readings.filter(({ status }) => status === 'OPAQUE')).toEqual([]);
    expect(share).toBeGreaterThanOrEqual(least);
  });
});
