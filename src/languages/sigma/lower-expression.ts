/** A condition's expression over its selections ("Condition": and, or, not, `1 of`, `all of`). */
import { all, any, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { Expression, Identifier, Quantified } from './ast.ts';
import type { Findings, Range } from './findings.ts';

export interface Scope {
  /** The condition of each selection, in the order of the text. */
  readonly selections: ReadonlyMap<string, Condition>;
  readonly findings: Findings;
  /** Where a piece of the condition's text lies in the document. */
  readonly locate: (piece: Range) => Range;
  /** Selections that the condition has named. */
  readonly used: Set<string>;
}

/** More combinations of selections than this for `N of` are not written out. */
const MAX_COMBINATIONS = 200;

export function lowerExpression(expression: Expression, scope: Scope): Condition {
  switch (expression.kind) {
    case 'or':
      return any(expression.of.map((each) => lowerExpression(each, scope)));
    case 'and':
      return all(expression.of.map((each) => lowerExpression(each, scope)));
    case 'not':
      return not(lowerExpression(expression.of, scope));
    case 'identifier':
      return lowerIdentifier(expression, scope);
    case 'quantified':
      return lowerQuantified(expression, scope);
  }
}

function lowerIdentifier(identifier: Identifier, { selections, findings, locate, used }: Scope): Condition {
  const condition = selections.get(identifier.name);
  if (condition !== undefined) {
    used.add(identifier.name);
    return condition;
  }
  const at = locate(identifier);
  findings.report('unknown_selection', `There is no selection ${JSON.stringify(identifier.name)}.`, at);
  return findings.opaqueAt(at, 'unknown_selection');
}

function lowerQuantified(quantified: Quantified, scope: Scope): Condition {
  const { selections, findings, locate, used } = scope;
  const names = [...selections.keys()].filter((name) => isMeant(name, quantified.pattern));
  for (const name of names) used.add(name);
  const conditions = names.map((name) => selections.get(name)).filter((each) => each !== undefined);
  const count = quantified.count === 'all' ? Math.max(1, conditions.length) : quantified.count;
  const [only] = conditions;
  if (only === undefined || count > conditions.length || count === 0) {
    const at = locate(quantified);
    findings.report('no_selection_matches', countProblem(count, conditions.length), at);
    return findings.opaqueAt(at, 'no_selection_matches');
  }
  if (conditions.length === 1) return only;
  if (count === 1) return any(conditions);
  if (count === conditions.length) return all(conditions);
  if (combinations(conditions.length, count) > MAX_COMBINATIONS) {
    const at = locate(quantified);
    findings.report(
      'too_many_variants',
      `There are more than ${MAX_COMBINATIONS} ways to choose these selections.`,
      at,
    );
    return findings.opaqueAt(at, 'too_many_variants');
  }
  return any(choose(conditions, count).map((chosen) => all(chosen)));
}

function countProblem(asked: number, present: number): string {
  if (asked === 0) return 'At least one selection must be asked for.';
  if (present === 0) return 'No selection has such a name.';
  return `Only ${present} ${present === 1 ? 'selection has' : 'selections have'} such a name.`;
}

/** `them` is every selection but those whose name begins with `_`; so is a pattern that does not ask for one itself. */
function isMeant(name: string, pattern: string | null): boolean {
  if (name.startsWith('_') && !(pattern ?? '').startsWith('_')) return false;
  return pattern === null || matchesPattern(name, pattern);
}

/** `*` is any run of characters; in time linear in both texts' product, whatever the pattern. */
function matchesPattern(name: string, pattern: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (!name.startsWith(head)) return false;
  const tail = rest.pop();
  if (tail === undefined) return name.length === head.length;
  let at = head.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return name.length - tail.length >= at && name.endsWith(tail);
}

function combinations(of: number, count: number): number {
  let result = 1;
  for (let step = 0; step < count && result <= MAX_COMBINATIONS; step++)
    result = (result * (of - step)) / (step + 1);
  return result;
}

function choose<T>(items: readonly T[], count: number): readonly (readonly T[])[] {
  if (count === 0) return [[]];
  return items.flatMap((item, index) =>
    choose(items.slice(index + 1), count - 1).map((rest) => [item, ...rest]),
  );
}
