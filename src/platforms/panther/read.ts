/** Reads a folder of Panther detections: YAML with the Python beside it → source rules. */
import { posix } from 'node:path';
import { logSourcesOfLogType, logSourceOfResourceType } from '../../fields/panther-log-types.ts';
import type { LogSource } from '../../rule/log-source.ts';
import type { RuleKind } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { distinct, textOf, textsOf } from '../../text/plain-data.ts';
import type { FileDiagnostics, SourceFile, SourceReading, SourceRule } from '../platform.ts';
import { readCorrelation } from './correlation.ts';
import { besidePath, buildLibrary, hashOf } from './library.ts';
import type { Library, PythonContext } from './library.ts';
import { ANY_RESOURCE, distinctLogSources, logSourcesOfSql } from './log-types.ts';
import { readLogic } from './logic.ts';
import { OTHER_TYPES, RULE_TYPES, ruleHead } from './rule-head.ts';
import { ruleTests } from './rule-tests.ts';
import { readYamlFile } from './yaml-file.ts';
import type { YamlRecord } from './yaml-file.ts';
import { resolveCorrelations } from './resolve-correlations.ts';

const YAML = /\.ya?ml$/i;

/** Everything that the rules of one source share. */
interface Source {
  readonly python: ReadonlyMap<string, string>;
  readonly library: Library;
  readonly logTypes: readonly string[];
  readonly deprecated: ReadonlySet<string>;
}

interface RuleRecord {
  readonly kind: RuleKind;
  readonly nativeId: string;
  readonly record: YamlRecord;
  readonly diagnostics: readonly Diagnostic[];
}

export function readPanther(files: readonly SourceFile[]): SourceReading {
  const python = new Map(
    files.filter(({ path }) => path.endsWith('.py')).map(({ path, text }) => [path, text]),
  );
  const yamlFiles = files
    .filter(({ path }) => YAML.test(path))
    .map((file) => ({ file, yaml: readYamlFile(file) }));
  const records = yamlFiles.flatMap(({ yaml }) => yaml.records);
  const source: Source = {
    python,
    library: buildLibrary(records, python),
    logTypes: distinct(records.flatMap(({ value }) => textsOf(value['LogTypes']))),
    deprecated: deprecatedIds(files),
  };
  const broken: FileDiagnostics[] = [];
  const ruleRecords: RuleRecord[] = [];
  for (const { file, yaml } of yamlFiles) {
    const found = classify(yaml.records);
    const errors = [...yaml.diagnostics.filter(({ severity }) => severity === 'error'), ...found.errors];
    const warnings = yaml.diagnostics.filter(({ severity }) => severity !== 'error');
    if (errors.length > 0) broken.push({ path: file.path, diagnostics: errors });
    ruleRecords.push(...found.rules.map((rule) => ({ ...rule, diagnostics: warnings })));
  }
  const rules = withBases(ruleRecords).map((rule) => readRule(rule, source));
  const used = new Set([...rules.map(({ path }) => path), ...broken.map(({ path }) => path)]);
  return {
    rules: resolveCorrelations(rules),
    broken,
    skippedFileCount: files.length - used.size,
  };
}

/** `deprecated.txt` lists ids that are to be removed, one a line. */
function deprecatedIds(files: readonly SourceFile[]): ReadonlySet<string> {
  const lists = files.filter(({ path }) => /(^|\/)deprecated\.txt$/.test(path));
  const lines = lists.flatMap(({ text }) => text.split('\n').map((line) => line.trim()));
  return new Set(lines.filter((line) => line !== '' && !line.startsWith('#')));
}

function classify(records: readonly YamlRecord[]): {
  readonly rules: readonly Omit<RuleRecord, 'diagnostics'>[];
  readonly errors: readonly Diagnostic[];
} {
  const rules: Omit<RuleRecord, 'diagnostics'>[] = [];
  const errors: Diagnostic[] = [];
  for (const record of records) {
    const { value, path } = record;
    const report = (code: string, message: string, key: string): number =>
      errors.push(diagnostic(code, message, record.spanOf(key), 'error', path));
    const type = textOf(value['AnalysisType']);
    const idKey = type === 'policy' ? 'PolicyID' : 'RuleID';
    const nativeId = textOf(value[idKey]);
    const kind = type === null ? undefined : RULE_TYPES[type.toLowerCase()];
    if (type === null) {
      if (nativeId !== null) report('missing_field', 'The rule has no AnalysisType.', idKey);
    } else if (kind === undefined) {
      if (!OTHER_TYPES.has(type.toLowerCase())) {
        report('unknown_analysis_type', `AnalysisType ${type} is none that is known.`, 'AnalysisType');
      }
    } else if (nativeId === null) report('missing_field', `The ${type} has no ${idKey}.`, 'AnalysisType');
    else rules.push({ kind, nativeId, record });
  }
  return { rules, errors };
}

