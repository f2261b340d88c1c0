/** A comparison compiled for one schema: how to read its field, and how to judge what is read. */
import type { Compare } from '../../condition/condition.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { fieldQuery } from '../event/field-query.ts';
import type { EventView } from '../event/event-view.ts';
import type { KeyFinder } from '../../events/keys.ts';
import type { Reading } from '../event/look-up.ts';
import { LIMITS } from '../limits.ts';
import { negateAnswer } from '../verdict.ts';
import type { Answer, Judgement, UndecidedReason } from '../verdict.ts';
import { isPartlyKnown } from '../../events/partly-known.ts';
import { judgePartly } from './judge-partly-known.ts';
import { equalsDeeply } from './deep-equality.ts';
import { rawReader, valueReader } from './field-values.ts';
import type { FieldReader } from './field-values.ts';
import { equalsOneOf, valueTest } from './value-tests.ts';
import type { ValueOperator, ValueTest } from './value-tests.ts';
import { takesMissing } from './transforms.ts';

export interface CompiledCompare {
  readonly node: Compare;
  readonly answer: (view: EventView, element: unknown) => Answer;
  /** The field's values as they are compared: for an explanation. */
  readonly values: FieldReader;
}

type Judge = (values: readonly unknown[], view: EventView, element: unknown) => Answer;

export function compileCompare(node: Compare, schema: EventSchema): CompiledCompare {
  const values = valueReader(node.field, node.collection, node.strict, schema);
  if (node.operator === 'is_key') {
    const answer = (view: EventView, element: unknown): Answer =>
      keyAnswer(node, schema, view, values(view, element));
    return { node, values, answer };
  }
  const judge = compileJudge(node, schema);
  const ruledOut = exclusion(node, schema);
  const ofText = node.field.match === 'text';
  return {
    node,
    values,
    answer: (view, element) => {
      const reading = values(view, element);
      if (typeof reading === 'string') return ruledOut(view, reading) ?? reading;
      const answer = reading.some(isPartlyKnown)
        ? judgePartly(node, reading, (known) => judge(known, view, element))
        : judge(reading, view, element);
      return ofText && !view.hasText() ? ofSomeText(node, answer) : answer;
    },
  };
}

/** The answer where nothing is known of a field but that it is none of these values; null where more would have to be known. */
function exclusion(
  node: Compare,
  schema: EventSchema,
): (view: EventView, reading: UndecidedReason) => Answer | null {
  const { field, operator, collection, quantifier } = node;
  const texts = node.values.map(String);
  const query = fieldQuery(field, collection, schema);
  const isEquality = operator === 'eq' || operator === 'in' || operator === 'ne';
  const isPlain = field.scope === 'event' && field.transforms.length === 0;
  const oneIsEnough = quantifier === 'all' || texts.length === 1;
  if (!isEquality || !isPlain || texts.length === 0) return () => null;
  return (view, reading) => {
    if (reading !== 'unmapped_field') return null;
    const isOut = (text: string): boolean => view.rulesOut(query, text);
    return (oneIsEnough ? texts.some(isOut) : texts.every(isOut)) ? operator === 'ne' : null;
  };
}

/** What an answer says of the comparison: of a field that the event's source never records, what a missing one would have to show is not shown. */
export function judgementOf(answer: Answer, node: Compare): Judgement {
  if (typeof answer === 'boolean') return answer ? 'matched' : 'unmatched';
  if (answer !== 'not_observable' || saysOfMissing(node)) return 'undecided';
  return node.operator === 'ne' || node.operator === 'is_null' ? 'unrefuted' : 'unshown';
}

/** Functions give a missing value one of their own; where texts are never missing, what is not there is an empty one. */
function saysOfMissing({ field, other, values }: Compare): boolean {
  return (
    takesMissing(field.transforms) ||
    (other !== null && takesMissing(other.transforms)) ||
    values.some((value) => value === '' || value === null)
  );
}

function keyAnswer({ field }: Compare, schema: EventSchema, view: EventView, reading: Reading): Answer {
  const isThere = typeof reading !== 'string' && reading.length > 0;
  return isThere || view.withoutKey(field, schema, reading);
}

/** Of an event's text only pieces are known: what stands in one of them stands in it. */
function ofSomeText(node: Compare, answer: Answer): Answer {
  return answer === true && findsPieces(node) ? true : 'unmapped_field';
}

function findsPieces({ operator, values }: Compare): boolean {
  if (operator === 'wildcard')
    return values.every((value) => typeof value === 'string' && /^\*.*[^\\]\*$/s.test(value));
  return operator === 'contains' || operator === 'regex' || operator === 'exists';
}

