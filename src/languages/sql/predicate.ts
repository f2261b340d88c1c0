/**
 * A predicate to a condition that holds exactly where SQL's three-valued logic says true
 * (https://docs.snowflake.com/en/sql-reference/ternary-logic): what compares a missing value is neither true nor false, so `NOT` is not the
 * complement. Each predicate is therefore lowered for what was asked of it: that it is true, or that it is false.
 */
import { all, always, any, never, not, some } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { Expression, Place } from './ast.ts';
import { comparePair, inList, isNull, likeAny, truthOfField } from './compare.ts';
import { isUnsupported, refuse } from './context.ts';
import type { Lowering, Unsupported } from './context.ts';
import { isTimePredicate } from './time.ts';
import { operandOf } from './operand.ts';
import type { Branch, Operand } from './operand.ts';
import { booleanCall } from './boolean-function.ts';
import type { Bound, FlattenSide, Home, Scope } from './scope.ts';

/** A condition and where the values live that it looks at. One that looks at the elements of one list only stays within it (`side`). */
export interface Predicate {
  readonly condition: Condition;
  readonly homes: ReadonlySet<Home>;
  readonly side: FlattenSide | null;
}

const NO_HOME: ReadonlySet<Home> = new Set();

function plain(condition: Condition): Predicate {
  return { condition, homes: NO_HOME, side: null };
}

/** `asked`: what the predicate must be for the condition to hold. */
export function lowerPredicate(lowering: Lowering, { expression, scope }: Bound, asked: boolean): Predicate {
  lowering.budget.left -= 1;
  if (lowering.budget.left < 0) {
    return plain(refuse(lowering, TOO_LARGE, expression));
  }
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const parts = expression.of.map((each) => lowerPredicate(lowering, { expression: each, scope }, asked));
      return (expression.kind === 'and') === asked ? allOf(parts) : anyOf(parts);
    }
    case 'not':
      return lowerPredicate(lowering, { expression: expression.of, scope }, !asked);
    case 'arithmetic':
    case 'array':
    case 'between':
    case 'call':
    case 'case':
    case 'cast':
    case 'column':
    case 'comparison':
    case 'exists':
    case 'in_query':
    case 'in':
    case 'interval':
    case 'is_null':
    case 'like':
    case 'literal':
    case 'nothing':
    case 'scalar_query':
    case 'star':
      return lowerLeaf(lowering, { expression, scope }, asked);
  }
}

/** What is said of one list's elements is said of the same element. */
export function allOf(parts: readonly Predicate[]): Predicate {
  const bySide = new Map<FlattenSide, Predicate[]>();
  const others: Predicate[] = [];
  for (const part of parts) {
    if (part.side === null) others.push(part);
    else bySide.set(part.side, [...(bySide.get(part.side) ?? []), part]);
  }
  const [only] = bySide.keys();
  if (only !== undefined && bySide.size === 1 && others.length === 0) return joined(parts, all, only);
  const groups = [...bySide].map(([side, group]) => leaveList(joined(group, all, side)));
  return joined([...others, ...groups], all, null);
}

function anyOf(parts: readonly Predicate[]): Predicate {
  const sides = new Set(parts.map(({ side }) => side));
  const [only] = sides;
  if (sides.size === 1 && only !== undefined && only !== null) return joined(parts, any, only);
  return joined(parts.map(leaveList), any, null);
}

function joined(
  parts: readonly Predicate[],
  join: (of: readonly Condition[]) => Condition,
  side: FlattenSide | null,
): Predicate {
  const homes = new Set(parts.flatMap((part) => [...part.homes]));
  return { condition: join(parts.map(({ condition }) => condition)), homes, side };
}

/** From an element to the list that it is in. */
export function leaveList(predicate: Predicate): Predicate {
  const { side, condition } = predicate;
  if (side === null) return predicate;
  const input = operandOf(side.input);
  if (input.kind !== 'field') return { condition: never, homes: NO_HOME, side: null };
  const outer = {
    condition: some(input.path, condition, 'whole'),
    homes: new Set([input.home]),
    side: input.side,
  };
  return leaveList(outer);
}

