/**
 * An expression as arithmetic over the columns of a group. Whole numbers divide to whole numbers, a real number makes the result real
 * (https://learn.microsoft.com/kusto/query/numerical-operators); where neither is known, the expression stays text.
 */
import type { FieldPath } from '../../condition/field-path.ts';
import type { AggregateColumn, Arithmetic, BinaryArithmetic } from '../../rule/stage.ts';
import type { Call, Expression } from './ast.ts';
import { evaluate, expressionText, lookUp } from './evaluate.ts';
import type { DraftAggregate, Env, FieldValue, Value } from './model.ts';

/** `moment`: as its seconds since 1970; `span`: as its seconds. */
type NumberType = 'long' | 'real' | 'unknown' | 'moment' | 'span';

interface Typed {
  readonly is: Arithmetic;
  readonly type: NumberType;
  /** It can be no negative number. */
  readonly isCount: boolean;
}

/** The columns that there are, by the scope that they have. */
type Group = Pick<DraftAggregate, 'scope' | 'columns'>;

export function columnArithmetic(env: Env, group: Group, expression: Expression): Arithmetic | null {
  return typed(env, group, expression)?.is ?? null;
}

function typed(env: Env, group: Group, expression: Expression): Typed | null {
  switch (expression.kind) {
    case 'literal': {
      const { type, value } = expression;
      if (typeof value !== 'number' || !Number.isFinite(value)) return null;
      if (type === 'timespan') return { is: { kind: 'number', value }, type: 'span', isCount: false };
      return type === 'number' ? numberOf(value, expressionText(env, expression)) : null;
    }
    case 'name':
      return named(env, group, expression.name);
    case 'minus': {
      const of = typed(env, group, expression.of);
      if (of === null) return null;
      const is: Arithmetic = { kind: 'subtract', left: { kind: 'number', value: 0 }, right: of.is };
      return { is, type: of.type, isCount: false };
    }
    case 'binary': {
      const left = typed(env, group, expression.left);
      const right = left === null ? null : typed(env, group, expression.right);
      return left === null || right === null ? null : combined(expression.operator, left, right);
    }
    case 'call':
      return called(env, group, expression);
    case 'json':
    case 'star':
    case 'path':
    case 'element':
    case 'and':
    case 'or':
    case 'in':
    case 'between':
    case 'toscalar':
    case 'totable':
    case 'pipe':
    case 'datatable':
    case 'externaldata':
    case 'function':
    case 'unsupported':
      return null;
  }
}

