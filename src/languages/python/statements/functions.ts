/** Functions and lambdas: defined as values, called by binding their parameters and running their body. */
import { always } from '../../../condition/condition.ts';
import { choice } from '../values/choice.ts';
import type { Expression, ExpressionOf, Parameters, Statement, StatementOf } from '../syntax/ast.ts';
import { deepGet, deepWalkCall } from '../panther/deep-access.ts';
import { isTruthy, test } from '../values/fields.ts';
import { hiddenText } from '../panther/hidden-text.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { nanoTime } from '../panther/nano-times.ts';
import { callResult } from './outcome.ts';
import type { Run } from '../machine/run.ts';
import { functionScope } from '../machine/scope.ts';
import { timeOf } from '../library/time-calls.ts';
import { constant, NONE } from '../values/values.ts';
import type { FunctionValue, Part, Scope, Value } from '../values/values.ts';

const MAX_DEPTH = 24;

export function define(m: Machine, node: StatementOf<'FunctionDef'>): void {
  const plain = node.decorator_list.every((decorator) => HARMLESS.has(decoratorName(decorator)));
  const value = functionValue(m, node.name, node, node.args);
  m.write(node.name, plain ? value : m.opaque('decorated_function', node.decorator_list[0] ?? node));
}

/** Decorators that change nothing of what the function gives. */
const HARMLESS = new Set(['lru_cache', 'cache', 'staticmethod']);

function decoratorName(node: Expression): string {
  if (node.nodeType === 'Call') return decoratorName(node.func);
  if (node.nodeType === 'Attribute') return node.attr;
  return node.nodeType === 'Name' ? node.id : '';
}

export function lambda(m: Machine, node: ExpressionOf<'Lambda'>): Value {
  return functionValue(m, 'lambda', node, node.args);
}

function functionValue(
  m: Machine,
  name: string,
  node: FunctionValue['node'],
  args: Parameters,
): FunctionValue {
  return {
    kind: 'function',
    name,
    node,
    scope: m.scope(),
    defaults: args.defaults.map((one) => m.evaluate(one)),
    keywordDefaults: args.kw_defaults.map((one) => (one === null ? null : m.evaluate(one))),
  };
}

export function callFunction(m: Run, of: FunctionValue, call: Call): Value {
  const known = platformHelper(m, of, call);
  if (known !== null) return known;
  if (m.depth.calls >= MAX_DEPTH) return m.opaque('recursion', call.node, [...call.args]);
  if (of.node.nodeType === 'FunctionDef' && yields(of.node.body))
    return m.opaque('generator_function', call.node, [...call.args]);
  const open = openArgument(of, call);
  if (open !== undefined) return m.each(open, (one) => callFunction(m, of, withArgument(call, open, one)));
  const scope = functionScope(of.scope);
  if (!bindParameters(of, call, scope)) {
    m.raise('TypeError', always);
    return NONE;
  }
  m.depth.calls++;
  try {
    const { node } = of;
    const { result, raises } = m.inScope(scope, () =>
      m.collecting(() =>
        node.nodeType === 'Lambda'
          ? { kind: 'returned' as const, value: m.evaluate(node.body) }
          : m.block(node.body),
      ),
    );
    const ended = callResult(result);
    for (const one of [...raises, ...ended.raises]) m.raise(one.exception, one.when);
    return ended.value;
  } finally {
    m.depth.calls--;
  }
}

/** From this many fields on that an argument may be, the function is followed for each of them apart. */
const MANY_FIELDS = 3;

/** An argument that is one of many fields, to a function that does much with it. */
function openArgument({ node }: FunctionValue, call: Call): Value | undefined {
  if (node.nodeType === 'Lambda' || node.body.length < 2) return undefined;
  return call.args.find((arg) => arg.kind === 'choice' && fieldCount(arg) >= MANY_FIELDS);
}

function fieldCount(of: Value): number {
  if (of.kind === 'choice') return fieldCount(of.then) + fieldCount(of.otherwise);
  return of.kind === 'field' ? 1 : 0;
}

function withArgument(call: Call, before: Value, after: Value): Call {
  return { ...call, args: call.args.map((arg) => (arg === before ? after : arg)) };
}

