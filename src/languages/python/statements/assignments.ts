/** What an assignment's target may be: a name, several at once, an entry, an attribute. */
import { always } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { Expression } from '../syntax/ast.ts';
import { withEntry } from '../values/dictionaries.ts';
import { partsOf } from '../values/iteration.ts';
import { pairOf, pairsOf } from '../values/lookups.ts';
import { test } from '../values/fields.ts';
import { either, negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import { itemAt } from '../expressions/subscripts.ts';
import { constant } from '../values/values.ts';
import type { Value } from '../values/values.ts';

export function assign(m: Machine, target: Expression, value: Value): void {
  const { nodeType } = target;
  if (nodeType === 'Name') m.write(target.id, value);
  else if (nodeType === 'Tuple' || nodeType === 'List') unpack(m, target.elts, value, target);
  else if (nodeType === 'Subscript') assignEntry(m, target, value);
  else if (nodeType === 'Starred') assign(m, target.value, value);
  else if (nodeType === 'Attribute') {
    const of = m.evaluate(target.value);
    if (of.kind === 'instance')
      m.replace(of, { ...of, attributes: new Map(of.attributes).set(target.attr, value) });
  }
}

function unpack(m: Machine, targets: readonly Expression[], value: Value, node: Expression): void {
  const starred = targets.findIndex((target) => target.nodeType === 'Starred');
  if (starred === -1) m.each(value, (leaf) => fits(m, leaf, targets.length));
  targets.forEach((target, index) => {
    const before = starred === -1 || index < starred;
    const item =
      index === starred
        ? restOf(m, value, starred, targets.length - starred - 1, node)
        : itemAt(m, value, constant(before ? index : index - targets.length), node);
    assign(m, target, item);
  });
}

/** As many values as targets, neither more nor less (https://docs.python.org/3/reference/simple_stmts.html#assignment-statements). */
function fits(m: Machine, value: Value, count: number): Value {
  if (value.kind === 'field' && value.walk === null) {
    const has = (at: number): Condition => test(withTransform(value.field, 'at', at), 'exists');
    m.raise('ValueError', either(negate(has(count - 1)), has(count)));
  }
  if (
    value.kind === 'sequence' &&
    value.parts.every(({ kind, when }) => kind === 'item' && when === always)
  ) {
    if (value.parts.length !== count) m.raise('ValueError', always);
  }
  return value;
}

function restOf(m: Machine, value: Value, from: number, after: number, node: Expression): Value {
  return m.each(value, (leaf) => {
    const parts = leaf.kind === 'sequence' ? partsOf(m, leaf, node) : [];
    if (leaf.kind !== 'sequence' || parts.some((part) => part.kind === 'each'))
      return m.opaque('unsupported_unpacking', node, [leaf]);
    return { kind: 'sequence', type: 'list', parts: parts.slice(from, parts.length - after) };
  });
}

/** `x[key] = value` on a dictionary or list that a name holds. */
function assignEntry(m: Machine, target: Extract<Expression, { nodeType: 'Subscript' }>, value: Value): void {
  const of = m.evaluate(target.value);
  const key = m.evaluate(target.slice);
  m.replace(
    of,
    m.each(of, (leaf) => {
      if (leaf.kind === 'dictionary' && (key.kind === 'constant' || key.kind === 'sequence')) {
        return { ...leaf, entries: withEntry(leaf.entries, { key, when: always, value }) };
      }
      const pair = { kind: 'item', when: always, value: pairOf(key, value) } as const;
      if (leaf.kind === 'dictionary' || leaf.kind === 'lookup')
        return { kind: 'lookup', parts: [...pairsOf(leaf), pair] };
      // In a loop over an event's list: the loop adds the pairs to what the dictionary held before.
      if (leaf.kind === 'pending')
        return { kind: 'lookup', parts: [{ kind: 'item', when: always, value: leaf }, pair] };
      if (leaf.kind === 'sequence' && key.kind === 'constant' && typeof key.value === 'number') {
        const at = key.value < 0 ? leaf.parts.length + key.value : key.value;
        const plain = leaf.parts.every((part) => part.kind === 'item' && part.when.kind === 'always');
        if (plain)
          return {
            ...leaf,
            parts: leaf.parts.map((part, index) =>
              index === at ? { kind: 'item', when: always, value } : part,
            ),
          };
      }
      return m.opaque('unsupported_assignment', target, [leaf, value]);
    }),
  );
}
