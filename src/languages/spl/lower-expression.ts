/**
 * Expressions of eval and where to values and truths. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eval
 *
 * - AND binds tighter than OR, NOT tighter than both.
 * - Texts are compared as they are written, letter case included; numbers by their size where both sides are numbers.
 * - A comparison with a field that has no value is null, neither true nor false.
 */
import { all, any } from '../../condition/condition.ts';
import type { Binary, Expression, InList, Logic } from './ast.ts';
import { compareValues, opaqueTruth } from './compare.ts';
import type { ComparisonOperator } from './compare.ts';
import { textOf, undecidableAt } from './expression-setting.ts';
import type { ExpressionSetting } from './expression-setting.ts';
import { callTruth, callValue } from './functions.ts';
import type { Range } from './lowering.ts';
import { arithmetic, concatenation } from './operators.ts';
import { valueOf } from './scope.ts';
import { inTruth, likeTruth } from './text-tests.ts';
import {
  bothHold,
  eitherHolds,
  joinReach,
  literal,
  negate,
  NULL,
  opaqueValue,
  reachOf,
  truthOf,
  UNKNOWN,
} from './values.ts';
import type { Reach, Truth, Value } from './values.ts';

/** `scope` and the rest of a setting, with the way back to this file. */
export function expressionSetting(
  of: Omit<ExpressionSetting, 'lowerValue' | 'lowerTruth'>,
): ExpressionSetting {
  const setting: ExpressionSetting = {
    ...of,
    lowerValue: (node) => lowerValue(setting, node),
    lowerTruth: (node) => lowerTruth(setting, node),
  };
  return setting;
}

function lowerValue(setting: ExpressionSetting, node: Expression): Value {
  switch (node.kind) {
    case 'literal':
      return literal(node.value);
    case 'field':
      return fieldOf(setting, node.name);
    case 'call':
      return callValue(setting, node);
    case 'binary':
      return binaryValue(setting, node);
    case 'minus': {
      const of = lowerValue(setting, node.of);
      return arithmetic('*', of, literal(-1), textOf(setting, node));
    }
    case 'and':
    case 'or':
    case 'xor':
    case 'not':
    case 'in':
      return { kind: 'truth', of: lowerTruth(setting, node) };
    case 'macro':
      return opaqueValue('undefined_macro', node.text);
    case 'subsearch':
      return opaqueValue('subsearch', textOf(setting, node));
  }
}

/** `null`, without the brackets that make it a call, is a field that no event has. */
function fieldOf({ scope }: ExpressionSetting, name: string): Value {
  return name === 'null' && !scope.columns.has(name) ? NULL : valueOf(scope, name);
}

function binaryValue(setting: ExpressionSetting, node: Binary): Value {
  switch (node.operator) {
    case '.':
      return concatenation(
        [lowerValue(setting, node.left), lowerValue(setting, node.right)],
        textOf(setting, node),
      );
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(
        node.operator,
        lowerValue(setting, node.left),
        lowerValue(setting, node.right),
        textOf(setting, node),
      );
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'like':
      return { kind: 'truth', of: lowerTruth(setting, node) };
  }
}

function lowerTruth(setting: ExpressionSetting, node: Expression): Truth {
  switch (node.kind) {
    case 'and':
    case 'or':
    case 'xor':
      return lowerLogic(setting, node);
    case 'not':
      return negate(lowerTruth(setting, node.of));
    case 'in':
      return lowerIn(setting, node);
    case 'call':
      return callTruth(setting, node) ?? valueTruth(setting, lowerValue(setting, node), node);
    case 'binary':
      return binaryTruth(setting, node);
    case 'literal':
    case 'field':
    case 'minus':
    case 'macro':
    case 'subsearch':
      return valueTruth(setting, lowerValue(setting, node), node);
  }
}

function lowerLogic(setting: ExpressionSetting, node: Logic): Truth {
  const truths = node.of.map((child) => lowerTruth(setting, child));
  if (node.kind === 'and') return bothHold(truths);
  if (node.kind === 'or') return eitherHolds(truths);
  const [first = UNKNOWN, ...rest] = truths;
  return rest.reduce(
    (left, right) => ({
      holds: any([all([left.holds, right.fails]), all([left.fails, right.holds])]),
      fails: any([all([left.holds, right.holds]), all([left.fails, right.fails])]),
      reach: joinReach(left.reach, right.reach),
    }),
    first,
  );
}

/** A value where a condition is asked for: only truths are conditions. */
function valueTruth(setting: ExpressionSetting, value: Value, place: Range): Truth {
  const undecidable = undecidableAt(setting, place);
  return truthOf(value, (plain) => {
    switch (plain.kind) {
      case 'truth':
        return plain.of;
      case 'null':
        return UNKNOWN;
      case 'opaque':
        return opaqueTruth(plain, undecidable);
      case 'literal':
      case 'field': {
        const holds = undecidable('not_boolean', []);
        return { holds, fails: holds, reach: reachOf(plain) };
      }
    }
  });
}

function binaryTruth(setting: ExpressionSetting, node: Binary): Truth {
  const { operator } = node;
  switch (operator) {
    case 'like':
      return likeTruth(setting, lowerValue(setting, node.left), lowerValue(setting, node.right), node);
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(setting, node, operator);
    case '.':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return valueTruth(setting, lowerValue(setting, node), node);
  }
}

function comparison(setting: ExpressionSetting, node: Binary, operator: ComparisonOperator): Truth {
  const left = lowerValue(setting, node.left);
  const right = lowerValue(setting, node.right);
  const reach = joinReach(reachOf(left), reachOf(right));
  return compareValues(
    computed(setting, left, reach),
    operator,
    computed(setting, right, reach),
    undecidableAt(setting, node),
  );
}

/** What is computed from an aggregation's columns becomes a column of it. */
function computed(setting: ExpressionSetting, value: Value, reach: Reach): Value {
  if (value.kind !== 'opaque') return value;
  return setting.asColumn(value, reach) ?? value;
}

function lowerIn(setting: ExpressionSetting, node: InList): Truth {
  return inTruth(
    setting,
    lowerValue(setting, node.of),
    node.list.map((each) => lowerValue(setting, each)),
    node,
  );
}