/** Panther's own helpers are known by their contract: their code walks data of any shape, which no path of the IR needs. */
function platformHelper(m: Machine, of: FunctionValue, call: Call): Value | null {
  if (of.name === 'resolve_timestamp_string') return resolvedTime(m, of, call);
  const known = hiddenText(m, of, call) ?? nanoTime(m, of, call);
  if (known !== null) return known;
  if (of.node.nodeType !== 'FunctionDef' || of.node.args.vararg === undefined) return null;
  const keywordNames = of.node.args.kwonlyargs.map((one) => one.arg);
  const [target, ...keys] = call.args;
  if (target === undefined || !keywordNames.includes('default')) return null;
  const otherwise = call.named.get('default') ?? NONE;
  if (of.name === 'deep_get') return deepGet(m, target, keys, otherwise, call.node);
  return of.name === 'deep_walk' ? deepWalkCall(m, target, { ...call, args: keys }) : null;
}

/** Formats of moments in UTC, no two of which fit one text. */
const PLAIN_FORMAT = /^%Y-%m-%d[T ]%H:%M:%S(?:\.%f)?Z?$/;

/**
 * The helper tries the formats that its module lists, then what dateutil makes of the text. Texts of the usual formats are read as it reads
 * them, any other stays open.
 */
function resolvedTime(m: Machine, of: FunctionValue, call: Call): Value | null {
  const [text] = call.args;
  const listed = of.scope.names.get('TIME_FORMATS');
  if (text === undefined || call.args.length > 1 || listed?.kind !== 'sequence') return null;
  const names = listed.parts.map((part) =>
    part.kind === 'item' && part.value.kind === 'constant' ? String(part.value.value) : '',
  );
  const formats = [...new Set(names.filter((name) => PLAIN_FORMAT.test(name)))];
  return m.each(text, (one) => {
    if (one.kind !== 'field' || one.walk !== null)
      return m.truth(one, call.node).kind === 'never' ? NONE : m.opaque('time', call.node, [one]);
    const at = timeOf(one.field, formats);
    const known: Value = { kind: 'time', at, shift: 0, aware: false };
    const other = choice(isTruthy(one), m.opaque('time', call.node, [one]), NONE);
    return choice(test(at, 'exists'), known, other);
  });
}

function yields(body: readonly Statement[]): boolean {
  return body.some((node) => {
    if (node.nodeType === 'Expr')
      return node.value.nodeType === 'Yield' || node.value.nodeType === 'YieldFrom';
    if (node.nodeType === 'For' || node.nodeType === 'If' || node.nodeType === 'While')
      return yields(node.body) || yields(node.orelse);
    return node.nodeType === 'Try' || node.nodeType === 'With' ? yields(node.body) : false;
  });
}

/** False where Python would refuse the call. */
function bindParameters(of: FunctionValue, call: Call, scope: Scope): boolean {
  const { args } = of.node;
  const positional = [...args.posonlyargs, ...args.args];
  const named = new Map(call.named);
  const firstDefault = positional.length - of.defaults.length;
  for (const [index, parameter] of positional.entries()) {
    const value = call.args[index] ?? named.get(parameter.arg) ?? of.defaults[index - firstDefault];
    named.delete(parameter.arg);
    if (value === undefined) return false;
    scope.names.set(parameter.arg, value);
  }
  for (const [index, parameter] of args.kwonlyargs.entries()) {
    const value = named.get(parameter.arg) ?? of.keywordDefaults[index];
    named.delete(parameter.arg);
    if (value === undefined || value === null) return false;
    scope.names.set(parameter.arg, value);
  }
  const extra = call.args.slice(positional.length);
  if (args.vararg !== undefined)
    scope.names.set(args.vararg.arg, { kind: 'sequence', type: 'tuple', parts: extra.map(item) });
  else if (extra.length > 0) return false;
  if (args.kwarg !== undefined) scope.names.set(args.kwarg.arg, keywords(named));
  return args.kwarg !== undefined || named.size === 0;
}

function item(value: Value): Part {
  return { kind: 'item', when: always, value };
}

function keywords(named: ReadonlyMap<string, Value>): Value {
  return {
    kind: 'dictionary',
    entries: [...named].map(([name, value]) => ({ key: constant(name), when: always, value })),
  };
}
