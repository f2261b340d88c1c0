/** What a YARA-L rule says of itself: its meta section, by the keys that rules of the community use. */
import type { RuleHead, RuleStatus, Severity } from '../../rule/rule.ts';
import { distinct } from '../../text/plain-data.ts';
import { splitNames } from '../../text/split-names.ts';
import { attackReferences, otherCatalogues } from './attack.ts';
import type { Meta } from './meta.ts';
import { metaText, metaTexts } from './meta.ts';

export type OwnHead = Omit<RuleHead, 'id' | 'nativeId' | 'logSources' | 'body' | 'path' | 'licence'>;

export function readHead(name: string, path: string, meta: Meta, outcomes: Meta): OwnHead {
  const nativeSeverity = metaText(meta, 'severity') ?? metaText(meta, 'priority');
  return {
    platform: 'chronicle',
    kind: 'rule',
    title: metaText(meta, 'rule_name', 'title') ?? name,
    description: metaText(meta, 'description'),
    severity: severityOf(nativeSeverity),
    nativeSeverity,
    status: statusOf(path, metaText(meta, 'status')),
    eventSchema: 'udm',
    language: 'yara_l',
    authors: authorsOf(metaTexts(meta, /^authors?$/)),
    references: distinct(metaTexts(meta, /^(references?\d*|links?|mitre_attack_url)$/).flatMap(urlsIn)),
    tags: tagsOf(meta),
    falsePositives: metaTexts(meta, /^false_?positives?$/),
    attack: attackReferences(meta, outcomes),
    bodyFormat: 'yara-l',
    created: dateOf(metaText(meta, 'created', 'creation_date', 'date')),
    modified: dateOf(metaText(meta, 'modified', 'last_modified', 'updated')),
    tests: [],
  };
}

const SEVERITIES: Readonly<Record<string, Severity>> = {
  info: 'informational',
  informational: 'informational',
  low: 'low',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
};

function severityOf(word: string | null): Severity | null {
  return SEVERITIES[word?.toLowerCase() ?? ''] ?? null;
}

/** What lies among the retired rules is that. */
function statusOf(path: string, word: string | null): RuleStatus {
  if (path.split('/').some((folder) => folder === '_deprecated')) return 'deprecated';
  const own = word?.toLowerCase() ?? '';
  return own === 'stable' || own === 'test' || own === 'experimental' ? own : 'unknown';
}

function authorsOf(texts: readonly string[]): readonly string[] {
  return distinct(
    texts
      .flatMap((text) => splitNames(text))
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  );
}

/** Several addresses stand in one text, between commas or spaces. */
function urlsIn(text: string): readonly string[] {
  const urls = text.match(/https?:\/\/[^\s,]+/g);
  return urls ?? [text];
}

/** Free tags; and what else sorts rules, with its key: `priority:High`, `mitre:car.2013-05-009`. */
function tagsOf(meta: Meta): readonly string[] {
  const free = metaTexts(meta, /^tags?$/).flatMap((text) => text.split(','));
  const keyed = meta
    .filter(({ key }) =>
      /^(type|platform|data_source|priority|sigma_uuid|sigma_rule_id|sigma_status)$/.test(key),
    )
    .map(({ key, value }) => `${key}:${value.trim()}`);
  const others = otherCatalogues(metaTexts(meta, /^mitre$/)).map((word) => `mitre:${word}`);
  return distinct(
    [...free.map((tag) => tag.trim()), ...keyed, ...others].filter((tag) => tag !== '' && !tag.endsWith(':')),
  );
}

function dateOf(text: string | null): string | null {
  const [, year, month = '', day = ''] = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:\D|$)/.exec(text ?? '') ?? [];
  if (year === undefined || Number(month) > 12 || Number(day) > 31) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
