/** What an event must be: a tree of EQL to a condition. What cannot be expressed is opaque, in its place. */
import { all, always, any, compare, never, not, opaque, some } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { spanWithin } from '../../text/span.ts';
import type { Query as QueryText } from '../language.ts';
import type { Call, Comparison, Expression, Field, Lookup } from './ast.ts';
import { lowerBooleanFunction } from './boolean-function.ts';
import { compareOperands, lookUp } from './compare.ts';
import { operandOf, pathOf, unsupported } from './operand.ts';
import type { Operand, Unsupported } from './operand.ts';

export interface Lowering {
  readonly query: QueryText;
  readonly diagnostics: Diagnostic[];
  /** The variable of the innermost `arraySearch` around. */
  readonly variable: string | null;
  /** Names of a sequence's steps: `event0.file.name` is a field of another event. */
  readonly stepNames: ReadonlySet<string>;
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
      return orOpaque(lowering, expression, compare(pathOf(expression), 'eq', [true]));
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
  if (isArraySearch(call)) return lowerArraySearch(lowering, call);
  const args = operands(lowering, call.args);
  return 'kind' in args ? args : lowerBooleanFunction(call, args);
}

function isArraySearch({ name }: Call): boolean {
  return /^_?arraysearch$/i.test(name);
}

/** `arraySearch(list, $x, condition)`: some element satisfies the condition. */
function lowerArraySearch(lowering: Lowering, { args }: Call): Result {
  const [list, variable, condition, ...rest] = args;
  if (
    list?.kind !== 'field' ||
    variable?.kind !== 'field' ||
    variable.segments.length > 0 ||
    condition === undefined ||
    rest.length > 0
  ) {
    return unsupported('unsupported_call', 'arraySearch takes a list, a variable and a condition');
  }
  return some(pathOf(list), lowerExpression({ ...lowering, variable: variable.variable }, condition));
}

/** A field that is not of this event, nor of the innermost list's element, cannot be told apart from one that is. */
function checked({ variable, stepNames }: Lowering, expression: Expression, result: Result): Result {
  const search = expression.kind === 'call' && isArraySearch(expression);
  // Of arraySearch, the condition was checked where it was lowered.
  const fields = fieldNodes(search ? (expression.args[0] ?? expression) : expression);
  if (fields.some((field) => field.variable !== null && field.variable !== variable)) {
    return unsupported('unbound_variable', 'this variable is none of the innermost arraySearch');
  }
  if (fields.some(({ segments: [first = ''] }) => stepNames.has(first))) {
    return unsupported('other_event', 'a field of another step cannot be compared with');
  }
  return result;
}

/** Does it speak of an event of another step? */
export function namesStep({ stepNames }: Lowering, expression: Expression): boolean {
  return fieldNodes(expression).some(
    ({ variable, segments: [first = ''] }) => variable === null && stepNames.has(first),
  );
}

function orOpaque(lowering: Lowering, expression: Expression, outcome: Result): Condition {
  const { query, diagnostics } = lowering;
  const result = checked(lowering, expression, outcome);
  if (result.kind !== 'unsupported') return result;
  const { start, end } = expression;
  const span = spanWithin(query.text, start, end, query);
  diagnostics.push(diagnostic(result.code, result.message, span));
  return opaque(query.text.slice(start, end), result.code, fieldsOf(expression), span);
}

function fieldsOf(expression: Expression): readonly FieldPath[] {
  return fieldNodes(expression).map(pathOf);
}

/** Every field that an expression names. */
export function fieldNodes(expression: Expression): readonly Field[] {
  switch (expression.kind) {
    case 'field':
      return [expression];
    case 'and':
    case 'or':
      return expression.of.flatMap(fieldNodes);
    case 'not':
      return fieldNodes(expression.of);
    case 'compare':
    case 'arithmetic':
      return [expression.left, expression.right].flatMap(fieldNodes);
    case 'lookup':
      return [expression.left, ...expression.values].flatMap(fieldNodes);
    case 'call':
      return expression.args.flatMap(fieldNodes);
    case 'literal':
    case 'lineage':
      return [];
  }
}
