/**
 * A condition as text, one top-level conjunct a line:
 *
 *     eventSource eq "ec2.amazonaws.com"
 *     not (sourceIPAddress ends_with ".amazonaws.com" or userIdentity.type eq "AWSService")
 *     eventName in ["CopyImage", "CreateImage"]
 *
 * Fields read as the rule wrote them. A `~` after the operator marks a case-insensitive text comparison. Values of a list are sorted.
 */
import type { Compare, Condition, Operator, Some } from './condition.ts';
import { fieldText } from './field-path.ts';
import type { Scalar } from './field-path.ts';

/** Operators for which letter case can make no difference. */
export const CASELESS: ReadonlySet<Operator> = new Set([
  'exists',
  'is_null',
  'is_key',
  'gt',
  'gte',
  'lt',
  'lte',
  'cidr',
  'match',
]);

/** The condition's text, conjuncts separated by `\n`. */
export function printCondition(condition: Condition): string {
  return printConjuncts(condition).join('\n');
}

/** One text for each top-level conjunct. */
export function printConjuncts(condition: Condition): readonly string[] {
  return condition.kind === 'all'
    ? condition.of.map((child) => printNode(child, 'all'))
    : [printNode(condition, 'top')];
}

/** One predicate as it stands in a condition's text. */
export function printCompare(node: Compare): string {
  const caseless = node.caseSensitive || CASELESS.has(node.operator) || !comparesText(node) ? '' : '~';
  const operator =
    node.quantifier === 'all' ? `${node.operator}${caseless} all` : `${node.operator}${caseless}`;
  const head = `${fieldText(node.field)} ${operator}`;
  if (node.other !== null) return `${head} ${fieldText(node.other)}`;
  if (node.values.length === 0) return head;
  const [only] = node.values;
  if (node.values.length === 1 && node.operator !== 'in') return `${head} ${JSON.stringify(only)}`;
  return `${head} [${sortedValues(node.values)
    .map((value) => JSON.stringify(value))
    .join(', ')}]`;
}

function comparesText(node: Compare): boolean {
  return (
    node.other !== null || node.values.some((value) => typeof value === 'string' && /\p{L}/u.test(value))
  );
}

/** Values in the order in which texts and canonical forms list them: by type, then numbers by size, texts by code unit. */
export function sortedValues(values: readonly Scalar[]): readonly Scalar[] {
  return [...values].sort((a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    if (typeof a !== typeof b) return typeof a < typeof b ? -1 : 1;
    const left = String(a);
    const right = String(b);
    if (left === right) return 0;
    return left < right ? -1 : 1;
  });
}

function printNode(condition: Condition, parent: 'top' | 'all' | 'any' | 'not'): string {
  switch (condition.kind) {
    case 'all':
      return group(condition.of, 'and', 'all', parent);
    case 'any':
      return group(condition.of, 'or', 'any', parent);
    case 'not':
      return `not (${printNode(condition.of, 'not')})`;
    case 'always':
      return 'always';
    case 'never':
      return 'never';
    case 'from':
      return `from ${condition.source}`;
    case 'some':
      return printSome(condition);
    case 'compare':
      return printCompare(condition);
    case 'opaque':
      return `opaque ${JSON.stringify(condition.text)}`;
  }
}

/** `some list (…)`, `first list (…)`, `last list with (…) (…)`. */
function printSome({ field, of, pick }: Some): string {
  const list = `${pick?.place ?? 'some'} ${fieldText(field)}`;
  const among =
    pick === null || pick.among.kind === 'always' ? '' : ` with (${printNode(pick.among, 'not')})`;
  return `${list}${among} (${printNode(of, 'not')})`;
}

function group(
  of: readonly Condition[],
  word: 'and' | 'or',
  kind: 'all' | 'any',
  parent: 'top' | 'all' | 'any' | 'not',
): string {
  const text = of.map((child) => printNode(child, kind)).join(` ${word} `);
  return parent === 'top' || parent === 'not' ? text : `(${text})`;
}
