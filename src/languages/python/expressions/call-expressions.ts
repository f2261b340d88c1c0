/** Call expressions: callee and arguments are evaluated, then each alternative of the callee is called. */
import type { Expression, ExpressionOf } from '../syntax/ast.ts';
import { asLoop } from './any-all.ts';
import { comprehension } from './comprehensions.ts';
import { partsOf } from '../values/iteration.ts';
import { both, negate } from '../conditions/logic.ts';
import type { Call, Machine } from '../machine/machine.ts';
import type { Value } from '../values/values.ts';

export function evaluateCall(m: Machine, node: ExpressionOf<'Call'>): Value {
  const callee = m.evaluate(node.func);
  const [only] = node.args;
  if (callee.kind === 'native' && node.args.length === 1 && only?.nodeType === 'GeneratorExp') {
    if (callee.name === 'any' || callee.name === 'all') return lazily(m, callee.name, callee, only, node);
  }
  if (callee.kind === 'method' && callee.name === 'join' && node.args.length === 1 && only !== undefined) {
    const joined = joinedList(m, callee, only, node);
    if (joined !== null) return joined;
  }
  const call = callArguments(m, node);
  if (call === null) return m.opaque('unsupported_call', node, [callee]);
  return m.each(callee, (leaf) => m.call(leaf, call));
}

/** `sep.join(… for x in xs)`: each list that xs may be is joined apart. */
function joinedList(m: Machine, callee: Value, list: Expression, node: ExpressionOf<'Call'>): Value | null {
  if (list.nodeType !== 'GeneratorExp' && list.nodeType !== 'ListComp') return null;
  const [generator] = list.generators;
  if (generator === undefined || list.generators.length > 1) return null;
  return m.each(m.evaluate(generator.iter), (over) =>
    m.call(callee, { args: [comprehension(m, 'list', list, over)], named: new Map(), node }),
  );
}

/**
 * any() stops at the first true element, all() at the first false one: an element behind it that would raise is not reached. Where they do not
 * stop, every element is looked at.
 */
function lazily(
  m: Machine,
  name: 'any' | 'all',
  callee: Value,
  generator: ExpressionOf<'GeneratorExp'>,
  node: ExpressionOf<'Call'>,
): Value {
  const { result: value, raises } = m.collecting(() =>
    m.call(callee, { args: [m.evaluate(generator)], named: new Map(), node }),
  );
  if (raises.length === 0) return value;
  const truth = m.truth(value, node);
  const runsThrough = name === 'any' ? negate(truth) : truth;
  // Which element comes first, the one that it stops at or one that raises?
  if (raises.some((one) => both(negate(runsThrough), one.when).kind !== 'never'))
    return asLoop(m, name, generator);
  for (const one of raises) m.raise(one.exception, both(runsThrough, one.when));
  return value;
}

/** Null where `*args` or `**kwargs` cannot be known. */
function callArguments(m: Machine, node: ExpressionOf<'Call'>): Call | null {
  const args: Value[] = [];
  for (const arg of node.args) {
    const value = m.evaluate(arg);
    if (arg.nodeType !== 'Starred') {
      args.push(value);
      continue;
    }
    for (const part of partsOf(m, value, arg)) {
      if (part.kind === 'each' || part.when.kind !== 'always') return null;
      args.push(part.value);
    }
  }
  const named = new Map<string, Value>();
  for (const keyword of node.keywords) {
    const value = m.evaluate(keyword.value);
    if (keyword.arg !== undefined) named.set(keyword.arg, value);
    else if (value.kind === 'dictionary') {
      for (const { key, when, value: entry } of value.entries) {
        if (key.kind !== 'constant' || when.kind !== 'always') return null;
        named.set(String(key.value), entry);
      }
    } else return null;
  }
  return { args, named, node };
}
