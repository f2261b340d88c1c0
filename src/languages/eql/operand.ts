/** The value side of a comparison: a literal, a field with functions applied, or a condition that stands for true and false. */
import { any, compare, not, some } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath, withTransform } from '../../condition/field-path.ts';
import type { FieldPath, Scalar } from '../../condition/field-path.ts';
import type { Arithmetic, Call, Expression, Field } from './ast.ts';

export type Operand = LiteralOperand | FieldOperand | ConditionOperand;

export interface LiteralOperand {
  readonly kind: 'literal';
  readonly value: Scalar;
  /** A number that is no whole one, be it that its value is: 4.0. */
  readonly isReal?: true;
}

export interface FieldOperand {
  readonly kind: 'field';
  readonly path: FieldPath;
  /** Exactly when the value is null. */
  readonly isNull: Condition;
  /** What must hold as well wherever the value is compared: where `indexOf` finds nothing, the IR's `index_of` is -1, not null. */
  readonly guard: Condition | null;
  /** False: it can only be asked whether the value is null. */
  readonly comparable: boolean;
}

export interface ConditionOperand {
  readonly kind: 'condition';
  readonly condition: Condition;
}

/** Why something cannot be expressed: the code and the sentence of its diagnostic. */
export interface Unsupported {
  readonly kind: 'unsupported';
  readonly code: string;
  readonly message: string;
}

export function unsupported(code: string, message: string): Unsupported {
  return { kind: 'unsupported', code, message };
}

export function pathOf(field: Field): FieldPath {
  const scope = field.variable === null ? 'event' : 'element';
  return fieldPath(field.segments.join('.'), { segments: field.segments, scope });
}

function fieldOperand(path: FieldPath): FieldOperand {
  return { kind: 'field', path, isNull: isNull(path), guard: null, comparable: true };
}

/** The field itself, without functions. */
function baseOf({ native, segments, scope }: FieldPath): FieldPath {
  return fieldPath(native, { segments, scope });
}

function isNull(path: FieldPath): Condition {
  return compare(baseOf(path), 'is_null');
}

const NAMES: Readonly<Record<string, Arithmetic['operator']>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  modulo: '%',
};

type LowerCondition = (expression: Expression) => Condition;

/** `lowerCondition` lowers what is true or false; nothing is lowered twice. */
export function operandOf(expression: Expression, lowerCondition: LowerCondition): Operand | Unsupported {
  switch (expression.kind) {
    case 'literal':
      return literalOperand(expression.value, expression.isReal === true);
    case 'field':
      return fieldOperand(pathOf(expression));
    case 'arithmetic':
      return arithmetic(
        expression.operator,
        operandOf(expression.left, lowerCondition),
        operandOf(expression.right, lowerCondition),
      );
    case 'call':
      return callOperand(expression, lowerCondition);
    case 'and':
    case 'or':
    case 'not':
    case 'compare':
    case 'lookup':
    case 'lineage':
      return { kind: 'condition', condition: lowerCondition(expression) };
  }
}

function callOperand(call: Call, lowerCondition: LowerCondition): Operand | Unsupported {
  const name = call.name.toLowerCase();
  const operator = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  const value = Object.hasOwn(VALUE_FUNCTIONS, name) ? VALUE_FUNCTIONS[name] : undefined;
  if (operator === undefined && value === undefined) {
    return { kind: 'condition', condition: lowerCondition(call) };
  }
  const args: Operand[] = [];
  for (const arg of call.args) {
    const operand = operandOf(arg, lowerCondition);
    if (operand.kind === 'unsupported') return operand;
    args.push(operand);
  }
  if (value !== undefined) return value(args, call);
  const [left, right] = args;
  if (operator === undefined || left === undefined || right === undefined || args.length > 2)
    return wrongArguments(call);
  return arithmetic(operator, left, right);
}

function wrongArguments(call: Call): Unsupported {
  return unsupported('unsupported_call', `${call.name} cannot be expressed with these arguments`);
}

function literalOperand(value: Scalar, isReal: boolean): LiteralOperand {
  return isReal ? { kind: 'literal', value, isReal } : { kind: 'literal', value };
}

