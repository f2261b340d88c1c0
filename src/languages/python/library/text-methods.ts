/** Methods of constant texts. */
import { always } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { Scalar } from '../../../condition/field-path.ts';
import { binderOf } from '../conditions/same-field.ts';
import { readsTextMethod } from './arguments.ts';
import { partsOf } from '../values/iteration.ts';
import { listOf, splitConstant } from './limited-splits.ts';
import { either } from '../conditions/logic.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { contains } from '../expressions/membership.ts';
import { joinTexts } from '../values/texts.ts';
import { TooLarge } from '../conditions/too-large.ts';
import { constant, field, NONE } from '../values/values.ts';
import { middleOf, text } from '../values/written-text.ts';
import type { Part, Value } from '../values/values.ts';

/** Null: not a method that we know, or not with these arguments. */
export function textMethod(m: Machine, self: string, name: string, call: Call): Value | null {
  if (!readsTextMethod(name, call)) return null;
  if (name === 'join') return join(m, self, call);
  if (name === 'format') return format(m, self, call);
  const [first] = call.args;
  if ((name === 'startswith' || name === 'endswith') && first !== undefined)
    return m.each(
      first,
      (what) => edge(m, self, name, what, call) ?? m.opaque('unsupported_method', call.node, [what]),
    );
  const plain = call.args.map((arg) => (arg.kind === 'constant' ? arg.value : undefined));
  if (plain.includes(undefined))
    return first?.kind === 'choice'
      ? m.each(
          first,
          (one) =>
            textMethod(m, self, name, { ...call, args: [one, ...call.args.slice(1)] }) ??
            m.opaque('unsupported_method', call.node, [one]),
        )
      : null;
  const [a = null, b = null] = plain;
  const made = MADE.get(name)?.(self, a ?? null, b ?? null);
  if (made !== undefined) return constant(made);
  switch (name) {
    case 'split':
    case 'rsplit':
      return splitConstant(m, self, name, call);
    case 'partition':
      return typeof a === 'string' && self.includes(a)
        ? tupleOf(self.slice(0, self.indexOf(a)), a, self.slice(self.indexOf(a) + a.length))
        : tupleOf(self, '', '');
    case 'splitlines':
      return listOf(lines(self));
    case 'index':
      if (!self.includes(String(a))) m.raise('ValueError', always);
      return constant(self.indexOf(String(a)));
    case 'get':
      m.raise('AttributeError', always);
      return NONE;
    default:
      return null;
  }
}

/** What methods make of a text, their arguments known: docs.python.org/3.11/library/stdtypes.html#string-methods */
const MADE: ReadonlyMap<string, (self: string, a: Scalar, b: Scalar) => Scalar> = new Map<
  string,
  (self: string, a: Scalar, b: Scalar) => Scalar
>([
  ['lower', (self) => self.toLowerCase()],
  ['casefold', (self) => self.toLowerCase()],
  ['upper', (self) => self.toUpperCase()],
  ['title', titled],
  ['capitalize', (self) => self.charAt(0).toUpperCase() + self.slice(1).toLowerCase()],
  ['strip', (self, characters) => stripped(self, 'strip', characters)],
  ['lstrip', (self, characters) => stripped(self, 'lstrip', characters)],
  ['rstrip', (self, characters) => stripped(self, 'rstrip', characters)],
  ['replace', (self, text, by) => replaced(self, String(text), String(by))],
  ['find', (self, text) => self.indexOf(String(text))],
  ['count', (self, text) => (text === '' ? self.length + 1 : self.split(String(text)).length - 1)],
  ['isdigit', (self) => /^\d+$/.test(self)],
  ['isnumeric', (self) => /^\d+$/.test(self)],
  ['isdecimal', (self) => /^\d+$/.test(self)],
  ['isalpha', (self) => /^\p{L}+$/u.test(self)],
  ['isalnum', (self) => /^[\p{L}\p{N}]+$/u.test(self)],
  ['isupper', (self) => self === self.toUpperCase() && self !== self.toLowerCase()],
  ['islower', (self) => self === self.toLowerCase() && self !== self.toUpperCase()],
  ['removeprefix', (self, a) => (typeof a === 'string' && self.startsWith(a) ? self.slice(a.length) : self)],
  [
    'removesuffix',
    (self, a) => (typeof a === 'string' && a !== '' && self.endsWith(a) ? self.slice(0, -a.length) : self),
  ],
]);

function titled(self: string): string {
  return self
    .toLowerCase()
    .replace(/(^|[^a-z])([a-z])/g, (_all, before: string, letter: string) => before + letter.toUpperCase());
}

function stripped(self: string, name: 'strip' | 'lstrip' | 'rstrip', characters: Scalar): string {
  const drop = (char: string): boolean =>
    typeof characters !== 'string' ? /\s/.test(char) : characters.includes(char);
  let start = 0;
  let end = self.length;
  if (name !== 'rstrip') while (start < end && drop(self.charAt(start))) start++;
  if (name !== 'lstrip') while (end > start && drop(self.charAt(end - 1))) end--;
  return self.slice(start, end);
}

