/** Evaluates expressions; each construct that needs more than a few lines has its own file. */
import { always } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import { binary } from './arithmetic.ts';
import type { Expression, ExpressionOf, Located } from '../syntax/ast.ts';
import { attribute } from './attributes.ts';
import { choice, narrow } from '../values/choice.ts';
import { compareValues } from './comparisons.ts';
import { comprehension, dictComprehension } from './comprehensions.ts';
import { evaluateCall } from './call-expressions.ts';
import { lambda } from '../statements/functions.ts';
import { withEntry } from '../values/dictionaries.ts';
import { fstring } from '../values/texts.ts';
import { both, negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import { isBuiltin } from '../syntax/names.ts';
import { exactNumber } from '../values/numbers.ts';
import { found, isOpen } from '../values/pending.ts';
import { INEXACT } from '../conditions/reasons.ts';
import { partsOf } from '../values/iteration.ts';
import { nullableItem, subscript } from './subscripts.ts';
import { constant, native, NONE } from '../values/values.ts';
import type { Entry, Part, Value } from '../values/values.ts';

export function evaluate(m: Machine, node: Expression): Value {
  switch (node.nodeType) {
    case 'Constant':
      return literal(m, node);
    case 'Name':
      return name(m, node);
    case 'Attribute':
      return m.each(m.evaluate(node.value), (of) => attribute(m, of, node.attr, node));
    case 'Subscript':
      return subscript(m, node);
    case 'Call':
      return evaluateCall(m, node);
    case 'BoolOp':
      return boolean(m, node.op.nodeType, node.values, node);
    case 'UnaryOp':
      return unary(m, node);
    case 'BinOp':
      return binary(m, node.op.nodeType, m.evaluate(node.left), m.evaluate(node.right), node);
    case 'Compare':
      return chain(m, node);
    case 'IfExp':
      return conditional(m, node);
    case 'NamedExpr': {
      const value = m.evaluate(node.value);
      m.bind(node.target, value);
      return value;
    }
    case 'List':
      return { kind: 'sequence', type: 'list', parts: elements(m, node.elts) };
    case 'Tuple':
      return { kind: 'sequence', type: 'tuple', parts: elements(m, node.elts) };
    case 'Set':
      return { kind: 'sequence', type: 'set', parts: elements(m, node.elts) };
    case 'Dict':
      return dictionary(m, node);
    case 'ListComp':
      return comprehension(m, 'list', node);
    case 'SetComp':
      return comprehension(m, 'set', node);
    case 'GeneratorExp':
      return comprehension(m, 'generator', node);
    case 'DictComp':
      return dictComprehension(m, node);
    case 'JoinedStr':
      return fstring(m, node);
    case 'Lambda':
      return lambda(m, node);
    case 'Starred':
      return m.evaluate(node.value);
    case 'Slice':
    case 'FormattedValue':
    case 'Await':
    case 'Yield':
    case 'YieldFrom':
    case 'Interpolation':
    case 'TemplateStr':
      return m.opaque('unsupported_expression', node);
  }
}

function literal(m: Machine, node: ExpressionOf<'Constant'>): Value {
  const value: unknown = node.value;
  if (node.quote_style !== undefined && /^[bB]|^[rR][bB]/.test(node.quote_style))
    return m.opaque('bytes', node);
  // 1e999 is an infinity.
  if (value === Infinity) return m.opaque(INEXACT, node);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null)
    return constant(value);
  if (typeof value === 'bigint') {
    const exact = exactNumber(value);
    return exact === null ? m.opaque(INEXACT, node) : constant(exact);
  }
  return m.opaque('unsupported_literal', node);
}

function name(m: Machine, node: ExpressionOf<'Name'>): Value {
  const held = m.read(node.id);
  const value = held && found(held);
  if (value !== undefined && isOpen(value))
    m.pendingReads.set(node.id, (m.pendingReads.get(node.id) ?? 0) + 1);
  if (value !== undefined) return value;
  if (isBuiltin(node.id)) return native(node.id);
  return m.opaque('unknown_name', node);
}

