/** Calls a value: a function of the rule, a method, a class, or something of Python's own. */
import { always } from '../../../condition/condition.ts';
import { readsFunction } from '../library/arguments.ts';
import { classMember } from './attributes.ts';
import { builtinCall } from '../library/builtins.ts';
import { CLASS_NAME } from '../statements/classes.ts';
import { callFunction } from '../statements/functions.ts';
import { libraryCall } from '../library/library.ts';
import type { Call } from '../machine/machine.ts';
import { methodCall } from '../library/methods.ts';
import type { Run } from '../machine/run.ts';
import { moduleScope } from '../machine/scope.ts';
import { NONE } from '../values/values.ts';
import type { ClassValue, Instance, Native, Value } from '../values/values.ts';

export function call(m: Run, callee: Value, args: Call): Value {
  m.step();
  switch (callee.kind) {
    case 'function':
      return callFunction(m, callee, args);
    case 'method':
      return callMethod(m, callee, args);
    case 'native':
      return nativeCall(m, callee, args);
    case 'class':
      return construct(m, callee, args);
    case 'opaque':
    case 'pending':
      return m.opaque('unknown_value', args.node, [callee, ...args.args]);
    case 'choice':
    case 'picked':
      return m.each(callee, (leaf) => call(m, leaf, args));
    case 'constant':
    case 'field':
    case 'truth':
    case 'sequence':
    case 'dictionary':
    case 'lookup':
    case 'text':
    case 'module':
    case 'instance':
    case 'pattern':
    case 'found':
    case 'address':
    case 'count':
    case 'difference':
    case 'time':
    case 'duration':
      return mockResult(callee) ?? notCallable(m);
  }
}

function notCallable(m: Run): Value {
  m.raise('TypeError', always);
  return NONE;
}

/** A test's mock gives its value, whatever it is called with. */
function mockResult(callee: Value): Value | null {
  return callee.kind === 'instance' && callee.of.name === MOCK
    ? (callee.attributes.get('return_value') ?? NONE)
    : null;
}

export const MOCK = 'MagicMock';

function callMethod(m: Run, callee: Extract<Value, { kind: 'method' }>, args: Call): Value {
  const { self, name } = callee;
  if (self.kind === 'instance') {
    const member = classMember(callee.from ?? self.of, name);
    if (member?.kind === 'function') return callFunction(m, member, { ...args, args: [self, ...args.args] });
    if (callee.from !== undefined && name === '__init__') return NONE;
    m.replace(self, m.opaque('unsupported_method', args.node, [...args.args]));
    return m.opaque('unsupported_method', args.node, [...args.args]);
  }
  return methodCall(m, self, name, args);
}

function construct(m: Run, of: ClassValue, args: Call): Value {
  const instance: Instance = { kind: 'instance', of, attributes: new Map() };
  const init = classMember(of, '__init__');
  if (init?.kind !== 'function') return instance;
  const before = m.read(SELF);
  m.write(SELF, instance);
  callFunction(m, init, { ...args, args: [instance, ...args.args] });
  const made = m.read(SELF) ?? instance;
  if (before !== undefined) m.write(SELF, before);
  return made;
}

/** Under this name the object stands while its `__init__` runs, so that what that sets is seen. */
const SELF = '<instance>';

/** `super()` in a method: the same object, its methods looked for from the first base on. */
function superOf(m: Run): Value | null {
  const own = m.read(CLASS_NAME);
  const self = m.read('self');
  const [base] = own?.kind === 'class' ? own.bases : [];
  if (self?.kind !== 'instance') return null;
  const from =
    base?.kind === 'class'
      ? base
      : { kind: 'class' as const, name: 'object', bases: [], scope: moduleScope(m.scope().source) };
  return { kind: 'method', self, name: '', from };
}

/** What calls something outside the event is named as such; the rest is just not known to us. */
const REASONS: Readonly<Record<string, string>> = {
  datetime: 'time',
  time: 'time',
  dateutil: 'time',
  boto3: 'external_call',
  requests: 'external_call',
  urllib: 'external_call',
  socket: 'external_call',
  os: 'environment',
  random: 'randomness',
  panther_detection_helpers: 'stateful_cache',
  panther_oss_helpers: 'stateful_cache',
  policyuniverse: 'unsupported_library',
  open: 'external_call',
};

function nativeCall(m: Run, of: Native, args: Call): Value {
  if (of.name === 'super') return superOf(m) ?? m.opaque('unsupported_call', args.node);
  const [self, ...rest] = args.args;
  if (of.name.startsWith('str.') && self !== undefined)
    return m.each(self, (one) => methodCall(m, one, of.name.slice(4), { ...args, args: rest }));
  const known = readsFunction(of.name, args)
    ? (builtinCall(m, of.name, args) ?? libraryCall(m, of.name, args))
    : null;
  if (known !== null) return known;
  if (/(^|\.)[A-Z]\w*(Error|Exception)$/.test(of.name)) return of;
  const [root = ''] = of.name.split('.');
  const reason = /\.(now|utcnow|today|time)$/.test(of.name)
    ? 'current_time'
    : (REASONS[root] ?? 'unsupported_call');
  return m.opaque(reason, args.node, [...args.args]);
}