/** Longer than any text that a person wrote; each further change would multiply it. */
const MAX_TEXT = 1_000_000;

function replaced(self: string, text: string, by: string): string {
  const pieces = self.split(text);
  const length = self.length + (pieces.length - 1) * (by.length - text.length);
  if (length > MAX_TEXT) throw new TooLarge('A text grows too large.');
  return pieces.join(by);
}

/** What ends a line (docs.python.org/3.11/library/stdtypes.html#str.splitlines); none begins behind the last end. */
function lines(text: string): readonly string[] {
  const found = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  return found.at(-1) === '' ? found.slice(0, -1) : found;
}

function tupleOf(...texts: readonly string[]): Value {
  return {
    kind: 'sequence',
    type: 'tuple',
    parts: texts.map((one) => ({ kind: 'item', when: always, value: constant(one) })),
  };
}

/** A constant text longer than this is not taken apart. */
const MAX_EDGES = 40;

/** Does the constant text begin (end) with this, or with one of several? A field must then be one of its beginnings (ends). */
function edge(
  m: Machine,
  self: string,
  name: 'startswith' | 'endswith',
  what: Value,
  call: Call,
): Value | null {
  if (what.kind === 'constant' && typeof what.value === 'string') {
    return constant(name === 'startswith' ? self.startsWith(what.value) : self.endsWith(what.value));
  }
  if ((what.kind === 'field' || what.kind === 'text') && self.length <= MAX_EDGES) {
    const edges = Array.from({ length: self.length + 1 }, (_, size) =>
      constant(name === 'startswith' ? self.slice(0, size) : self.slice(self.length - size)),
    );
    const parts: readonly Part[] = edges.map((value) => ({ kind: 'item', when: always, value }));
    return contains(m, { kind: 'sequence', type: 'list', parts }, what, call.node);
  }
  if (what.kind !== 'sequence') return null;
  const each = what.parts.map((part) =>
    part.kind === 'item' && part.when.kind === 'always' ? edge(m, self, name, part.value, call) : null,
  );
  const known = each.filter((one) => one !== null);
  if (known.length !== each.length) return null;
  return { kind: 'truth', condition: either(...known.map((one) => m.truth(one, call.node))) };
}

function join(m: Machine, separator: string, call: Call): Value | null {
  const [over] = call.args;
  if (over === undefined) return null;
  if (over.kind === 'choice')
    return m.each(over, (leaf) => join(m, separator, { ...call, args: [leaf] }) ?? NONE);
  const parts = partsOf(m, over, call.node);
  const items = parts.flatMap((part) =>
    part.kind === 'item' && part.when.kind === 'always' ? [part.value] : [],
  );
  if (items.length !== parts.length)
    return joinedList(parts, separator) ?? m.opaque('text_of_elements', call.node, [over]);
  return joinTexts(
    m,
    items.flatMap((value, index) => (index === 0 ? [value] : [separator, value])),
  );
}

/** The elements of one list of the event, as they are or each `str()`. */
function joinedList(parts: readonly Part[], separator: string): Value | null {
  const [only] = parts;
  const inner = only?.kind === 'each' && only.parts.length === 1 ? only.parts[0] : undefined;
  if (parts.length !== 1 || only?.kind !== 'each' || only.when.kind !== 'always' || only.pick !== undefined)
    return null;
  if (only.collection !== 'whole' || inner?.kind !== 'item' || inner.when.kind !== 'always') return null;
  const of = inner.value.kind === 'text' ? middleOf(inner.value) : null;
  const value = of === null ? inner.value : of.before === '' && of.after === '' ? of.value : null;
  if (value?.kind !== 'field' || binderOf(value.field) !== only.binder || value.field.segments.length > 0)
    return null;
  const { transforms } = value.field;
  const converts = of !== null || transforms[0]?.name === 'to_string';
  if (transforms.length > 1 || (transforms.length === 1 && !converts)) return null;
  return field(withTransform(only.list, 'join', separator, ...(converts ? [true] : [])));
}

function format(m: Machine, template: string, call: Call): Value {
  let next = 0;
  const parts = template.split(/(\{\{|\}\}|\{\w*\})/).map((part): string | Value => {
    if (part === '{{' || part === '}}') return part.charAt(0);
    const key = /^\{(\w*)\}$/.exec(part)?.[1];
    if (key === undefined) return part;
    const value =
      key === '' ? call.args[next++] : /^\d+$/.test(key) ? call.args[Number(key)] : call.named.get(key);
    return value ?? NONE;
  });
  return template.includes('{') &&
    parts.some((part) => typeof part === 'string' && /[{}]/.test(part) && part.length > 1)
    ? m.opaque('formatted_value', call.node, [...call.args])
    : text(parts);
}
