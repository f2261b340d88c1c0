/** The words of Sentinel's rule files in the catalog's. */
import type { AttackReference, RuleKind, RuleStatus, Severity } from '../../rule/rule.ts';
import { SEVERITIES } from '../../rule/rule.ts';
import { booleanOf, distinct, listOf, recordOf, textOf, textsOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';

/** Keys that only an analytics rule has: a file without them is a hunting query. */
const SCHEDULE_KEYS = ['queryFrequency', 'queryPeriod', 'triggerOperator', 'triggerThreshold'] as const;

/** `NRT`: each event as it comes in. What lies in a hunting folder is a hunt, whatever keys of a rule it has. */
export function kindOf(rule: PlainRecord, path: string): RuleKind {
  if (/(^|\/)hunting ?quer(y|ies)\//i.test(path)) return 'hunt';
  const kind = textOf(rule['kind'])?.toLowerCase() ?? null;
  if (kind === 'nrt') return 'rule';
  const isScheduled = kind === 'scheduled' || SCHEDULE_KEYS.some((key) => textOf(rule[key]) !== null);
  return isScheduled ? 'scheduled_rule' : 'hunt';
}

export function severityOf(word: string | null): Severity | null {
  return SEVERITIES.find((severity) => severity === word?.toLowerCase()) ?? null;
}

/** Published templates are `Available` (or say nothing); what is retired says so in its name. */
export function statusOf(rule: PlainRecord): RuleStatus {
  const name = textOf(rule['name']) ?? '';
  const word = textOf(rule['status'])?.toLowerCase() ?? '';
  if (word === 'deprecated' || /^\W*deprecated\b|[[(]deprecated[\])]/i.test(name)) return 'deprecated';
  if (booleanOf(rule['enabled']) === false) return 'disabled';
  if (word === 'available') return 'stable';
  return ['test', 'experimental', 'preview'].includes(word) ? 'test' : 'unknown';
}

/** Descriptions stand in quotes within their block. */
export function descriptionOf(value: unknown): string | null {
  const text = textOf(value);
  const inner = text === null ? undefined : /^(['"])([\s\S]*)\1$/.exec(text)?.[2];
  return textOf(inner ?? text);
}

/** Tactics and techniques stand in lists of their own. */
export function attackOf(rule: PlainRecord): readonly AttackReference[] {
  const techniques = distinct(
    ['relevantTechniques', 'techniques', 'subTechniques'].flatMap((key) =>
      textsOf(rule[key]).map((id) => id.toUpperCase()),
    ),
  );
  const tactics = distinct(textsOf(rule['tactics']));
  return [
    ...techniques.map((technique) => ({ technique, tactic: null })),
    ...tactics.map((tactic) => ({ technique: null, tactic })),
  ];
}

/** A tag is a word, or a pair such as `Schema: ASIMDns`. */
export function tagsOf(value: unknown): readonly string[] {
  return distinct(
    listOf(value).flatMap((tag) => {
      const word = textOf(tag);
      if (word !== null) return [word];
      return Object.entries(recordOf(tag)).flatMap(([key, each]) => {
        const text = textOf(each);
        return text === null ? [] : [`${key}: ${text}`];
      });
    }),
  );
}

export function authorsOf(rule: PlainRecord): readonly string[] {
  const author = textOf(recordOf(recordOf(rule['metadata'])['author'])['name']) ?? textOf(rule['author']);
  return author === null ? [] : [author];
}

/** There is a key for references in few files: the others name them in the description. */
export function referencesOf(rule: PlainRecord): readonly string[] {
  const named = [...textsOf(rule['references']), ...textsOf(rule['References'])];
  const inDescription = (descriptionOf(rule['description']) ?? '').match(/https?:\/\/[^\s'"<>()\]]+/g) ?? [];
  return distinct([...named, ...inDescription.map((url) => url.replace(/(?<![.,;:])[.,;:]+$/, ''))]);
}
