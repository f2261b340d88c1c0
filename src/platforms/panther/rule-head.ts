/** The head of a Panther rule: what its YAML says about it. */
import { ruleId } from '../../rule/rule.ts';
import type { RuleHead, RuleKind, RuleStatus, Severity } from '../../rule/rule.ts';
import { booleanOf, distinct, textOf, textsOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { attackReferences } from './attack.ts';
import type { YamlRecord } from './yaml-file.ts';

/** `AnalysisType` of what is a rule. */
export const RULE_TYPES: Readonly<Record<string, RuleKind>> = {
  rule: 'rule',
  scheduled_rule: 'scheduled_rule',
  policy: 'policy',
  correlation_rule: 'correlation',
};

/** `AnalysisType` of what stands beside rules. */
export const OTHER_TYPES: ReadonlySet<string> = new Set([
  'datamodel',
  'global',
  'lookup_table',
  'pack',
  'saved_query',
  'scheduled_query',
  'simulation',
]);

const SEVERITIES: Readonly<Record<string, Severity>> = {
  info: 'informational',
  informational: 'informational',
  low: 'low',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
};

const STATUSES: Readonly<Record<string, RuleStatus>> = {
  deprecated: 'deprecated',
  experimental: 'experimental',
  alpha: 'experimental',
  beta: 'test',
  test: 'test',
  stable: 'stable',
  production: 'stable',
};

function severityOf(word: string | null): Severity | null {
  return word === null ? null : (SEVERITIES[word.toLowerCase()] ?? null);
}

/** A rule that is being removed says so before that it is switched off; one that says nothing is what Panther ships as ready. */
function statusOf(value: PlainRecord, isListedAsDeprecated: boolean): RuleStatus {
  const word = textOf(value['Status'])?.toLowerCase() ?? null;
  const status = word === null ? 'stable' : (STATUSES[word] ?? 'unknown');
  if (isListedAsDeprecated || status === 'deprecated') return 'deprecated';
  return booleanOf(value['Enabled']) === false ? 'disabled' : status;
}

/** The rule's tags; that it only labels events and alerts nobody is one more. */
function tagsOf(value: PlainRecord): readonly string[] {
  const tags = textsOf(value['Tags']);
  return distinct(booleanOf(value['CreateAlert']) === false ? [...tags, 'CreateAlert: false'] : tags);
}

const URL = /https?:\/\/[^\s<>"'`\])}]+/g;

function urlsOf(text: string): readonly string[] {
  return (text.match(URL) ?? []).map((url) => url.replace(/(?<![.,;])[.,;]+$/, ''));
}

/** `Reference` is one text of one or more URLs (or a name without one); a runbook counts where it is nothing but a URL. */
function referencesOf(value: PlainRecord): readonly string[] {
  const references = [...textsOf(value['Reference']), ...textsOf(value['References'])].flatMap((text) => {
    const urls = urlsOf(text);
    return urls.length > 0 ? urls : [text];
  });
  const runbook = textsOf(value['Runbook']).filter((text) => urlsOf(text)[0] === text);
  return distinct([...references, ...runbook]);
}

function authorsOf(value: PlainRecord): readonly string[] {
  return distinct([...textsOf(value['Author']), ...textsOf(value['Authors'])]);
}

/** What a rule's logic and log sources add to its head. */
type LogicPart = 'logSources' | 'language' | 'body' | 'bodyFormat' | 'tests';

export function ruleHead(
  kind: RuleKind,
  nativeId: string,
  record: YamlRecord,
  isListedAsDeprecated: boolean,
): Omit<RuleHead, LogicPart> {
  const { value, path } = record;
  const severity = textOf(value['Severity']);
  return {
    id: ruleId('panther', nativeId),
    platform: 'panther',
    nativeId,
    kind,
    title: textOf(value['DisplayName']) ?? nativeId,
    description: textOf(value['Description']),
    severity: severityOf(severity),
    nativeSeverity: severity,
    status: statusOf(value, isListedAsDeprecated),
    eventSchema: 'raw',
    path,
    authors: authorsOf(value),
    licence: null,
    references: referencesOf(value),
    tags: tagsOf(value),
    falsePositives: [],
    attack: attackReferences(value['Reports']),
    created: null,
    modified: null,
  };
}
