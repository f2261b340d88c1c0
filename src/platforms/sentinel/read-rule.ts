/** What a file says of a rule or hunting query → a source rule. */
import { logSourcesOfTable } from '../../fields/log-analytics-tables.ts';
import { logSourceText } from '../../rule/log-source.ts';
import type { LogSource } from '../../rule/log-source.ts';
import { ruleId } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { recordsOf, textOf, textsOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import type { SourceRule } from '../platform.ts';
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
import type { RuleRecord } from './rule-record.ts';
import { triggerOf } from './trigger.ts';

/** What is known of a rule beside what its record says. */
export interface RulePlace {
  readonly path: string;
  readonly nativeId: string;
  readonly contentHash: string;
  readonly isHunt: boolean;
}

/** `query`: the record's own. */
export function sentinelRule(record: RuleRecord, query: string, place: RulePlace): SourceRule {
  const trigger = triggerOf(record, place.path);
  const text = query.trimEnd();
  const isComputed = !TEMPLATE_EXPRESSION.test(text);
  return {
    ...headOf(record.value, place),
    body: text,
    declaredLogSources: declaredLogSources(record.value, text),
    queries: isComputed ? [{ language: 'kusto', text, line: 1, column: 1, context: null }] : [],
    inverted: false,
    stages: trigger.stages,
    outputFields: outputFieldsOf(record.value),
    noQuery: isComputed ? null : 'template_expression',
    diagnostics: [...headDiagnostics(record, place.path), ...trigger.diagnostics],
    contentHash: place.contentHash,
  };
}

/** What is known only when the template is deployed. */
const TEMPLATE_EXPRESSION = /^\[[a-z]\w*\(/i;

/** A normalising parser reads whatever feeds it, more than a rule's connectors. */
const PARSER = /\b(_Im_|_ASim_|im|vim|ASim)[A-Z]\w+/;

/** The tables that the rule's connectors fill (`dataTypes: [SecurityAlert (ASC)]`). */
function declaredLogSources(value: PlainRecord, query: string): readonly LogSource[] {
  if (PARSER.test(query)) return [];
  const tables = recordsOf(value['requiredDataConnectors']).flatMap(({ dataTypes }) => textsOf(dataTypes));
  const sources = tables.flatMap((table) => logSourcesOfTable(/^[\w.]+/.exec(table)?.[0] ?? table));
  return [...new Map(sources.map((each) => [logSourceText(each), each])).values()];
}

function headOf(value: PlainRecord, { path, nativeId, isHunt }: RulePlace) {
  const nativeSeverity = textOf(value['severity']);
  return {
    id: ruleId('sentinel', nativeId),
    platform: 'sentinel',
    nativeId,
    kind: isHunt ? 'hunt' : kindOf(value, path),
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
    modified: /^\d{4}-\d{2}-\d{2}/.exec(textOf(value['lastModifiedUtc']) ?? '')?.[0] ?? null,
    tests: [],
  } as const;
}

function headDiagnostics({ value, spanOf }: RuleRecord, path: string): readonly Diagnostic[] {
  const word = textOf(value['severity']);
  if (word === null || severityOf(word) !== null) return [];
  const message = `There is no severity ${JSON.stringify(word)}.`;
  return [diagnostic('unknown_severity', message, spanOf('severity'), 'warning', path)];
}
