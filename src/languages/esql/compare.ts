/**
 * Comparisons and look-ups between two values, as Elasticsearch runs them
 * (https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/operators):
 *
 * - A comparison with null is null, and so is one with a field that has several values: "unless otherwise documented functions will return null
 *   when applied to a multivalued field" (https://www.elastic.co/docs/reference/query-languages/esql/esql-multivalued-fields).
 * - Letter case counts, everywhere but in the words of `:`.
 * - `LIKE` (`*`, `?`, backslash escapes) and `RLIKE` (Lucene's regular expressions) match the whole value.
 */
import { always, any, compare, never } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import type { FieldPath, Scalar } from '../../condition/field-path.ts';
import { luceneToRe2 } from '../../condition/lucene-regex.ts';
import { compareWildcards, wildcardParts } from '../../condition/pattern.ts';
import type { ComparisonOperator } from './ast.ts';
import { foldedPath, textComparison } from './compare-text.ts';
import { comparePosition, joinedContains, joinedContainsAddress, textWithin } from './joined.ts';
import { compareRatio, FIELD_OPERATORS } from './lengths.ts';
import { FALSE, NULL, certain, either, negated, nullable } from './truth.ts';
import type { Truth } from './truth.ts';
import { TOO_LARGE, areTooMany, missing, ofChoice, unsaid } from './value.ts';
import type { FieldValue, JoinedValue, Keep, Value } from './value.ts';

