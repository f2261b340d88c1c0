/**
 * A custom detection rule as YAML in the shape of Microsoft Graph's `detectionRule`.
 * https://learn.microsoft.com/graph/api/resources/security-detectionrule
 */
import { createHash } from 'node:crypto';
import { SEVERITIES, ruleId } from '../../rule/rule.ts';
import type { AttackReference, OutputField } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { booleanOf, distinct, recordOf, recordsOf, textOf, textsOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { readYamlRecord } from '../../text/yaml-record.ts';
import type { YamlRecord } from '../../text/yaml-record.ts';
import type { SourceFile, SourceRule } from '../platform.ts';

/** The rule, why it cannot be read, or null: another kind of file. */
export function readCustomDetection(file: SourceFile): SourceRule | readonly Diagnostic[] | null {
  const isMeant = /^(queryCondition|detectionAction)\s*:/m.test(file.text);
  if (!isMeant) return null;
  const record = readYamlRecord(file.text);
  if (record === null) return null;
  if (!('value' in record)) return record;
  const query = recordOf(record.value['queryCondition'])['queryText'];
  if (typeof query === 'string' && query.trim() !== '') return detectionRule(record, file, query.trimEnd());
  const message = 'The detection has no `queryCondition.queryText`.';
  const span = record.spanOf('queryCondition') ?? record.spanOf('detectionAction');
  return [diagnostic('missing_field', message, span, 'error', file.path)];
}

function detectionRule({ value }: YamlRecord, file: SourceFile, text: string): SourceRule {
  const template = recordOf(recordOf(value['detectionAction'])['alertTemplate']);
  const nativeId = textOf(value['id']) ?? textOf(value['detectorId']) ?? file.path.replace(/\.ya?ml$/i, '');
  const nativeSeverity = textOf(template['severity']);
  return {
    id: ruleId('defender', nativeId),
    platform: 'defender',
    nativeId,
    // Continuous (near-real-time) detections have the period 0 and judge each event.
    kind: textOf(recordOf(value['schedule'])['period']) === '0' ? 'rule' : 'scheduled_rule',
    title: textOf(value['displayName']) ?? textOf(template['title']) ?? nativeId,
    description: textOf(template['description']) ?? textOf(value['description']),
    severity: SEVERITIES.find((severity) => severity === nativeSeverity?.toLowerCase()) ?? null,
    nativeSeverity,
    status: booleanOf(value['isEnabled']) === false ? 'disabled' : 'unknown',
    logSources: [],
    eventSchema: 'log_analytics',
    language: 'kusto',
    path: file.path,
    authors: textsOf(value['createdBy']),
    licence: null,
    references: [],
    tags: [],
    falsePositives: [],
    attack: attackOf(template),
    body: text,
    bodyFormat: 'kusto',
    created: dateOf(value['createdDateTime']),
    modified:
      dateOf(value['lastModifiedDateTime']) ??
      dateOf(recordOf(value['queryCondition'])['lastModifiedDateTime']),
    tests: [],
    queries: [{ language: 'kusto', text, line: 1, column: 1, context: null }],
    inverted: false,
    stages: [],
    outputFields: impactedAssets(template),
    noQuery: null,
    diagnostics: [],
    contentHash: createHash('sha256').update(file.text).digest('hex'),
  };
}

/** The alert's category is a tactic, or a word of Defender's own (`Malware`, `SuspiciousActivity`). */
function attackOf(template: PlainRecord): readonly AttackReference[] {
  const category = textOf(template['category']);
  const techniques = distinct(textsOf(template['mitreTechniques']).map((id) => id.toUpperCase()));
  const isTactic = category !== null && !OWN_CATEGORIES.has(category.toLowerCase());
  return [
    ...techniques.map((technique) => ({ technique, tactic: null })),
    ...(isTactic ? [{ technique: null, tactic: category }] : []),
  ];
}

const OWN_CATEGORIES: ReadonlySet<string> = new Set([
  'malware',
  'ransomware',
  'suspiciousactivity',
  'unwantedsoftware',
  'exploit',
  'general',
  'none',
  'unknown',
]);

/** An asset's identifier is the name of a result column, begun with a small letter. */
function impactedAssets(template: PlainRecord): readonly OutputField[] {
  return recordsOf(template['impactedAssets']).flatMap((asset) => {
    const identifier = textOf(asset['identifier']);
    if (identifier === null) return [];
    const source = identifier.charAt(0).toUpperCase() + identifier.slice(1);
    const type = /impacted(\w+?)Asset$/.exec(textOf(asset['@odata.type']) ?? '')?.[1];
    return [{ name: type === undefined ? source : `${type}.${source}`, source, origin: 'impactedAssets' }];
  });
}

function dateOf(value: unknown): string | null {
  return /^\d{4}-\d{2}-\d{2}/.exec(textOf(value) ?? '')?.[0] ?? null;
}
