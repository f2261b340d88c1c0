// What the languages make of the queries of the real corpora, counted: constructs of the IR that occur, and why the rest is opaque.
import type { CatalogRule } from '../src/analysis/catalog-rule.ts';
import { conditionsOfStage } from '../src/analysis/parse-status.ts';
import { createCompiler } from '../src/catalog/compiler.ts';
import type { Condition } from '../src/condition/condition.ts';
import { CASELESS } from '../src/condition/print.ts';
import { languages } from '../src/importer/languages.ts';
import type { Language, Lowered } from '../src/languages/language.ts';
import type { Stage } from '../src/rule/stage.ts';
import { compileCorpora, corporaOf } from './corpora.ts';
import { messageTemplates } from './message-templates.ts';

export interface LanguageReport {
  readonly id: string;
  readonly repositories: Set<string>;
  /** Rules whose language it is, by parse status. */
  readonly rules: Record<CatalogRule['rule']['parseStatus'], number>;
  queries: number;
  /** Queries with the construct, by its name. */
  readonly constructs: Map<string, number>;
  /** Queries with the finding, by `<severity> <code> <message's template>`. */
  readonly findings: Map<string, number>;
}

export function emptyReport(id: string): LanguageReport {
  return {
    id,
    repositories: new Set(),
    rules: { FULL: 0, PARTIAL: 0, OPAQUE: 0 },
    queries: 0,
    constructs: new Map(),
    findings: new Map(),
  };
}

/** One for each language that the importer knows, by id; and those of rules in languages that it does not know. */
export async function reportLanguages(): Promise<readonly LanguageReport[]> {
  const reports = new Map([...languages.keys()].map((id) => [id, emptyReport(id)]));
  const reportOf = (id: string): LanguageReport => {
    const report = reports.get(id) ?? emptyReport(id);
    reports.set(id, report);
    return report;
  };
  const templateOf = messageTemplates();
  let repository = '';
  const watched = new Map(
    [...languages].map(([id, language]) => [
      id,
      watch(language, (lowered) => {
        const report = reportOf(id);
        report.repositories.add(repository);
        countQuery(report, lowered, templateOf);
      }),
    ]),
  );
  const compiler = { ...createCompiler(), languages: watched };
  for (const corpus of corporaOf()) {
    repository = corpus.repository;
    const [compiled] = await compileCorpora([corpus], compiler);
    for (const { rule } of compiled?.rules ?? []) reportOf(rule.language).rules[rule.parseStatus]++;
  }
  return [...reports.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A rule's mocks are no queries of their own. */
function watch(language: Language, see: (lowered: Lowered) => void): Language {
  return {
    ...language,
    lower: (query) => {
      const lowered = language.lower(query);
      see(lowered);
      return lowered;
    },
  };
}

function countQuery(
  report: LanguageReport,
  { condition, stages, diagnostics }: Lowered,
  templateOf: (message: string) => string | null,
): void {
  report.queries++;
  const conditions = [condition, ...stages.flatMap(conditionsOfStage)];
  addAll(report.constructs, [...conditions.flatMap(constructsOf), ...stages.flatMap(constructsOfStage)]);
  addAll(
    report.findings,
    diagnostics.map(({ severity, code, message }) => `${severity} ${code} ${templateOf(message) ?? ''}`),
  );
}

function addAll(counts: Map<string, number>, names: readonly string[]): void {
  for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
}

function constructsOf(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return [condition.kind, ...condition.of.flatMap(constructsOf)];
    case 'not':
      return ['not', ...constructsOf(condition.of)];
    case 'some':
      return ['some', ...constructsOf(condition.of)];
    case 'from':
      return ['from'];
    case 'always':
    case 'never':
    case 'opaque':
      return [];
    case 'compare': {
      const { operator, caseSensitive, quantifier, values, field, other } = condition;
      const folds =
        !caseSensitive && !CASELESS.has(operator) && values.some((value) => typeof value === 'string');
      return [
        `${operator}${folds ? '~' : ''}`,
        ...(quantifier === 'all' ? [`${operator} all`] : []),
        ...(field.match === 'glob' ? ['any field of a pattern'] : []),
        ...[field, ...(other === null ? [] : [other])].flatMap(({ transforms }) =>
          transforms.map(({ name }) => `${name}()`),
        ),
      ];
    }
  }
}

function constructsOfStage(stage: Stage): readonly string[] {
  switch (stage.kind) {
    case 'aggregate':
      return [
        'aggregate stage',
        ...stage.columns.map((column) => `${column.function} column`),
        ...having(stage.having),
      ];
    case 'join':
      return [`${stage.type} join stage`, ...stage.stages.flatMap(constructsOfStage)];
    case 'union':
      return ['union stage', ...stage.parts.flatMap(({ stages }) => stages.flatMap(constructsOfStage))];
    case 'sequence':
      return [stage.ordered ? 'sequence stage' : 'unordered sequence stage'];
    case 'filter':
    case 'new_terms':
    case 'lookup':
    case 'project':
      return [`${stage.kind} stage`];
    case 'opaque':
      return [];
  }
}

function having(condition: Condition): readonly string[] {
  return condition.kind === 'always' ? [] : ['having'];
}
