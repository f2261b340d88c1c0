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

const SAYS_LITTLE: ReadonlySet<string> = new Set(['ne', 'exists', 'is_key', 'is_null']);

/** A positive predicate that compares a value: what is merely there, or not something else, most events have. */
export function isSought({ node, negated }: JudgedLeaf): boolean {
  if (node.kind !== 'compare' || negated || SOURCE_FIELDS.has(node.field.name)) return false;
  return !SAYS_LITTLE.has(node.operator);
}
