/** What an expression stands for: a tree of ES|QL to a value, and a condition to its truth. What cannot be expressed is opaque, in its place. */
import { opaque } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { positionAt, spanWithin } from '../../text/span.ts';
import type { Arithmetic, Call, Comparison, Expression, Like, Literal, Match } from './ast.ts';
import { calculated } from './arithmetic.ts';
import { booleanFunction, matchWords } from './boolean-functions.ts';
import { compareValues, lookUp, matchesPattern, matchesRegex } from './compare.ts';
import { listsAsked, ofList } from './expand.ts';
import { columnsOf, definition } from './definition.ts';
import { callFunction } from './functions.ts';
import { groupNumber } from './group-number.ts';
import { columnValue, computedColumn } from './rows.ts';
import type { Lowering } from './rows.ts';
import { timeComparison, timeFunction } from './time.ts';
import { both, certain, either, isTooLarge, negated } from './truth.ts';
import type { Truth } from './truth.ts';
import { isNull, literalValue, truthOf, truthValue, unsaid } from './value.ts';
import type { Unsaid, Value } from './value.ts';

/** Where the condition is true or null. */
function lowerTruth(lowering: Lowering, expression: Expression): Truth {
  const truth = truthOfExpression(lowering, expression);
  if (!isTooLarge(truth)) return truth;
  return keeper(
    lowering,
    expression,
  )(unsaid('too_large', 'the columns of this condition build too large a tree'));
}

/** Where rows are kept: true, and not null. */
export function lowerRow(lowering: Lowering, expression: Expression): Condition {
  const { yes } = lowerTruth(lowering, expression);
  const { expanded } = lowering;
  if (expanded.length < 2) return yes;
  const parts = yes.kind === 'all' ? yes.of : [yes];
  if (parts.every((part) => listsAsked(part, expanded).length < 2)) return yes;
  const message = 'the elements of two expanded lists cannot be asked for in one condition';
  return keeper(lowering, expression)(unsaid('unsupported_expansion', message)).yes;
}

function truthOfExpression(lowering: Lowering, expression: Expression): Truth {
  const keep = keeper(lowering, expression);
  switch (expression.kind) {
    case 'and':
      return both(expression.of.map((child) => truthOfExpression(lowering, child)));
    case 'or':
      return either(expression.of.map((child) => truthOfExpression(lowering, child)));
    case 'not':
      return negated(truthOfExpression(lowering, expression.of));
    case 'compare':
      return lowerComparison(lowering, expression);
    case 'is_null':
      return turned(expression, isNull(evaluate(lowering, expression.left), keep));
    case 'in': {
      const values = expression.values.map((value) => evaluate(lowering, value));
      return turned(expression, lookUp(evaluate(lowering, expression.left), values, keep));
    }
    case 'like':
      return turned(expression, lowerLike(lowering, expression));
    case 'match':
      return lowerMatch(lowering, expression);
    case 'call':
    case 'column':
    case 'literal':
    case 'arithmetic':
    case 'timespan':
    case 'list':
    case 'star':
    case 'map':
    case 'parameter':
      return truthOf(evaluate(lowering, expression), keep);
  }
}

/** `NOT IN`, `NOT LIKE`, `IS NOT NULL`. */
function turned(expression: { readonly negated: boolean }, truth: Truth): Truth {
  return expression.negated ? negated(truth) : truth;
}

function lowerMatch(lowering: Lowering, match: Match): Truth {
  const found = matchWords(evaluate(lowering, match.left), evaluate(lowering, match.query));
  if (found !== null) return found;
  return keeper(lowering, match)(unsaid('unsupported_match', 'words can only be looked for in a field'));
}

function lowerLike(lowering: Lowering, like: Like): Truth {
  const keep = keeper(lowering, like);
  const left = evaluate(lowering, like.left);
  const patterns = like.patterns.map((pattern) => literalText(evaluate(lowering, pattern)));
  const known = patterns.filter((pattern) => pattern !== null);
  if (known.length < patterns.length) {
    return keep(unsaid('unsupported_value', 'a pattern is a constant text'));
  }
  return like.regex ? matchesRegex(left, known, keep) : matchesPattern(left, known, keep);
}

function literalText(value: Value): string | null {
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : null;
}

function lowerComparison(lowering: Lowering, comparison: Comparison): Truth {
  const left = evaluate(lowering, comparison.left);
  const right = evaluate(lowering, comparison.right);
  const keep = keeper(lowering, comparison);
  return (
    timeComparison(lowering, comparison, left, right) ?? compareValues(comparison.operator, left, right, keep)
  );
}

/** The value of an expression in every row. */
export function evaluate(lowering: Lowering, expression: Expression): Value {
  switch (expression.kind) {
    case 'literal':
      return literalValue(expression.value, expression.isReal);
    case 'column':
      return columnValue(lowering, expression);
    case 'call':
      return beyondOneEvent(lowering, expression, evaluateCall(lowering, expression));
    case 'arithmetic':
      return beyondOneEvent(lowering, expression, evaluateArithmetic(lowering, expression));
    case 'timespan':
      return timeFunction.span(expression);
    case 'list': {
      const values = expression.of.flatMap((each) => (each.kind === 'literal' ? [each.value] : []));
      if (values.length < expression.of.length)
        return unsaid('unsupported_value', 'a list of these values cannot be expressed');
      const [only] = values;
      return values.length === 1 && only !== undefined ? literalValue(only) : { kind: 'list', values };
    }
    case 'parameter':
      return { ...unsaid('parameter', 'whoever runs the query fills the parameter in'), computed: false };
    case 'star':
    case 'map':
      return unsaid('unsupported_value', 'this is no value');
    case 'and':
    case 'or':
    case 'not':
    case 'compare':
    case 'is_null':
    case 'in':
    case 'like':
    case 'match':
      return truthValue(lowerTruth(lowering, expression));
  }
}

