/** The modifiers of Sigma (specification 2.1, appendix "Sigma Modifiers"), applied to a value in the order in which they are written. */
import { isIP } from 'node:net';
import type { YamlScalar } from '../../text/yaml-tree.ts';
import type { Item } from './ast.ts';
import { base64, base64Offsets, expandRegex, expandText, utf16, windash } from './encodings.ts';
import { charactersOf, openPattern, plainText, textValue, unusable, valueOf } from './values.ts';
import type { RegexFlag, TextValue, Threshold, Value } from './values.ts';

/** An item's values after its modifiers, and what the modifiers say of the item as a whole. */
export interface Modified {
  readonly values: readonly Value[];
  /** Must all values hold, or any? */
  readonly linking: 'any' | 'all';
  readonly negated: boolean;
  readonly cased: boolean;
}

/** Modifiers that speak of the item, not of a value; they may stand anywhere in the chain. */
const ITEM_MODIFIERS: ReadonlySet<string> = new Set(['all', 'neq', 'cased']);
const TIMESTAMP_PARTS: ReadonlySet<string> = new Set(['minute', 'hour', 'day', 'week', 'month', 'year']);

interface Step {
  readonly scalar: YamlScalar;
  /** No value modifier stands before this one. */
  readonly first: boolean;
  readonly keyword: boolean;
}
type Modifier = (value: Value, step: Step) => Value;

const MODIFIERS: Readonly<Record<string, Modifier>> = {
  contains: (value) => open(value, 'contains'),
  startswith: (value, { keyword }) => (keyword ? needsField('startswith') : open(value, 'startswith')),
  endswith: (value, { keyword }) => (keyword ? needsField('endswith') : open(value, 'endswith')),
  re: (_value, { scalar, first }) => (first ? regex(scalar) : mustBeFirst('re')),
  i: (value) => withFlag(value, 'i'),
  m: (value) => withFlag(value, 'm'),
  s: (value) => withFlag(value, 's'),
  ignorecase: (value) => withFlag(value, 'i'),
  multiline: (value) => withFlag(value, 'm'),
  dotall: (value) => withFlag(value, 's'),
  cidr: (_value, { scalar, first }) => (first ? network(charactersOf(scalar)) : mustBeFirst('cidr')),
  exists: (_value, { scalar, first, keyword }) => {
    if (keyword) return needsField('exists');
    return first ? existence(scalar) : mustBeFirst('exists');
  },
  gt: (_value, step) => threshold('gt', step),
  gte: (_value, step) => threshold('gte', step),
  lt: (_value, step) => threshold('lt', step),
  lte: (_value, step) => threshold('lte', step),
  fieldref: (value, { keyword }) => (keyword ? needsField('fieldref') : fieldReference(value)),
  windash: (value) => onText(value, 'windash', windash),
  base64: (value) => onText(value, 'base64', base64),
  base64offset: (value) => onText(value, 'base64offset', base64Offsets),
  wide: (value) => onText(value, 'wide', (text) => utf16(text, 'le', false)),
  utf16le: (value) => onText(value, 'utf16le', (text) => utf16(text, 'le', false)),
  utf16be: (value) => onText(value, 'utf16be', (text) => utf16(text, 'be', false)),
  utf16: (value) => onText(value, 'utf16', (text) => utf16(text, 'le', true)),
  expand: (value) =>
    value.kind === 'regex' ? (expandRegex(value.source) ?? value) : onText(value, 'expand', expandText),
};

export function isModifier(name: string): boolean {
  return Object.hasOwn(MODIFIERS, name) || ITEM_MODIFIERS.has(name) || TIMESTAMP_PARTS.has(name);
}

/** All modifiers of an item are known ones. */
export function applyModifiers(item: Item): Modified {
  const names = item.modifiers.filter((name) => !ITEM_MODIFIERS.has(name));
  const cased = item.modifiers.includes('cased');
  const values = item.values.map((scalar) => {
    let value = valueOf(scalar);
    for (const [index, name] of names.entries()) {
      if (value.kind === 'unusable') break;
      value = applyOne(value, name, { scalar, first: index === 0, keyword: item.field === null });
    }
    return cased && value.kind === 'regex' && value.flags.includes('i')
      ? unusable('invalid_modifier_chain', 'The modifiers cased and i contradict each other.')
      : value;
  });
  return {
    values,
    linking: item.modifiers.includes('all') ? 'all' : 'any',
    negated: item.modifiers.includes('neq'),
    cased,
  };
}

