/** One YAML file of a Sentinel repository → its rule or hunting query. */
import { createHash } from 'node:crypto';
import { logSourcesOfTable } from '../../fields/log-analytics-tables.ts';
import { logSourceText } from '../../rule/log-source.ts';
import type { LogSource } from '../../rule/log-source.ts';
import { ruleId } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { recordsOf, textOf, textsOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { readYamlRecord } from '../../text/yaml-record.ts';
import type { YamlRecord } from '../../text/yaml-record.ts';
import type { SourceFile, SourceRule } from '../platform.ts';
import {
  attackOf,
  authorsOf,
  descriptionOf,
  kindOf,
  referencesOf,
  severityOf,
  statusOf,
  tagsOf,
} from './head.ts';
import { outputFieldsOf } from './output-fields.ts';
import { triggerOf } from './trigger.ts';

/** Keys of rules: with one of them a file was meant as one. Without, an id and a name are what a moved rule leaves behind. */
const RULE_KEYS = [
  'kind',
  'severity',
  'tactics',
  'triggerOperator',
  'queryFrequency',
  'requiredDataConnectors',
];
/** Keys of functions, saved searches and Defender's own detections. */
const OTHER_KEYS = ['FunctionName', 'FunctionQuery', 'ParserQuery', 'queryCondition'];

/** The rule, why it cannot be read, or null: no rule and not meant to be one. */
export function readRule(file: SourceFile): SourceRule | readonly Diagnostic[] | null {
  const record = readYamlRecord(file.text);
  if (record === null) return null;
  if (!('value' in record)) return hasRuleKeys(file.text) ? record : null;
  const { value, spanOf } = record;
  if (OTHER_KEYS.some((key) => value[key] !== undefined)) return null;
  const query = typeof value['query'] === 'string' && value['query'].trim() !== '' ? value['query'] : null;
  const isMeant = textOf(value['name']) !== null && RULE_KEYS.some((key) => value[key] !== undefined);
  if (query === null) {
    if (!isMeant) return null;
    const message = 'The rule has no `query`.';
    return [diagnostic('missing_field', message, spanOf('query') ?? spanOf('name'), 'error', file.path)];
  }
  if (textOf(value['name']) === null && textOf(value['id']) === null) return null;
  return sourceRule(record, file, query);
}

/** Does a text that is no YAML look like a rule's? Other files of a repository may be written as they like. */
function hasRuleKeys(text: string): boolean {
  return /^query\s*:/m.test(text) && /^(name|id)\s*:/m.test(text);
}

function sourceRule(record: YamlRecord, file: SourceFile, query: string): SourceRule {
  const trigger = triggerOf(record, file.path);
  const text = query.trimEnd();
  return {
    ...headOf(record.value, file.path),
    body: text,
    declaredLogSources: declaredLogSources(record.value, text),
    queries: [{ language: 'kusto', text, line: 1, column: 1, context: null }],
    inverted: false,
    stages: trigger.stages,
    outputFields: outputFieldsOf(record.value),
    noQuery: null,
    diagnostics: [...headDiagnostics(record, file.path), ...trigger.diagnostics],
    contentHash: createHash('sha256').update(file.text).digest('hex'),
  };
}

/** A normalising parser reads whatever feeds it, more than a rule's connectors. */
const PARSER = /\b(_Im_|_ASim_|im|vim|ASim)[A-Z]\w+/;

/** The tables that the rule's connectors fill (`dataTypes: [SecurityAlert (ASC)]`). */
function declaredLogSources(value: PlainRecord, query: string): readonly LogSource[] {
  if (PARSER.test(query)) return [];
  const tables = recordsOf(value['requiredDataConnectors']).flatMap(({ dataTypes }) => textsOf(dataTypes));
  const sources = tables.flatMap((table) => logSourcesOfTable(/^[\w.]+/.exec(table)?.[0] ?? table));
  return [...new Map(sources.map((each) => [logSourceText(each), each])).values()];
}

/** A file without an id of its own is known by its path. */
function headOf(value: PlainRecord, path: string) {
  const nativeId = textOf(value['id']) ?? path.replace(/\.ya?ml$/i, '');
  const nativeSeverity = textOf(value['severity']);
  return {
    id: ruleId('sentinel', nativeId),
    platform: 'sentinel',
    nativeId,
    kind: kindOf(value, path),
    title: descriptionOf(value['name']) ?? nativeId,
    description: descriptionOf(value['description']),
    severity: severityOf(nativeSeverity),
    nativeSeverity,
    status: statusOf(value),
    logSources: [],
    eventSchema: 'log_analytics',
    language: 'kusto',
    path,
    authors: authorsOf(value),
    licence: null,
    references: referencesOf(value),
    tags: tagsOf(value['tags']),
    falsePositives: [],
    attack: attackOf(value),
    bodyFormat: 'kusto',
    created: null,
    modified: null,
    tests: [],
  } as const;
}

function headDiagnostics({ value, spanOf }: YamlRecord, path: string): readonly Diagnostic[] {
  const word = textOf(value['severity']);
  if (word === null || severityOf(word) !== null) return [];
  const message = `There is no severity ${JSON.stringify(word)}.`;
  return [diagnostic('unknown_severity', message, spanOf('severity'), 'warning', path)];
}