const MIRRORED = { '==': '==', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
const RANGES = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const;

export function compareValues(operator: ComparisonOperator, left: Value, right: Value, keep: Keep): Truth {
  if (operator === '!=') return negated(compareValues('==', left, right, keep));
  if (operator === '=~') return keep(unsaid('unsupported_operator', '"=~" is not documented'));
  if (isNullLiteral(left) || isNullLiteral(right)) return NULL;
  if (left.kind === 'choice' && right.kind === 'choice' && areTooMany(left, right)) {
    return keep(unsaid(TOO_LARGE, 'the columns may have too many pairs of values'));
  }
  if (left.kind === 'choice') return ofChoice(left, (value) => compareValues(operator, value, right, keep));
  if (right.kind === 'choice') return ofChoice(right, (value) => compareValues(operator, left, value, keep));
  if (left.kind === 'joined') return compareValues(operator, left.text, right, keep);
  if (right.kind === 'joined') return compareValues(operator, left, right.text, keep);
  if (left.kind === 'unsaid') return keep(left);
  if (right.kind === 'unsaid') return keep(right);
  const asked = positionAsked(operator, left, right) ?? ratioAsked(operator, left, right);
  if (asked !== null) return asked;
  if (left.kind === 'truth' || right.kind === 'truth') return compareTruths(operator, left, right, keep);
  if (left.kind === 'field') {
    if (right.kind === 'field') return compareFields(operator, left, right);
    if (right.kind === 'literal') return compareField(operator, left, right.value, keep);
  } else if (right.kind === 'field' && left.kind === 'literal') {
    return compareField(MIRRORED[operator], right, left.value, keep);
  } else if (left.kind === 'literal' && right.kind === 'literal') {
    return compareLiterals(operator, left.value, right.value, keep);
  }
  return keep(unsaid('unsupported_comparison', 'values of these types cannot be compared'));
}

function positionAsked(operator: keyof typeof MIRRORED, left: Value, right: Value): Truth | null {
  if (left.kind === 'position') return comparePosition(operator, right, left.found);
  return right.kind === 'position' ? comparePosition(MIRRORED[operator], left, right.found) : null;
}

function ratioAsked(operator: keyof typeof MIRRORED, left: Value, right: Value): Truth | null {
  if (right.kind === 'ratio') return ratioAsked(MIRRORED[operator], right, left);
  if (left.kind !== 'ratio' || right.kind !== 'literal' || typeof right.value !== 'number') return null;
  return compareRatio(operator, left, right.value);
}

function isNullLiteral(value: Value): boolean {
  return value.kind === 'literal' && value.value === null;
}

function compareTruths(operator: ComparisonOperator, left: Value, right: Value, keep: Keep): Truth {
  const [truth, other] = left.kind === 'truth' ? [left, right] : [right, left];
  if (truth.kind !== 'truth') return FALSE;
  if (operator === '==' && other.kind === 'literal' && typeof other.value === 'boolean') {
    return other.value ? truth.truth : negated(truth.truth);
  }
  return keep(unsaid('unsupported_comparison', 'a condition can only be compared with true or false'));
}

function compareField(
  operator: Exclude<ComparisonOperator, '!=' | '=~'>,
  field: FieldValue,
  value: Scalar,
  keep: Keep,
): Truth {
  if (operator === '==') return nullable(equalsAny(field, [value]), missing(field));
  if (isAddress(field.path) && typeof value === 'string')
    return keep(unsaid('ip_range', 'a range of addresses cannot be expressed'));
  if (typeof value === 'boolean') return keep(unsaid('unsupported_comparison', 'truths have no order'));
  return nullable(
    compare(field.path, RANGES[operator], [value], { collection: field.collection }),
    missing(field),
  );
}

function compareFields(
  operator: Exclude<ComparisonOperator, '!=' | '=~'>,
  left: FieldValue,
  right: FieldValue,
): Truth {
  // The element of an expanded list is one value either way.
  const collection = left.path.scope === 'element' ? right.collection : left.collection;
  const condition = compare(left.path, FIELD_OPERATORS[operator], [], { other: right.path, collection });
  return nullable(condition, any([missing(left), missing(right)]));
}

function compareLiterals(operator: ComparisonOperator, left: Scalar, right: Scalar, keep: Keep): Truth {
  if (operator === '==') return certain(left === right ? always : never);
  if (left === null || right === null || typeof left !== typeof right || typeof left === 'boolean')
    return keep(unsaid('unsupported_comparison', 'values of these types have no order'));
  const order = left < right ? -1 : left === right ? 0 : 1;
  const holds = { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 };
  return certain(holds[operator as keyof typeof holds] ? always : never);
}

/** `left IN (…)`: null where nothing is equal and left or one of the values is null. */
export function lookUp(left: Value, values: readonly Value[], keep: Keep): Truth {
  if (left.kind === 'choice') return ofChoice(left, (value) => lookUp(value, values, keep));
  if (left.kind === 'joined') return lookUp(left.text, values, keep);
  const literals = values.filter((value) => value.kind === 'literal').map(({ value }) => value);
  const known = literals.filter((value) => value !== null);
  if (left.kind !== 'field' || literals.length < values.length) {
    return either(values.map((value) => compareValues('==', left, value, keep)));
  }
  const found = known.length === 0 ? FALSE : nullable(equalsAny(left, known), missing(left));
  return known.length < literals.length ? either([found, NULL]) : found;
}

/** A network, or an address of IPv6, which can be written in many ways. */
const IPV6 = /^[0-9a-f]{0,4}:[0-9a-f:.]+$/i;

/** `source.ip`, `dns.resolved_ip`: ECS names fields of type `ip` so. */
const IP_FIELD = /(?:^|[._])ip$/;

function isAddress({ transforms, native }: FieldPath): boolean {
  return transforms.length === 0 && IP_FIELD.test(native);
}

function equalsAny(field: FieldValue, values: readonly Scalar[]): Condition {
  const isNetwork = (value: Scalar): boolean =>
    isAddress(field.path) && typeof value === 'string' && IPV6.test(value);
  const networks = values.filter(isNetwork);
  const others = values.filter((value) => !isNetwork(value));
  const equal = textComparison(field, others.length > 1 ? 'in' : 'eq', others);
  if (networks.length === 0) return equal;
  const within = compare(field.path, 'cidr', networks, { collection: field.collection });
  return others.length === 0 ? within : any([equal, within]);
}

/** `LIKE` any of the patterns. */
export function matchesPattern(left: Value, patterns: readonly string[], keep: Keep): Truth {
  if (left.kind === 'choice') return ofChoice(left, (value) => matchesPattern(value, patterns, keep));
  if (left.kind === 'joined') return matchesJoined(left, patterns, keep);
  return matches(left, keep, (field) => {
    const parts = patterns.map(wildcardParts);
    const folded = foldedPath(field.path);
    const { collection } = field;
    if (folded === null) return compareWildcards(field.path, parts, { collection });
    const reachable = parts.filter((each) =>
      each.every((part) => typeof part === 'string' || folded.fits(part.text)),
    );
    if (reachable.length === 0) return never;
    return compareWildcards(folded.path, reachable, { collection, caseSensitive: false });
  });
}

function matchesJoined(joined: JoinedValue, patterns: readonly string[], keep: Keep): Truth {
  const ofEach = patterns.map((pattern) => {
    const text = textWithin(pattern);
    const within = text === null ? null : joinedContains(joined, text);
    return within ?? matchesPattern(joined.text, [pattern], keep);
  });
  return either(ofEach);
}

/** `RLIKE` any of the expressions. */
export function matchesRegex(left: Value, patterns: readonly string[], keep: Keep): Truth {
  const known = patterns.map(luceneToRe2).filter((pattern) => pattern !== null);
  if (known.length < patterns.length) {
    const message = 'this regular expression uses an operator of Lucene that RE2 lacks';
    return keep(unsaid('unsupported_regex', message));
  }
  return matches(left, keep, ({ path, collection }) => compare(path, 'regex', known, { collection }));
}

function matches(left: Value, keep: Keep, condition: (field: FieldValue) => Condition): Truth {
  if (left.kind === 'choice') return ofChoice(left, (value) => matches(value, keep, condition));
  if (left.kind === 'joined') return matches(left.text, keep, condition);
  if (isNullLiteral(left)) return NULL;
  if (left.kind === 'field') return nullable(condition(left), missing(left));
  return keep(
    left.kind === 'unsaid' ? left : unsaid('unsupported_value', 'a pattern is looked for in a field'),
  );
}

/** `starts_with`, `ends_with`, `contains` of a text, or of another field's. */
export function textFunction(
  operators: readonly [ofLiteral: Operator, ofField: Operator],
  left: Value,
  part: Value,
  keep: Keep,
): Truth {
  if (left.kind === 'choice') return ofChoice(left, (value) => textFunction(operators, value, part, keep));
  if (part.kind === 'choice') return ofChoice(part, (value) => textFunction(operators, left, value, keep));
  if (isNullLiteral(left) || isNullLiteral(part)) return NULL;
  if (left.kind === 'unsaid') return keep(left);
  if (part.kind === 'unsaid') return keep(part);
  const [ofLiteral, ofField] = operators;
  if (left.kind === 'joined') {
    const within = ofLiteral === 'contains' ? foundInJoined(left, part) : null;
    return within ?? textFunction(operators, left.text, part, keep);
  }
  if (part.kind === 'joined') return textFunction(operators, left, part.text, keep);
  if (left.kind === 'field' && part.kind === 'literal' && typeof part.value === 'string') {
    return nullable(textComparison(left, ofLiteral, [part.value]), missing(left));
  }
  if (left.kind === 'field' && part.kind === 'field') {
    const { collection } = left;
    const condition = compare(left.path, ofField, [], { other: part.path, collection });
    return nullable(condition, any([missing(left), missing(part)]));
  }
  return keep(unsaid('unsupported_call', 'this cannot be asked of these values'));
}

/** Whether the joined text contains the other; null where that cannot be told. */
export function foundInJoined(joined: JoinedValue, part: Value): Truth | null {
  if (part.kind === 'literal' && typeof part.value === 'string') return joinedContains(joined, part.value);
  return part.kind === 'field' && isAddress(part.path) ? joinedContainsAddress(joined, part) : null;
}
