/**
 * Expressions to values. Functions as the reference says (https://cloud.google.com/chronicle/docs/detection/yara-l-2-0-syntax#functions); of each
 * it says what it makes of an absent field, which is the empty text or 0.
 */
import type { Scalar, Transform } from '../../condition/field-path.ts';
import type { Call, Expression, Field } from './ast.ts';
import { TRUE } from './formula.ts';
import type { Formula } from './formula.ts';
import { isPresent, isAbsent } from './leaves.ts';
import { captureGroup, readRegex } from './regex.ts';
import { fieldRef, namesIn } from './scope.ts';
import type { Scope } from './scope.ts';
import { zeroOf } from './udm-fields.ts';
import { literal, mapValues, unknown } from './value.ts';
import type { Alternatives, FieldValue, Unknown, Value } from './value.ts';

export interface Resolving {
  readonly scope: Scope;
  /** Of a placeholder that several event variables share, the binding of this one. */
  readonly prefer: string | null;
  /** Placeholders and outcomes that are being resolved: none stands for itself. */
  readonly within: ReadonlySet<string>;
  /** The condition of an `if`. */
  readonly lowerCondition: (expression: Expression, resolving: Resolving) => Formula;
  readonly negate: (formula: Formula) => Formula;
}

function one(value: Value): Alternatives {
  return [{ guard: TRUE, value }];
}

export function resolve(expression: Expression, resolving: Resolving): Alternatives {
  switch (expression.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      return one(literal(expression.value));
    case 'regex':
      return one({ kind: 'pattern', pattern: expression.pattern });
    case 'field':
      return one(fieldValue(expression, null));
    case 'modified':
      return one(
        expression.of.kind === 'field'
          ? fieldValue(expression.of, expression.modifier)
          : unsupported(expression, 'not_a_field', `"${expression.modifier}" needs a repeated field`),
      );
    case 'variable':
      return resolveVariable(expression.name, expression, resolving);
    case 'arithmetic':
      return resolveArithmetic(expression, resolving);
    case 'call':
      return resolveCall(expression, resolving);
    default:
      return one(unsupported(expression, 'not_a_value', 'this is a condition, not a value'));
  }
}

function unsupported(expression: Expression, code: string, message: string): Unknown {
  const refs = namesIn(expression).flatMap((name) => (name.kind === 'field' ? [fieldRef(name)] : []));
  return unknown(code, message, refs);
}

function fieldValue(field: Field, modifier: FieldValue['modifier']): FieldValue {
  const ref = fieldRef(field);
  return { kind: 'field', ref, transforms: [], zero: zeroOf(ref.segments), modifier };
}

function resolveVariable(name: string, at: Expression, resolving: Resolving): Alternatives {
  const { scope, prefer, within } = resolving;
  if (within.has(name)) return one(unsupported(at, 'circular_variable', `$${name} stands for itself`));
  const inner = { ...resolving, within: new Set([...within, name]) };
  const bindings = scope.placeholders.get(name);
  if (bindings !== undefined) {
    const own = bindings.find(({ variables }) => prefer !== null && variables.has(prefer)) ?? bindings[0];
    if (own !== undefined) return resolve(own.value, inner);
  }
  const outcome = scope.outcomes.get(name);
  if (outcome !== undefined) return resolve(outcome.value, inner);
  if (scope.events.has(name))
    return one(unsupported(at, 'not_a_value', `$${name} is an event, not a value of one`));
  return one(unsupported(at, 'unbound_variable', `$${name} is bound to nothing`));
}

type ArithmeticOperator = Extract<Expression, { kind: 'arithmetic' }>['operator'];

function resolveArithmetic(
  expression: Extract<Expression, { kind: 'arithmetic' }>,
  resolving: Resolving,
): Alternatives {
  const { operator } = expression;
  const lefts = resolve(expression.left, resolving);
  const rights = resolve(expression.right, resolving);
  if (lefts.length * rights.length > 64)
    return one(unsupported(expression, 'too_complex', 'the computation has too many alternatives'));
  return lefts.flatMap((left) =>
    rights.map((right) => ({
      guard: { kind: 'and' as const, of: [left.guard, right.guard] },
      value:
        computed(operator, left.value, right.value) ?? arithmeticProblem(expression, left.value, right.value),
    })),
  );
}

function arithmeticProblem(expression: Expression, left: Value, right: Value): Unknown {
  const known = [left, right].find((value) => value.kind === 'unknown');
  return (
    known ?? unsupported(expression, 'arithmetic', 'a computation of several fields cannot be expressed')
  );
}

const NAMES: Readonly<Record<ArithmeticOperator, Transform['name']>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
};

