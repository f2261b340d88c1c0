/**
 * What a file says of a rule, under the names that the published templates use: as those themselves, as a resource of a template (`properties`), in
 * the letter case of a tool of its own.
 */
import { isRecord, recordOf, recordsOf, textOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import type { Span } from '../../text/span.ts';

export interface RuleRecord {
  readonly value: PlainRecord;
  /** The place of a key in the file, by its usual name; of the whole record by none. */
  readonly spanOf: (key?: string) => Span | null;
}

/** Keys by their usual names; others that say the same. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  id: ['guid', 'ruleId'],
  name: ['displayName', 'title', 'ruleName'],
  description: [],
  severity: [],
  enabled: [],
  status: [],
  kind: ['ruleKind'],
  query: [],
  queryFrequency: ['frequency'],
  queryPeriod: ['period'],
  triggerOperator: [],
  triggerThreshold: [],
  tactics: [],
  relevantTechniques: [],
  techniques: [],
  subTechniques: [],
  entityMappings: [],
  sentinelEntitiesMappings: [],
  customDetails: [],
  alertDetailsOverride: ['alertDetailsOverrides'],
  requiredDataConnectors: [],
  tags: [],
  metadata: [],
  author: [],
  references: [],
};

const USUAL: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([name, others]) =>
    [name, ...others].map((each): readonly [string, string] => [each.toLowerCase(), name]),
  ),
);

/** With its keys in their usual names; a name as it is usual goes before another. Values below them are as they were. */
export function usualNames(value: PlainRecord): { readonly value: PlainRecord; readonly keyOf: KeyOf } {
  const found = new Map<string, { readonly key: string; readonly value: unknown }>();
  for (const [key, each] of Object.entries(value)) {
    const usual = USUAL.get(key.toLowerCase()) ?? key;
    // A resource's name is its id; what a reader calls it is displayed.
    const isBetter =
      usual === key ? !(key === 'name' && found.has('name')) : key.toLowerCase() === 'displayname';
    if (!found.has(usual) || isBetter) found.set(usual, { key, value: each });
  }
  return {
    value: Object.fromEntries([...found].map(([usual, each]) => [usual, each.value])),
    keyOf: (usual) => found.get(usual)?.key ?? usual,
  };
}

type KeyOf = (usual: string) => string;

/** Keys that only a rule has beside its query. */
const RULE_KEYS = [
  'severity',
  'tactics',
  'triggerOperator',
  'queryFrequency',
  'relevantTechniques',
  'requiredDataConnectors',
];

/** Is a record, somewhere in a file, a rule? */
export function isRuleRecord(value: PlainRecord): boolean {
  const hasName = textOf(value['name']) !== null || textOf(value['id']) !== null;
  return hasName && textOf(value['query']) !== null && RULE_KEYS.some((key) => value[key] !== undefined);
}

/** A hunting query as Log Analytics keeps it: what is said of it stands in tags. */
export function huntOfSavedSearch(properties: PlainRecord): PlainRecord {
  const tags = new Map(
    recordsOf(properties['tags']).map((tag) => [textOf(tag['name'])?.toLowerCase() ?? '', tag['value']]),
  );
  const list = (name: string): readonly string[] =>
    (textOf(tags.get(name)) ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  return {
    name: properties['displayName'],
    description: tags.get('description') ?? properties['description'],
    query: properties['query'],
    tactics: list('tactics'),
    relevantTechniques: list('techniques'),
  };
}

export function isHunting(properties: PlainRecord): boolean {
  return /hunting/i.test(textOf(properties['category']) ?? '') && !isRecord(properties['functionAlias']);
}

/** A guid in a resource's name or id, the last one of them: that is the rule's own. */
export function guidIn(...texts: readonly unknown[]): string | null {
  for (const text of texts) {
    const found = (textOf(text) ?? '').match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi);
    const [last] = [...(found ?? [])].slice(-1);
    if (last !== undefined) return last;
  }
  return null;
}

/** A resource's properties, where it is one. */
export function propertiesOf(value: PlainRecord): PlainRecord | null {
  return isRecord(value['properties']) ? recordOf(value['properties']) : null;
}
