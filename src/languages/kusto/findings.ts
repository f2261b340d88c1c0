/** Opaque nodes with the message that goes with them: the diagnostics are made in the end, from what is opaque then. */
import { opaque } from '../../condition/condition.ts';
import type { Opaque } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { spanWithin } from '../../text/span.ts';
import type { Span } from '../../text/span.ts';
import type { Place } from './ast.ts';
import type { Env, Lowering, OpaqueValue, Truth } from './model.ts';

/** The source text of a place. */
export function textAt({ scope }: Pick<Env, 'scope'>, { start, end }: Place): string {
  return scope.text.slice(start, end);
}

export function spanOf({ lowering, scope }: Pick<Env, 'lowering' | 'scope'>, place: Place): Span {
  const { start, end } = scope.calledAt ?? place;
  return spanWithin(lowering.query.text, start, end, lowering.query);
}

export function opaqueNode(
  env: Pick<Env, 'lowering' | 'scope'>,
  place: Place,
  { reason, message, fields }: Pick<OpaqueValue, 'reason' | 'message' | 'fields'>,
): Opaque {
  const node = opaque(textAt(env, place), reason, uniqueFields(fields), spanOf(env, place));
  env.lowering.messages.set(messageKey(node), message);
  return node;
}

/** Neither when it is true nor when it is false is known. */
export function opaqueTruth(env: Pick<Env, 'lowering' | 'scope'>, place: Place, value: OpaqueValue): Truth {
  const node = opaqueNode(env, place, value);
  return { holds: node, fails: node, isTwoValued: false, scopes: value.scopes };
}

export function messageOf({ messages }: Lowering, node: Opaque): string {
  return messages.get(messageKey(node)) ?? `this cannot be expressed (${node.reason.replaceAll('_', ' ')})`;
}

function messageKey({ reason, text, span }: Opaque): string {
  return JSON.stringify([reason, text, span?.start.offset]);
}

/** Of many fields it is enough to say which they are. */
const MANY_FIELDS = 8;

function uniqueFields(fields: readonly FieldPath[]): readonly FieldPath[] {
  const unique = distinct(fields);
  if (unique.length <= MANY_FIELDS) return unique;
  return distinct(unique.map((field) => Object.freeze({ ...field, transforms: [] })));
}

function distinct(fields: readonly FieldPath[]): readonly FieldPath[] {
  return [...new Map(fields.map((field) => [JSON.stringify(field), field])).values()];
}
