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
import { byKind } from '../values/by-kind.ts';
import type { ByKind } from '../values/by-kind.ts';
import type { Value } from '../values/values.ts';

/** For a rule, where it alerts; for a policy, where it does not. */
export function entryResult(m: Machine, result: Value, node: Located): Condition {
  return byKind(RESULTS, m, result, node) ?? unlessRefused(m, result, node);
}

const RESULTS: ByKind<Machine, [Located], Condition | null> = {
  choice: (m, { when, then, otherwise }, node) =>
    decide(when, entryResult(m, then, node), entryResult(m, otherwise, node)),
  picked: (m, of, node) => pickedHolds(m, of, entryResult(m, of.value, node)),
  truth: (m, of, node) => m.truth(of, node),
  opaque: (m, of, node) => m.truth(of, node),
  pending: (m, of, node) => m.truth(of, node),
  constant: (m, { value }) => (value === true || (isPolicy(m) && value !== false) ? always : never),
  field: (m, of) => {
    if (of.walk !== null) return null;
    const is = (value: boolean): Condition =>
      both(hasType(of.field, ['boolean']), test(of.field, 'eq', [value]));
    return isPolicy(m) ? negate(is(false)) : is(true);
  },
};

function isPolicy(m: Machine): boolean {
  return m.context.entry === 'policy';
}

/** What is true and no boolean: its logic is shown, the verdict stays open. */
function unlessRefused(m: Machine, result: Value, node: Located): Condition {
  const refused = m.truth(m.opaque('result_no_boolean', node, [result]), node);
  return isPolicy(m) ? either(m.truth(result, node), refused) : both(m.truth(result, node), refused);
}
