/** A detection rule (`[metadata]`, `[rule]` of a TOML file, or what an export says as that) → a source rule. */
import { createHash } from 'node:crypto';
import { ruleId } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { booleanOf, distinct, isRecord, listOf, recordOf, textOf, textsOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import type { SourceQuery, SourceRule } from '../platform.ts';
import { attackReferences } from './attack.ts';
import { ruleExceptions } from './exceptions.ts';
import type { RuleExceptions } from './exceptions.ts';
import { filterText, newBody } from './body.ts';
import type { Body } from './body.ts';
import { dateOf, lastSegment, licenceOf, severityOf, statusOf } from './head.ts';
import { ruleLogSources } from './rule-log-sources.ts';
import { declaredStages } from './stages.ts';
import type { RuleFile } from './rule-file.ts';

/** What EQL needs beside the query (structurally its own type, which platforms may not import). */
interface EqlContext {
  /** The field that the word before `where` is compared with. */
  readonly eventCategoryField: string;
}

/** Language of a rule's type, where the rule does not name it. */
const LANGUAGES: Readonly<Record<string, string>> = {
  eql: 'eql',
  esql: 'esql',
  query: 'kuery',
  threshold: 'kuery',
  new_terms: 'kuery',
  threat_match: 'kuery',
  machine_learning: 'machine_learning',
};

/** The rule, or why the file holds none. */
export function readRule(origin: RuleFile): SourceRule | Diagnostic {
  const rule = recordOf(origin.value['rule']);
  const missing = ['rule_id', 'name', 'type'].find((key) => textOf(rule[key]) === null);
  if (missing !== undefined) {
    const message = `The rule has no ${missing}.`;
    return diagnostic('missing_field', message, origin.spanOf('rule'), 'error', origin.file.path);
  }
  const type = textOf(rule['type']) ?? '';
  const language = textOf(rule['language']) ?? LANGUAGES[type] ?? type;
  const body = newBody();
  const main = mainQuery(type, language, rule, origin, body);
  const declared = declaredStages(type, rule, origin, body);
  const exceptions = ruleExceptions(rule, origin, body);
  return {
    ...head(rule, origin),
    logSources: logSources(rule, origin, language),
    language,
    body: body.text(),
    bodyFormat: language,
    queries: main.noQuery === null ? [...main.queries, ...exceptions.queries] : [],
    noQuery: main.noQuery,
    stages: [...declared.stages, ...exceptions.stages],
    outputFields: outputFields(rule),
    diagnostics: [...main.diagnostics, ...declared.diagnostics, ...exceptions.diagnostics],
    contentHash: hashOf(origin, exceptions),
  };
}

function head(rule: PlainRecord, origin: RuleFile) {
  const { path } = origin.file;
  const metadata = recordOf(origin.value['metadata']);
  const nativeId = textOf(rule['rule_id']) ?? '';
  const title = textOf(rule['name']) ?? nativeId;
  const isBuildingBlock =
    textOf(rule['building_block_type']) !== null || /(^|\/)rules_building_block\//.test(path);
  const severity = textOf(rule['severity']);
  return {
    id: ruleId('elastic', nativeId),
    platform: 'elastic',
    nativeId,
    kind: isBuildingBlock ? 'building_block' : 'rule',
    title,
    description: textOf(rule['description']),
    severity: severityOf(severity),
    nativeSeverity: severity,
    status: statusOf({
      maturity: metadata['maturity'],
      name: title,
      path,
      isEnabled: booleanOf(rule['enabled']),
    }),
    eventSchema: 'ecs',
    path,
    authors: textsOf(rule['author']),
    licence: licenceOf(textOf(rule['license'])),
    references: distinct(textsOf(rule['references'])),
    tags: distinct(textsOf(rule['tags'])),
    falsePositives: textsOf(rule['false_positives']),
    attack: attackReferences(rule['threat']),
    created: dateOf(metadata['creation_date']),
    modified: dateOf(metadata['updated_date']),
    tests: [],
    inverted: false,
  } as const;
}

interface MainQuery {
  readonly queries: readonly SourceQuery[];
  readonly noQuery: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

function mainQuery(
  type: string,
  language: string,
  rule: PlainRecord,
  origin: RuleFile,
  body: Body,
): MainQuery {
  if (type === 'machine_learning') {
    body.add(language, machineLearningText(rule), null, null);
    return { queries: [], noQuery: 'machine_learning', diagnostics: [] };
  }
  const text = rule['query'];
  if (typeof text !== 'string' || text.trim() === '') {
    const message = `A rule of type ${type} must have a query.`;
    const span = origin.spanOf('query') ?? origin.spanOf('rule');
    const diagnostics = [diagnostic('missing_field', message, span, 'error', origin.file.path)];
    return { queries: [], noQuery: 'missing_field', diagnostics };
  }
  const query = body.add(language, text, null, language === 'eql' ? eqlContext(rule) : null);
  const filters = listOf(rule['filters']);
  if (filters.length === 0) return { queries: [query], noQuery: null, diagnostics: [] };
  const filter = body.add('kibana_filter', filterText(filters), '// filters', null);
  return { queries: [query, filter], noQuery: null, diagnostics: [] };
}

function eqlContext(rule: PlainRecord): EqlContext | null {
  const eventCategoryField = textOf(rule['event_category_override']);
  return eventCategoryField === null ? null : { eventCategoryField };
}

function machineLearningText(rule: PlainRecord): string {
  const jobs = textsOf(rule['machine_learning_job_id']);
  return [
    `machine_learning_job_id = ${JSON.stringify(jobs)}`,
    `anomaly_threshold = ${textOf(rule['anomaly_threshold']) ?? '?'}`,
  ].join('\n');
}

function logSources(rule: PlainRecord, origin: RuleFile, language: string): SourceRule['logSources'] {
  return ruleLogSources({
    query: textOf(rule['query']) ?? '',
    language,
    indices: textsOf(rule['index']),
    integrations: textsOf(recordOf(origin.value['metadata'])['integration']),
    tags: textsOf(rule['tags']),
  });
}

function outputFields(rule: PlainRecord): SourceRule['outputFields'] {
  const fields = rule['investigation_fields'];
  const names = isRecord(fields) ? fields['field_names'] : fields;
  return distinct(textsOf(names)).map((source) => ({
    name: lastSegment(source),
    source,
    origin: 'investigation_fields',
  }));
}

/** Exceptions may stand in another file. */
function hashOf({ hash }: RuleFile, { queries, stages }: RuleExceptions): string {
  if (queries.length + stages.length === 0) return hash;
  const texts = [...queries.map(({ text }) => text), ...stages.map(({ stage }) => stage.source)];
  return createHash('sha256').update(hash).update(JSON.stringify(texts)).digest('hex');
}
