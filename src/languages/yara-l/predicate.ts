/** Predicates of the events section, and the conditions of `if`, as formulas. */
import { all, any, compare } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import type { FieldPath, Scalar } from '../../condition/field-path.ts';
import type { Call, Comparison, Expression, Place } from './ast.ts';
import { and, FALSE, negate, or, TRUE } from './formula.ts';
import type { FieldRef, Formula } from './formula.ts';
import { fieldsLeaf, isAbsent, opaqueLeaf, testLeaf } from './leaves.ts';
import { readRegex } from './regex.ts';
import { resolve } from './resolve.ts';
import type { Resolving } from './resolve.ts';
import { eventField } from './rows.ts';
import { fieldRef, namesIn, report, textOf } from './scope.ts';
import type { Scope } from './scope.ts';
import { combine, unknown } from './value.ts';
import type { FieldValue, Unknown, Value } from './value.ts';

/** `prefer`: the event variable whose binding a shared placeholder stands for. */
export function lowerPredicate(scope: Scope, expression: Expression, prefer: string | null = null): Formula {
  return lower(expression, {
    scope,
    prefer,
    within: new Set(),
    lowerCondition: (condition, resolving) => lower(condition, resolving),
    negate,
  });
}

function lower(expression: Expression, resolving: Resolving): Formula {
  switch (expression.kind) {
    case 'and':
      return and(expression.of.map((child) => lower(child, resolving)));
    case 'or':
      return or(expression.of.map((child) => lower(child, resolving)));
    case 'not':
      return negate(lower(expression.of, resolving));
    case 'compare':
      return lowerComparison(expression, resolving);
    case 'call':
      return lowerCall(expression, resolving);
    case 'boolean':
      return expression.value ? TRUE : FALSE;
    case 'null_test': {
      const absent = compareWith(
        '=',
        expression.of,
        { kind: 'literal', value: '' },
        false,
        expression,
        resolving,
      );
      return expression.negated ? negate(absent) : absent;
    }
    case 'lookup': {
      const message = `the reference list %${expression.list} is not part of the rule`;
      return opaqueOf(expression, unknown('reference_list', message), resolving);
    }
    case 'field':
      return lowerBooleanField(expression, resolving);
    default:
      return opaqueOf(expression, unknown('not_a_condition', 'this is a value, not a condition'), resolving);
  }
}

function lowerBooleanField(expression: Expression, resolving: Resolving): Formula {
  return compareWith('=', expression, { kind: 'literal', value: true }, false, expression, resolving);
}

function lowerComparison(expression: Comparison, resolving: Resolving): Formula {
  const { operator, left, right, nocase } = expression;
  for (const [call, other] of [
    [left, right],
    [right, left],
  ] as const) {
    // `re.regex(…) = true`
    if (call.kind === 'call' && other.kind === 'boolean' && isBooleanFunction(call)) {
      const holds = lowerCall(call, resolving);
      return other.value === (operator === '=') ? holds : negate(holds);
    }
  }
  const formula = combine(resolve(left, resolving), resolve(right, resolving), (a, b) =>
    compareValues(operator, a, b, nocase, expression, resolving),
  );
  return (
    formula ??
    opaqueOf(expression, unknown('too_complex', 'the comparison has too many alternatives'), resolving)
  );
}

function compareWith(
  operator: Comparison['operator'],
  left: Expression,
  right: Value,
  nocase: boolean,
  at: Expression,
  resolving: Resolving,
): Formula {
  const formula = combine(resolve(left, resolving), [{ guard: TRUE, value: right }], (a, b) =>
    compareValues(operator, a, b, nocase, at, resolving),
  );
  return (
    formula ?? opaqueOf(at, unknown('too_complex', 'the comparison has too many alternatives'), resolving)
  );
}

const FLIPPED = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