function lowerLeaf(lowering: Lowering, { expression, scope }: Bound, asked: boolean): Predicate {
  if (isTimePredicate({ expression, scope })) return timePredicate(lowering, expression, asked);
  switch (expression.kind) {
    case 'comparison':
      return compareOperands(
        lowering,
        expression,
        [bind(expression.left, scope), bind(expression.right, scope)],
        (left, right) => comparePair(expression.operator, left, right, asked),
      );
    case 'between': {
      const wanted = asked !== expression.negated;
      const low = part(
        lowering,
        expression,
        [bind(expression.left, scope), bind(expression.low, scope)],
        '>=',
        wanted,
      );
      const high = part(
        lowering,
        expression,
        [bind(expression.left, scope), bind(expression.high, scope)],
        '<=',
        wanted,
      );
      return wanted ? allOf([low, high]) : anyOf([low, high]);
    }
    case 'in':
      return compareOperands(lowering, expression, [bind(expression.left, scope)], (left) =>
        inList(
          left,
          expression.of.map((each) => operandOf(bind(each, scope))),
          asked !== expression.negated,
        ),
      );
    case 'like':
      return compareOperands(lowering, expression, [bind(expression.left, scope)], (left) =>
        likeAny(
          expression,
          left,
          expression.patterns.map((each) => operandOf(bind(each, scope))),
          asked !== expression.negated,
        ),
      );
    case 'is_null':
      return compareOperands(lowering, expression, [bind(expression.left, scope)], (left) =>
        isNull(left, asked !== expression.negated),
      );
    case 'call': {
      const bounds = expression.args.map((each) => bind(each, scope));
      return compareOperands(
        lowering,
        expression,
        bounds,
        (...operands) =>
          booleanCall(expression, operands, asked) ?? truthOfField(operandOf({ expression, scope }), asked),
      );
    }
    case 'in_query':
    case 'exists':
    case 'scalar_query':
      return plain(
        refuse(
          lowering,
          { code: 'nested_query', message: 'a query within a condition cannot be expressed here' },
          expression,
        ),
      );
    case 'and':
    case 'or':
    case 'not':
    case 'arithmetic':
    case 'array':
    case 'case':
    case 'cast':
    case 'column':
    case 'interval':
    case 'literal':
    case 'nothing':
    case 'star':
      return compareOperands(lowering, expression, [{ expression, scope }], (operand) =>
        truthOfField(operand, asked),
      );
  }
}

function part(
  lowering: Lowering,
  place: Place,
  bounds: readonly Bound[],
  operator: '>=' | '<=',
  asked: boolean,
): Predicate {
  return compareOperands(lowering, place, bounds, (left, right) => comparePair(operator, left, right, asked));
}

function bind(expression: Expression, scope: Scope): Bound {
  return { expression, scope };
}

/** How long ago is the query's schedule, not the event's; what must be older than that is no schedule. */
function timePredicate(lowering: Lowering, expression: Expression, asked: boolean): Predicate {
  if (asked) return plain(always);
  const message = 'a time that depends on when the query runs cannot be compared with an event alone';
  return plain(refuse(lowering, { code: 'relative_time', message }, expression));
}

type Compared = (...operands: readonly [Operand, Operand, ...Operand[]]) => Condition | Unsupported;

/** Operands that are choices are taken apart: each branch is compared where its condition is the first that holds. */
function compareOperands(
  lowering: Lowering,
  expression: Place,
  bounds: readonly Bound[],
  compared: Compared,
): Predicate {
  lowering.budget.left -= 1;
  if (lowering.budget.left < 0) return plain(refuse(lowering, TOO_LARGE, expression));
  const operands = bounds.map((bound) => operandOf(bound));
  const index = operands.findIndex(({ kind }) => kind === 'choice');
  const choice = operands[index];
  if (choice?.kind === 'choice') {
    return overBranches(lowering, choice.branches, (value) =>
      compareOperands(
        lowering,
        expression,
        bounds.map((bound, at) => (at === index ? value : bound)),
        compared,
      ),
    );
  }
  const fields = operands.flatMap((operand) => (operand.kind === 'field' ? [operand] : []));
  const [first, second = NOTHING, ...others] = operands;
  const condition = first === undefined ? compared(NOTHING, NOTHING) : compared(first, second, ...others);
  const homes = new Set(fields.map(({ home }) => home));
  const sides = new Set(fields.map(({ side }) => side));
  const [side = null] = sides;
  if (!isUnsupported(condition) && (sides.size < 2 || homes.size < 2)) return { condition, homes, side };
  const unsupported = isUnsupported(condition) ? condition : MIXED;
  const events = fields.filter(({ path }) => path.scope === 'event').map(({ path }) => path);
  return {
    condition: refuse(lowering, unsupported, expression, events),
    homes: side === null ? homes : NO_HOME,
    side: null,
  };
}

const TOO_LARGE: Unsupported = {
  code: 'too_large',
  message: 'the query grows too large when its names are put in place',
};

const MIXED: Unsupported = {
  code: 'unsupported_expression',
  message: 'an element of a list cannot be compared with a value outside of it',
};
const NOTHING: Operand = {
  kind: 'unknown',
  code: 'unsupported_expression',
  message: 'an argument is missing',
};

function overBranches(
  lowering: Lowering,
  branches: readonly Branch[],
  compareWith: (value: Bound) => Predicate,
): Predicate {
  const earlier: Predicate[] = [];
  const parts: Predicate[] = [];
  for (const { when, value } of branches) {
    const holds = when === null ? null : branchHolds(lowering, when);
    const own = compareWith(value);
    parts.push(allOf([...earlier, ...(holds === null ? [] : [holds]), own]));
    if (holds === null) break;
    const outside = leaveList(holds);
    earlier.push({ ...outside, condition: not(outside.condition) });
  }
  return anyOf(parts);
}

function branchHolds(lowering: Lowering, when: Bound | Condition): Predicate {
  if ('kind' in when) return { condition: when, homes: new Set(['event']), side: null };
  return lowerPredicate(lowering, when, true);
}
