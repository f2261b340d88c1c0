/**
 * A group whose row is one of its events, as the last of each user: what is asked of the row must hold of the event that it is. Other events of the group help
 * no row to pass, unless the row is asked for what was computed over them too.
 */
import { all, any, compare, not } from '../condition/condition.ts';
import type { Condition } from '../condition/condition.ts';
import type { FieldPath } from '../condition/field-path.ts';
import { leaves, mapFields } from '../condition/fold.ts';
import type { AggregateColumn, ColumnCase, Stage } from './stage.ts';

export interface PickedRow {
  /** The columns that are the picked event's own, and its fields behind them; null: more than a field, of which the event is not asked. */
  readonly picked: ReadonlyMap<string, FieldPath | null>;
  /** All columns of the group: the others are computed over its events. */
  readonly columns: readonly { readonly name: string }[];
  /** Is it one event that gives all of them? Else each is of the last event that has a value there. */
  readonly isOneEvent: boolean;
}

/** `having`: what is asked of the row. `later`: names that are asked for behind it. */
export function askedOfPicked(
  { picked, columns, isOneEvent }: PickedRow,
  having: readonly Condition[],
  later: readonly string[] = [],
): readonly Condition[] {
  const computed = new Set(columns.map(({ name }) => name).filter((name) => !picked.has(name)));
  const asked = [...having.flatMap(fieldsIn).map(({ native }) => native), ...later];
  if (asked.some((name) => computed.has(name))) return [];
  const isAskable = (condition: Condition): boolean =>
    fieldsIn(condition).every(({ native }) => picked.get(native) !== null);
  return having.filter(isAskable).map((condition) => {
    const ofEvent = mapFields(condition, (field) => fieldOfEvent(field, picked));
    if (isOneEvent) return ofEvent;
    const present = fieldsIn(condition).flatMap(({ native }) => {
      const field = picked.get(native);
      return field === undefined || field === null ? [] : [compare(field, 'exists')];
    });
    return present.length === 0 ? ofEvent : any([ofEvent, not(all(present))]);
  });
}

function fieldOfEvent(field: FieldPath, picked: PickedRow['picked']): FieldPath {
  const own = field.scope === 'event' ? picked.get(field.native) : undefined;
  if (own === undefined || own === null) return field;
  return Object.freeze({ ...own, transforms: [...own.transforms, ...field.transforms] });
}

function fieldsIn(condition: Condition): readonly FieldPath[] {
  return leaves(condition).flatMap(({ node }) => {
    if (node.kind === 'opaque') return node.fields;
    return node.other === null ? [node.field] : [node.field, node.other];
  });
}

/** The names that stages ask for, beside those that they only show. */
export function namesAskedBy(stages: readonly Stage[]): readonly string[] {
  return stages
    .flatMap((stage): readonly FieldPath[] => {
      switch (stage.kind) {
        case 'filter':
          return fieldsIn(stage.condition);
        case 'aggregate':
          return [...stage.by, ...fieldsIn(stage.having), ...stage.columns.flatMap(fieldsOfColumn)];
        case 'join':
          return stage.on.flatMap((pairs) =>
            pairs.flatMap(({ left, leftCases = [] }) => [left, ...leftCases.flatMap(fieldsOfCase)]),
          );
        case 'lookup':
          return stage.on.map(({ left }) => left);
        case 'new_terms':
          return stage.fields;
        case 'sequence':
        case 'union':
        case 'project':
        case 'opaque':
          return [];
      }
    })
    .map(({ native }) => native);
}

function fieldsOfColumn({ field, condition, cases = [] }: AggregateColumn): readonly FieldPath[] {
  return [
    ...(field === null ? [] : [field]),
    ...(condition === null ? [] : fieldsIn(condition)),
    ...cases.flatMap(fieldsOfCase),
  ];
}

function fieldsOfCase({ when, field }: ColumnCase): readonly FieldPath[] {
  return [...fieldsIn(when), ...(field === null ? [] : [field])];
}
