/** Comparisons and look-ups between two values. */
import { all, always, any, compare, never, not } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import type { Scalar } from '../../condition/field-path.ts';
import { compareWildcards } from '../../condition/pattern.ts';
import type { WildcardPart } from '../../condition/pattern.ts';
import type { ComparisonOperator, Lookup } from './ast.ts';
import { unsupported } from './operand.ts';
import type { FieldOperand, LiteralOperand, Operand, Unsupported } from './operand.ts';
import { luceneToRe2 } from '../../condition/lucene-regex.ts';

type Result = Condition | Unsupported;

const MIRRORED = { '==': '==', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

const RANGES = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const;

/** `!=` is the complement of `==`, null and lists included (the head of lower.ts says why). */
export function compareOperands(operator: ComparisonOperator, left: Operand, right: Operand): Result {
  if (operator === '!=') {
    const equal = compareOperands('==', left, right);
    return equal.kind === 'unsupported' ? equal : not(equal);
  }
  if (left.kind === 'condition') return compareTruth(operator, left.condition, right);
  if (right.kind === 'condition') return compareTruth(MIRRORED[operator], right.condition, left);
  if (left.kind === 'field') {
    return right.kind === 'field'
      ? compareFields(operator, left, right)
      : compareField(operator, left, right.value);
  }
  if (right.kind === 'field') return compareField(MIRRORED[operator], right, left.value);
  return compareLiterals(operator, left.value, right.value);
}

function compareTruth(operator: ComparisonOperator, condition: Condition, other: Operand): Result {
  if (operator === '==' && other.kind === 'literal' && typeof other.value === 'boolean') {
    return other.value ? condition : not(condition);
  }
  return unsupported('unsupported_comparison', 'a condition can only be compared with true or false');
}

function compareField(
  operator: Exclude<ComparisonOperator, '!='>,
  field: FieldOperand,
  value: Scalar,
): Result {
  if (value === null) {
    if (operator === '==') return field.isNull;
    return unsupported('null_comparison', `"${operator}" null is neither true nor false`);
  }
  if (!field.comparable) return incomparable();
  if (operator === '==')
    return guarded(field, equalsAny(field, [value], true), typeof value === 'number' && value >= 0);
  if (isAddress(field)) return unsupported('ip_range', 'a range of addresses cannot be expressed');
  const excludesMissing = operator.startsWith('>') && typeof value === 'number' && value >= 0;
  return guarded(field, compare(field.path, RANGES[operator], [value]), excludesMissing);
}

function guarded(field: FieldOperand, condition: Condition, redundant = false): Condition {
  return field.guard === null || redundant ? condition : all([field.guard, condition]);
}

function incomparable(): Unsupported {
  return unsupported(
    'unsupported_comparison',
    'the place of one field in another can only be compared with null',
  );
}

const FIELD_RANGES = { '<': 'field_lt', '<=': 'field_lte', '>': 'field_gt', '>=': 'field_gte' } as const;

function compareFields(
  operator: Exclude<ComparisonOperator, '!='>,
  left: FieldOperand,
  right: FieldOperand,
  caseSensitive = true,
): Result {
  if (!left.comparable || !right.comparable) return incomparable();
  const name: Operator = operator === '==' ? 'field_eq' : FIELD_RANGES[operator];
  const condition = compare(left.path, name, [], { other: right.path, caseSensitive });
  return guarded(left, guarded(right, condition));
}

function compareLiterals(operator: Exclude<ComparisonOperator, '!='>, left: Scalar, right: Scalar): Result {
  if (operator === '==') return constant(left === right);
  if (
    typeof left !== typeof right ||
    (typeof left !== 'number' && typeof left !== 'string') ||
    right === null
  ) {
    return unsupported('unsupported_comparison', 'values of these types have no order');
  }
  const order = left < (right as typeof left) ? -1 : left === right ? 0 : 1;
  return constant({ '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[operator]);
}

function constant(holds: boolean): Condition {
  return holds ? always : never;
}

/** `left in (…)`, `left like (…)`, `left : (…)`, `left regex (…)`; the negation is the caller's. */
export function lookUp(lookup: Lookup, left: Operand, values: readonly Operand[]): Result {
  if (left.kind === 'literal') return lookUpLiteral(lookup, left, values);
  if (left.kind === 'condition' || !left.comparable) {
    return unsupported('unsupported_comparison', `"${lookup.operator}" needs a field`);
  }
  const literals = values.filter((value) => value.kind === 'literal').map(({ value }) => value);
  const fields = values.filter((value) => value.kind === 'field');
  if (literals.includes(null) || literals.length + fields.length < values.length) {
    return unsupported('unsupported_value', `"${lookup.operator}" cannot look for null or a condition`);
  }
  if (fields.length > 0 && lookup.operator === 'regex') {
    return unsupported('unsupported_value', 'a field cannot hold a regular expression');
  }
  const ofLiterals = literals.length === 0 ? never : lookUpLiterals(lookup, left, literals);
  if (ofLiterals.kind === 'unsupported') return ofLiterals;
  const ofFields = fields.map((field) => compareFields('==', left, field, !lookup.insensitive));
  const failure = ofFields.find((each) => each.kind === 'unsupported');
  if (failure !== undefined) return failure;
  return guarded(left, any([ofLiterals, ...ofFields.filter((each) => each.kind !== 'unsupported')]));
}

function lookUpLiterals(lookup: Lookup, left: FieldOperand, values: readonly Scalar[]): Result {
  const caseSensitive = !lookup.insensitive;
  switch (lookup.operator) {
    case 'in':
      return equalsAny(left, values, caseSensitive);
    case 'like':
      return matchesAny(left, values, caseSensitive);
    case 'regex': {
      const patterns = values.map((value) => luceneToRe2(String(value)));
      const known = patterns.filter((pattern) => pattern !== null);
      if (known.length < patterns.length) {
        return unsupported(
          'unsupported_regex',
          'this regular expression uses an operator of Lucene that RE2 lacks',
        );
      }
      return compare(left.path, 'regex', known, { caseSensitive });
    }
  }
}

/** A literal is looked for among fields, or among literals. */
function lookUpLiteral(lookup: Lookup, left: LiteralOperand, values: readonly Operand[]): Result {
  const text = String(left.value);
  if (lookup.operator !== 'in' && (lookup.operator === 'regex' || /[*?]/.test(text))) {
    return unsupported('unsupported_value', `a constant cannot stand on the left of "${lookup.operator}"`);
  }
  const found: Condition[] = [];
  for (const value of values) {
    if (value.kind === 'field' && value.comparable && left.value !== null) {
      found.push(guarded(value, equalsAny(value, [left.value], !lookup.insensitive)));
    } else if (value.kind === 'literal' && lookup.operator === 'in' && left.value !== null) {
      found.push(constant(sameLiteral(left.value, value.value, lookup.insensitive)));
    } else {
      return unsupported('unsupported_value', `"${lookup.operator}" cannot look among these values`);
    }
  }
  return any(found);
}

function sameLiteral(left: Scalar, right: Scalar, insensitive: boolean): boolean {
  if (!insensitive || typeof left !== 'string' || typeof right !== 'string') return left === right;
  return left.toLowerCase() === right.toLowerCase();
}

/** `*` and `?` are wildcards and cannot be escaped: a backslash is a backslash. */
function matchesAny(field: FieldOperand, values: readonly Scalar[], caseSensitive: boolean): Condition {
  const plain = values.filter((value) => typeof value !== 'string' || !/[*?]/.test(value));
  const patterns = values.filter(
    (value) => typeof value === 'string' && /[*?]/.test(value),
  ) as readonly string[];
  const parts = [
    ...(plain.length === 0 ? [] : [equalsAny(field, plain, caseSensitive)]),
    ...(patterns.length === 0
      ? []
      : [compareWildcards(field.path, patterns.map(patternParts), { caseSensitive })]),
  ];
  return any(parts);
}

function patternParts(pattern: string): readonly WildcardPart[] {
  return (pattern.match(/\*+|\?|[^*?]+/g) ?? []).map((piece) => {
    if (piece === '?') return '?';
    return piece.startsWith('*') ? '*' : { text: piece };
  });
}

/** A network, or an address of IPv6, which can be written in many ways. */
const NETWORK = /^(?:\d{1,3}(?:\.\d{1,3}){3}\/\d{1,3}|[0-9a-f]{0,4}:[0-9a-f:.]+(?:\/\d{1,3})?)$/i;

/** ECS names fields of type `ip` so; equality with a network asks whether the address lies in it. */
function isAddress({ path }: FieldOperand): boolean {
  return path.transforms.length === 0 && /(?:^|[._])ip$/.test(path.native);
}

function equalsAny(field: FieldOperand, values: readonly Scalar[], caseSensitive: boolean): Condition {
  const isNetwork = (value: Scalar): boolean =>
    isAddress(field) && typeof value === 'string' && NETWORK.test(value);
  const networks = values.filter(isNetwork);
  const others = values.filter((value) => !isNetwork(value));
  const equal = compare(field.path, others.length > 1 ? 'in' : 'eq', others, { caseSensitive });
  if (networks.length === 0) return equal;
  const within = compare(field.path, 'cidr', networks);
  return others.length === 0 ? within : any([equal, within]);
}