function computed(operator: ArithmeticOperator, left: Value, right: Value): Value | null {
  if (left.kind === 'literal' && right.kind === 'literal') {
    const value = compute(operator, left.value, right.value);
    return value === null ? null : literal(value);
  }
  if (left.kind === 'field' && right.kind === 'literal' && typeof right.value === 'number') {
    const zero = compute(operator, left.zero, right.value);
    return zero === null ? null : withTransform(left, { name: NAMES[operator], args: [right.value] }, zero);
  }
  const commutes = operator === '+' || operator === '*';
  return commutes && left.kind === 'literal' && right.kind === 'field'
    ? computed(operator, right, left)
    : null;
}

export function compute(operator: ArithmeticOperator, left: Scalar, right: Scalar): number | null {
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : left / right;
    case '%':
      return right === 0 ? null : left % right;
  }
}

function withTransform(value: FieldValue, transform: Transform, zero: Scalar): FieldValue {
  return { ...value, transforms: [...value.transforms, transform], zero };
}

type Resolver = (call: Call, args: readonly Alternatives[], resolving: Resolving) => Alternatives | null;

const FUNCTIONS: Readonly<Record<string, Resolver>> = {
  'strings.to_lower': textFunction('lower', (text) => text.toLowerCase()),
  'strings.to_upper': textFunction('upper', (text) => text.toUpperCase()),
  'strings.concat': (_call, args) => concatenated(args),
  'strings.coalesce': (_call, args) => coalesced(args),
  'strings.length': (_call, [text]) => lengthOf(text),
  'strings.split': (_call, [text, separator]) => splitAt(text, separator),
  'strings.base64_decode': (_call, [text]) => base64Decoded(text),
  'arrays.index_to_str': (_call, [list, index]) => elementOf(list, index),
  're.capture': (_call, [text, pattern]) => captured(text, pattern),
  're.replace': (_call, [text, pattern, by]) => replaced(text, pattern, by),
  'cast.as_string': (call, [value]) => (call.args.length === 1 ? (value ?? null) : null),
  'cast.as_int': (_call, [value]) => asNumber(value),
  'cast.as_float': (_call, [value]) => asNumber(value),
  if: (call, _args, resolving) => conditional(call, resolving),
  max: alone,
  min: alone,
};

function resolveCall(call: Call, resolving: Resolving): Alternatives {
  const resolver = Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
  if (resolver === undefined)
    return one(unsupported(call, 'unsupported_function', `the function ${call.name}() cannot be expressed`));
  const args = call.name === 'if' ? [] : call.args.map((arg) => resolve(arg, resolving));
  const known = args.flat().find(({ value }) => value.kind === 'unknown');
  if (known !== undefined) return one(known.value);
  return (
    resolver(call, args, resolving) ??
    one(unsupported(call, 'unsupported_function', `this call of ${call.name}() cannot be expressed`))
  );
}

/** The greatest, or smallest, of one constant is that constant. */
function alone(_call: Call, args: readonly Alternatives[]): Alternatives | null {
  const [only] = args;
  return args.length === 1 && only !== undefined && only.every(({ value }) => value.kind === 'literal')
    ? only
    : null;
}

function single(alternatives: Alternatives | undefined): Value | null {
  return alternatives?.length === 1 ? (alternatives[0]?.value ?? null) : null;
}

function literalText(alternatives: Alternatives | undefined): string | null {
  const value = single(alternatives);
  if (value?.kind === 'pattern') return value.pattern;
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : null;
}

/** A function of texts that makes of an empty one an empty one. */
function textFunction(name: Transform['name'], apply: (text: string) => string): Resolver {
  return (_call, [arg]) => {
    if (arg === undefined) return null;
    const values = mapValues(arg, (value) => {
      if (value.kind === 'literal') return literal(apply(String(value.value)));
      if (value.kind !== 'field') return unknown('unsupported_function', `${name} needs a text`);
      return withTransform(value, { name, args: [] }, apply(String(value.zero)));
    });
    return values;
  };
}

/** Of several fields the text cannot be told; of one, what stands before and behind it. */
function concatenated(args: readonly Alternatives[]): Alternatives | null {
  const values = args.map(single);
  if (values.some((value) => value === null)) return null;
  const texts = values.map((value) => (value?.kind === 'literal' ? String(value.value) : null));
  const fields = values.filter((value) => value?.kind === 'field');
  const [field] = fields;
  if (fields.length === 0) return texts.includes(null) ? null : one(literal(texts.join('')));
  const at = values.findIndex((value) => value === field);
  if (fields.length > 1 || field?.kind !== 'field' || texts.filter((text) => text === null).length > 1)
    return null;
  const before = texts.slice(0, at).join('');
  const after = texts.slice(at + 1).join('');
  const zero = before + String(field.zero) + after;
  const transforms: Transform[] = [];
  if (before !== '') transforms.push({ name: 'prepend', args: [before] });
  if (after !== '') transforms.push({ name: 'append', args: [after] });
  return one({ ...field, transforms: [...field.transforms, ...transforms], zero });
}