const TRANSFORM = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '%': 'modulo' } as const;

/**
 * A field and a number; division by a whole number rounds down where the field holds whole numbers, which nobody knows here
 * (https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax#eql-divide-operator-float-rounding).
 */
function arithmetic(
  operator: Arithmetic['operator'],
  left: Operand | Unsupported,
  right: Operand | Unsupported,
): Operand | Unsupported {
  if (left.kind === 'unsupported') return left;
  if (right.kind === 'unsupported') return right;
  const a = left.kind === 'literal' ? left.value : null;
  const b = right.kind === 'literal' ? right.value : null;
  const isReal = isRealNumber(left) || isRealNumber(right);
  if (typeof a === 'number' && typeof b === 'number') return calculated(operator, a, b, isReal);
  if (
    left.kind === 'field' &&
    typeof b === 'number' &&
    (operator !== '/' || isReal) &&
    (operator !== '%' || b !== 0)
  ) {
    return { ...left, path: withTransform(left.path, TRANSFORM[operator], b) };
  }
  if (right.kind === 'field' && typeof a === 'number' && (operator === '+' || operator === '*')) {
    return { ...right, path: withTransform(right.path, TRANSFORM[operator], a) };
  }
  if (right.kind === 'field' && typeof a === 'number' && operator === '-') {
    return { ...right, path: withTransform(withTransform(right.path, 'multiply', -1), 'add', a) };
  }
  return unsupported('unsupported_arithmetic', `"${operator}" cannot be expressed between these values`);
}

function isRealNumber(operand: Operand): boolean {
  return operand.kind === 'literal' && operand.isReal === true;
}

function calculated(
  operator: Arithmetic['operator'],
  a: number,
  b: number,
  isReal: boolean,
): LiteralOperand | Unsupported {
  const results = { '+': a + b, '-': a - b, '*': a * b, '/': isReal ? a / b : Math.trunc(a / b), '%': a % b };
  const value = results[operator];
  if (Number.isFinite(value)) return literalOperand(value, isReal);
  return unsupported('unsupported_arithmetic', `${a} ${operator} ${b} is no number`);
}

type ValueFunction = (args: readonly Operand[], call: Call) => Operand | Unsupported;

/** Functions that return a value (https://www.elastic.co/docs/reference/query-languages/eql/eql-function-ref). */
const VALUE_FUNCTIONS: Readonly<Record<string, ValueFunction>> = {
  length: ([of, ...rest], call) => {
    if (rest.length > 0) return wrongArguments(call);
    if (of?.kind === 'literal' && typeof of.value === 'string')
      return { kind: 'literal', value: Array.from(of.value).length };
    return of?.kind === 'field' ? { ...of, path: withTransform(of.path, 'length') } : wrongArguments(call);
  },
  string: ([of, ...rest], call) => {
    if (rest.length > 0) return wrongArguments(call);
    if (of?.kind === 'literal' && of.value !== null) return { kind: 'literal', value: textOf(of) };
    return of?.kind === 'field' ? { ...of, path: withTransform(of.path, 'to_string') } : wrongArguments(call);
  },
  number: numberOf,
  concat: concatenated,
  substring: substringOf,
  indexof: indexOf,
  between: (_args, call) => wrongArguments(call),
};

/** As Java writes it: 4.0, and not 4. */
function textOf({ value, isReal }: LiteralOperand): string {
  return isReal === true && Number.isInteger(value) ? `${String(value)}.0` : String(value);
}

/** Constants before and behind one field; null where that is (https://www.elastic.co/docs/reference/query-languages/eql/eql-function-ref#eql-fn-concat). */
function concatenated(args: readonly Operand[], call: Call): Operand | Unsupported {
  const at = args.findIndex((arg) => arg.kind !== 'literal');
  const texts = args.map((arg) => (arg.kind === 'literal' && arg.value !== null ? textOf(arg) : null));
  const before = texts.slice(0, at === -1 ? undefined : at);
  const behind = at === -1 ? [] : texts.slice(at + 1);
  if (args.length === 0 || before.includes(null) || behind.includes(null)) return wrongArguments(call);
  const of = args[at];
  if (of === undefined) return { kind: 'literal', value: before.join('') };
  if (of.kind !== 'field') return wrongArguments(call);
  const led = before.length === 0 ? of.path : withTransform(of.path, 'prepend', before.join(''));
  const path = behind.length === 0 ? led : withTransform(led, 'append', behind.join(''));
  return { ...of, path };
}