/** `and` and `or` give one of their operands: later ones are looked at only where the earlier do not decide. */
function boolean(m: Machine, op: 'And' | 'Or', operands: readonly Expression[], node: Located): Value {
  const [first, ...rest] = operands;
  if (first === undefined) return NONE;
  const value = m.evaluate(first);
  if (rest.length === 0) return value;
  const truth = m.truth(value, first);
  const goesOn = op === 'And' ? truth : negate(truth);
  if (goesOn.kind === 'never') return value;
  const others = m.under(goesOn, () => boolean(m, op, rest, node));
  return choice(goesOn, others, narrow(value, negate(goesOn)));
}

function unary(m: Machine, node: ExpressionOf<'UnaryOp'>): Value {
  const operand = m.evaluate(node.operand);
  if (node.op.nodeType === 'Not') return { kind: 'truth', condition: negate(m.truth(operand, node.operand)) };
  return m.each(operand, (value) => {
    if (value.kind === 'constant' && typeof value.value === 'number') {
      if (node.op.nodeType === 'USub') return constant(-value.value);
      if (node.op.nodeType === 'UAdd') return value;
      if (Number.isSafeInteger(value.value)) return constant(-value.value - 1);
    }
    return m.opaque('unsupported_operator', node, [value]);
  });
}

type AskedForNone = ExpressionOf<'Compare'> & { readonly left: ExpressionOf<'Subscript'> };

/** `x["key"] is None`, `x["key"] is not None`. */
function isAskedForNone(node: ExpressionOf<'Compare'>): node is AskedForNone {
  const [op] = node.ops;
  const [comparator] = node.comparators;
  return (
    node.ops.length === 1 &&
    (op?.nodeType === 'Is' || op?.nodeType === 'IsNot') &&
    node.left.nodeType === 'Subscript' &&
    comparator?.nodeType === 'Constant' &&
    comparator.value === null
  );
}

/** `a < b < c` is `a < b and b < c`, b looked at once. */
function chain(m: Machine, node: ExpressionOf<'Compare'>): Value {
  let left = isAskedForNone(node) ? nullableItem(m, node.left) : m.evaluate(node.left);
  let holds: Condition = always;
  let only: Value = NONE;
  node.ops.forEach((op, index) => {
    const comparator = node.comparators[index];
    if (comparator === undefined) return;
    const before = left;
    only = m.under(holds, () => {
      const right = m.evaluate(comparator);
      left = right;
      return compareValues(m, op.nodeType, before, right, node);
    });
    if (node.ops.length > 1) holds = both(holds, m.truth(only, node));
  });
  return node.ops.length > 1 ? { kind: 'truth', condition: holds } : only;
}

function conditional(m: Machine, node: ExpressionOf<'IfExp'>): Value {
  const test = m.truth(m.evaluate(node.test), node.test);
  if (test.kind === 'always') return m.evaluate(node.body);
  if (test.kind === 'never') return m.evaluate(node.orelse);
  const then = m.under(test, () => narrow(m.evaluate(node.body), test));
  const otherwise = m.under(negate(test), () => narrow(m.evaluate(node.orelse), negate(test)));
  return choice(test, then, otherwise);
}

function elements(m: Machine, nodes: readonly Expression[]): readonly Part[] {
  return nodes.flatMap((node): readonly Part[] => {
    const value = m.evaluate(node);
    if (node.nodeType !== 'Starred') return [{ kind: 'item', when: always, value }];
    return partsOf(m, value, node);
  });
}

function dictionary(m: Machine, node: ExpressionOf<'Dict'>): Value {
  let entries: readonly Entry[] = [];
  for (const [index, keyNode] of node.keys.entries()) {
    const valueNode = node.values[index];
    if (valueNode === undefined) continue;
    const value = m.evaluate(valueNode);
    if (keyNode === null) {
      if (value.kind !== 'dictionary') return m.opaque('unsupported_dict', node, [value]);
      for (const entry of value.entries) entries = withEntry(entries, entry);
      continue;
    }
    const key = m.evaluate(keyNode);
    entries = withEntry(entries, { key, when: always, value });
  }
  return { kind: 'dictionary', entries };
}