/** The first that is not empty. */
function coalesced(args: readonly Alternatives[]): Alternatives | null {
  const result: { guard: Formula; value: Value }[] = [];
  const earlier: Formula[] = [];
  for (const arg of args) {
    const value = single(arg);
    if (value?.kind === 'literal') {
      result.push({ guard: { kind: 'and', of: [...earlier] }, value });
      return result;
    }
    if (value?.kind !== 'field' || value.modifier !== null || value.zero !== '') return null;
    result.push({ guard: { kind: 'and', of: [...earlier, isPresent(value)] }, value });
    earlier.push(isAbsent(value));
  }
  result.push({ guard: { kind: 'and', of: earlier }, value: literal('') });
  return result;
}

function lengthOf(arg: Alternatives | undefined): Alternatives | null {
  const value = single(arg);
  if (value?.kind !== 'field') return null;
  return one(withTransform(value, { name: 'length', args: [] }, Array.from(String(value.zero)).length));
}

/** Only `arrays.index_to_str()` makes a text of the list again. */
function splitAt(text: Alternatives | undefined, separator: Alternatives | undefined): Alternatives | null {
  const value = single(text);
  const by = literalText(separator);
  if (value?.kind !== 'field' || by === null || by === '') return null;
  return one(withTransform(value, { name: 'split', args: [by] }, ''));
}

/** "An out-of-bounds element returns the default value", here the empty text. */
function elementOf(list: Alternatives | undefined, index: Alternatives | undefined): Alternatives | null {
  const value = single(list);
  const at = single(index);
  if (value?.kind !== 'field' || value.transforms.at(-1)?.name !== 'split') return null;
  if (at?.kind !== 'literal' || typeof at.value !== 'number' || !Number.isInteger(at.value)) return null;
  return one(withTransform(value, { name: 'at', args: [at.value] }, ''));
}

/** "If encodedString is not a valid base64 encoded string, the function returns encodedString unchanged." */
function base64Decoded(arg: Alternatives | undefined): Alternatives | null {
  const value = single(arg);
  if (value?.kind !== 'field' || value.modifier !== null || value.ref.repeated.length > 0) return null;
  const decoded = withTransform(value, { name: 'base64_decode', args: [] }, '');
  return [
    { guard: isPresent(decoded), value: decoded },
    { guard: isAbsent(decoded), value },
  ];
}

/** "If the regular expression does not match any substring in the text, the function returns an empty string." */
function captured(text: Alternatives | undefined, pattern: Alternatives | undefined): Alternatives | null {
  const value = single(text);
  const regex = literalText(pattern);
  if (value?.kind !== 'field' || regex === null) return null;
  const group = captureGroup(regex);
  if (group === null) return null;
  return one(withTransform(value, { name: 'extract', args: [regex, group] }, ''));
}

/** A pattern that only spells a text replaces that text; what else re.replace() does, no function of ours does. */
function replaced(
  text: Alternatives | undefined,
  pattern: Alternatives | undefined,
  by: Alternatives | undefined,
): Alternatives | null {
  const value = single(text);
  const regex = literalText(pattern);
  const replacement = literalText(by);
  if (value?.kind !== 'field' || value.zero !== '' || regex === null || replacement === null) return null;
  if (replacement.includes('\\')) return null;
  const meaning = readRegex(regex, false);
  if (meaning.kind !== 'compare' || meaning.operator !== 'contains' || meaning.nocase) return null;
  const [only] = meaning.values;
  // `.*` at its ends is what the comparison may leave out, and a replacement may not.
  if (meaning.values.length !== 1 || only === undefined || /(^\.\*|\.\*$)/.test(regex)) return null;
  return one(withTransform(value, { name: 'replace', args: [only, replacement] }, ''));
}

/** What is no number is 0. */
function asNumber(arg: Alternatives | undefined): Alternatives | null {
  const value = single(arg);
  if (value?.kind === 'literal') return one(literal(Number(value.value) || 0));
  return value?.kind === 'field' ? one(withTransform(value, { name: 'to_number', args: [] }, 0)) : null;
}

function conditional(call: Call, resolving: Resolving): Alternatives | null {
  const [condition, then, otherwise] = call.args;
  if (condition === undefined || then === undefined || call.args.length > 3) return null;
  const guard = resolving.lowerCondition(condition, resolving);
  // "You can omit the ELSE_CLAUSE if the data type is integer or a float. If omitted, the ELSE_CLAUSE evaluates to 0."
  const rest = otherwise === undefined ? one(literal(0)) : resolve(otherwise, resolving);
  const under = (outer: Formula, alternatives: Alternatives): Alternatives =>
    alternatives.map((each) => ({
      guard: { kind: 'and' as const, of: [outer, each.guard] },
      value: each.value,
    }));
  return [...under(guard, resolve(then, resolving)), ...under(resolving.negate(guard), rest)];
}
