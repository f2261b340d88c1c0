/**
 * What Panther makes of the result of `rule()` or `policy()`. Only a boolean counts: anything else, true or not, is an error to it, and an
 * error never alerts.
 */
import { always, never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { Located } from '../syntax/ast.ts';
import { hasType, test } from '../values/fields.ts';
import { both, decide, either, negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import { pickedHolds } from '../elements/picks.ts';
import type { Value } from '../values/values.ts';

/** For a rule, where it alerts; for a policy, where it does not. */
export function entryResult(m: Machine, result: Value, node: Located): Condition {
  const policy = m.context.entry === 'policy';
  switch (result.kind) {
    case 'choice':
      return decide(result.when, entryResult(m, result.then, node), entryResult(m, result.otherwise, node));
    case 'picked':
      return pickedHolds(m, result, entryResult(m, result.value, node));
    case 'truth':
    case 'opaque':
    case 'pending':
      return m.truth(result, node);
    case 'constant':
      return result.value === true || (policy && result.value !== false) ? always : never;
    case 'field': {
      if (result.walk !== null) return unlessRefused(m, result, node, policy);
      const boolean = hasType(result.field, ['boolean']);
      return policy
        ? negate(both(boolean, test(result.field, 'eq', [false])))
        : both(boolean, test(result.field, 'eq', [true]));
    }
    case 'sequence':
    case 'dictionary':
    case 'text':
    case 'count':
    case 'difference':
    case 'time':
    case 'duration':
    case 'found':
    case 'lookup':
    case 'function':
    case 'native':
    case 'method':
    case 'module':
    case 'class':
    case 'instance':
    case 'pattern':
    case 'address':
      return unlessRefused(m, result, node, policy);
  }
}

/** What is true and no boolean: its logic is shown, the verdict stays open. */
function unlessRefused(m: Machine, result: Value, node: Located, policy: boolean): Condition {
  const refused = m.truth(m.opaque('result_no_boolean', node, [result]), node);
  return policy ? either(m.truth(result, node), refused) : both(m.truth(result, node), refused);
}
