/** Methods of the event's values: of its objects, texts and lists, and of the event itself. */
import { always } from '../../../condition/condition.ts';
import type { Condition, Operator } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath, TransformName } from '../../../condition/field-path.ts';
import { readsTextMethod } from './arguments.ts';
import { udm, udmPath } from '../panther/data-models.ts';
import { deepGet, deepWalkCall, get } from '../panther/deep-access.ts';
import { foldCase, onWalk } from '../values/field-equality.ts';
import { hasType, isEvent, test } from '../values/fields.ts';
import { fieldElements, itemPairs } from '../values/iteration.ts';
import { splitField } from './limited-splits.ts';
import { either, negate } from '../conditions/logic.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { setMethod } from './set-operations.ts';
import { textAsField } from '../values/texts.ts';
import { field, NONE } from '../values/values.ts';
import type { Field, Part, Sequence, Value } from '../values/values.ts';

const TEXT_TRANSFORMS: Readonly<Record<string, TransformName>> = {
  lower: 'lower',
  casefold: 'lower',
  upper: 'upper',
  strip: 'trim',
  lstrip: 'trim_start',
  rstrip: 'trim_end',
  replace: 'replace',
  find: 'index_of',
};

const REGEXES: Readonly<Record<string, string>> = {
  isdigit: '^[0-9]+$',
  isnumeric: '^[0-9]+$',
  isdecimal: '^[0-9]+$',
  isalpha: '^\\pL+$',
  isalnum: '^[\\pL\\pN]+$',
  isspace: '^\\s+$',
};

export function fieldMethod(m: Machine, self: Field, name: string, call: Call): Value | null {
  const objects = objectMethod(m, self, name, call);
  if (objects !== null) return objects;
  if (isEvent(self) || !readsTextMethod(name, call)) return null;
  if (name === 'startswith' || name === 'endswith') return edge(m, self, name, call);
  if (name === 'split' || name === 'rsplit') return split(m, self, name, call);
  const transform = TEXT_TRANSFORMS[name];
  if (transform !== undefined) return transformed(m, self, transform, call);
  const regex = REGEXES[name];
  if (regex !== undefined) return truth(onWalk(m, self, (path) => test(path, 'regex', [regex]), call.node));
  const set = setMethod(m, name, asSet(m, self), call.args, call.node);
  if (set !== null) return set;
  if (name === 'copy') return self;
  return null;
}

function truth(condition: Condition): Value {
  return { kind: 'truth', condition };
}

function asSet(m: Machine, self: Field): Sequence {
  return {
    kind: 'sequence',
    type: 'set',
    parts: [fieldElements(m, self.field, self.walk === null ? 'whole' : 'any')],
  };
}

function objectMethod(m: Machine, self: Field, name: string, call: Call): Value | null {
  const [key = NONE, otherwise = NONE] = call.args;
  const list = (part: Part): Value => ({ kind: 'sequence', type: 'list', parts: [part] });
  switch (name) {
    case 'get':
      return get(m, self, key, call.named.get('default') ?? otherwise, call.node);
    case 'deep_get':
      return deepGet(m, self, call.args, call.named.get('default') ?? NONE, call.node);
    case 'deep_walk':
      return deepWalkCall(m, self, call);
    case 'udm_path':
      return isEvent(self) ? udmPath(m, call) : null;
    case 'udm':
      return isEvent(self) ? udm(m, call) : null;
    case 'keys':
      return self.walk === null && !isEvent(self)
        ? list(fieldElements(m, withTransform(self.field, 'keys'), 'whole'))
        : null;
    case 'values':
      return self.walk === null && !isEvent(self)
        ? list(fieldElements(m, withTransform(self.field, 'values'), 'whole'))
        : null;
    case 'items':
      return self.walk === null && !isEvent(self) ? list(itemPairs(m, self.field)) : null;
    case 'to_dict':
      return self;
    default:
      return null;
  }
}

function transformed(m: Machine, self: Field, name: TransformName, call: Call): Value {
  needsText(m, self);
  const [first] = call.args;
  const args = call.args.map((arg) => (arg.kind === 'constant' ? arg.value : undefined));
  const known = args.filter((arg) => arg !== undefined);
  if (first?.kind === 'choice')
    return m.each(first, (one) =>
      transformed(m, self, name, { ...call, args: [one, ...call.args.slice(1)] }),
    );
  if (known.length !== args.length || call.named.size > 0)
    return m.opaque('unsupported_method', call.node, [self, ...call.args]);
  const used = known.length === 1 && known[0] === null ? [] : known;
  return field(withTransform(self.field, name, ...used), self.walk);
}

/** Where the rule catches what a text method raises on another type, that type matters. */
function needsText(m: Machine, self: Field): void {
  if (m.catching() && self.walk === null) m.raise('AttributeError', negate(hasType(self.field, ['string'])));
}

function split(m: Machine, self: Field, name: 'split' | 'rsplit', call: Call): Value | null {
  needsText(m, self);
  const [first] = call.args;
  if (first?.kind === 'choice')
    return m.each(
      first,
      (one) =>
        splitField(m, self, name, { ...call, args: [one, ...call.args.slice(1)] }) ??
        m.opaque('unsupported_method', call.node, [self]),
    );
  return splitField(m, self, name, call);
}

function edge(m: Machine, self: Field, name: 'startswith' | 'endswith', call: Call): Value | null {
  needsText(m, self);
  const [what] = call.args;
  if (what === undefined || call.args.length > 1) return null;
  return m.each(textAsField(m, what), (one) => {
    if (one.kind === 'sequence') {
      const each = one.parts.map((part) =>
        part.kind === 'item' && part.when.kind === 'always' ? oneEdge(m, self, name, part.value, call) : null,
      );
      const known = each.filter((condition) => condition !== null);
      if (known.length === each.length) return truth(either(...known));
      return m.opaque('unsupported_method', call.node, [self, one]);
    }
    const condition = oneEdge(m, self, name, one, call);
    return condition === null ? m.opaque('unsupported_method', call.node, [self, one]) : truth(condition);
  });
}

function oneEdge(
  m: Machine,
  self: Field,
  name: 'startswith' | 'endswith',
  what: Value,
  call: Call,
): Condition | null {
  if (what.kind === 'constant' && typeof what.value === 'string') {
    const wanted = what.value;
    return onWalk(
      m,
      self,
      (path) => edgeTest(path, name === 'startswith' ? 'starts_with' : 'ends_with', wanted),
      call.node,
    );
  }
  if (what.kind === 'field' && what.walk === null && self.walk === null) {
    return test(self.field, name === 'startswith' ? 'field_starts_with' : 'field_ends_with', [], {
      other: what.field,
    });
  }
  if (what.kind === 'constant') m.raise('TypeError', always);
  return what.kind === 'constant' ? negate(always) : null;
}

function edgeTest(path: FieldPath, operator: Operator, wanted: string): Condition {
  if (wanted === '') return test(path, 'exists');
  const folded = foldCase(path, [wanted]);
  return folded === null
    ? negate(always)
    : test(folded.field, operator, [wanted], { caseSensitive: folded.caseSensitive });
}
