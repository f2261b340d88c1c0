/**
 * Kibana filters (a JSON list, beside a rule's query) → conditions. All must hold, but for those that are switched off.
 *
 * A filter is an Elasticsearch query with `meta` beside it: `negate` turns it round, `disabled` takes it out, `type: combined` groups filters.
 * In older ones the query stands in the filter itself, without `query` around it.
 */
import { all, always, any, not, opaque } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import { booleanOf, isRecord, listOf, recordOf, textOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { spanWithin } from '../../text/span.ts';
import type { Lowered, Query } from '../language.ts';
import { lowerQuery } from './lower-query.ts';
import { newSource } from './source.ts';
import type { PartPath, Source } from './source.ts';

/** Combined filters nested deeper are refused, not followed. */
const MAX_DEPTH = 50;

export function lowerKibanaFilter(query: Query): Lowered {
  const json = readJson(query.text);
  if (json instanceof Error) {
    const span = spanWithin(query.text, 0, query.text.length, query);
    const diagnostics = [diagnostic('syntax_error', `The filters are no JSON: ${json.message}`, span)];
    return {
      condition: opaque(query.text, 'syntax_error', [], span),
      stages: [],
      outputFields: [],
      diagnostics,
    };
  }
  const source = newSource(query);
  const filters = Array.isArray(json) ? json : [json];
  const condition = all(
    filters.map((filter, index) => lowerFilter(filter, Array.isArray(json) ? [index] : [], source)),
  );
  return { condition, stages: [], outputFields: [], diagnostics: source.diagnostics };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return error;
    throw error;
  }
}

function lowerFilter(filter: unknown, path: PartPath, source: Source): Condition {
  if (!isRecord(filter)) return source.refuse(path, 'malformed_filter', 'A filter is an object.');
  if (path.length > MAX_DEPTH) return source.refuse(path, 'too_deep', 'The filters are nested too deeply.');
  const meta = recordOf(filter['meta']);
  if (booleanOf(meta['disabled']) === true) return always;
  const condition =
    textOf(meta['type']) === 'combined' ? combined(meta, path, source) : filterQuery(filter, path, source);
  return booleanOf(meta['negate']) === true ? not(condition) : condition;
}

/** `relation` AND or OR over the filters in `params`. */
function combined(meta: PlainRecord, path: PartPath, source: Source): Condition {
  const inner = [...path, 'meta', 'params'];
  const relation = textOf(meta['relation'])?.toUpperCase() ?? 'AND';
  const filters = meta['params'];
  if (!Array.isArray(filters) || (relation !== 'AND' && relation !== 'OR')) {
    return source.refuse(path, 'malformed_filter', 'A combined filter has a relation and a list of filters.');
  }
  const enabled = filters.filter(
    (filter) => booleanOf(recordOf(recordOf(filter)['meta'])['disabled']) !== true,
  );
  const conditions = filters.flatMap((filter: unknown, index) =>
    enabled.includes(filter) ? [lowerFilter(filter, [...inner, index], source)] : [],
  );
  return relation === 'AND' || conditions.length === 0 ? all(conditions) : any(conditions);
}

const BESIDE_THE_QUERY: ReadonlySet<string> = new Set(['meta', '$state']);

function filterQuery(filter: PlainRecord, path: PartPath, source: Source): Condition {
  if (filter['query'] !== undefined) return lowerQuery(filter['query'], [...path, 'query'], source);
  const own = Object.fromEntries(Object.entries(filter).filter(([key]) => !BESIDE_THE_QUERY.has(key)));
  if (listOf(Object.keys(own)).length === 0) {
    return source.refuse(path, 'malformed_filter', 'The filter has no query.');
  }
  return lowerQuery(own, path, source);
}
