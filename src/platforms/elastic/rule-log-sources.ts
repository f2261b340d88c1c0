/** What an Elastic rule monitors, by its query's data sets, its index patterns, its integrations and its operating systems. */
import { logSource } from '../../rule/log-source.ts';
import type { LogSource } from '../../rule/log-source.ts';
import { sourceOfDataSet } from '../../fields/ecs-datasets.ts';
import type { DataSetSource } from '../../fields/ecs-datasets.ts';
import { logSourcesOfOrigin, originOfIndex } from './log-sources.ts';
import { hasAlternatives, topLevel } from '../../text/query-outline.ts';

export interface LogSourceClues {
  readonly query: string;
  /** Language of the query: in EQL its event categories show. */
  readonly language: string;
  readonly indices: readonly string[];
  readonly integrations: readonly string[];
  readonly tags: readonly string[];
}

const SYSTEMS = ['windows', 'linux', 'macos'] as const;

/**
 * None is any: where a clue says nothing, the rule must not be passed over. Data sets that the query asks for say it best, then those that the
 * index patterns name, then the integrations, then old shippers' names.
 */
export function ruleLogSources(clues: LogSourceClues): readonly LogSource[] {
  const systems = systemsOf(clues);
  const category = isProcessCreation(clues) ? 'process_creation' : null;
  const ofSystems = systems.map((system) => logSource(system));
  const sources = originsOf(clues).flatMap((origin) =>
    origin === 'silent' ? [ANY] : logSourcesOfOrigin(origin, ofSystems),
  );
  return widest(sources.map((source) => withCategory(source, category)));
}

const ANY = logSource(null);

function originsOf(clues: LogSourceClues): readonly DataSetSource[] {
  const asked = dataSetsOf(clues.query).map(sourceOfDataSet);
  if (asked.length > 0) return asked;
  const patterns = [...clues.indices, ...(clues.language === 'esql' ? esqlIndices(clues.query) : [])].map(
    originOfIndex,
  );
  const clear = patterns
    .filter(({ origin, vague }) => !vague && origin !== 'silent')
    .map(({ origin }) => origin);
  if (clear.length > 0) return clear;
  const integrations = clues.integrations.map(sourceOfDataSet).filter((origin) => origin !== 'silent');
  if (integrations.length > 0) return integrations;
  return patterns.map(({ origin }) => origin);
}

const DATA_SET =
  /(not\s+|!\s*)?(?:event\.dataset|data_stream\.dataset)\s*(!=|==|:|\bin~?\b|\bnot in~?\b)\s*(\([^)]*\)|"[^"]*"|[\w.*-]+)/gi;
const DATA_SET_FIELD = /(?:event\.dataset|data_stream\.dataset)/gi;

/** Data sets that the query asks for; none when it also excludes some, names them by wildcard, or has alternatives to them. */
function dataSetsOf(query: string): readonly string[] {
  // One event of a sequence need not be of another's data set.
  if (/^\s*(sequence|sample)\b/i.test(query) || hasAlternatives(query)) return [];
  if (query.match(DATA_SET_FIELD)?.length !== topLevel(query).match(DATA_SET_FIELD)?.length) return [];
  const found: string[] = [];
  for (const [, not, operator = '', values = ''] of query.matchAll(DATA_SET)) {
    if (not !== undefined || operator === '!=' || operator.startsWith('not')) return [];
    const names = values.match(/"[^"]*"|[\w.*-]+/g) ?? [];
    found.push(
      ...names.map((name) => name.replaceAll('"', '')).filter((name) => !/^(or|and|not)$/i.test(name)),
    );
  }
  return found.every((name) => /^[\w-]+\.[\w.-]+$/.test(name)) ? found : [];
}

const FROM = /^\s*from\s+([^|]+)/i;

/** The index patterns of an ES|QL query's FROM. */
function esqlIndices(query: string): readonly string[] {
  const source = FROM.exec(query.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, ''))?.[1] ?? '';
  return source
    .replace(/\bmetadata\b[\s\S]*/i, '')
    .split(',')
    .map((pattern) => pattern.trim().replaceAll('"', ''))
    .filter((pattern) => pattern !== '');
}

const OS_TYPE = /(not\s+|!\s*)?host\.os\.(?:type|family)\s*(!=|==|:|\bin~?\b)\s*(\([^)]*\)|"[^"]*"|\w+)/gi;

/** Operating systems that the query asks for, else those of the tags. */
function systemsOf({ query, tags }: LogSourceClues): readonly string[] {
  const asked = [...query.matchAll(OS_TYPE)];
  const isPositive = asked.every(([, not, operator]) => not === undefined && operator !== '!=');
  const values = asked.map(([, , , value = '']) => value.toLowerCase()).join(' ');
  const inQuery = SYSTEMS.filter((system) => values.includes(system));
  if (isPositive && inQuery.length > 0) return inQuery;
  const inTags = tags.map((tag) => /^os:\s*(\w+)$/i.exec(tag)?.[1]?.toLowerCase());
  return SYSTEMS.filter((system) => inTags.includes(system));
}

const EQL_CATEGORY = /(?:^|[[\s])(\w+)\s+where\b/g;
const PROCESS_START = /(?<!\bnot\s+)event\.type\s*(?:==|:)\s*start(?![\w*])/g;

/** Must every event that the query asks for be a process that starts? Only then is it Sigma's `process_creation`. */
function isProcessCreation({ query, language }: LogSourceClues): boolean {
  const required = topLevel(query);
  const starts = required.match(PROCESS_START)?.length ?? 0;
  if (starts === 0 || hasAlternatives(query)) return false;
  if (language === 'kuery') return /(?<!\bnot\s+)event\.category\s*:\s*process(?![\w*])/.test(required);
  if (language !== 'eql') return false;
  const categories = [...required.matchAll(EQL_CATEGORY)].map(([, category = '']) => category);
  return categories.every((category) => category === 'process') && starts >= Math.max(1, categories.length);
}

function isSystem(product: string | null): boolean {
  return SYSTEMS.some((system) => system === product);
}

/** On an endpoint the category says more than the service whose log holds the event. */
function withCategory(source: LogSource, category: string | null): LogSource {
  return category !== null && isSystem(source.product) ? logSource(source.product, category) : source;
}

/** Without those that a wider one takes in; if one of them is any, none. */
function widest(sources: readonly LogSource[]): readonly LogSource[] {
  const kept: LogSource[] = [];
  for (const source of sources) {
    if (source.product === null && source.category === null && source.service === null) return [];
    if (kept.some((other) => takesIn(other, source))) continue;
    kept.splice(0, kept.length, ...kept.filter((other) => !takesIn(source, other)), source);
  }
  return kept;
}

function takesIn(wide: LogSource, narrow: LogSource): boolean {
  const parts = ['product', 'category', 'service'] as const;
  return parts.every((part) => wide[part] === null || wide[part] === narrow[part]);
}
