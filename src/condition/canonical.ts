/**
 * The canonical form: what two rules must share to say the same. Simplified, fields by the catalog's name, children and values sorted, the values of
 * a case-insensitive comparison in lower case, spans and native names gone, and how rows are grouped.
 */
import { createHash } from 'node:crypto';
import type { Compare, Condition, From } from './condition.ts';
import type { FieldPath, Scalar } from './field-path.ts';
import { withoutKeys } from './group-keys.ts';
import { CASELESS, sortedValues } from './print.ts';
import { simplify } from './simplify.ts';

/** Plain JSON, stable in key order: made to be hashed or stored, not read back. */
export type CanonicalForm = readonly unknown[];

function canonicalForm(condition: Condition): CanonicalForm {
  return canonicalNode(simplify(withoutKeys(condition)));
}

/** SHA-256 of the canonical form, in hex. Equal for two rules that say the same, whatever language says it. */
export function canonicalHash(condition: Condition): string {
  return createHash('sha256')
    .update(JSON.stringify(canonicalForm(condition)))
    .digest('hex');
}

function canonicalNode(condition: Condition): CanonicalForm {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return [condition.kind, ...sortedForms(condition.of.map(canonicalNode))];
    case 'not':
      return ['not', canonicalNode(condition.of)];
    case 'always':
    case 'never':
      return [condition.kind];
    case 'from':
      return ['from', canonicalSources(condition)];
    case 'some':
      return [
        condition.pick?.place ?? 'some',
        canonicalField(condition.field),
        condition.collection,
        canonicalNode(condition.of),
        ...(condition.pick === null ? [] : [canonicalNode(condition.pick.among)]),
      ];
    case 'compare':
      return canonicalCompare(condition);
    case 'opaque':
      return ['opaque', condition.reason, condition.text];
  }
}

/** What is monitored, whatever each platform calls it; the rule's own word where that is not known. */
function canonicalSources({ source, logSources }: From): readonly string[] {
  if (logSources.length === 0) return [source];
  return logSources
    .map(({ product, category, service }) => JSON.stringify([product, category, service]))
    .sort();
}

function canonicalCompare(node: Compare): CanonicalForm {
  const sensitive =
    node.caseSensitive ||
    CASELESS.has(node.operator) ||
    (!node.values.some(hasLetter) && node.other === null);
  // Without `strict` a number is compared by its text: 4625 is "4625".
  const values = node.strict ? node.values : node.values.map(numberAsText);
  const folded = sensitive ? values : values.map((value) => foldCase(value, node.operator));
  return [
    node.operator,
    canonicalField(node.field),
    sortedValues([...new Set(folded)]),
    node.other === null ? null : canonicalField(node.other),
    node.quantifier,
    sensitive,
    node.collection,
    node.strict,
  ];
}

function canonicalField(field: FieldPath): unknown {
  const base = [field.scope, field.match, field.name];
  return field.transforms.length === 0
    ? base
    : [...base, field.transforms.map(({ name, args }) => [name, ...args])];
}

function numberAsText(value: Scalar): Scalar {
  return typeof value === 'number' ? String(value) : value;
}

function hasLetter(value: Scalar): boolean {
  return typeof value === 'string' && /\p{L}/u.test(value);
}

/** A regex is left as written: `\S` is not `\s`. */
function foldCase(value: Scalar, operator: Compare['operator']): Scalar {
  return typeof value === 'string' && operator !== 'regex' ? value.toLowerCase() : value;
}

function sortedForms(forms: readonly CanonicalForm[]): readonly CanonicalForm[] {
  return forms
    .map((form) => ({ form, key: JSON.stringify(form) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ form }) => form);
}
