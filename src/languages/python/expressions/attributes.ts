/** `x.name`: members of modules, classes and instances; else a method to be called. */
import { always } from '../../../condition/condition.ts';
import type { Located } from '../syntax/ast.ts';
import { addressAttribute } from '../library/ip-addresses.ts';
import type { Machine } from '../machine/machine.ts';
import { TIME_METHODS } from '../library/times.ts';
import { constant, native, NONE } from '../values/values.ts';
import type { ClassValue, Instance, Value } from '../values/values.ts';

export function attribute(m: Machine, of: Value, name: string, node: Located): Value {
  switch (of.kind) {
    case 'module':
      return of.scope.names.get(name) ?? m.opaque('unknown_name', node);
    case 'native':
      return native(`${of.name}.${name}`);
    case 'class':
      return classMember(of, name) ?? { kind: 'method', self: of, name };
    case 'instance': {
      const own = of.attributes.get(name);
      if (own !== undefined) return own;
      const member = classMember(of.of, name) ?? computedMember(m, of, name, node);
      return member === null || member.kind === 'function' ? { kind: 'method', self: of, name } : member;
    }
    case 'address':
      return addressAttribute(of, name);
    case 'constant':
      if (of.value === null) {
        m.raise('AttributeError', always);
        return NONE;
      }
      return { kind: 'method', self: of, name };
    case 'opaque':
      // What is made of a range may be changed.
      return of.range === undefined
        ? m.opaque('unknown_value', node, [of])
        : { kind: 'method', self: of, name };
    case 'method':
      return of.from === undefined ? { kind: 'method', self: of, name } : { ...of, name };
    case 'time':
    case 'duration':
      return TIME_METHODS.has(name) ? { kind: 'method', self: of, name } : m.opaque('time', node, [of]);
    case 'field':
    case 'truth':
    case 'choice':
    case 'sequence':
    case 'dictionary':
    case 'lookup':
    case 'text':
    case 'function':
    case 'pending':
    case 'pattern':
    case 'found':
    case 'picked':
    case 'count':
    case 'difference':
      return { kind: 'method', self: of, name };
  }
}

/** What `__getattr__` gives for a name that neither the instance nor its class has (https://docs.python.org/3/reference/datamodel.html#object.__getattr__). */
function computedMember(m: Machine, of: Instance, name: string, node: Located): Value | null {
  const computes = classMember(of.of, '__getattr__');
  return computes?.kind === 'function'
    ? m.call(computes, { args: [of, constant(name)], named: new Map(), node })
    : null;
}

/** A member of the class or of the first base that has one. */
export function classMember(of: ClassValue, name: string): Value | null {
  const own = of.scope.names.get(name);
  if (own !== undefined) return own;
  for (const base of of.bases) {
    const inherited = base.kind === 'class' ? classMember(base, name) : null;
    if (inherited !== null) return inherited;
  }
  return null;
}
