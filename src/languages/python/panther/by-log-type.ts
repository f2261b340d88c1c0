/**
 * A rule of several log types whose data models read them differently asks for the event's type in each of its branches. Told apart by the type
 * first, it says once for each what is asked of its fields.
 */
import { all, any, compare } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import { fieldPath } from '../../../condition/field-path.ts';
import { conditionKey } from '../../../condition/key.ts';
import { simplify } from '../../../condition/simplify.ts';
import { both, either, negate } from '../conditions/logic.ts';
import { TooLarge } from '../conditions/too-large.ts';

/** The event's log type is none of the rule's. */
export const OTHER_TYPE = '';

/** `of`: what the rule asks of an event of each type, and of any other. */
export function joinedByType(of: ReadonlyMap<string, Condition>): Condition {
  const groups = new Map<string, { readonly types: string[]; readonly condition: Condition }>();
  for (const [type, condition] of of) {
    const key = conditionKey(condition);
    const group = groups.get(key) ?? { types: [], condition };
    groups.set(key, group);
    group.types.push(type);
  }
  const known = [...groups.values()];
  const alternatives = known.map((group) => {
    const others = known.filter((other) => other !== group).flatMap(({ types }) => types);
    const isType = group.types.includes(OTHER_TYPE) ? negate(typeIn(others)) : typeIn(group.types);
    return known.length === 1 ? group.condition : both(isType, group.condition);
  });
  const joined = either(...alternatives);
  return simplify(joined.kind === 'any' ? withoutShared(joined.of) : joined);
}

/** Null where the conditions of all types are too large together. */
export function joinedOrNull(ofTypes: ReadonlyMap<string, Condition>): Condition | null {
  try {
    return joinedByType(ofTypes);
  } catch (error) {
    if (!(error instanceof TooLarge) && !(error instanceof RangeError)) throw error;
    return null;
  }
}

export function typeIn(types: readonly string[]): Condition {
  return compare(fieldPath('p_log_type'), types.length === 1 ? 'eq' : 'in', types, {
    collection: 'whole',
    strict: true,
  });
}

/** What all alternatives ask stands once, before them. */
function withoutShared(alternatives: readonly Condition[]): Condition {
  const conjuncts = alternatives.map((one) => (one.kind === 'all' ? one.of : [one]));
  const [first = [], ...rest] = conjuncts.map((of) => new Map(of.map((one) => [conditionKey(one), one])));
  const shared = [...new Map(first)].filter(([key]) => rest.every((other) => other.has(key)));
  const keys = new Set(shared.map(([key]) => key));
  const left = conjuncts.map((of) => all(of.filter((one) => !keys.has(conditionKey(one)))));
  return all([...shared.map(([, one]) => one), any(left)]);
}