export function compareValues(
  operator: Comparison['operator'],
  left: Value,
  right: Value,
  nocase: boolean,
  at: Place,
  resolving: Resolving,
): Formula {
  const problem = [left, right].find((value) => value.kind === 'unknown');
  if (problem !== undefined) return opaqueOf(at, problem, resolving);
  if (operator === '!=') return negate(compareValues('=', left, right, nocase, at, resolving));
  if (left.kind === 'literal' && right.kind === 'literal') {
    return holdsOf(operator, left.value, right.value, nocase) ? TRUE : FALSE;
  }
  if (left.kind !== 'field' && right.kind === 'field')
    return compareValues(FLIPPED[operator], right, left, nocase, at, resolving);
  if (left.kind !== 'field' || right.kind === 'unknown')
    return opaqueOf(at, unknown('unsupported_comparison', 'these cannot be compared'), resolving);
  if (right.kind === 'literal') return compareLiteral(operator, left, right.value, nocase, at, resolving);
  if (right.kind === 'pattern') {
    if (operator !== '=')
      return opaqueOf(
        at,
        unknown('unsupported_comparison', 'a regular expression has no order', [left.ref]),
        resolving,
      );
    return matchRegex(left, right.pattern, nocase, at, resolving);
  }
  return compareFields(operator, left, right, nocase, at, resolving);
}

