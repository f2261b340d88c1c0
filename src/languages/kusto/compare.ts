/** Two values compared, whatever they are. */
import { all, any, compare, not } from '../../condition/condition.ts';
import type { Operator } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import { leaves } from '../../condition/fold.ts';
import type { Scalar } from '../../condition/field-path.ts';
import type { Place } from './ast.ts';
import { distribute } from './choose.ts';
import { compareConcat } from './compare-concat.ts';
import { compareField, compareScalars, isEmpty } from './compare-field.ts';
import type { Comparison } from './compare-field.ts';
import { compareTimes } from './compare-times.ts';
import { opaqueTruth } from './findings.ts';
import { isoDatetime, timespanSeconds } from './literals.ts';
import type { ChoiceValue, Env, FieldValue, LiteralValue, Truth, Value } from './model.ts';
import type { KustoOperator } from './operators.ts';
import { alwaysFalse, conjunction, constant, disjunction, negate, twoValued } from './truth.ts';
import { fieldsOf, opaqueValue, scopesOf, sizeOfChoice, unionScopes } from './value.ts';

export function compareValues(
  env: Env,
  place: Place,
  operator: KustoOperator,
  left: Value,
  right: Value,
): Truth {
  const truth = positive(env, place, operator, readAs(left, right), readAs(right, left));
  return operator.isNegated ? negate(truth) : truth;
}

/** A text beside a moment or a timespan is one: https://learn.microsoft.com/kusto/query/scalar-data-types/timespan */
function readAs(value: Value, other: Value): Value {
  if (value.kind !== 'literal' || typeof value.value !== 'string' || value.type !== 'string') return value;
  const type = other.kind === 'field' ? other.type : other.kind === 'time' ? 'datetime' : null;
  if (type === 'timespan') {
    const seconds = timespanSeconds(value.value);
    return seconds === null ? value : { kind: 'literal', type: 'timespan', value: seconds };
  }
  const moment = type === 'datetime' && /\d{4}/.test(value.value) ? isoDatetime(value.value) : null;
  return moment === null ? value : { kind: 'literal', type: 'datetime', value: moment };
}

function positive(env: Env, place: Place, operator: Comparison, left: Value, right: Value): Truth {
  if (sizeOfChoice(left) * sizeOfChoice(right) > MAX_PAIRS) return tooManyCases(env, place, left, right);
  if (left.kind === 'choice')
    return ofCases(env, place, left, (value) => positive(env, place, operator, value, right));
  if (right.kind === 'choice')
    return ofCases(env, place, right, (value) => positive(env, place, operator, left, value));
  if (left.kind === 'opaque') return opaqueTruth(env, place, withFields(left, right));
  if (right.kind === 'opaque') return opaqueTruth(env, place, withFields(right, left));
  const ofTimes = compareTimes(env, place, operator.operator, left, right);
  if (ofTimes !== null) return ofTimes;
  if (left.kind === 'literal' && right.kind === 'literal')
    return compareConstants(env, place, operator, left, right);
  if (left.kind === 'field' && right.kind === 'literal') return withLiteral(operator, left, right);
  if (left.kind === 'literal' && right.kind === 'field') return turned(env, place, operator, left, right);
  if (left.kind === 'field' && right.kind === 'field')
    return compareFields(env, place, operator, left, right);
  if (left.kind === 'concat' && right.kind === 'literal' && typeof right.value === 'string') {
    const ofParts = compareConcat(operator, left, right.value);
    if (ofParts !== null) return ofParts;
  }
  if (left.kind === 'logic' || right.kind === 'logic') return compareLogic(env, place, operator, left, right);
  return unsupported(env, place, 'unsupported_comparison', 'these two cannot be compared', left, right);
}

export function unsupported(
  env: Env,
  place: Place,
  reason: string,
  message: string,
  ...values: readonly Value[]
): Truth {
  const scopes = unionScopes(...values.map(scopesOf));
  return opaqueTruth(env, place, opaqueValue(reason, message, values.flatMap(fieldsOf), scopes));
}

function withFields(value: Value & { readonly kind: 'opaque' }, other: Value) {
  return {
    ...value,
    fields: [...value.fields, ...fieldsOf(other)],
    scopes: unionScopes(value.scopes, scopesOf(other)),
  };
}

/** Asked of each case of a choice. */
export function ofCases(env: Env, place: Place, choice: ChoiceValue, judge: (value: Value) => Truth): Truth {
  const { cases } = env.lowering.budget;
  const truth = cases > 0 ? distribute(choice, judge) : null;
  if (truth === null) return tooManyCases(env, place, choice);
  env.lowering.budget.cases -= leaves(truth.holds).length;
  return truth;
}

