/** Elasticsearch's query DSL, as far as it tells one document from another → conditions. */
import { all, always, any, never, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { isRecord, listOf, numberOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { lowerExists, lowerLeaf } from './lower-leaf.ts';
import type { PartPath, Source } from './source.ts';

/** Queries nested deeper are refused, not followed. */
const MAX_DEPTH = 100;

/** A query is an object of one clause, its name and its body. */
export function lowerQuery(query: unknown, path: PartPath, source: Source): Condition {
  if (!isRecord(query)) return source.refuse(path, 'malformed_query', 'A query is an object.');
  if (path.length > MAX_DEPTH) return source.refuse(path, 'too_deep', 'The query is nested too deeply.');
  const [entry, ...more] = Object.entries(query);
  if (entry === undefined || more.length > 0) {
    return source.refuse(path, 'malformed_query', 'A query has one clause.');
  }
  const [clause, body] = entry;
  const inner = [...path, clause];
  if (!isRecord(body)) return source.refuse(inner, 'malformed_query', `The clause ${clause} is an object.`);
  switch (clause) {
    case 'bool':
      return lowerBool(body, inner, source);
    case 'constant_score':
      return (
        withoutOthers(body, ['filter'], inner, source) ??
        lowerQuery(body['filter'], [...inner, 'filter'], source)
      );
    case 'dis_max':
      return (
        withoutOthers(body, ['queries', 'tie_breaker'], inner, source) ??
        any(lowerEach(body['queries'], [...inner, 'queries'], source))
      );
    case 'match_all':
      return always;
    case 'match_none':
      return never;
    case 'exists':
      return lowerExists(body, inner, source);
    default:
      return lowerLeaf(clause, body, inner, source);
  }
}

/** Scores and names tell no document from another. */
const SCORING = ['boost', '_name'];

/** A refusal when the body has a parameter that is none of those known. */
function withoutOthers(
  body: PlainRecord,
  known: readonly string[],
  path: PartPath,
  source: Source,
): Condition | null {
  const other = Object.keys(body).find((key) => !known.includes(key) && !SCORING.includes(key));
  return other === undefined
    ? null
    : source.refuse(path, 'unsupported_parameter', `The parameter ${other} is not read.`);
}

function lowerEach(value: unknown, path: PartPath, source: Source): readonly Condition[] {
  const isList = Array.isArray(value);
  return listOf(value).map((query, index) => lowerQuery(query, isList ? [...path, index] : path, source));
}

const BOOL = ['must', 'filter', 'should', 'must_not', 'minimum_should_match'];

/**
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-bool-query: of `should` one must hold, but where `must` or `filter` stands beside
 * it: there it only scores, unless `minimum_should_match` says how many must.
 */
function lowerBool(body: PlainRecord, path: PartPath, source: Source): Condition {
  const refused = withoutOthers(body, BOOL, path, source);
  if (refused !== null) return refused;
  const clause = (name: string): readonly Condition[] => lowerEach(body[name], [...path, name], source);
  const required = [...clause('must'), ...clause('filter')];
  const excluded = clause('must_not').map(not);
  const should = clause('should');
  const needed = body['minimum_should_match'] ?? (should.length > 0 && required.length === 0 ? 1 : 0);
  const count = numberOf(needed);
  if (count === null || count < 0 || !Number.isInteger(count) || (count > 1 && count < should.length)) {
    return source.refuse(
      [...path, 'minimum_should_match'],
      'unsupported_parameter',
      'This minimum is not read.',
    );
  }
  if (count > should.length) return never;
  const optional = count === 0 ? [] : count === should.length && count > 1 ? should : [any(should)];
  return all([...required, ...optional, ...excluded]);
}
