/** Predicates on when the event was: how far back the query looks is its schedule, no logic of the rule. */
import type { Expression } from './ast.ts';
import { operandOf } from './operand.ts';
import type { Bound } from './scope.ts';

/** Panther's macros: https://docs.panther.com/search/data-explorer/sql-functions */
const TIME_MACRO = /^p_occurs_(?:since|between|around|after|before)$/;

/** Columns that hold an event's own time. */
const TIME_COLUMN = /(?:^|_)(?:time|timestamp|date|at)$|time$|timestamp$|date$|^published$|^ts$/i;

export function isTimePredicate({ expression, scope }: Bound): boolean {
  if (expression.kind === 'call') return TIME_MACRO.test(expression.name);
  if (expression.kind !== 'comparison') return false;
  const { operator, left, right } = expression;
  const leftTime = operandOf({ expression: left, scope });
  const rightTime = operandOf({ expression: right, scope });
  if (rightTime.kind === 'time') return isTimeColumn(left) && looksBack(operator, rightTime.isPast);
  return (
    leftTime.kind === 'time' &&
    isTimeColumn(right) &&
    looksBack(FLIPPED[operator] ?? operator, leftTime.isPast)
  );
}

const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/** Since some time ago, or until now: not what must be older. */
function looksBack(operator: string, isPast: boolean): boolean {
  if (operator === '>' || operator === '>=') return true;
  return (operator === '<' || operator === '<=') && !isPast;
}

function isTimeColumn(expression: Expression): boolean {
  if (expression.kind === 'cast') return isTimeColumn(expression.of);
  if (expression.kind === 'call')
    return /^to_timestamp/.test(expression.name) && expression.args.some(isTimeColumn);
  if (expression.kind !== 'column') return false;
  const last = expression.path.at(-1) ?? expression.names.at(-1) ?? '';
  return TIME_COLUMN.test(String(last));
}