const OPERATORS = { '=': 'eq', '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const satisfies Record<
  string,
  Operator
>;

function holdsOf(
  operator: keyof typeof OPERATORS | '!=',
  left: Scalar,
  right: Scalar,
  nocase: boolean,
): boolean {
  if (operator === '=' || operator === '!=') {
    const fold = (value: Scalar): string => (nocase ? String(value).toLowerCase() : String(value));
    return (fold(left) === fold(right)) === (operator === '=');
  }
  if (typeof left !== 'number' || typeof right !== 'number') return false;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

function compareLiteral(
  operator: keyof typeof OPERATORS,
  field: FieldValue,
  value: Scalar,
  nocase: boolean,
  at: Place,
  resolving: Resolving,
): Formula {
  if (operator !== '=') {
    if (typeof value !== 'number') {
      const message = 'the order of texts, and of enumerated values, cannot be expressed';
      return opaqueOf(at, unknown('unsupported_order', message, [field.ref]), resolving);
    }
    const zero = typeof field.zero === 'number' ? field.zero : 0;
    const onZero = holdsOf(operator, zero, value, false);
    return testLeaf(field, { at, onZero, test: (path) => compare(path, OPERATORS[operator], [value]) });
  }
  // Only an absent text is empty, and the other way round.
  if (value === '' && field.zero === '') return { ...isAbsent(field), start: at.start, end: at.end };
  const folded = foldedLiteral(field, value, nocase);
  if (folded === null) return FALSE;
  const onZero = holdsOf('=', folded.field.zero, folded.value, folded.nocase);
  const options = { caseSensitive: !folded.nocase };
  return testLeaf(folded.field, {
    at,
    onZero,
    test: (path) => compare(path, 'eq', [folded.value], options),
    equals: { native: folded.field.ref.native, values: [String(folded.value)] },
  });
}

interface Folded {
  readonly field: FieldValue;
  readonly value: Scalar;
  readonly nocase: boolean;
}

/**
 * `strings.to_lower(f) = "abc"` is `f = "abc" nocase`; null: no text in lower case is equal to "ABC". Of upper case only the ASCII letters come
 * back as they were.
 */
function foldedLiteral(field: FieldValue, value: Scalar, nocase: boolean): Folded | null {
  const last = field.transforms.at(-1);
  if (typeof value !== 'string' || (last?.name !== 'lower' && last?.name !== 'upper'))
    return { field, value, nocase };
  const bare = { ...field, transforms: field.transforms.slice(0, -1) };
  const folded = last.name === 'lower' ? value.toLowerCase() : value.toUpperCase();
  // eslint-disable-next-line no-control-regex
  const isPlain = last.name === 'lower' || /^[\x00-\x7f]*$/.test(value);
  if (!isPlain) return { field, value, nocase };
  if (nocase || folded === value) return { field: bare, value, nocase: true };
  return null;
}

/** Two fields of one event, or the join of two events. */
function compareFields(
  operator: keyof typeof OPERATORS,
  left: FieldValue,
  right: FieldValue,
  nocase: boolean,
  at: Place,
  resolving: Resolving,
): Formula {
  if (left.modifier !== null || right.modifier !== null)
    return opaqueOf(
      at,
      unknown('unsupported_comparison', '"any" and "all" do not join fields', [left.ref, right.ref]),
      resolving,
    );
  if (left.ref.variable !== right.ref.variable) {
    const side = (value: FieldValue): { ref: FieldRef; field: FieldPath } => ({
      ref: value.ref,
      field: {
        ...eventField(value.ref),
        transforms: nocase ? [...value.transforms, { name: 'lower' as const, args: [] }] : value.transforms,
      },
    });
    return {
      kind: 'join',
      start: at.start,
      end: at.end,
      operator,
      left: side(left),
      right: side(right),
      negated: false,
    };
  }
  if (isSameField(left, right)) return operator === '=' || operator.endsWith('=') ? TRUE : FALSE;
  if (operator === '=') return fieldsEqual(left, right, nocase, at);
  const build = (a: FieldPath, b: FieldPath): Condition =>
    any([
      compare(a, ORDER_OPERATORS[operator], [], { other: b }),
      ...(operator === '<' || operator === '<='
        ? [all([compare(a, 'is_null'), compare(b, operator === '<' ? 'gt' : 'gte', [0])])]
        : [all([compare(b, 'is_null'), compare(a, operator === '>' ? 'gt' : 'gte', [0])])]),
      ...(operator.endsWith('=') ? [all([compare(a, 'is_null'), compare(b, 'is_null')])] : []),
    ]);
  return fieldsLeaf(left, right, at, build, operator.endsWith('='));
}

const ORDER_OPERATORS = { '<': 'field_lt', '<=': 'field_lte', '>': 'field_gt', '>=': 'field_gte' } as const;

function isSameField(left: FieldValue, right: FieldValue): boolean {
  return (
    left.ref.native === right.ref.native &&
    JSON.stringify(left.transforms) === JSON.stringify(right.transforms)
  );
}

/** Two fields that no event fills in are equal. */
function fieldsEqual(left: FieldValue, right: FieldValue, nocase: boolean, at: Place): Formula {
  const sides = [left, right].map(({ transforms }) => transforms.at(-1)?.name);
  const lowered = sides[0] === 'lower' && sides[1] === 'lower';
  const bare = (value: FieldValue): FieldValue =>
    lowered ? { ...value, transforms: value.transforms.slice(0, -1) } : value;
  const onZero = left.zero === right.zero;
  const options = { caseSensitive: !nocase && !lowered };
  return fieldsLeaf(
    bare(left),
    bare(right),
    at,
    (a, b) => {
      const equal = compare(a, 'field_eq', [], { other: b, ...options });
      return onZero ? any([equal, all([compare(a, 'is_null'), compare(b, 'is_null')])]) : equal;
    },
    onZero,
  );
}

function matchRegex(
  field: FieldValue,
  pattern: string,
  nocase: boolean,
  at: Place,
  resolving: Resolving,
): Formula {
  const meaning = readRegex(pattern, nocase);
  if (meaning.kind === 'invalid')
    return opaqueOf(at, unknown('unsupported_regex', meaning.message, [field.ref]), resolving);
  if (meaning.kind === 'always') return TRUE;
  const { operator, values, isFoundIn } = meaning;
  if (operator === 'eq' && values.length === 1 && values[0] === '')
    return compareLiteral('=', field, '', false, at, resolving);
  const folded = foldedValues(field, values, meaning.nocase, operator);
  if (folded === null) return FALSE;
  const options = { caseSensitive: !folded.nocase };
  const joined = operator === 'eq' && folded.values.length > 1 ? 'in' : operator;
  return testLeaf(folded.field, {
    at,
    onZero: isFoundIn(String(field.zero)),
    test: (path) => compare(path, joined, folded.values, options),
    equals: operator === 'eq' ? { native: folded.field.ref.native, values: folded.values } : null,
  });
}

/** As `foldedLiteral`, for each of several texts; a regular expression stays as it is, on the text in lower case. */
function foldedValues(
  field: FieldValue,
  values: readonly string[],
  nocase: boolean,
  operator: Operator,
): { readonly field: FieldValue; readonly values: readonly string[]; readonly nocase: boolean } | null {
  if (operator === 'regex') return { field, values, nocase };
  const folded = values.map((value) => foldedLiteral(field, value, nocase)).filter((each) => each !== null);
  const [first] = folded;
  if (first === undefined) return null;
  if (folded.some((each) => each.field.transforms.length !== first.field.transforms.length))
    return { field, values, nocase };
  return { field: first.field, values: folded.map(({ value }) => String(value)), nocase: first.nocase };
}

type Predicate = (call: Call, values: readonly Value[], resolving: Resolving) => Formula | null;

const PREDICATES: Readonly<Record<string, Predicate>> = {
  're.regex': (call, [field, pattern], resolving) => {
    const text = patternOf(pattern);
    if (field?.kind === 'literal' && text !== null) return null;
    return field?.kind === 'field' && text !== null
      ? matchRegex(field, text, call.nocase, call, resolving)
      : null;
  },
  'net.ip_in_range_cidr': (call, [field, network]) =>
    field?.kind === 'field' && network?.kind === 'literal'
      ? testLeaf(field, { at: call, onZero: false, test: (path) => compare(path, 'cidr', [network.value]) })
      : null,
  'strings.contains': textPredicate('contains'),
  'strings.starts_with': textPredicate('starts_with'),
  'strings.ends_with': textPredicate('ends_with'),
  'arrays.contains': (call, [list, value], resolving) =>
    list?.kind === 'field' && value?.kind === 'literal' && list.modifier === null
      ? compareLiteral('=', list, value.value, call.nocase, call, resolving)
      : null,
};

function isBooleanFunction({ name }: Call): boolean {
  return Object.hasOwn(PREDICATES, name);
}

function patternOf(value: Value | undefined): string | null {
  if (value?.kind === 'pattern') return value.pattern;
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : null;
}

function textPredicate(operator: 'contains' | 'starts_with' | 'ends_with'): Predicate {
  return (call, [field, part]) => {
    if (field?.kind !== 'field' || part?.kind !== 'literal' || typeof part.value !== 'string') return null;
    if (part.value === '') return TRUE;
    const folded = foldedLiteral(field, part.value, call.nocase);
    if (folded === null) return FALSE;
    return testLeaf(folded.field, {
      at: call,
      onZero: holdsForText(operator, String(folded.field.zero), String(folded.value), folded.nocase),
      test: (path) => compare(path, operator, [folded.value], { caseSensitive: !folded.nocase }),
    });
  };
}

function holdsForText(
  operator: 'contains' | 'starts_with' | 'ends_with',
  zero: string,
  part: string,
  nocase: boolean,
): boolean {
  const [text, wanted] = nocase ? [zero.toLowerCase(), part.toLowerCase()] : [zero, part];
  if (operator === 'contains') return text.includes(wanted);
  return operator === 'starts_with' ? text.startsWith(wanted) : text.endsWith(wanted);
}

function lowerCall(call: Call, resolving: Resolving): Formula {
  const predicate = Object.hasOwn(PREDICATES, call.name) ? PREDICATES[call.name] : undefined;
  const args = call.args.map((arg) => resolve(arg, resolving));
  const [first, ...rest] = args;
  if (predicate === undefined || first === undefined || rest.some((each) => each.length !== 1)) {
    return opaqueOf(
      call,
      unknown('unsupported_function', `the function ${call.name}() cannot be expressed`),
      resolving,
    );
  }
  const others = rest.flatMap((each) => each.map(({ value }) => value));
  return or(
    first.map(({ guard, value }) => {
      const problem = [value, ...others].find((each) => each.kind === 'unknown');
      const formula =
        problem === undefined
          ? (predicate(call, [value, ...others], resolving) ??
            opaqueOf(
              call,
              unknown('unsupported_function', `this call of ${call.name}() cannot be expressed`),
              resolving,
            ))
          : opaqueOf(call, problem, resolving);
      return and([guard, formula]);
    }),
  );
}

/** Kept as text, with the fields that it names. */
function opaqueOf(at: Place | Expression, problem: Unknown, { scope }: Resolving): Formula {
  const span = report(scope, at, problem.code, problem.message);
  const named = 'kind' in at ? namesIn(at) : [];
  const refs = [
    ...problem.refs,
    ...named.flatMap((name) => (name.kind === 'field' ? [fieldRef(name)] : [])),
    ...named.flatMap((name) => (name.kind === 'variable' ? boundRefs(scope, name.name) : [])),
  ];
  const unique = [...new Map(refs.map((ref) => [`${ref.variable} ${ref.native}`, ref])).values()];
  const variables = [...new Set(unique.map(({ variable }) => variable))];
  return opaqueLeaf(textOf(scope, at), problem.code, at, unique, variables, span);
}

function boundRefs(scope: Scope, name: string): readonly FieldRef[] {
  return (scope.placeholders.get(name) ?? [])
    .flatMap(({ value }) => namesIn(value))
    .flatMap((each) => (each.kind === 'field' ? [fieldRef(each)] : []));
}
