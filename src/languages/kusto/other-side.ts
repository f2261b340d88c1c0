/** Columns of a join's other side, as the joined row has them. */
import { mapFields } from '../../condition/fold.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { Branch, Truth, Value } from './model.ts';
import { absolute, absoluteField } from './relation.ts';
import { opaqueValue } from './value.ts';

export interface Joining {
  readonly scope: string;
  readonly prefix: string;
  /** Columns that the join itself shows the sides to have. */
  readonly leftKeys: ReadonlySet<string>;
  readonly rightKeys: ReadonlySet<string>;
}

/** The value as the joined row has it, named by its side. */
export function foreignValue(branch: Branch, value: Value, joining: Joining): Value {
  switch (value.kind) {
    case 'field': {
      const { isEventTime: _time, ...rest } = value;
      const field = prefixed(absoluteField(branch, value.field, value.scopes), joining.prefix);
      return { ...rest, field, scopes: foreignScopes(value.scopes, joining) };
    }
    case 'logic':
      return { kind: 'logic', truth: foreignTruth(branch, value.truth, joining) };
    case 'choice':
      return {
        kind: 'choice',
        cases: value.cases.map((each) => ({
          when: foreignTruth(branch, each.when, joining),
          value: foreignValue(branch, each.value, joining),
        })),
        otherwise: foreignValue(branch, value.otherwise, joining),
      };
    case 'opaque':
      return {
        ...value,
        fields: value.fields.map((field) => prefixed(field, joining.prefix)),
        scopes: foreignScopes(value.scopes, joining),
      };
    case 'literal':
    case 'json':
      return value;
    case 'concat':
      return { kind: 'concat', parts: value.parts.map((part) => foreignValue(branch, part, joining)) };
    case 'bag':
    case 'duration':
    case 'list':
    case 'table':
    case 'time':
    case 'values':
      return opaqueValue(
        'other_side',
        'computed on the other side of a join',
        [],
        [`${joining.scope}:event`],
      );
  }
}

function foreignTruth(branch: Branch, truth: Truth, joining: Joining): Truth {
  const map = (condition: Truth['holds']): Truth['holds'] =>
    mapFields(absolute(branch, condition, truth.scopes), (field, within) =>
      within.length > 0 && field.scope === 'element' ? field : prefixed(field, joining.prefix),
    );
  return {
    holds: map(truth.holds),
    fails: map(truth.fails),
    isTwoValued: truth.isTwoValued,
    scopes: foreignScopes(truth.scopes, joining),
  };
}

/** An element of the other side's list is named by its way from the event, so it is the event's. */
function foreignScopes(scopes: readonly string[], { scope }: Joining): readonly string[] {
  return [...new Set(scopes.map((each) => `${scope}:${/^e\d/.test(each) ? 'event' : each}`))].sort();
}

function prefixed(field: FieldPath, prefix: string): FieldPath {
  const native = field.native === '' ? prefix : `${prefix}.${field.native}`;
  return Object.freeze({
    ...field,
    native,
    name: native,
    scope: 'event',
    segments: [prefix, ...field.segments],
  });
}
