/** The fields of the event that a value or a condition names. */
import type { Condition } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { leaves } from '../../../condition/fold.ts';
import type { Value } from './values.ts';

export function fieldsOf(of: Value | Condition): readonly FieldPath[] {
  switch (of.kind) {
    case 'field':
      return [of.field];
    case 'choice':
      return [...fieldsOf(of.then), ...fieldsOf(of.otherwise)];
    case 'truth':
      return fieldsOf(of.condition);
    case 'text':
      return of.parts.flatMap((part) => (typeof part === 'string' ? [] : fieldsOf(part)));
    case 'sequence':
    case 'lookup':
      return of.parts.flatMap((part) => (part.kind === 'each' ? [part.list] : fieldsOf(part.value)));
    case 'dictionary':
      return of.entries.flatMap((entry) => fieldsOf(entry.value));
    case 'opaque':
      return of.fields;
    case 'difference':
      return [of.left, of.right];
    case 'time':
      return typeof of.at === 'object' ? [of.at] : [];
    case 'duration':
      return of.between === null ? [] : [...fieldsOf(of.between.from), ...fieldsOf(of.between.to)];
    case 'count':
    case 'address':
      return fieldsOf(of.of);
    case 'picked':
      return [of.part.list, ...fieldsOf(of.value)];
    case 'found':
      return of.of === null ? [] : fieldsOf(of.of.text);
    case 'method':
      return fieldsOf(of.self);
    case 'all':
    case 'any':
    case 'not':
    case 'some':
    case 'compare':
    case 'from':
    case 'always':
    case 'never':
      return leaves(of).flatMap(({ node }) => (node.kind === 'opaque' ? node.fields : [node.field]));
    case 'constant':
    case 'function':
    case 'native':
    case 'module':
    case 'class':
    case 'instance':
    case 'pattern':
    case 'pending':
      return [];
  }
}