/** A missing field has no values: unmatched for every operator but `ne` and `is_null`. */
function compileJudge(node: Compare, schema: EventSchema): Judge {
  switch (node.operator) {
    case 'exists':
      return (values) => values.length > 0;
    case 'is_null':
      return (values) => values.length === 0;
    case 'is_key':
      return (values) => values.length > 0;
    case 'ne': {
      const equal = literalsJudge('eq', node);
      return (values, view) => negateAnswer(equal(values, view.keys));
    }
    case 'eq':
    case 'in':
      return keyed(literalsJudge('eq', node));
    case 'contains':
    case 'starts_with':
    case 'ends_with':
    case 'has':
    case 'has_prefix':
    case 'has_suffix':
    case 'wildcard':
    case 'regex':
    case 'cidr':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'match':
      return keyed(literalsJudge(node.operator, node));
    case 'field_in':
      return fieldInJudge(node, schema);
    case 'field_eq':
    case 'field_contains':
    case 'field_starts_with':
    case 'field_ends_with':
    case 'field_gt':
    case 'field_gte':
    case 'field_lt':
    case 'field_lte':
      return otherFieldJudge(FIELD_OPERATORS[node.operator], node, schema);
  }
}

export const FIELD_OPERATORS = {
  field_eq: 'eq',
  field_contains: 'contains',
  field_starts_with: 'starts_with',
  field_ends_with: 'ends_with',
  field_gt: 'gt',
  field_gte: 'gte',
  field_lt: 'lt',
  field_lte: 'lte',
} as const satisfies Record<string, ValueOperator>;

function keyed(judge: (values: readonly unknown[], keys: KeyFinder) => Answer): Judge {
  return (values, view) => judge(values, view.keys);
}

function literalsJudge(
  operator: ValueOperator,
  node: Compare,
): (values: readonly unknown[], keys: KeyFinder) => Answer {
  if (operator === 'eq' && node.quantifier === 'any') {
    const test = equalsOneOf(node.values, node);
    return (values, keys) => someSatisfies(values, test, keys, Infinity);
  }
  const tests = node.values.map((literal) => valueTest(operator, literal, node));
  const most = searchLimit(operator);
  return (values, keys) => quantified(node.quantifier, tests, values, keys, most);
}

function searchLimit(operator: ValueOperator): number {
  if (operator === 'regex') return LIMITS.regexText;
  return operator === 'eq' ? Infinity : LIMITS.text;
}

/** With several values in a list, each literal may be satisfied by another element. */
function quantified(
  quantifier: 'any' | 'all',
  tests: readonly ValueTest[],
  values: readonly unknown[],
  keys: KeyFinder,
  most: number,
): Answer {
  if (values.length === 0) return false;
  const decisive = quantifier === 'any';
  let open: Answer = !decisive;
  for (const test of tests) {
    const answer = someSatisfies(values, test, keys, most);
    if (answer === decisive) return decisive;
    if (typeof answer !== 'boolean' && typeof open === 'boolean') open = answer;
  }
  return open;
}

/** `most`: how many characters of the values, taken together, may be searched. */
function someSatisfies(values: readonly unknown[], test: ValueTest, keys: KeyFinder, most: number): Answer {
  let open: Answer = false;
  let searched = 0;
  for (const value of values) {
    if (typeof value === 'string') searched += value.length;
    // A single text has the limit of its test.
    if (searched > most && values.length > 1) return 'event_too_large';
    const answer = test(value, keys);
    if (answer === true) return true;
    if (answer !== false) open = answer;
  }
  return open;
}

/** The literals are the values of the other field. */
function otherFieldJudge(operator: ValueOperator, node: Compare, schema: EventSchema): Judge {
  const other = node.other;
  if (other === null) return () => 'opaque';
  const readOther = valueReader(other, node.collection, node.strict, schema);
  return (values, view, element) => {
    const others = readOther(view, element);
    if (values.length === 0 || typeof others === 'string') return missingSide(values, others);
    if (others.some(isPartlyKnown)) return 'unmapped_field';
    if (others.length === 0) return false;
    const tests = others.map((literal) => sidesTest(operator, literal, node));
    return quantified(node.quantifier, tests, values, view.keys, searchLimit(operator));
  };
}

/** Unmatched where one side is surely missing, whatever is unknown of the other. */
function missingSide(values: readonly unknown[], others: Reading): Answer {
  return values.length === 0 || typeof others !== 'string' ? false : others;
}

/** Under `whole` two lists, or two objects, are equal when all that they hold is. */
function sidesTest(operator: ValueOperator, literal: unknown, node: Compare): ValueTest {
  if (operator !== 'eq' || typeof literal !== 'object') return valueTest(operator, literal, node);
  return (value, keys) => equalsDeeply(value, literal, node, keys);
}

/** The field's value is an element of the list `other`, a key of the object, or a substring of the text. */
function fieldInJudge(node: Compare, schema: EventSchema): Judge {
  const other = node.other;
  if (other === null) return () => 'opaque';
  const isPlain = other.transforms.length === 0;
  const readOther = isPlain
    ? rawReader(other, node.collection, schema)
    : valueReader(other, 'whole', node.strict, schema);
  const whole: Compare = { ...node, collection: 'whole' };
  return (values, view, element) => {
    const others = readOther(view, element);
    if (values.length === 0 || typeof others === 'string') return missingSide(values, others);
    if (others.some(isPartlyKnown)) return 'unmapped_field';
    const tests = values.map((value) => valueTest('contains', value, whole));
    return quantified(node.quantifier, tests, others, view.keys, LIMITS.text);
  };
}
