/**
 * What an aggregation computes over, or groups by, where that is a choice (`CASE`, `COALESCE`): the event's value by cases
 * (https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/conditional-functions-and-expressions).
 */
import { all, always, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { simplify } from '../../condition/simplify.ts';
import type { Scalar } from '../../condition/field-path.ts';
import type { ColumnCase } from '../../rule/stage.ts';
import { ofEvent, ofList } from './expand.ts';
import type { Lowering } from './rows.ts';
import { certain, isTooLarge } from './truth.ts';
import type { Value } from './value.ts';

/** Null: one of the values cannot be said, or the conditions are too many. */
export function columnCases({ expanded }: Lowering, value: Value): readonly ColumnCase[] | null {
  const drafts = casesOf(value, []);
  if (drafts === null) return null;
  const whens = drafts.map(({ when }) => (when.length === 0 ? always : all(ofEvent(when, expanded))));
  if (isTooLarge(certain(all(whens)))) return null;
  const cases = drafts.map(({ field, literal }, at): ColumnCase => {
    const when = simplify(whens[at] ?? always);
    return { when, field: field === null ? null : ofList(field, expanded), literal };
  });
  const last = cases.findLastIndex(({ field, literal }) => field !== null || literal !== null);
  return cases.slice(0, last + 1).filter(({ when }) => when.kind !== 'never');
}

interface Draft extends Pick<ColumnCase, 'field' | 'literal'> {
  readonly when: readonly Condition[];
}

/** In order: what a later case says counts only where no earlier one holds. */
function casesOf(value: Value, when: readonly Condition[]): readonly Draft[] | null {
  switch (value.kind) {
    case 'literal':
      return [ofLiteral(when, value.value)];
    case 'field':
      return [{ when, field: value.path, literal: null }];
    case 'truth': {
      const { yes, maybe } = value.truth;
      return [ofLiteral([...when, yes], true), ofLiteral([...when, not(maybe)], false)];
    }
    case 'choice':
      return ofChoice(value, when);
    case 'list':
    case 'timespan':
    case 'now':
    case 'joined':
    case 'position':
    case 'ratio':
    case 'unsaid':
      return null;
  }
}

function ofLiteral(when: readonly Condition[], literal: Scalar): Draft {
  return { when, field: null, literal };
}

/** A CASE of many values is a chain of choices. */
function ofChoice(
  value: Extract<Value, { kind: 'choice' }>,
  when: readonly Condition[],
): readonly Draft[] | null {
  const drafts: Draft[] = [];
  let rest: Value = value;
  for (; rest.kind === 'choice'; rest = rest.otherwise) {
    const then = casesOf(rest.then, [...when, rest.when]);
    if (then === null) return null;
    drafts.push(...then);
    // Where a truth is null none of its cases holds, and no later one must.
    if (rest.then.kind === 'truth') drafts.push(ofLiteral([...when, rest.when], null));
  }
  const last = casesOf(rest, when);
  return last === null ? null : [...drafts, ...last];
}
