/**
 * An expression as arithmetic over the columns of a group. Whole numbers divide to whole numbers, a real number makes the result real
 * (https://learn.microsoft.com/kusto/query/numerical-operators); where neither is known, the expression stays text.
 */
import type { AggregateColumn, Arithmetic, BinaryArithmetic } from '../../rule/stage.ts';
import type { Call, Expression } from './ast.ts';
import { expressionText, lookUp } from './evaluate.ts';
import type { DraftAggregate, Env } from './model.ts';

type NumberType = 'long' | 'real' | 'unknown';

interface Typed {
  readonly is: Arithmetic;
  readonly type: NumberType;
  /** It can be no negative number. */
  readonly isCount: boolean;
}

export function columnArithmetic(env: Env, group: DraftAggregate, expression: Expression): Arithmetic | null {
  return typed(env, group, expression)?.is ?? null;
}

function typed(env: Env, group: DraftAggregate, expression: Expression): Typed | null {
  switch (expression.kind) {
    case 'literal': {
      const { type, value } = expression;
      if (type !== 'number' || typeof value !== 'number' || !Number.isFinite(value)) return null;
      return numberOf(value, expressionText(env, expression));
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
      return converted(env, group, expression);
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
function named(env: Env, group: DraftAggregate, name: string): Typed | null {
  const value = env.row.columns.get(name);
  if (value === undefined) {
    const bound = lookUp(env.scope, name);
    if (bound?.kind !== 'expression' || bound.expression.kind !== 'literal') return null;
    return typed({ ...env, scope: bound.scope() }, group, bound.expression);
  }
  if (value.kind !== 'field' || value.field.transforms.length > 0) return null;
  if (value.scopes.length !== 1 || value.scopes[0] !== group.scope) return null;
  const [column, ...others] = group.columns.filter((each) => each.name === value.field.native);
  return column === undefined || others.length > 0 ? null : ofColumn(column);
}

const COUNTS: ReadonlySet<string> = new Set(['count', 'cardinality']);
/** Real of whole numbers as well: https://learn.microsoft.com/kusto/query/avg-aggregation-function */
const REALS: ReadonlySet<string> = new Set(['avg', 'stdev', 'variance']);
const NUMBERS: ReadonlySet<string> = new Set([...COUNTS, ...REALS, 'sum']);

/** The least and the greatest may be moments. */
function ofColumn({ name, function: computes }: AggregateColumn): Typed | null {
  if (!NUMBERS.has(computes)) return null;
  const isCount = COUNTS.has(computes);
  const type = isCount ? 'long' : REALS.has(computes) ? 'real' : 'unknown';
  return { is: { kind: 'column', name }, type, isCount };
}

function combined(operator: string, left: Typed, right: Typed): Typed | null {
  const type = resultType(left.type, right.type);
  const isCount = left.isCount && right.isCount && operator !== '-';
  const kind = kindOf(operator, type, isCount);
  return kind === null ? null : { is: { kind, left: left.is, right: right.is }, type, isCount };
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

function converted(env: Env, group: DraftAggregate, { name, args }: Call): Typed | null {
  const [only] = args;
  if (only === undefined || args.length !== 1 || lookUp(env.scope, name) !== undefined) return null;
  const of = typed(env, group, only.value);
  if (of === null) return null;
  if (TO_REAL.has(name)) return { ...of, type: 'real' };
  return TO_LONG.has(name) && of.type === 'long' ? of : null;
}
