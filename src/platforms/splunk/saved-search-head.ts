/**
 * What a saved search says beside its search: whether it alerts, how severe that is, and Enterprise Security's notes on it.
 * https://help.splunk.com/splunk-enterprise/administer/admin-manual/9.4/configuration-file-reference/9.4.2-configuration-file-reference/savedsearches.conf
 */
import type { AttackReference, OutputField, RuleKind, RuleStatus, Severity } from '../../rule/rule.ts';
import { SEVERITIES } from '../../rule/rule.ts';
import { distinct, numberOf, recordOf, recordsOf, textOf, textsOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { fieldsInMessage, outputField, severityOf } from './head.ts';

/** A setting's text by its name; null where it is not set, or empty. */
export type Said = (key: string) => string | null;

export function isOn(text: string | null): boolean {
  return /^(1|true|t|yes|y|on|enabled)$/i.test(text ?? '');
}

/** Actions that keep results and tell nobody. */
const KEEPING = new Set(['summary_index', 'lookup', 'populate_lookup', 'outputtelemetry', 'logevent']);

/** What runs to tell somebody is a rule; what a person looks at is a hunt. */
export function kindOf(said: Said, keys: readonly string[]): RuleKind {
  const named = (said('actions') ?? '').split(',').map((name) => name.trim());
  const switched = keys.flatMap((key) => /^action\.([^.]+)$/.exec(key)?.[1] ?? []);
  const actions = [...named, ...switched.filter((name) => isOn(said(`action.${name}`)))];
  const tells = actions.some((name) => name !== '' && !KEEPING.has(name));
  const asks = [said('counttype'), said('alert_type')].some((each) => each !== null && each !== 'always');
  const isCorrelation = isOn(said('action.correlationsearch.enabled'));
  return tells || asks || isCorrelation || isOn(said('alert.track')) ? 'rule' : 'hunt';
}

export function statusOf(said: Said, title: string): RuleStatus {
  if (/^\W*deprecated\b|[-[(]\s*deprecated\b/i.test(title)) return 'deprecated';
  return isOn(said('disabled')) ? 'disabled' : 'unknown';
}

/** The severities of an alert as Splunk's pages name them. */
const OF_ALERTS: Readonly<Record<string, Severity>> = {
  '1': 'informational',
  '2': 'low',
  '3': 'medium',
  '4': 'high',
  '5': 'critical',
  '6': 'critical',
};

export interface Rated {
  readonly severity: Severity | null;
  readonly nativeSeverity: string | null;
}

/**
 * The word that a finding gets; a score of risk; the alert's own number. The content update says one word of all that it finds, and scores each: there
 * the score goes first.
 */
export function ratingOf(said: Said): Rated {
  const word = said('action.notable.param.severity') ?? said('severity');
  const ofWord = SEVERITIES.find((each) => each === word?.toLowerCase()) ?? null;
  const score = riskScore(said);
  const byWord: Rated = { severity: ofWord, nativeSeverity: word };
  const byScore: Rated = {
    severity: severityOf(score),
    nativeSeverity: score === null ? null : String(score),
  };
  const number = said('alert.severity');
  const byNumber: Rated = { severity: OF_ALERTS[number ?? ''] ?? null, nativeSeverity: number };
  const order = isOn(said('action.escu')) ? [byScore, byWord, byNumber] : [byWord, byScore, byNumber];
  return order.find(({ severity }) => severity !== null) ?? byWord;
}

function riskScore(said: Said): number | null {
  const scores = [
    numberOf(said('action.risk.param._risk_score')),
    ...riskObjects(said).map(({ risk_score }) => numberOf(risk_score)),
  ].filter((score) => score !== null);
  return scores.length === 0 ? null : Math.max(...scores);
}

function riskObjects(said: Said): readonly PlainRecord[] {
  return recordsOf(jsonOf(said('action.risk.param._risk')));
}

/** What an analyst looks at: objects of risk and of threat, and the fields that titles and messages name. */
export function outputFieldsOf(said: Said): readonly OutputField[] {
  const objects = riskObjects(said).flatMap((each) => [
    ...fieldOf(each['risk_object_field'], 'risk_object'),
    ...fieldOf(each['threat_object_field'], 'threat_object'),
  ]);
  return [
    ...objects,
    ...fieldOf(said('action.risk.param._risk_object'), 'risk_object'),
    ...fieldsInMessage(said('action.risk.param._risk_message'), 'message'),
    ...fieldsInMessage(said('action.notable.param.rule_title'), 'title'),
    ...fieldsInMessage(said('action.notable.param.rule_description'), 'description'),
  ];
}

function fieldOf(value: unknown, origin: string): readonly OutputField[] {
  const field = textOf(value);
  return field === null ? [] : [outputField(field, origin)];
}

/** Notes of Enterprise Security: lists by the name of a framework. */
function annotationsOf(said: Said): PlainRecord {
  return recordOf(jsonOf(said('action.correlationsearch.annotations')));
}

const TECHNIQUE = /\bT\d{4}(?:\.\d{3})?\b/g;
/** `eval mitre_technique_id="T1101"`: searches that write their findings into an index of their own say it so. */
const IN_SEARCH = /\bmitre\w*\s*=\s*"([^"]*)"/gi;

/** As noted; else as the title, the description and the search itself name techniques. */
export function attackOf(said: Said, title: string, search: string): readonly AttackReference[] {
  const noted = textsOf(annotationsOf(said)['mitre_attack']).filter((id) => /^TA?\d{4}(\.\d{3})?$/i.test(id));
  const told = [
    title,
    said('description') ?? '',
    ...[...search.matchAll(IN_SEARCH)].map(([, text = '']) => text),
  ];
  const ids = noted.length > 0 ? noted : told.flatMap((text) => text.match(TECHNIQUE) ?? []);
  return distinct(ids.map((id) => id.toUpperCase())).map((id) =>
    id.startsWith('TA') ? { technique: null, tactic: id } : { technique: id, tactic: null },
  );
}

export function tagsOf(said: Said): readonly string[] {
  const domain = said('action.notable.param.security_domain') ?? said('security_domain');
  return distinct([
    ...textsOf(annotationsOf(said)['analytic_story']),
    ...textsOf(jsonOf(said('action.escu.analytic_story'))),
    ...(domain === null ? [] : [domain]),
  ]);
}

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
