/**
 * A kuery's tree to a condition, as Kibana translates it to a query (https://www.elastic.co/docs/reference/query-languages/kql):
 *
 * - A comparison holds when any value of the field satisfies it; `field:(a and b)` asks that of each: the list holds both.
 * - `not` is the complement, so it holds for an event without the field.
 * - `*` is the one wildcard; `?` is a question mark.
 */
import { all, always, any, not, opaque, some } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { spanWithin } from '../../text/span.ts';
import type { Lowered, Query } from '../language.ts';
import type { Is, Literal, Nested, Node, Range, Value } from './ast.ts';
import { compareFreeText, compareLiteral, compareRange } from './compare-literal.ts';
import type { Unsupported } from './compare-literal.ts';
import { literalText, queriedField } from './field.ts';
import type { QueriedField } from './field.ts';
import { parseKuery } from './parse.ts';

interface Lowering {
  readonly query: Query;
  readonly diagnostics: Diagnostic[];
}

export function lowerKuery(query: Query): Lowered {
  const lowering: Lowering = { query, diagnostics: [] };
  const condition = lowerText(lowering);
  return { condition, stages: [], outputFields: [], diagnostics: lowering.diagnostics };
}

function lowerText({ query, diagnostics }: Lowering): Condition {
  const parsed = parseKuery(query.text);
  if ('tree' in parsed) return lowerNode({ query, diagnostics }, parsed.tree, null);
  const { code, message, start, end } = parsed.failure;
  const span = spanWithin(query.text, start, end, query);
  diagnostics.push(diagnostic(code, message, span));
  return opaque(query.text, code, [], span);
}

/** `outer`: the dotted path of the list whose element the node speaks of, else null. */
function lowerNode(lowering: Lowering, node: Node, outer: string | null): Condition {
  switch (node.kind) {
    case 'everything':
      return always;
    case 'and':
      return all(node.of.map((child) => lowerNode(lowering, child, outer)));
    case 'or':
      return any(node.of.map((child) => lowerNode(lowering, child, outer)));
    case 'not':
      return not(lowerNode(lowering, node.of, outer));
    case 'is':
      return lowerIs(lowering, node, outer);
    case 'range':
      return lowerRange(lowering, node, outer);
    case 'nested':
      return lowerNested(lowering, node, outer);
  }
}

function lowerIs(lowering: Lowering, node: Is, outer: string | null): Condition {
  const field = node.field === null ? null : queriedField(node.field, outer);
  return lowerValue(lowering, field, node.value, outer);
}

function lowerValue(
  lowering: Lowering,
  field: QueriedField | null,
  value: Value,
  outer: string | null,
): Condition {
  switch (value.kind) {
    case 'and':
      return all(value.of.map((child) => lowerValue(lowering, field, child, outer)));
    case 'or':
      return any(value.of.map((child) => lowerValue(lowering, field, child, outer)));
    case 'not':
      return not(lowerValue(lowering, field, value.of, outer));
    case 'literal': {
      warnOfQuotes(lowering, value);
      const scope = outer === null ? 'event' : 'element';
      const lowered = field === null ? compareFreeText(value, scope) : compareLiteral(field, value);
      const text = source(lowering, value);
      return orOpaque(
        lowering,
        lowered,
        value,
        field === null ? text : `${field.path.native}:${text}`,
        field?.path,
      );
    }
  }
}

function lowerRange(lowering: Lowering, node: Range, outer: string | null): Condition {
  const field = queriedField(node.field, outer);
  return orOpaque(lowering, compareRange(field, node), node, source(lowering, node), field.path);
}

function lowerNested(lowering: Lowering, node: Nested, outer: string | null): Condition {
  const { path } = queriedField(node.field, outer);
  const name = literalText(node.field);
  return some(path, lowerNode(lowering, node.of, outer === null ? name : `${outer}.${name}`));
}

/** Two things in quotes that their authors seldom mean. */
function warnOfQuotes(lowering: Lowering, literal: Literal): void {
  if (!literal.quoted) return;
  const warn = (code: string, message: string): void => {
    const span = spanWithin(lowering.query.text, literal.start, literal.end, lowering.query);
    lowering.diagnostics.push(diagnostic(code, message, span, 'warning'));
  };
  if (literalText(literal).includes('*')) {
    warn('quoted_wildcard', 'a star in quotes is a star; without the quotes it would be a wildcard');
  }
  const [escape] = /\\[trn]/.exec(source(lowering, literal).replaceAll('\\\\', '')) ?? [];
  if (escape !== undefined) {
    warn('escaped_white_space', `${escape} is white space; a backslash in front of a letter is written \\\\`);
  }
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function source({ query }: Lowering, { start, end }: Place): string {
  return query.text.slice(start, end);
}

/** What cannot be expressed stays in its place, as text. */
function orOpaque(
  { query, diagnostics }: Lowering,
  lowered: Condition | Unsupported,
  place: Place,
  text: string,
  field: FieldPath | undefined,
): Condition {
  if (!('code' in lowered)) return lowered;
  const span = spanWithin(query.text, place.start, place.end, query);
  diagnostics.push(diagnostic(lowered.code, lowered.message, span));
  return opaque(text, lowered.code, field === undefined ? [] : [field], span);
}
