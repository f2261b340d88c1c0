/** Loops over the event's lists as conditions: closed, they hold what is asked of their element, and it has no name but that it is one. */
import { all, any, not, opaque, some } from '../../../condition/condition.ts';
import type { Compare, Condition, Some } from '../../../condition/condition.ts';
import { fieldText } from '../../../condition/field-path.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { mapFields } from '../../../condition/fold.ts';
import { binderOf } from '../conditions/same-field.ts';
import { withoutEntries } from './entry-sides.ts';

/** Marks of loops that are closed: by how deep other loops lie in them, so that equal loops have equal conditions. */
const CLOSED = 1_000_000;

export function closed(
  list: FieldPath,
  collection: 'any' | 'whole',
  binder: number,
  of: Condition,
): Condition {
  const shaped = withoutEntries(list, binder, [of]);
  const [body = of] = shaped.held;
  return some(shaped.list, closing(binder, [body])(body), collection);
}

/** Marks the loop's element as that of a closed loop, which holds these conditions. */
export function closing(binder: number, held: readonly Condition[]): (of: Condition) => Condition {
  const mark = CLOSED + Math.max(...held.map(loopDepth));
  return (of) =>
    mapFields(of, (one) =>
      binderOf(one) === binder ? Object.freeze({ ...one, name: `@${mark}.${one.native}` }) : one,
    );
}

function loopDepth(of: Condition): number {
  if (of.kind === 'all' || of.kind === 'any') return Math.max(0, ...of.of.map(loopDepth));
  if (of.kind === 'not') return loopDepth(of.of);
  if (of.kind !== 'some') return 0;
  return 1 + Math.max(loopDepth(of.of), of.pick === null ? 0 : loopDepth(of.pick.among));
}

/** The condition as the catalog keeps it: the loops' marks taken off the names. */
export function withoutBinders(condition: Condition): Condition {
  return mapFields(withoutStrays(condition), (one) =>
    one.scope === 'element' ? Object.freeze({ ...one, name: one.native }) : one,
  );
}

/** An element that is named outside its loop has no value there: what names it is not known. */
function withoutStrays(condition: Condition): Condition {
  switch (condition.kind) {
    case 'all':
      return all(condition.of.map(withoutStrays));
    case 'any':
      return any(condition.of.map(withoutStrays));
    case 'not':
      return not(withoutStrays(condition.of));
    case 'some':
      return isStray(condition.field)
        ? stray(condition)
        : some(
            condition.field,
            withoutStrays(condition.of),
            condition.collection,
            condition.pick && { ...condition.pick, among: withoutStrays(condition.pick.among) },
          );
    case 'compare':
      return isStray(condition.field) || (condition.other !== null && isStray(condition.other))
        ? stray(condition)
        : condition;
    case 'opaque':
    case 'from':
    case 'always':
    case 'never':
      return condition;
  }
}

function isStray(one: FieldPath): boolean {
  const binder = binderOf(one);
  return binder !== null && binder < CLOSED;
}

function stray(of: Compare | Some): Condition {
  return opaque(fieldText(of.field), 'loop_state', [of.field]);
}
