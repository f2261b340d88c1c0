/** `+ - * / %` on numbers, timespans and moments. */
import type { TransformName } from '../../condition/field-path.ts';
import type { FieldValue, LiteralValue, TimeValue, Value } from './model.ts';
import {
  fieldsOf,
  literal,
  numberLiteral,
  opaqueValue,
  scopesOf,
  transformed,
  unionScopes,
} from './value.ts';

export function arithmetic(operator: string, left: Value, right: Value): Value {
  if (left.kind === 'opaque') return left;
  if (right.kind === 'opaque') return right;
  if (left.kind === 'literal' && right.kind === 'literal') {
    return constants(operator, left, right) ?? unknownResult(left, right);
  }
  return moments(operator, left, right) ?? numbers(operator, left, right) ?? unknownResult(left, right);
}

function unknownResult(left: Value, right: Value): Value {
  return opaqueValue(
    'unsupported_arithmetic',
    'this calculation cannot be expressed',
    [...fieldsOf(left), ...fieldsOf(right)],
    unionScopes(scopesOf(left), scopesOf(right)),
  );
}

function constants(operator: string, left: LiteralValue, right: LiteralValue): Value | null {
  const [a, b] = [left.value, right.value];
  if (left.type === 'datetime' || right.type === 'datetime') return dates(operator, left, right);
  if (typeof a !== 'number' || typeof b !== 'number') return null;
  const spans = [left.type, right.type].filter((type) => type === 'timespan').length;
  const isReal = [left, right].some(({ number }) => number === 'real');
  switch (operator) {
    case '+':
      return spans > 0 ? literal(a + b, 'timespan') : numberLiteral(a + b, isReal);
    case '-':
      return spans > 0 ? literal(a - b, 'timespan') : numberLiteral(a - b, isReal);
    case '*':
      return spans > 0 ? literal(a * b, 'timespan') : numberLiteral(a * b, isReal);
    case '/':
      if (b === 0) return null;
      // Whole numbers divide to whole numbers; two timespans to a number.
      if (spans === 0 && !isReal) return literal(Math.trunc(a / b));
      return spans === 1 ? literal(a / b, 'timespan') : numberLiteral(a / b, true);
    case '%':
      return b === 0 ? null : numberLiteral(a % b, isReal);
    default:
      return null;
  }
}

/** A moment that is not known (a template that something else fills in) stays one. */
function dates(operator: string, left: LiteralValue, right: LiteralValue): Value | null {
  const [a, b] = [left, right].map(({ type, value }) =>
    type === 'datetime' ? (typeof value === 'string' ? Date.parse(value) / 1000 : null) : value,
  );
  const types = `${left.type} ${operator} ${right.type}`;
  if (types === 'datetime - datetime') {
    return literal(typeof a === 'number' && typeof b === 'number' ? a - b : null, 'timespan');
  }
  if (!/^datetime [+-] timespan$|^timespan \+ datetime$/.test(types)) return null;
  if (typeof a !== 'number' || typeof b !== 'number') return literal(null, 'datetime');
  return literal(new Date((operator === '+' ? a + b : a - b) * 1000).toISOString(), 'datetime');
}

function isSpan(value: Value): value is LiteralValue & { readonly value: number } {
  return value.kind === 'literal' && value.type === 'timespan' && typeof value.value === 'number';
}

function isTimeField(value: Value): value is FieldValue {
  return value.kind === 'field' && value.type === 'datetime';
}

/** A column that a timespan is added to; of two timespans we would be told by what it is compared with. */
function isMaybeTime(value: Value): value is FieldValue {
  if (value.kind !== 'field') return false;
  if (value.type === 'datetime') return true;
  return value.type === 'unknown' && value.collection === 'any' && value.field.transforms.length === 0;
}

function moments(operator: string, left: Value, right: Value): Value | null {
  if ((operator === '+' || operator === '-') && isSpan(right)) {
    const seconds = operator === '+' ? right.value : -right.value;
    if (left.kind === 'time') return { ...left, offset: left.offset === null ? null : left.offset + seconds };
    if (isMaybeTime(left)) return { kind: 'time', of: left, offset: seconds };
  }
  if (operator === '+' && isSpan(left)) return moments('+', right, left);
  if (operator === '-' && isTimeField(left) && isTimeField(right)) {
    return { kind: 'duration', from: right, to: left, unit: 1, absolute: false };
  }
  if (operator === '/' && left.kind === 'field' && left.type === 'timespan' && isSpan(right))
    return transformed(left, 'number', 'divide', right.value);
  if (operator === '/' && left.kind === 'duration' && isSpan(right) && left.unit === 1) {
    return { ...left, unit: right.value };
  }
  if (operator === '-' && left.kind === 'time' && isTimeField(right)) {
    return opaqueValue('relative_time', 'the age of an event is not in it', [right.field], right.scopes);
  }
  return null;
}

const TRANSFORMS: Readonly<Record<string, TransformName>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
};

/** A field and a constant number; `/` only where it cannot be the division of whole numbers, which cuts off. */
function numbers(operator: string, left: Value, right: Value): Value | null {
  const [field, constant] = left.kind === 'field' ? [left, right] : [right, left];
  if (field.kind !== 'field' || constant.kind !== 'literal' || constant.type !== 'number') return null;
  const { value } = constant;
  const name = TRANSFORMS[operator];
  if (name === undefined || typeof value !== 'number' || field.type === 'datetime') return null;
  const commutes = operator === '+' || operator === '*';
  if (left !== field && !commutes) return null;
  if (operator === '/' && constant.number !== 'real') return null;
  return { ...transformed(field, 'number', name, value) };
}

/** The first moment of the day, week, … of a moment: not known to the second. */
export function aboutThatTime(value: Value): Value {
  if (value.kind === 'time') return { ...value, offset: null } satisfies TimeValue;
  return value;
}