function numberOf(value: number, text: string): Typed {
  const isWhole = /^\d+$|^(?:long|int)\s*\(/i.test(text);
  return { is: { kind: 'number', value }, type: isWhole ? 'long' : 'real', isCount: value >= 0 };
}

/** A column of the group by the name that it has there, or a number that `let` names. */
function named(env: Env, group: Group, name: string): Typed | null {
  const value = env.row.columns.get(name);
  if (value === undefined) {
    const bound = lookUp(env.scope, name);
    if (bound?.kind === 'value') return constant(bound.value);
    if (bound?.kind !== 'expression' || !CONSTANTS.has(bound.expression.kind)) return null;
    return typed({ ...env, scope: bound.scope() }, group, bound.expression);
  }
  if (value.kind === 'literal') return constant(value);
  if (value.kind !== 'field' || value.field.transforms.length > 0) return null;
  if (value.scopes.length !== 1 || value.scopes[0] !== group.scope) return null;
  const [column, ...others] = group.columns.filter((each) => each.name === value.field.native);
  return column === undefined || others.length > 0 ? null : ofColumn(column, value);
}

/** What `let` names is not of this row. */
const CONSTANTS: ReadonlySet<Expression['kind']> = new Set(['literal', 'minus', 'binary', 'call']);

function constant(value: Value): Typed | null {
  if (value.kind !== 'literal' || typeof value.value !== 'number') return null;
  const is: Arithmetic = { kind: 'number', value: value.value };
  if (value.type === 'timespan') return { is, type: 'span', isCount: false };
  if (value.type !== 'number') return null;
  // Of a constant that was computed it is not said whether it is whole or real.
  const isReal = value.number === 'real' || !Number.isInteger(value.value);
  return { is, type: isReal ? 'real' : 'unknown', isCount: value.value >= 0 };
}

const COUNTS: ReadonlySet<string> = new Set(['count', 'cardinality']);
/** Real of whole numbers as well: https://learn.microsoft.com/kusto/query/avg-aggregation-function */
const REALS: ReadonlySet<string> = new Set(['avg', 'stdev', 'variance']);
const NUMBERS: ReadonlySet<string> = new Set([...COUNTS, ...REALS, 'sum']);

/** Of some event of the group, or of the least or greatest. */
const TAKEN: ReadonlySet<string> = new Set(['min', 'max', 'any', 'first', 'last']);

function ofColumn(column: AggregateColumn, { type: known, number }: FieldValue): Typed | null {
  const { name, function: computes, arithmetic } = column;
  const is: Arithmetic = { kind: 'column', name };
  if (arithmetic !== undefined) return { is, type: 'unknown', isCount: false };
  const isSize = column.field !== null && isSizeColumn(column.field);
  const of = number ?? (isSize ? 'long' : 'unknown');
  if (TAKEN.has(computes)) {
    if (known === 'datetime') return { is, type: 'moment', isCount: false };
    return computes === 'min' || computes === 'max' || known === 'number'
      ? { is, type: of, isCount: isSize }
      : null;
  }
  if (!NUMBERS.has(computes)) return null;
  const isCount = COUNTS.has(computes) || (computes === 'sum' && isSize);
  const type = COUNTS.has(computes) ? 'long' : REALS.has(computes) ? 'real' : of;
  return { is, type, isCount };
}

/**
 * Sizes are whole numbers, and none is negative: https://learn.microsoft.com/azure/azure-monitor/reference/tables/commonsecuritylog,
 * https://learn.microsoft.com/azure/sentinel/normalization-schema-network
 */
const SIZES = /^(?:Sent|Received|Src|Dst|Network|Total)?Bytes(?:Sent|Received)?$|^(?:FileSize|Size)$/;

function isSizeColumn({ segments, transforms }: FieldPath): boolean {
  return transforms.length === 0 && segments.length === 1 && SIZES.test(segments[0] ?? '');
}

function combined(operator: string, left: Typed, right: Typed): Typed | null {
  if (isTime(left) || isTime(right)) return combinedTimes(operator, left, right);
  const type = resultType(left.type, right.type);
  const isCount = left.isCount && right.isCount && operator !== '-';
  const kind = kindOf(operator, type, isCount);
  return kind === null ? null : { is: { kind, left: left.is, right: right.is }, type, isCount };
}

function isTime({ type }: Typed): boolean {
  return type === 'moment' || type === 'span';
}

/** https://learn.microsoft.com/kusto/query/datetime-timespan-arithmetic */
function combinedTimes(operator: string, left: Typed, right: Typed): Typed | null {
  const made = (kind: BinaryKind, type: NumberType): Typed => ({
    is: { kind, left: left.is, right: right.is },
    type,
    isCount: false,
  });
  switch (`${left.type} ${operator} ${right.type}`) {
    case 'moment - moment':
    case 'span - span':
      return made('subtract', 'span');
    case 'moment - span':
      return made('subtract', 'moment');
    case 'moment + span':
    case 'span + moment':
      return made('add', 'moment');
    case 'span + span':
      return made('add', 'span');
    case 'span / span':
      return made('divide', 'real');
    case 'span / long':
    case 'span / real':
    case 'span / unknown':
      return made('divide', 'span');
    case 'span * long':
    case 'span * real':
    case 'span * unknown':
    case 'long * span':
    case 'real * span':
    case 'unknown * span':
      return made('multiply', 'span');
    default:
      return null;
  }
}

function resultType(left: NumberType, right: NumberType): NumberType {
  if (left === 'real' || right === 'real') return 'real';
  return left === 'long' && right === 'long' ? 'long' : 'unknown';
}

type BinaryKind = BinaryArithmetic['kind'];

/** The modulo of what is negative is not everywhere the same. */
function kindOf(operator: string, type: NumberType, isCount: boolean): BinaryKind | null {
  switch (operator) {
    case '+':
      return 'add';
    case '-':
      return 'subtract';
    case '*':
      return 'multiply';
    case '/':
      return type === 'real' ? 'divide' : type === 'long' ? 'integer_divide' : null;
    case '%':
      return isCount && type === 'long' ? 'modulo' : null;
    default:
      return null;
  }
}

const TO_REAL: ReadonlySet<string> = new Set(['todouble', 'toreal']);
const TO_LONG: ReadonlySet<string> = new Set(['tolong', 'toint']);

function called(env: Env, group: Group, { name, args }: Call): Typed | null {
  if (lookUp(env.scope, name) !== undefined) return null;
  if (name === 'now' && args.length === 0) return { is: { kind: 'now' }, type: 'moment', isCount: false };
  if (name === 'array_length' && args.length === 1) return sizeOf(env, group, args[0]?.value);
  if (name === 'datetime_diff')
    return borders(
      env,
      group,
      args.map(({ value }) => value),
    );
  const [of, second, ...more] = args.map(({ value }) => typed(env, group, value));
  if (of === undefined || of === null || more.length > 0) return null;
  if (second === undefined) return converted(name, of);
  const digits = second?.is.kind === 'number' ? second.is.value : null;
  return name === 'round' && digits !== null ? rounded(of, digits) : null;
}

/** Of a list that the group collects, or that the rule holds. */
function sizeOf(env: Env, group: Group, list: Expression | undefined): Typed | null {
  const value = list === undefined ? null : evaluate(env, list);
  if (value?.kind === 'json' && Array.isArray(value.value))
    return { is: { kind: 'number', value: value.value.length }, type: 'long', isCount: true };
  if (value?.kind !== 'field' || value.field.transforms.length > 0 || value.scopes[0] !== group.scope)
    return null;
  const [column, ...others] = group.columns.filter(({ name }) => name === value.field.native);
  if (column?.function !== 'values' || others.length > 0) return null;
  return { is: { kind: 'size', name: column.name }, type: 'long', isCount: true };
}

function converted(name: string, of: Typed): Typed | null {
  if (name === 'ago' && of.type === 'span')
    return { is: { kind: 'subtract', left: { kind: 'now' }, right: of.is }, type: 'moment', isCount: false };
  if (name === 'round') return rounded(of, 0);
  if (isTime(of)) return null;
  if (TO_REAL.has(name)) return { ...of, type: 'real' };
  if (!TO_LONG.has(name)) return null;
  if (of.type === 'long') return of;
  const one: Arithmetic = { kind: 'number', value: 1 };
  return { is: { kind: 'integer_divide', left: of.is, right: one }, type: 'long', isCount: of.isCount };
}

function rounded(of: Typed, digits: number): Typed | null {
  return isTime(of) ? null : { is: { kind: 'round', of: of.is, digits }, type: of.type, isCount: of.isCount };
}

/** How many borders of that unit lie between: https://learn.microsoft.com/kusto/query/datetime-diff-function */
const UNITS: Readonly<Record<string, number>> = { day: 86_400, hour: 3_600, minute: 60, second: 1 };

function borders(env: Env, group: Group, [unit, later, earlier]: readonly Expression[]): Typed | null {
  const name = unit?.kind === 'literal' ? String(unit.value).toLowerCase() : '';
  const seconds = UNITS[name];
  const sides = [later, earlier].map((side) => (side === undefined ? null : typed(env, group, side)));
  const [to, from] = sides.map((side) => (side?.type === 'moment' ? side : null));
  if (seconds === undefined || to === undefined || to === null || from === undefined || from === null)
    return null;
  const size: Arithmetic = { kind: 'number', value: seconds };
  const count = (of: Typed): Arithmetic => ({ kind: 'integer_divide', left: of.is, right: size });
  return { is: { kind: 'subtract', left: count(to), right: count(from) }, type: 'long', isCount: false };
}
