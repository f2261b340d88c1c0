/** What an event must be: a tree of EQL to a condition. What cannot be expressed is opaque, in its place. */
import { all, always, any, compare, never, not, opaque } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { spanWithin } from '../../text/span.ts';
import type { Query as QueryText } from '../language.ts';
import type { Call, Comparison, Expression, Lookup } from './ast.ts';
import { lowerBooleanFunction } from './boolean-function.ts';
import { compareOperands, lookUp } from './compare.ts';
import { operandOf, pathOf, unsupported } from './operand.ts';
import type { Operand, Unsupported } from './operand.ts';

export interface Lowering {
  readonly query: QueryText;
  readonly diagnostics: Diagnostic[];
}

export function lowerExpression(lowering: Lowering, expression: Expression): Condition {
  switch (expression.kind) {
    case 'and':
      return all(expression.of.map((child) => lowerExpression(lowering, child)));
    case 'or':
      return any(expression.of.map((child) => lowerExpression(lowering, child)));
    case 'not':
      return not(lowerExpression(lowering, expression.of));
    case 'field':
      return compare(pathOf(expression), 'eq', [true]);
    case 'compare':
      return orOpaque(lowering, expression, lowerComparison(lowering, expression));
    case 'lookup':
      return orOpaque(lowering, expression, lowerLookup(lowering, expression));
    case 'call':
      return orOpaque(lowering, expression, lowerCall(lowering, expression));
    case 'literal':
      if (typeof expression.value === 'boolean') return expression.value ? always : never;
      return orOpaque(lowering, expression, unsupported('not_a_condition', 'a value is no condition'));
    case 'arithmetic':
      return orOpaque(lowering, expression, unsupported('not_a_condition', 'a number is no condition'));
    case 'lineage': {
      const message = `"${expression.relation} of" needs the process tree, which an event does not hold`;
      return orOpaque(lowering, expression, unsupported('unsupported_lineage', message));
    }
  }
}

type Result = Condition | Unsupported;

function operand(lowering: Lowering, expression: Expression): Operand | Unsupported {
  return operandOf(expression, (condition) => lowerExpression(lowering, condition));
}

function operands(lowering: Lowering, expressions: readonly Expression[]): readonly Operand[] | Unsupported {
  const found: Operand[] = [];
  for (const expression of expressions) {
    const each = operand(lowering, expression);
    if (each.kind === 'unsupported') return each;
    found.push(each);
  }
  return found;
}

function lowerComparison(lowering: Lowering, { operator, left, right }: Comparison): Result {
  const a = operand(lowering, left);
  if (a.kind === 'unsupported') return a;
  const b = operand(lowering, right);
  return b.kind === 'unsupported' ? b : compareOperands(operator, a, b);
}

function lowerLookup(lowering: Lowering, lookup: Lookup): Result {
  const left = operand(lowering, lookup.left);
  if (left.kind === 'unsupported') return left;
  const values = operands(lowering, lookup.values);
  if ('kind' in values) return values;
  const found = lookUp(lookup, left, values);
  return lookup.negated && found.kind !== 'unsupported' ? not(found) : found;
}

function lowerCall(lowering: Lowering, call: Call): Result {
  const args = operands(lowering, call.args);
  return 'kind' in args ? args : lowerBooleanFunction(call, args);
}

function orOpaque({ query, diagnostics }: Lowering, expression: Expression, result: Result): Condition {
  if (result.kind !== 'unsupported') return result;
  const { start, end } = expression;
  const span = spanWithin(query.text, start, end, query);
  diagnostics.push(diagnostic(result.code, result.message, span));
  return opaque(query.text.slice(start, end), result.code, fieldsOf(expression), span);
}

/** Every field that an expression names. */
function fieldsOf(expression: Expression): readonly FieldPath[] {
  switch (expression.kind) {
    case 'field':
      return [pathOf(expression)];
    case 'and':
    case 'or':
      return expression.of.flatMap(fieldsOf);
    case 'not':
      return fieldsOf(expression.of);
    case 'compare':
    case 'arithmetic':
      return [expression.left, expression.right].flatMap(fieldsOf);
    case 'lookup':
      return [expression.left, ...expression.values].flatMap(fieldsOf);
    case 'call':
      return expression.args.flatMap(fieldsOf);
    case 'literal':
    case 'lineage':
      return [];
  }
}
