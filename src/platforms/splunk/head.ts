/** What a detection's file says about it beside the search. */
import type { AttackReference, OutputField, RuleKind, RuleStatus, Severity } from '../../rule/rule.ts';
import { distinct, numberOf, recordOf, recordsOf, textOf, textsOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { splitNames } from '../../text/split-names.ts';

const STATUSES: Readonly<Record<string, RuleStatus>> = {
  production: 'stable',
  validated: 'test',
  test: 'test',
  experimental: 'experimental',
  deprecated: 'deprecated',
  removed: 'deprecated',
};

/** What lies in the folder of retired detections is that, whatever it says. */
export function statusOf(value: PlainRecord, path: string): RuleStatus {
  if (/(^|\/)(deprecated|removed)\//.test(path)) return 'deprecated';
  return STATUSES[textOf(value['status'])?.toLowerCase() ?? ''] ?? 'unknown';
}

const KINDS: Readonly<Record<string, RuleKind>> = { hunting: 'hunt', correlation: 'correlation' };

export function kindOf(value: PlainRecord): RuleKind {
  const type = textOf(value['type'])?.toLowerCase() ?? '';
  return KINDS[type] ?? 'rule';
}

/**
 * A detection's key, wherever its generation of the content update keeps it: under `tags`, or (since version 6) at the top.
 * https://github.com/splunk/security_content, https://github.com/splunk/contentctl
 */
function saidOf(value: PlainRecord, key: string): unknown {
  return recordOf(value['tags'])[key] ?? value[key];
}

/** What is at risk: `rba.risk_objects`; since version 6 the entity of a finding, and those of intermediate findings. */
function entitiesOf(value: PlainRecord): readonly PlainRecord[] {
  return [
    ...recordsOf(recordOf(value['rba'])['risk_objects']),
    ...recordsOf(recordOf(value['finding'])['entity']),
    ...recordsOf(recordOf(value['intermediate_findings'])['entities']),
  ];
}

/** A risk score: given as such, as impact and confidence, or for each object at risk. */
export function riskScoreOf(value: PlainRecord): number | null {
  const own = numberOf(saidOf(value, 'risk_score'));
  if (own !== null) return own;
  const impact = numberOf(saidOf(value, 'impact'));
  const confidence = numberOf(saidOf(value, 'confidence'));
  if (impact !== null && confidence !== null) return Math.round((impact * confidence) / 100);
  const scores = entitiesOf(value)
    .map(({ score }) => numberOf(score))
    .filter((score) => score !== null);
  return scores.length === 0 ? null : Math.max(...scores);
}

/** In steps of twenty, as Enterprise Security's content update names them. */
export function severityOf(score: number | null): Severity | null {
  if (score === null || score < 0 || score > 100) return null;
  if (score <= 20) return 'informational';
  if (score <= 40) return 'low';
  if (score <= 60) return 'medium';
  return score <= 80 ? 'high' : 'critical';
}

export function attackOf(value: PlainRecord): readonly AttackReference[] {
  return distinct(textsOf(saidOf(value, 'mitre_attack_id')))
    .filter((id) => /^T\d{4}(\.\d{3})?$/i.test(id))
    .map((id) => ({ technique: id.toUpperCase(), tactic: null }));
}

export function tagsOf(value: PlainRecord): readonly string[] {
  return distinct(
    ['analytic_story', 'asset_type', 'security_domain', 'cve'].flatMap((key) => textsOf(saidOf(value, key))),
  );
}

/** Typed entities: the fields that an analyst looks at, and those that the messages about them name. */
export function outputFieldsOf(value: PlainRecord): readonly OutputField[] {
  const rba = recordOf(value['rba']);
  const entities = entitiesOf(value);
  const messages = [
    textOf(saidOf(value, 'message')),
    textOf(rba['message']),
    textOf(recordOf(value['finding'])['title']),
    ...entities.map(({ message }) => textOf(message)),
  ];
  return [
    ...fieldsOf(saidOf(value, 'observable'), 'name', 'observable'),
    ...fieldsOf(entities, 'field', 'risk_object'),
    ...fieldsOf(rba['threat_objects'], 'field', 'threat_object'),
    ...fieldsOf(value['threat_objects'], 'field', 'threat_object'),
    ...messages.flatMap((message) => fieldsInMessage(message, 'message')),
  ];
}

/** A message has fields between dollar signs. */
export function fieldsInMessage(message: string | null, origin: string): readonly OutputField[] {
  return [...(message ?? '').matchAll(/\$([^$\s]+)\$/g)].map(([, field = '']) => outputField(field, origin));
}

function fieldsOf(list: unknown, key: string, origin: string): readonly OutputField[] {
  return recordsOf(list).flatMap((each) => {
    const field = textOf(each[key]);
    return field === null ? [] : [outputField(field, origin)];
  });
}

export function outputField(source: string, origin: string): OutputField {
  return { name: source.slice(source.lastIndexOf('.') + 1), source, origin };
}

/** Authors are separated by commas, or stand in a list. */
export function authorsOf(value: PlainRecord): readonly string[] {
  return textsOf(value['author'])
    .flatMap((text) => splitNames(text))
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

export function dateOf(value: unknown): string | null {
  const text = value instanceof Date ? value.toISOString() : (textOf(value) ?? '');
  return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? null;
}
