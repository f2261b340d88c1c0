/** Which fields a rule reads, in which role, and which it cannot match without. */
import type { Compare, Condition, Opaque } from '../condition/condition.ts';
import type { FieldPath } from '../condition/field-path.ts';
import { leaves } from '../condition/fold.ts';
import type { Leaf } from '../condition/fold.ts';
import type { OutputField } from '../rule/rule.ts';
import type { FieldRole, RuleField } from './facts.ts';
import { isPlumbing, leafFieldName } from './predicates.ts';

interface Reading {
  readonly nativeField: string;
  readonly roles: Set<FieldRole>;
}

/** `nameOf`: the catalog's name of a native one. */
export function fieldsRead(
  condition: Condition,
  outputs: readonly OutputField[],
  nameOf: (native: string) => string,
): readonly RuleField[] {
  const fields = new Map<string, Reading>();
  const reading = (field: string, nativeField: string): Reading => {
    const known = fields.get(field);
    if (known !== undefined) return known;
    const fresh = { nativeField, roles: new Set<FieldRole>() };
    fields.set(field, fresh);
    return fresh;
  };
  for (const leaf of leaves(condition)) {
    for (const field of fieldsOfLeaf(leaf.node))
      reading(bareName(field, leaf, 'name'), bareName(field, leaf, 'native')).roles.add(roleOf(leaf));
  }
  for (const { source } of outputs.filter(({ source }) => isPath(source)))
    reading(nameOf(source), source).roles.add('output');
  const required = requiredFields(condition);
  return [...fields].map(([field, { roles, ...read }]) => ({
    field,
    ...read,
    roles: [...roles].sort(),
    required: required.has(field),
  }));
}

function fieldsOfLeaf(node: Compare | Opaque): readonly FieldPath[] {
  if (node.kind === 'opaque') return node.fields;
  return node.other === null ? [node.field] : [node.field, node.other];
}

function bareName(field: FieldPath, leaf: Pick<Leaf, 'within'>, naming: 'name' | 'native'): string {
  return leafFieldName({ ...field, transforms: [] }, leaf, naming);
}

function roleOf(leaf: Leaf): FieldRole {
  if (leaf.node.kind === 'opaque' || isPlumbing(leaf.node)) return 'other';
  return leaf.negations % 2 === 0 ? 'indicator' : 'exclusion';
}

/** A dotted path rather than an expression. */
function isPath(source: string): boolean {
  return /^[@\w][\w.@:/-]*$/.test(source);
}

/** Fields without which the condition is never matched. */
export function requiredFields(condition: Condition, within: Leaf['within'] = []): ReadonlySet<string> {
  switch (condition.kind) {
    case 'all':
      return new Set(condition.of.flatMap((child) => [...requiredFields(child, within)]));
    case 'any': {
      const [first, ...rest] = condition.of.map((child) => requiredFields(child, within));
      return new Set([...(first ?? [])].filter((field) => rest.every((other) => other.has(field))));
    }
    case 'some':
      return new Set([
        bareName(condition.field, { within }, 'name'),
        ...requiredFields(condition.of, [...within, condition]),
        ...(condition.pick === null ? [] : requiredFields(condition.pick.among, [...within, condition])),
      ]);
    case 'compare':
      if (condition.operator === 'ne' || condition.operator === 'is_null') return new Set();
      return new Set(fieldsOfLeaf(condition).map((field) => bareName(field, { within }, 'name')));
    case 'not':
    case 'always':
    case 'never':
    case 'from':
    case 'opaque':
      return new Set();
  }
}