/** A derived detection (`BaseDetection`) has all keys of its base but those that it gives itself, and the base's Python. */
function withBases(rules: readonly RuleRecord[]): readonly RuleRecord[] {
  const byId = new Map(rules.map((rule) => [rule.nativeId, rule]));
  return rules.map((rule) => {
    const base = byId.get(textOf(rule.record.value['BaseDetection']) ?? '')?.record;
    if (base === undefined || base === rule.record) return rule;
    const own = rule.record;
    const filename = textOf(base.value['Filename']);
    const inherited =
      filename === null
        ? {}
        : { Filename: posix.relative(posix.dirname(own.path), besidePath(base, filename)) };
    const record: YamlRecord = {
      path: own.path,
      value: { ...base.value, ...inherited, ...own.value },
      spanOf: (key) => own.spanOf(key),
      section: (key) => own.section(key) ?? base.section(key),
    };
    return { ...rule, record };
  });
}

function readRule(rule: RuleRecord, source: Source): SourceRule {
  const { kind, nativeId, record } = rule;
  const { value } = record;
  const logTypes = textsOf(value['LogTypes']);
  const inverted = kind === 'policy';
  const entry = inverted ? 'policy' : 'rule';
  const { modules, modulePaths, dataModels } = source.library;
  const context: PythonContext = { modules, modulePaths, dataModels, logTypes, entry };
  const isDeprecated = source.deprecated.has(nativeId);
  const head = { ...ruleHead(kind, nativeId, record, isDeprecated), inverted };
  const envelope = JSON.stringify([value, isDeprecated]);
  if (kind === 'correlation') {
    return { ...head, ...correlationLogic(rule), contentHash: hashOf(envelope) };
  }
  const { python, ...logic } = readLogic(record, source.python, source.library, context);
  const { tests, diagnostics } = ruleTests(record, logTypes, inverted);
  return {
    ...head,
    ...logic,
    logSources: logSources(kind, record, source),
    tests,
    diagnostics: [...rule.diagnostics, ...logic.diagnostics, ...diagnostics],
    contentHash: hashOf(envelope, logic.body, source.library.reachHash(python)),
  };
}

/** Its log sources and content hash follow those of the rules that it builds on: see resolve-correlations.ts. */
function correlationLogic(rule: RuleRecord) {
  const { record } = rule;
  const { stages, diagnostics } = readCorrelation(record);
  return {
    logSources: [],
    language: 'panther_yaml',
    queries: [],
    stages: stages.map((stage) => ({ stage, queries: [] })),
    outputFields: [],
    // The logic is in the stages; a correlation without one has said why in its diagnostics.
    noQuery: stages.length === 0 ? 'missing_field' : null,
    body: record.section('Detection') ?? '',
    bodyFormat: 'yaml',
    // Its tests give other rules' outputs, no events.
    tests: [],
    diagnostics: [...rule.diagnostics, ...diagnostics],
  } as const;
}

function logSources(kind: RuleKind, record: YamlRecord, source: Source): readonly LogSource[] {
  const { value } = record;
  if (kind === 'policy') {
    const types = textsOf(value['ResourceTypes']);
    return types.length === 0 ? [ANY_RESOURCE] : types.map(logSourceOfResourceType);
  }
  if (kind === 'scheduled_rule') {
    const queries = textsOf(value['ScheduledQueries']).map(
      (name) => source.library.scheduledQueries.get(name)?.text,
    );
    return logSourcesOfSql(queries.join('\n'), source.logTypes);
  }
  return distinctLogSources(textsOf(value['LogTypes']).flatMap(logSourcesOfLogType));
}
