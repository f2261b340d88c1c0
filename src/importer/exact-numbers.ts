/**
 * A number of more digits than a condition can hold was rounded when it was read, an infinity would be stored as null: a comparison with one is kept as
 * text. What languages write such numbers in differs, what JSON can hold does not: so it is said once, for all of them.
 */
import { opaque } from '../condition/condition.ts';
import type { Compare, Condition } from '../condition/condition.ts';
import { isExactNumber } from '../condition/exact-number.ts';
import { leaves, mapLeaves } from '../condition/fold.ts';
import { printCompare } from '../condition/print.ts';
import type { Lowered } from '../languages/language.ts';
import { mapStageConditions } from '../rule/map-stage.ts';
import { diagnostic } from '../text/diagnostic.ts';
import type { Diagnostic } from '../text/diagnostic.ts';

const INEXACT = 'inexact_number';

export function withExactNumbers(lowered: Lowered): Lowered {
  const found = new Map<string, Diagnostic>();
  const exact = (condition: Condition): Condition => {
    if (!leaves(condition).some(({ node }) => node.kind === 'compare' && isInexact(node))) return condition;
    return mapLeaves(condition, (node) => {
      if (node.kind !== 'compare' || !isInexact(node)) return node;
      const text = printCompare(node);
      const message = 'a number of so many digits cannot be kept digit for digit; rounded it reads';
      found.set(text, diagnostic(INEXACT, `${message} ${text}`));
      return opaque(text, INEXACT, node.other === null ? [node.field] : [node.field, node.other]);
    });
  };
  const condition = exact(lowered.condition);
  const stages = lowered.stages.map((stage) => mapStageConditions(stage, exact));
  return found.size === 0
    ? lowered
    : { ...lowered, condition, stages, diagnostics: [...lowered.diagnostics, ...found.values()] };
}

function isInexact({ values, field, other }: Compare): boolean {
  const args = [field, other].flatMap(
    (path) => path?.transforms.flatMap((transform) => transform.args) ?? [],
  );
  return [...values, ...args].some((value) => typeof value === 'number' && !isExactNumber(value));
}
