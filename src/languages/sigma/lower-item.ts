/** One field with its modifiers and values to a condition. */
import { all, any, compare, not } from '../../condition/condition.ts';
import type { Compare, Comparing, Condition, Operator } from '../../condition/condition.ts';
import { fieldPath, withTransform } from '../../condition/field-path.ts';
import type { FieldPath, Scalar } from '../../condition/field-path.ts';
import { wildcardOperator } from '../../condition/pattern.ts';
import type { Item, ValueTests } from './ast.ts';
import { bytesAsText } from './encodings.ts';
import type { Findings } from './findings.ts';
import { applyModifiers } from './modifiers.ts';
import { lowerRegex } from './regex.ts';
import { openPattern, textValue, unusable } from './values.ts';
import type { TextValue, Value } from './values.ts';

/** Sigma compares without regard to case, any element of a list, and texts with numbers by their characters. */
const SIGMA: Comparing = { caseSensitive: false, collection: 'any', strict: false };
/** A keyword is looked for in all of the event. */
const ANYWHERE = fieldPath('*', { match: 'glob', segments: ['*'] });

export function lowerItem(item: Item, findings: Findings): Condition {
  const { values, linking, negated, cased } = applyModifiers(item);
  const target: Target = {
    item,
    findings,
    field: item.field === null ? ANYWHERE : fieldPath(item.field),
    comparing: { ...SIGMA, caseSensitive: cased },
  };
  const conditions = values.map((value, index) => lowerValue(value, index, target));
  const [only] = conditions;
  const linked =
    conditions.length === 1 && only !== undefined
      ? only
      : linking === 'all'
        ? all(conditions)
        : joinAlternatives(conditions);
  return negated ? not(linked) : linked;
}

/** A field that is missing passes no test of its value, but an allow list. */
export function lowerValueTests({ field: name, minLength, regexes, allowed }: ValueTests): Condition {
  const field = fieldPath(name);
  const cased = { ...SIGMA, caseSensitive: true };
  const conditions = [
    ...(minLength === null ? [] : [compare(withTransform(field, 'length'), 'gte', [minLength], SIGMA)]),
    ...(regexes === null ? [] : [compare(field, 'regex', regexes, cased)]),
    ...(allowed === null || allowed.length === 0 ? [] : [not(compare(field, 'regex', allowed, cased))]),
  ];
  return all(conditions);
}

interface Target {
  readonly item: Item;
  readonly findings: Findings;
  readonly field: FieldPath;
  readonly comparing: Comparing;
}

function lowerValue(value: Value, index: number, target: Target): Condition {
  const { field, comparing } = target;
  switch (value.kind) {
    case 'text':
      return lowerText(value, index, target);
    case 'literal':
      if (field === ANYWHERE) return lowerText(textValue([[{ text: String(value.value) }]]), index, target);
      return compare(field, 'eq', [value.value], comparing);
    case 'null':
      if (field !== ANYWHERE) return compare(field, 'is_null', [], comparing);
      return refuse(unusable('invalid_value', 'A null needs a field.'), index, target);
    case 'regex': {
      const pattern = lowerRegex(value);
      if (typeof pattern !== 'string') return refuse(pattern, index, target);
      return compare(field, 'regex', [pattern], { ...comparing, caseSensitive: !value.flags.includes('i') });
    }
    case 'cidr':
      return compare(field, 'cidr', [value.network], comparing);
    case 'threshold':
      return compare(field, value.operator, [value.value], comparing);
    case 'exists':
      return compare(field, value.present ? 'exists' : 'is_null', [], comparing);
    case 'field':
      return compare(field, value.operator, [], { ...comparing, other: fieldPath(value.name) });
    case 'unusable':
      return refuse(value, index, target);
  }
}

function lowerText(value: TextValue, index: number, target: Target): Condition {
  const text = value.encoding === 'bytes' ? bytesAsText(value) : value;
  if (text === null) {
    return refuse(
      unusable('invalid_modifier_chain', 'UTF-16 must be followed by base64 or base64offset.'),
      index,
      target,
    );
  }
  const { field, comparing } = target;
  return joinAlternatives(
    text.alternatives.map((written) => {
      const pattern = field === ANYWHERE ? openPattern(written, true, true) : written;
      const { operator, value: operand } = wildcardOperator(pattern);
      return compare(field, operator, operator === 'exists' ? [] : [operand], comparing);
    }),
  );
}

/** A value that cannot be evaluated stays in its place, beside the others. */
function refuse(value: Extract<Value, { kind: 'unusable' }>, index: number, target: Target): Condition {
  const { item, findings } = target;
  const at = item.values.length === 1 ? item : (item.values[index] ?? item);
  findings.report(value.code, value.message, item.values[index] ?? item);
  return findings.opaqueAt(at, value.code, item.field === null ? [] : [item.field]);
}

const LISTED: ReadonlySet<Operator> = new Set([
  'eq',
  'contains',
  'starts_with',
  'ends_with',
  'wildcard',
  'regex',
  'cidr',
]);

/** One of the conditions; comparisons by the same operator become one with several values, in order of first appearance. */
function joinAlternatives(conditions: readonly Condition[]): Condition {
  const joined: (Condition | { readonly first: Compare; readonly values: Scalar[] })[] = [];
  const groups = new Map<string, Scalar[]>();
  for (const condition of conditions) {
    if (condition.kind !== 'compare' || condition.values.length === 0) {
      joined.push(condition);
      continue;
    }
    const operator = condition.operator === 'in' ? 'eq' : condition.operator;
    const key = `${operator} ${String(condition.caseSensitive)}`;
    const group = groups.get(key);
    if (!LISTED.has(operator)) joined.push(condition);
    else if (group !== undefined) group.push(...condition.values);
    else {
      const values = [...condition.values];
      groups.set(key, values);
      joined.push({ first: condition, values });
    }
  }
  const result = joined.map((each) => ('first' in each ? withValues(each.first, each.values) : each));
  const [only] = result;
  return result.length === 1 && only !== undefined ? only : any(result);
}

function withValues(first: Compare, values: readonly Scalar[]): Condition {
  const { field, caseSensitive, collection, strict } = first;
  const single = first.operator === 'in' ? 'eq' : first.operator;
  const operator = single === 'eq' && values.length > 1 ? 'in' : single;
  return compare(field, operator, values, { caseSensitive, collection, strict });
}
