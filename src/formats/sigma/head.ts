/** What a document says about its rule beside the logic. */
import { isGenericLog } from '../../rule/generic-logs.ts';
import type { LogSource } from '../../rule/log-source.ts';
import { logSource } from '../../rule/log-source.ts';
import type { EventSchema, OutputField, RuleHead, RuleStatus, Severity } from '../../rule/rule.ts';
import { RULE_STATUSES, SEVERITIES } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { spanAt } from '../../text/span.ts';
import { splitNames } from '../../text/split-names.ts';
import { yamlEntry } from '../../text/yaml-tree.ts';
import type { YamlMap, YamlNode } from '../../text/yaml-tree.ts';
import { sortTags } from './attack-tags.ts';
import type { SigmaDocument } from './documents.ts';

/** A head but for what depends on other documents. */
export type OwnHead = Omit<
  RuleHead,
  'id' | 'platform' | 'nativeId' | 'kind' | 'tests' | 'logSources' | 'eventSchema'
>;

export function readHead(document: SigmaDocument, nativeId: string): OwnHead {
  const { root, path, text } = document;
  const nativeSeverity = textAt(root, 'level');
  const { attack, tags } = sortTags(textsAt(root, 'tags'));
  return {
    title: textAt(root, 'title') ?? nativeId,
    description: textAt(root, 'description'),
    severity: severityOf(nativeSeverity),
    nativeSeverity,
    status: statusOf(textAt(root, 'status'), path),
    language: 'sigma',
    path,
    authors: authorsOf(textsAt(root, 'author')),
    licence: textAt(root, 'license'),
    references: textsAt(root, 'references'),
    tags,
    falsePositives: textsAt(root, 'falsepositives'),
    attack,
    body: text,
    bodyFormat: 'yaml',
    created: dateOf(textAt(root, 'date')),
    modified: dateOf(textAt(root, 'modified')),
  };
}

/** Values of the head that say nothing to us. */
export function headDiagnostics({ root, text }: SigmaDocument): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const warn = (code: string, message: string, key: string): void => {
    const at = yamlEntry(root, key);
    found.push(
      diagnostic(code, message, at === undefined ? null : spanAt(text, at.start, at.end), 'warning'),
    );
  };
  const level = textAt(root, 'level');
  if (level !== null && severityOf(level) === null)
    warn('unknown_level', `There is no level ${JSON.stringify(level)}.`, 'level');
  for (const key of ['date', 'modified']) {
    const date = textAt(root, key);
    if (date !== null && dateOf(date) === null)
      warn('invalid_date', `${JSON.stringify(date)} is no date such as 2025-01-31.`, key);
  }
  return found;
}

export function readLogSources(root: YamlMap): readonly LogSource[] {
  const node = yamlEntry(root, 'logsource');
  if (node?.kind !== 'map') return [];
  const source = logSource(textAt(node, 'product'), textAt(node, 'category'), textAt(node, 'service'));
  return source.product === null && source.category === null && source.service === null ? [] : [source];
}

export function readOutputFields(root: YamlMap): readonly OutputField[] {
  return textsAt(root, 'fields').map((source) => ({
    name: source.slice(source.lastIndexOf('.') + 1),
    source,
    origin: 'fields',
  }));
}

/** Categories that name their fields as Sysmon does, on every operating system ("Sigma Taxonomy"). */
const ENDPOINT_CATEGORIES =
  /^(process_|file_|registry_|image_load|driver_load|network_connection$|dns_query$|pipe_created|create_remote_thread|create_stream_hash|raw_access_thread|wmi_event|sysmon_|clipboard_|ps_)/;

export function eventSchemaOf(sources: readonly LogSource[]): EventSchema {
  const endpoint = sources.some(
    ({ product, category }) =>
      product === 'windows' || (category !== null && ENDPOINT_CATEGORIES.test(category)),
  );
  if (endpoint) return 'windows';
  return sources.length > 0 && sources.every(isGenericLog) ? 'sigma' : 'raw';
}

/** The text of a scalar; null when it is absent, empty or no scalar. */
export function textAt(node: YamlNode, key: string): string | null {
  const value = yamlEntry(node, key);
  if (value?.kind !== 'scalar' || value.value === null) return null;
  const text = value.source.trim();
  return text === '' ? null : text;
}

/** The texts of a list, or of a scalar in its place. */
export function textsAt(node: YamlNode, key: string): readonly string[] {
  const value = yamlEntry(node, key);
  if (value === undefined) return [];
  const items = value.kind === 'list' ? value.items : [value];
  return items.flatMap((item) => (item.kind === 'scalar' && item.value !== null ? [item.source.trim()] : []));
}

function severityOf(level: string | null): Severity | null {
  return SEVERITIES.find((severity) => severity === level?.toLowerCase()) ?? null;
}

const STATUS_WORDS: Readonly<Record<string, RuleStatus>> = { testing: 'test' };

/** What lies in the folder of retired or unusable rules is that, whatever it says. */
function statusOf(word: string | null, path: string): RuleStatus {
  const own = word?.toLowerCase() ?? '';
  const status = RULE_STATUSES.find((each) => each === own) ?? STATUS_WORDS[own] ?? 'unknown';
  if (status === 'deprecated' || status === 'unsupported') return status;
  const [folder] = path.split('/');
  return folder === 'deprecated' || folder === 'unsupported' ? folder : status;
}

/** Authors are separated by commas; a comma in parentheses belongs to a name: `Jane Doe (Example, Inc.)`. */
function authorsOf(texts: readonly string[]): readonly string[] {
  return texts
    .flatMap((text) => splitNames(text))
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** `2022/08/11` and `2022-8-11` as `2022-08-11`. */
function dateOf(text: string | null): string | null {
  const [, year, month = '', day = ''] = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:\D|$)/.exec(text ?? '') ?? [];
  if (year === undefined || Number(month) > 12 || Number(day) > 31) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