function evaluateArithmetic(lowering: Lowering, { operator, left, right }: Arithmetic): Value {
  return calculated(operator, evaluate(lowering, left), evaluate(lowering, right));
}

function evaluateCall(lowering: Lowering, call: Call): Value {
  if (call.name === 'kql' || call.name === 'qstr') return truthValue(lowerInner(lowering, call));
  const ofSource = call.name === 'json_extract' ? sourceField(lowering, call) : null;
  if (ofSource !== null) return ofSource;
  const args = call.args.map((arg) => evaluate(lowering, arg));
  const keep = keeper(lowering, call);
  const timed = timeFunction.call(call.name, args);
  if (timed !== null) return timed;
  const truth = booleanFunction(call.name, args, keep);
  if (truth) return truthValue(truth);
  const value = callFunction(call.name, args, { keep, grouped: lowering.aggregation !== null });
  if (value) return value;
  const elsewhere = args.find((arg) => arg.kind === 'unsaid' && !arg.computed);
  if (elsewhere !== undefined) return elsewhere;
  const code = value === undefined && truth === undefined ? 'unsupported_function' : 'unsupported_call';
  const message =
    code === 'unsupported_function'
      ? `the function ${call.name} cannot be expressed`
      : `${call.name} cannot be expressed with these arguments`;
  return unsaid(code, message);
}

const SOURCE_PATH = /^(?:\$\.)?([\w@-]+(?:\.[\w@-]+)*)$/;

/** `JSON_EXTRACT(_source, "a.b")` reads a field of the event itself; of a list, it is the list's JSON text. */
function sourceField({ columns, names }: Lowering, { args }: Call): Value | null {
  const [source, path] = args;
  if (source?.kind !== 'column' || source.name !== '_source' || columns.has('_source') || names !== 'open')
    return null;
  const name = path?.kind === 'literal' ? SOURCE_PATH.exec(String(path.value))?.[1] : undefined;
  return name === undefined ? null : { kind: 'field', path: fieldPath(name), collection: 'whole' };
}

/**
 * What is computed from a group's columns is a column of the group itself: its expression says how. In a row that is an event, the event must
 * decide it, and there it stays unsaid.
 */
function beyondOneEvent(lowering: Lowering, expression: Expression, value: Value): Value {
  if (lowering.aggregation === null) return value;
  if (value.kind === 'choice' ? !isPartlyUnsaid(value) : value.kind !== 'unsaid' || !value.computed)
    return value;
  const number = groupNumber(lowering, expression);
  if (value.kind === 'choice' && number === null) return value;
  const text = definition(lowering, expression);
  return computedColumn(lowering, text.replace(/\s+/g, ' '), text, number?.arithmetic);
}

function isPartlyUnsaid(value: Value): boolean {
  if (value.kind !== 'choice') return value.kind === 'unsaid' && value.computed;
  return isPartlyUnsaid(value.then) || isPartlyUnsaid(value.otherwise);
}

const findings = new WeakMap<Condition, Diagnostic>();

/** The diagnostic of an opaque node that was made here: reported only where the node ends up in the rule. */
export function findingOf(condition: Condition): Diagnostic | undefined {
  return findings.get(condition);
}

export function keeper(lowering: Lowering, expression: Expression): (value: Unsaid) => Truth {
  return ({ code, message, fields }) => {
    const span = spanWithin(lowering.query.text, expression.start, expression.end, lowering.query);
    const node = opaque(
      definition(lowering, expression),
      code,
      [...fields, ...fieldsNamed(lowering, expression)].map((field) => ofList(field, lowering.expanded)),
      span,
    );
    findings.set(node, diagnostic(code, message, span));
    return certain(node);
  };
}

function fieldsNamed(lowering: Lowering, expression: Expression): readonly FieldPath[] {
  return columnsOf(expression).flatMap((column) => {
    const value = columnValue(lowering, column);
    return value.kind === 'field' ? [value.path] : [];
  });
}

/** `KQL("…")` and `QSTR("…")`: a query of the index in another language. It is never null. */
function lowerInner(lowering: Lowering, call: Call): Truth {
  const [text] = call.args;
  const language = call.name === 'kql' ? 'kuery' : 'lucene';
  const keep = keeper(lowering, call);
  if (text?.kind !== 'literal' || typeof text.value !== 'string' || lowering.lowerInner === undefined) {
    return keep(unsaid('unsupported_call', `${call.name} needs a constant text`));
  }
  const begin = beginOfText(lowering, text);
  const inner = lowering.lowerInner({ language, text: text.value, ...begin, context: null });
  lowering.diagnostics.push(...inner.diagnostics);
  return certain(inner.condition);
}

/** Where a text begins in the rule's body, behind its quotes. */
function beginOfText(
  { query }: Lowering,
  { start }: Literal,
): { readonly line: number; readonly column: number } {
  const quotes = query.text.startsWith('"""', start) ? 3 : 1;
  const { line, column } = positionAt(query.text, start + quotes);
  return {
    line: line + query.line - 1,
    column: line === 1 ? column + query.column - 1 : column,
  };
}
