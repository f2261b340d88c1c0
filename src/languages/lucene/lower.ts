/**
 * A Lucene query's tree to a condition, as Elasticsearch's query_string runs it
 * (https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-query-string-query):
 *
 * - A comparison holds when any value of the field satisfies it; a negation is the complement, so it holds for an event without the field.
 * - Clauses are required (`+`, on either side of AND), prohibited (`-`, NOT) or optional. Where one is required, optional ones only rank;
 *   else one of them must hold. So `a AND b OR c` is `a AND b`: AND and OR have no precedence here.
 */
import { all, always, any, not, opaque } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { spanWithin } from '../../text/span.ts';
import type { Lowered, Query } from '../language.ts';
import type { Clause, ClauseOf, FieldClause, Place, Term, Value } from './ast.ts';
import { compareValue, queriedField } from './lower-value.ts';
import type { QueriedField } from './lower-value.ts';
import { parseLucene } from './parse.ts';

interface Lowering {
  readonly query: Query;
  readonly diagnostics: Diagnostic[];
}

export function lowerLucene(query: Query): Lowered {
  const lowering: Lowering = { query, diagnostics: [] };
  const condition = lowerText(lowering);
  return { condition, stages: [], outputFields: [], diagnostics: lowering.diagnostics };
}

function lowerText(lowering: Lowering): Condition {
  const { query } = lowering;
  const parsed = parseLucene(query.text);
  if ('tree' in parsed) return lowerClause(lowering, parsed.tree);
  const { code, message } = parsed.failure;
  return keep(lowering, parsed.failure, query.text, code, message);
}

function lowerClause(lowering: Lowering, clause: Clause): Condition {
  if (clause.kind === 'field') return lowerField(lowering, clause);
  return joined(clause.clauses, (each) => lowerClause(lowering, each));
}

/** The clauses of a group by what they must be. */
function joined<Of>(clauses: readonly ClauseOf<Of>[], lower: (of: Of) => Condition): Condition {
  const lowered = clauses.map(({ conjunction, modifier, of }, at) => ({
    condition: lower(of),
    prohibited: modifier === 'not',
    required: modifier === 'must' || conjunction === 'and' || clauses[at + 1]?.conjunction === 'and',
  }));
  const excluded = lowered.filter(({ prohibited }) => prohibited).map(({ condition }) => not(condition));
  const wanted = lowered.filter(({ prohibited }) => !prohibited);
  const required = wanted.filter((each) => each.required).map(({ condition }) => condition);
  if (required.length > 0) return all([...required, ...excluded]);
  const optional = wanted.map(({ condition }) => condition);
  return all([optional.length === 0 ? always : any(optional), ...excluded]);
}

function lowerField(lowering: Lowering, clause: FieldClause): Condition {
  const { field, value } = clause;
  if (field !== null && nameOf(field) === '_exists_') return lowerExists(lowering, clause);
  return lowerValue(lowering, field === null ? null : queriedField(field), value);
}

function nameOf({ parts }: Term): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

/** `_exists_:field`. */
function lowerExists(lowering: Lowering, { value, start, end }: FieldClause): Condition {
  if (value.kind === 'term') {
    const everything: Term = { kind: 'term', parts: ['*'], quoted: false, start, end };
    return lowerValue(lowering, queriedField(value), everything);
  }
  const text = lowering.query.text.slice(start, end);
  return keep(lowering, { start, end }, text, 'unsupported_exists', '"_exists_" takes the name of a field');
}

function lowerValue(lowering: Lowering, field: QueriedField | null, value: Value): Condition {
  if (value.kind === 'group') return joined(value.clauses, (each) => lowerValue(lowering, field, each));
  const found = compareValue(field, value);
  if (!('code' in found)) return found;
  const { code, message } = found;
  const written = lowering.query.text.slice(value.start, value.end);
  return keep(
    lowering,
    value,
    field === null ? written : `${field.path.native}:${written}`,
    code,
    message,
    field,
  );
}

/** What cannot be expressed stays in its place, as text. */
function keep(
  { query, diagnostics }: Lowering,
  { start, end }: Place,
  text: string,
  code: string,
  message: string,
  field: QueriedField | null = null,
): Condition {
  const span = spanWithin(query.text, start, end, query);
  diagnostics.push(diagnostic(code, message, span));
  return opaque(text, code, field === null ? [] : [field.path], span);
}