function tooManyCases(env: Env, place: Place, ...values: readonly Value[]): Truth {
  return unsupported(env, place, 'too_many_cases', 'this asks for more cases than can be told', ...values);
}

/** Of two choices that are compared, each case of the one meets each of the other. */
const MAX_PAIRS = 300;

function compareConstants(
  env: Env,
  place: Place,
  operator: Comparison,
  left: LiteralValue,
  right: LiteralValue,
): Truth {
  const result = constantResult(operator, left.value, right.value);
  if (result !== undefined) return constant(result);
  return unsupported(
    env,
    place,
    'unsupported_comparison',
    'these two constants cannot be compared',
    left,
    right,
  );
}

/** Undefined: not for us to say. */
function constantResult(
  { operator, caseSensitive }: Comparison,
  left: Scalar,
  right: Scalar,
): boolean | null | undefined {
  if (left === null || right === null)
    return operator === 'eq' || operator === 'in' ? (left === right ? null : false) : null;
  const fold = (one: Scalar): Scalar => (caseSensitive || typeof one !== 'string' ? one : one.toLowerCase());
  const [a, b] = [fold(left), fold(right)];
  const order = compareScalars(a, b);
  switch (operator) {
    case 'eq':
    case 'in':
      return typeof a === typeof b ? a === b : undefined;
    case 'gt':
      return order === null ? undefined : order > 0;
    case 'gte':
      return order === null ? undefined : order >= 0;
    case 'lt':
      return order === null ? undefined : order < 0;
    case 'lte':
      return order === null ? undefined : order <= 0;
    case 'contains':
      return typeof a === 'string' && typeof b === 'string' ? a.includes(b) : undefined;
    case 'starts_with':
      return typeof a === 'string' && typeof b === 'string' ? a.startsWith(b) : undefined;
    case 'ends_with':
      return typeof a === 'string' && typeof b === 'string' ? a.endsWith(b) : undefined;
    case 'cidr':
    case 'exists':
    case 'field_contains':
    case 'field_ends_with':
    case 'field_eq':
    case 'field_gt':
    case 'field_gte':
    case 'field_in':
    case 'field_lt':
    case 'field_lte':
    case 'field_starts_with':
    case 'has_prefix':
    case 'has_suffix':
    case 'has':
    case 'is_key':
    case 'is_null':
    case 'match':
    case 'ne':
    case 'regex':
    case 'wildcard':
      return undefined;
  }
}

/** Columns of advanced hunting that are named as a question are Booleans, and are compared with 1 and 0 as well. */
const QUESTION = /^(?:Is|Has|Was)[A-Z]/;

function withLiteral(operator: Comparison, field: FieldValue, { value, type }: LiteralValue): Truth {
  if (value === null)
    return type === 'null'
      ? {
          ...alwaysFalse,
          fails: compare(field.field, 'exists', [], { collection: field.collection }),
          isTwoValued: false,
          scopes: field.scopes,
        }
      : alwaysFalse;
  if (operator.operator === 'eq' && typeof value === 'boolean') return compareBoolean(field, value);
  if (
    operator.operator === 'eq' &&
    (value === 1 || value === 0) &&
    QUESTION.test(field.field.segments.at(-1) ?? '')
  ) {
    return compareBoolean(field, value === 1);
  }
  return compareField(field, operator, [value]);
}

export function compareBoolean(field: FieldValue, value: boolean): Truth {
  return compareField(
    { ...field, type: 'boolean' },
    { operator: 'eq', caseSensitive: false, quantifier: 'any' },
    [value],
  );
}

const TURNED: Partial<Record<Operator, Operator>> = {
  eq: 'eq',
  in: 'in',
  gt: 'lt',
  gte: 'lte',
  lt: 'gt',
  lte: 'gte',
};

function turned(env: Env, place: Place, operator: Comparison, left: LiteralValue, right: FieldValue): Truth {
  const other = TURNED[operator.operator];
  if (other !== undefined) return withLiteral({ ...operator, operator: other }, right, left);
  return unsupported(env, place, 'constant_text', 'a constant text is searched for a field', left, right);
}

const FIELD_OPERATORS: Partial<Record<Operator, Operator>> = {
  eq: 'field_eq',
  contains: 'field_contains',
  starts_with: 'field_starts_with',
  ends_with: 'field_ends_with',
  gt: 'field_gt',
  gte: 'field_gte',
  lt: 'field_lt',
  lte: 'field_lte',
};

