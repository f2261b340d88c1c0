/** Which predicates say that an event is what a rule looks for, and not only where it comes from. */
import type { JudgedLeaf } from './evaluate/trace.ts';

/** By the catalog's names: fields by which rules say which log their events stand in. */
const SOURCE_FIELDS: ReadonlySet<string> = new Set([
  'data_stream.dataset',
  'event.category',
  'event.dataset',
  'event.kind',
  'event.module',
  'event.type',
  'host.os.family',
  'host.os.type',
  'p_log_type',
  'winlog.channel',
  'winlog.provider_name',
]);

/** A positive predicate that something in the event satisfies. */
export function isShown({ node, negated, actual }: JudgedLeaf): boolean {
  if (node.kind !== 'compare' || negated || actual.length === 0) return false;
  return node.operator !== 'ne' && node.operator !== 'is_null';
}

/** One that compares a value: what is merely there, or not something else, most events have. */
export function isSought(leaf: JudgedLeaf): boolean {
  const { node } = leaf;
  return (
    isShown(leaf) &&
    node.kind === 'compare' &&
    node.operator !== 'exists' &&
    node.operator !== 'is_key' &&
    !SOURCE_FIELDS.has(node.field.name)
  );
}
