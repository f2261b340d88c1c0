/** The one cause that each undecided rule has, from the reasons of what is open of it. */
import type { Condition } from '../condition/condition.ts';
import { EXTERNAL_LIST } from '../rule/list-tests.ts';
import type { FailureReason } from './verdict.ts';

/**
 * The most telling first: of several it is the rule's cause.
 * `log_source`: it is not known whether the rule, or a part of it, is for such events. `field`: the event's names are not brought to the rule's, or its source never records it.
 * `list`: what a list holds that is not in the rule's repository. `logic`: a part that is kept as text. `pattern`: an expression, range or time that the
 * engine does not read. `limit`: more of the event than the engine looks at.
 */
export const UNDECIDED_CAUSES = ['log_source', 'field', 'list', 'logic', 'pattern', 'limit'] as const;
export type UndecidedCause = (typeof UNDECIDED_CAUSES)[number];

/** Reasons of what was decided cause nothing. */
const CAUSE_OF: Readonly<Record<FailureReason, UndecidedCause | null>> = {
  unknown_log_source: 'log_source',
  unmapped_field: 'field',
  not_observable: 'field',
  opaque: 'logic',
  unsupported_regex: 'pattern',
  unsupported_cidr: 'pattern',
  unsupported_time: 'pattern',
  event_too_large: 'limit',
  field_absent: null,
  value_mismatch: null,
  case_mismatch: null,
  type_mismatch: null,
  excluded: null,
};

/** Opaque parts of these codes ask for what a list, a table or a placeholder of the installation holds. */
const LISTS: ReadonlySet<string> = new Set([
  EXTERNAL_LIST,
  'external_value',
  'lookup_column',
  'placeholder',
  'reference_list',
]);

interface OpenReason {
  readonly node: Condition;
  readonly reason: FailureReason;
}

export function causeOf(open: readonly OpenReason[]): UndecidedCause {
  const causes = open.map(causeOfPart);
  return UNDECIDED_CAUSES.find((cause) => causes.includes(cause)) ?? 'logic';
}

function causeOfPart({ node, reason }: OpenReason): UndecidedCause | null {
  if (node.kind === 'opaque' && LISTS.has(node.reason)) return 'list';
  return CAUSE_OF[reason];
}
