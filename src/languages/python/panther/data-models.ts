/** `event.udm(name)`: the field, or the Python method, that the data model of the event's log type names. */
import type { FieldPath } from '../../../condition/field-path.ts';
import { typeIn } from './by-log-type.ts';
import { choice, sameValue } from '../values/choice.ts';
import { deepGet } from './deep-access.ts';
import { child, EVENT, optional } from '../values/fields.ts';
import type { PythonDataModel } from './context.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { constant, NONE } from '../values/values.ts';
import type { Value } from '../values/values.ts';

/** Several keys: the first names the mapping, the others lead into its value. */
export function udm(m: Machine, call: Call): Value {
  const [name, ...keys] = call.args;
  const otherwise = call.named.get('default') ?? NONE;
  if (name === undefined) return otherwise;
  return m.each(name, (one) => {
    if (one.kind !== 'constant') return m.opaque('computed_key', call.node, [one]);
    const value = remembered(m, String(one.value), call);
    return m.each(value, (found) => {
      if (keys.length > 0) return deepGet(m, found, keys, otherwise, call.node);
      return found.kind === 'constant' && found.value === null ? otherwise : found;
    });
  });
}

/** What holds an element of a list is made anew each time: two loops must not name their elements alike. */
function remembered(m: Machine, name: string, call: Call): Value {
  const key = `${String(m.catching())} ${name}`;
  const known = m.mapped.get(key);
  if (known !== undefined) {
    for (const { field, from } of known.reads) m.noteRead(field, from);
    for (const { exception, when } of known.raises) m.raise(exception, when);
    return known.value;
  }
  const from = m.reads.length;
  const { result: value, raises } = m.collecting(() => mapped(m, name, call));
  if (holdsNoElement(value)) m.mapped.set(key, { value, raises, reads: m.reads.slice(from) });
  for (const { exception, when } of raises) m.raise(exception, when);
  return value;
}

function holdsNoElement(value: Value): boolean {
  if (value.kind === 'choice') return holdsNoElement(value.then) && holdsNoElement(value.otherwise);
  return value.kind === 'constant' || (value.kind === 'field' && value.field.scope === 'event');
}

/** One value for all log types of the rule if they agree, else by the event's own log type. */
function mapped(m: Machine, name: string, call: Call): Value {
  const { logTypes, dataModels } = m.context;
  const types = logTypes.length > 0 ? logTypes : [...new Set(dataModels.flatMap((model) => model.logTypes))];
  const groups: { readonly types: string[]; readonly value: Value }[] = [];
  for (const type of types) {
    const model = dataModels.find((one) => one.logTypes.includes(type));
    const known = groups.find(
      (group) => model !== undefined && model.logTypes.includes(group.types[0] ?? ''),
    );
    if (known !== undefined) known.types.push(type);
    else {
      const here = types.length === 1 ? null : typeIn([type]);
      const run = (): Value => (model === undefined ? NONE : valueOf(m, model, name, call));
      const value = here === null ? run() : m.under(here, run);
      const same = groups.find((group) => sameValue(group.value, value));
      if (same === undefined) groups.push({ types: [type], value });
      else same.types.push(type);
    }
  }
  const [only] = groups;
  if (only === undefined) return NONE;
  if (groups.length === 1) return only.value;
  m.logType.asked = true;
  const { known } = m.logType;
  if (known !== null) return groups.find((group) => group.types.includes(known))?.value ?? NONE;
  return groups.reduceRight<Value>((rest, group) => choice(typeIn(group.types), group.value, rest), NONE);
}

/** `event.udm_path(name)`: the path itself, as text. */
export function udmPath(m: Machine, call: Call): Value {
  const [name] = call.args;
  const { logTypes, dataModels } = m.context;
  if (name?.kind !== 'constant') return m.opaque('computed_key', call.node);
  const { known } = m.logType;
  if (known !== null && !logTypes.includes(known)) return NONE;
  const types = known === null ? logTypes : [known];
  const paths = types.map((type): Value => {
    const model = dataModels.find((one) => one.logTypes.includes(type));
    const mapping = model?.mappings.find((one) => one.name === name.value);
    if (mapping === undefined) return NONE;
    // A method has no path: Panther gives the function's name.
    if (mapping.path === null) return mapping.method === null ? NONE : constant(mapping.method);
    return constant(mapping.path.replace(/^\$\.?/, ''));
  });
  return paths.reduceRight<Value>((rest, path, index) => {
    const type = types[index];
    return type === undefined || index === paths.length - 1 ? path : choice(typeIn([type]), path, rest);
  }, NONE);
}

function valueOf(m: Machine, model: PythonDataModel, name: string, call: Call): Value {
  const mapping = model.mappings.find((one) => one.name === name);
  if (mapping === undefined) return NONE;
  if (mapping.path !== null) {
    const path = pathOf(mapping.path);
    if (path === null) return m.opaque('unsupported_path', call.node);
    m.noteRead(path, null);
    return optional(path);
  }
  if (mapping.method === null || model.module === null) return NONE;
  const module = m.module(model.module);
  const method = module?.kind === 'module' ? module.scope.names.get(mapping.method) : undefined;
  if (method === undefined) return m.opaque('unknown_data_model_method', call.node);
  return m.call(method, { args: [EVENT], named: new Map(), node: call.node });
}

/** `a.b`, `$.a.b`, `$.a[0].b`, `$['a']`; null for a path that may lead to several values. */
function pathOf(text: string): FieldPath | null {
  if (/[*?@]|\.\./.test(text)) return null;
  const keys = text.replace(/^\$\.?/, '').match(/[^.[\]'"]+/g) ?? [];
  return keys.length === 0 ? null : keys.reduce<FieldPath>((path, key) => child(path, key), EVENT.field);
}