/** Base 10 only for a field: a text in another base is no number to us. */
function numberOf([of, base, ...rest]: readonly Operand[], call: Call): Operand | Unsupported {
  if (rest.length > 0 || (base !== undefined && base.kind !== 'literal')) return wrongArguments(call);
  if (of?.kind === 'field' && (base === undefined || base.value === 10)) {
    return { ...of, path: withTransform(of.path, 'to_number') };
  }
  if (of?.kind !== 'literal') return wrongArguments(call);
  const text = String(of.value).trim();
  const [, sign = '', digits = ''] =
    /^([+-]?)(0x[0-9a-f]+)$/i.exec(text) ??
    (base?.value === 16 ? /^([+-]?)([0-9a-f]+)$/i.exec(text) : null) ??
    [];
  const value = digits === '' ? Number(text) : parseInt(digits, 16) * (sign === '-' ? -1 : 1);
  const isReal = of.isReal === true || (digits === '' && /[.e]/i.test(text));
  return text === '' || Number.isNaN(value) ? wrongArguments(call) : literalOperand(value, isReal);
}

function substringOf([of, start, end, ...rest]: readonly Operand[], call: Call): Operand | Unsupported {
  const from = positionOf(start);
  if (rest.length > 0 || of?.kind !== 'field' || from === null) return wrongArguments(call);
  if (end === undefined || isLengthOf(end, of, 0))
    return { ...of, path: withTransform(of.path, 'slice', from, null) };
  // By more than one it would not count from the end: -2 is a position in a text of one character.
  const to = isLengthOf(end, of, 1) ? -1 : positionOf(end);
  return to === null ? wrongArguments(call) : { ...of, path: withTransform(of.path, 'slice', from, to) };
}

function positionOf(operand: Operand | undefined): number | null {
  return operand?.kind === 'literal' && Number.isInteger(operand.value) ? (operand.value as number) : null;
}

/** Is the operand `length(x)`, or `length(x) - 1`, of that very field? */
function isLengthOf(operand: Operand, { path }: FieldOperand, less: 0 | 1): boolean {
  if (operand.kind !== 'field') return false;
  const expected = withTransform(path, 'length');
  const whole = less === 0 ? expected : withTransform(expected, 'subtract', less);
  return JSON.stringify(operand.path) === JSON.stringify(whole);
}

/** Null where the text is not found, and for a list where any of its texts does not hold it. */
function indexOf([of, part, start, ...rest]: readonly Operand[], call: Call): Operand | Unsupported {
  const fromStart = start === undefined || (start.kind === 'literal' && start.value === 0);
  if (rest.length > 0 || of?.kind !== 'field' || part === undefined || !fromStart)
    return wrongArguments(call);
  const caseSensitive = !call.insensitive;
  const element = fieldPath('', { scope: 'element', transforms: of.path.transforms });
  const list = baseOf(of.path);
  if (part.kind === 'field') {
    // Within the list's element, another element could not be told apart from it.
    if (part.path.scope === 'element') return wrongArguments(call);
    const contains = compare(element, 'field_contains', [], { other: part.path, caseSensitive });
    return { ...of, isNull: any([of.isNull, part.isNull, some(list, not(contains))]), comparable: false };
  }
  if (part.kind !== 'literal' || typeof part.value !== 'string') return wrongArguments(call);
  const contains = compare(element, 'contains', [part.value], { caseSensitive });
  const source = caseSensitive ? of.path : withTransform(of.path, 'lower');
  const path = withTransform(source, 'index_of', caseSensitive ? part.value : part.value.toLowerCase());
  return {
    ...of,
    path,
    isNull: any([of.isNull, some(list, not(contains))]),
    guard: compare(path, 'gte', [0]),
  };
}
