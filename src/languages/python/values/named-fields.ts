/** The fields of the event that a value or a condition names. */
import type { Condition } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { leaves } from '../../../condition/fold.ts';
import { childrenOf } from './children.ts';
import type { Value } from './values.ts';

export function fieldsOf(of: Value | Condition): readonly FieldPath[] {
  if (of.kind === 'opaque') return of.fields;
  return isCondition(of)
    ? leaves(of).flatMap(({ node }) => (node.kind === 'opaque' ? node.fields : [node.field]))
    : shownBy(of);
}

const CONDITIONS: ReadonlySet<string> = new Set<Condition['kind']>([
  'all',
  'always',
  'any',
  'compare',
  'from',
  'never',
  'not',
  'some',
]);

function isCondition(
  of: Exclude<Value | Condition, { kind: 'opaque' }>,
): of is Exclude<Condition, { kind: 'opaque' }> {
  return CONDITIONS.has(of.kind);
}

/** What is in the value itself; not what only says whether it, or a part of it, is there. */
function shownBy(of: Exclude<Value, { kind: 'opaque' }>): readonly FieldPath[] {
  if (of.kind === 'truth') return fieldsOf(of.condition);
  if (of.kind === 'sequence' || of.kind === 'lookup')
    return of.parts.flatMap((part) => (part.kind === 'each' ? [part.list] : fieldsOf(part.value)));
  if (of.kind === 'dictionary') return of.entries.flatMap((entry) => fieldsOf(entry.value));
  if (of.kind === 'picked') return [of.part.list, ...fieldsOf(of.value)];
  const { fields, values } = childrenOf(of);
  return [...fields, ...values.flatMap(fieldsOf)];
}