/** Two texts that are missing are equal, and every text contains an empty one. */
function compareFields(
  env: Env,
  place: Place,
  operator: Comparison,
  left: FieldValue,
  right: FieldValue,
): Truth {
  const fieldOperator = FIELD_OPERATORS[operator.operator];
  const otherElement = right.field.scope === 'element' && left.field.scope === 'event';
  if (otherElement && operator.operator === 'eq') return compareFields(env, place, operator, right, left);
  if (fieldOperator === undefined || left.field.match === 'glob' || inSeconds(left) !== inSeconds(right)) {
    return unsupported(
      env,
      place,
      'unsupported_comparison',
      'two fields cannot be compared in this way',
      left,
      right,
    );
  }
  const scopes = unionScopes(left.scopes, right.scopes);
  const collection = left.collection === 'whole' || right.collection === 'whole' ? 'whole' : 'any';
  const base = compare(left.field, fieldOperator, [], {
    other: right.field,
    caseSensitive: operator.caseSensitive,
    collection,
  });
  if (/^field_[gl]t/.test(fieldOperator)) {
    const apart = order(left, right, operator.operator);
    const exists = [left, right].map(({ field }) => compare(field, 'exists', [], { collection }));
    return {
      ...apart,
      holds: base,
      fails: all([...exists, not(base)]),
      isTwoValued: false,
      scopes,
    };
  }
  if (isNoText(left) || isNoText(right)) return twoValued(base, scopes);
  const empty = isEmpty(right).holds;
  const bothEmpty = fieldOperator === 'field_eq' ? all([isEmpty(left).holds, empty]) : empty;
  return twoValued(any([base, bothEmpty]), scopes);
}

/** A moment that is counted is none to compare with as it stands in the event. */
function inSeconds({ field }: FieldValue): boolean {
  return field.transforms.some(({ name }) => name === 'to_time');
}

/** Which of two moments comes first. */
function order(to: FieldValue, from: FieldValue, operator: Operator): Pick<Truth, 'apart'> {
  if (to.type !== 'datetime' || from.type !== 'datetime') return {};
  const isLater = operator === 'gt' || operator === 'gte';
  const strict = operator === 'gt' || operator === 'lt' ? { isStrict: true as const } : {};
  return { apart: { from, to, atLeast: isLater ? 0 : null, atMost: isLater ? null : 0, ...strict } };
}

function isNoText({ type, scopes }: FieldValue): boolean {
  return (
    type === 'number' ||
    type === 'datetime' ||
    type === 'boolean' ||
    scopes.some((scope) => scope.startsWith('r'))
  );
}

function compareLogic(env: Env, place: Place, operator: Comparison, left: Value, right: Value): Truth {
  const [logic, other] = left.kind === 'logic' ? [left, right] : [right, left];
  if (logic.kind === 'logic' && other.kind === 'literal' && operator.operator === 'eq') {
    const wanted = other.value === 1 || other.value === true;
    const { holds, fails, scopes } = logic.truth;
    // Null is not equal to true, nor to false.
    return twoValued(wanted ? holds : fails, scopes);
  }
  if (logic.kind === 'logic' && other.kind === 'logic' && operator.operator === 'eq') {
    const both = [
      conjunction([logic.truth, other.truth]),
      conjunction([negate(logic.truth), negate(other.truth)]),
    ];
    return disjunction(both);
  }
  return unsupported(
    env,
    place,
    'unsupported_comparison',
    'a condition is compared in a way that cannot be expressed',
    left,
    right,
  );
}

/** A value that stands as a condition. */
export function truthOf(env: Env, place: Place, value: Value): Truth {
  switch (value.kind) {
    case 'logic':
      return value.truth;
    case 'choice':
      return ofCases(env, place, value, (each) => truthOf(env, place, each));
    case 'opaque':
      return opaqueTruth(env, place, value);
    case 'literal':
      if (value.value === null) return constant(null);
      if (typeof value.value !== 'string') return constant(Boolean(value.value));
      break;
    case 'field': {
      const isTrue = compareBoolean(value, true);
      const isFalse = compareBoolean(value, false);
      return { holds: isTrue.holds, fails: isFalse.holds, isTwoValued: false, scopes: value.scopes };
    }
    case 'bag':
    case 'concat':
    case 'duration':
    case 'json':
    case 'list':
    case 'table':
    case 'time':
    case 'values':
      break;
  }
  return unsupported(env, place, 'not_a_condition', 'this value is no condition', value);
}

/** Any field at all (`* has "x"`). */
export const anyField: FieldValue = {
  kind: 'field',
  field: fieldPath('*', { match: 'glob', segments: ['*'] }),
  collection: 'any',
  type: 'string',
  missing: '',
  scopes: [],
};