function applyOne(value: Value, name: string, step: Step): Value {
  if (TIMESTAMP_PARTS.has(name)) {
    return unusable(
      'timestamp_part',
      `The modifier ${name} takes a part of a time, which cannot be compared yet.`,
    );
  }
  const modifier = Object.hasOwn(MODIFIERS, name) ? MODIFIERS[name] : undefined;
  return modifier === undefined
    ? unusable('unknown_modifier', `There is no modifier ${JSON.stringify(name)}.`)
    : modifier(value, step);
}

function mustBeFirst(name: string): Value {
  return unusable(
    'invalid_modifier_chain',
    `The modifier ${name} must stand before all others that change the value.`,
  );
}

function needsField(name: string): Value {
  return unusable('invalid_modifier_chain', `The modifier ${name} needs a field.`);
}

/** Applies to text; a number or boolean is taken as the characters that it is written with. */
function onText(value: Value, name: string, change: (text: TextValue) => Value): Value {
  switch (value.kind) {
    case 'text':
      return change(value);
    case 'literal':
      return change(textValue([[{ text: String(value.value) }]]));
    case 'null':
      return unusable('invalid_value', `The modifier ${name} needs a text, not null.`);
    case 'unusable':
      return value;
    case 'regex':
    case 'cidr':
    case 'threshold':
    case 'exists':
    case 'field':
      return unusable(
        'invalid_modifier_chain',
        `The modifier ${name} cannot follow the modifiers before it.`,
      );
  }
}

type Opening = 'contains' | 'startswith' | 'endswith';

const FIELD_OPERATORS = {
  contains: 'field_contains',
  startswith: 'field_starts_with',
  endswith: 'field_ends_with',
} as const;

function open(value: Value, opening: Opening): Value {
  if (value.kind === 'field') {
    return value.operator === 'field_eq'
      ? { ...value, operator: FIELD_OPERATORS[opening] }
      : unusable('invalid_modifier_chain', `The modifier ${opening} cannot follow the modifiers before it.`);
  }
  // A regex is searched for anyway: only the ends make a difference.
  if (value.kind === 'regex') {
    const anchored = opening === 'contains' ? 'no' : opening === 'startswith' ? 'start' : 'end';
    return { ...value, anchored };
  }
  return onText(value, opening, (text) => ({
    ...text,
    alternatives: text.alternatives.map((pattern) =>
      openPattern(pattern, opening !== 'startswith', opening !== 'endswith'),
    ),
  }));
}

function regex(scalar: YamlScalar): Value {
  if (scalar.value === null) return unusable('invalid_value', 'The modifier re needs a text, not null.');
  return { kind: 'regex', source: charactersOf(scalar), flags: [], anchored: 'no' };
}

function withFlag(value: Value, flag: RegexFlag): Value {
  if (value.kind !== 'regex') {
    return unusable('invalid_modifier_chain', `The modifier ${flag} must follow re.`);
  }
  return value.flags.includes(flag) ? value : { ...value, flags: [...value.flags, flag] };
}

function network(text: string): Value {
  const [address = '', length, ...rest] = text.split('/');
  const version = isIP(address);
  const valid = version !== 0 && rest.length === 0 && !address.includes('%');
  if (
    !valid ||
    (length !== undefined && (!/^\d{1,3}$/.test(length) || Number(length) > (version === 4 ? 32 : 128)))
  ) {
    return unusable('invalid_cidr', `${JSON.stringify(text)} is no network in CIDR notation.`);
  }
  return { kind: 'cidr', network: length === undefined ? `${text}/${version === 4 ? 32 : 128}` : text };
}

function existence(scalar: YamlScalar): Value {
  const word = charactersOf(scalar).toLowerCase();
  if (word === 'true' || word === 'false') return { kind: 'exists', present: word === 'true' };
  return unusable('invalid_value', 'The modifier exists needs true or false.');
}

function threshold(operator: Threshold, { scalar, first }: Step): Value {
  if (!first) return mustBeFirst(operator);
  const text = charactersOf(scalar).trim();
  const value = typeof scalar.value === 'number' ? scalar.value : Number(text);
  if (scalar.value === null || text === '' || !Number.isFinite(value)) {
    return unusable('invalid_value', `The modifier ${operator} needs a number.`);
  }
  return { kind: 'threshold', operator, value };
}

function fieldReference(value: Value): Value {
  return onText(value, 'fieldref', (text) => {
    const [pattern = [], ...more] = text.alternatives;
    const name = more.length === 0 && text.encoding === 'text' ? plainText(pattern) : null;
    return name === null || name === ''
      ? unusable('invalid_modifier_chain', 'The modifier fieldref needs the plain name of a field.')
      : { kind: 'field', name, operator: 'field_eq' };
  });
}
