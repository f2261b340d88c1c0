/** Functions of Python's own library that rules use: re, json, fnmatch, ipaddress, functools, itertools. */
import { always, never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import { compareWildcards, wildcardParts } from '../../../condition/pattern.ts';
import { choice } from '../values/choice.ts';
import { hasType, isEvent, test } from '../values/fields.ts';
import { makeAddress } from './ip-addresses.ts';
import { partsOf } from '../values/iteration.ts';
import { holdsInexact, jsonValue } from '../values/json.ts';
import { negate } from '../conditions/logic.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { onWalk } from '../values/field-equality.ts';
import { INEXACT } from '../conditions/reasons.ts';
import { re2Matches, shellRegex, toRe2 } from './regex.ts';
import { foundAll, searched } from './regex-groups.ts';
import type { Anchoring } from './regex.ts';
import { textAsField } from '../values/texts.ts';
import { timeCall } from './time-calls.ts';
import { urlCall } from './urls.ts';
import { constant, field, NONE } from '../values/values.ts';
import type { Pattern, Value } from '../values/values.ts';

/** Null: not a function that we know. */
export function libraryCall(m: Machine, name: string, call: Call): Value | null {
  const known = timeCall(m, name, call) ?? urlCall(m, name, call);
  if (known !== null) return known;
  if (ADDRESSES.has(name)) return makeAddress(m, call.args[0] ?? NONE, name, call.node);
  const [first = NONE, second = NONE, third = NONE] = call.args;
  const regex = /^re\.(search|match|fullmatch)$/.exec(name)?.[1];
  if (regex !== undefined) {
    return m.each(compiled(m, first, call.named.get('flags') ?? third, call), (pattern) =>
      matchRegex(m, regexKind(regex), pattern, second, call),
    );
  }
  switch (name) {
    case 're.compile':
      return compiled(m, first, call.named.get('flags') ?? second, call);
    case 're.findall':
    case 're.finditer':
      return m.each(compiled(m, first, call.named.get('flags') ?? third, call), (pattern) =>
        foundAll(m, matchRegex(m, 'search', pattern, second, call), name === 're.findall', call.node),
      );
    case 're.escape':
      return first.kind === 'constant' && typeof first.value === 'string'
        ? constant(first.value.replace(/[^\w]/g, '\\$&'))
        : null;
    case 'json.loads':
      return m.each(first, (text) => parseJson(m, text, call));
    case 'fnmatch.fnmatch':
    case 'fnmatch.fnmatchcase':
      return m.each(textAsField(m, first), (text) =>
        m.each(second, (pattern) => shellMatch(m, text, pattern, call)),
      );
    case 'urllib.parse.unquote':
      return call.args.length === 1 ? m.each(textAsField(m, first), (text) => unquoted(m, text, call)) : null;
    case 'shlex.split':
      return call.args.length === 1
        ? m.each(textAsField(m, first), (text) => shellSplit(m, text, call))
        : null;
    case 'functools.reduce':
      return reduced(m, call);
    case 'copy.copy':
    case 'copy.deepcopy':
      return first;
    case 'collections.OrderedDict':
      return call.args.length === 0 ? { kind: 'dictionary', entries: [] } : null;
    case 'itertools.chain':
      return {
        kind: 'sequence',
        type: 'list',
        parts: call.args.flatMap((arg) => partsOf(m, arg, call.node)),
      };
    case 'os.getenv':
    case 'os.environ.get':
      return m.opaque('environment', call.node);
    default:
      return null;
  }
}

const ADDRESSES: ReadonlySet<string> = new Set(
  [
    'ip_address',
    'ip_network',
    'ip_interface',
    'IPv4Address',
    'IPv6Address',
    'IPv4Network',
    'IPv6Network',
  ].map((name) => `ipaddress.${name}`),
);

function regexKind(name: string): Anchoring {
  return name === 'match' || name === 'fullmatch' ? name : 'search';
}

function compiled(m: Machine, source: Value, flags: Value, call: Call): Value {
  return m.each(source, (of) => {
    if (of.kind === 'pattern') return of;
    if (of.kind !== 'constant' || typeof of.value !== 'string')
      return m.opaque('regex_of_event', call.node, [of]);
    const letters = flagLetters(flags);
    if (letters === null) return m.opaque('unsupported_regex', call.node);
    return { kind: 'pattern', source: of.value, flags: letters };
  });
}

const FLAGS: Readonly<Record<string, string>> = {
  IGNORECASE: 'i',
  I: 'i',
  MULTILINE: 'm',
  M: 'm',
  DOTALL: 's',
  S: 's',
  VERBOSE: 'x',
  X: 'x',
  ASCII: '',
  A: '',
  UNICODE: '',
  U: '',
};

/** `re.I | re.S` arrives as a text of letters: see `flagValue`. */
function flagLetters(flags: Value): string | null {
  if (flags.kind === 'constant') return flags.value === null || flags.value === 0 ? '' : null;
  if (flags.kind !== 'native')
    return flags.kind === 'sequence'
      ? joinedFlags(flags.parts.map((part) => (part.kind === 'item' ? part.value : NONE)))
      : null;
  return FLAGS[flags.name.replace(/^re\./, '')] ?? null;
}

function joinedFlags(parts: readonly Value[]): string | null {
  const letters = parts.map(flagLetters);
  return letters.includes(null) ? null : letters.join('');
}

export function matchRegex(m: Machine, anchoring: Anchoring, pattern: Value, text: Value, call: Call): Value {
  return m.each(textAsField(m, text), (of) => {
    if (pattern.kind !== 'pattern') return m.opaque('regex_of_event', call.node, [pattern, of]);
    if (of.kind === 'constant' && typeof of.value !== 'string') {
      m.raise('TypeError', always);
      return NONE;
    }
    return choice(
      regexCondition(m, anchoring, pattern, of, call),
      { kind: 'found', of: searched(pattern, anchoring, of) },
      NONE,
    );
  });
}

function regexCondition(
  m: Machine,
  anchoring: Anchoring,
  pattern: Pattern,
  of: Value,
  call: Call,
): Condition {
  const re2 = toRe2(pattern.source, pattern.flags, anchoring);
  if (re2 === null) return m.truth(m.opaque('unsupported_regex', call.node, [of]), call.node);
  if (of.kind === 'constant') return re2Matches(re2, String(of.value)) ? always : never;
  if (of.kind !== 'field') return m.truth(m.opaque('text_of_fields', call.node, [of]), call.node);
  return onWalk(
    m,
    of,
    (path) => test(path, 'regex', [re2.pattern], { caseSensitive: re2.caseSensitive }),
    call.node,
  );
}

function shellMatch(m: Machine, text: Value, pattern: Value, call: Call): Value {
  const truth = (condition: Condition): Value => ({ kind: 'truth', condition });
  if (pattern.kind !== 'constant' || typeof pattern.value !== 'string')
    return m.opaque('pattern_of_event', call.node, [text, pattern]);
  const { value } = pattern;
  if (text.kind === 'constant') {
    if (typeof text.value === 'string')
      return truth(
        re2Matches({ pattern: shellRegex(value), caseSensitive: true }, text.value) ? always : never,
      );
    m.raise('TypeError', always);
    return NONE;
  }
  if (text.kind !== 'field') return m.opaque('text_of_fields', call.node, [text]);
  return truth(
    onWalk(
      m,
      text,
      (path) => {
        if (value.includes('[')) return test(path, 'regex', [shellRegex(value)]);
        if (/^\*+$/.test(value)) return test(path, 'exists');
        return compareWildcards(path, [wildcardParts(value.replace(/\\/g, '\\\\'))], {
          caseSensitive: true,
          collection: 'whole',
          strict: true,
        });
      },
      call.node,
    ),
  );
}

function shellSplit(m: Machine, text: Value, call: Call): Value {
  if (text.kind === 'constant' && typeof text.value === 'string' && !/["'\\]/.test(text.value))
    return m.call({ kind: 'method', self: text, name: 'split' }, { ...call, args: [] });
  if (text.kind !== 'field' || text.walk !== null || isEvent(text))
    return m.opaque('unsupported_call', call.node, [text]);
  const words = withTransform(text.field, 'shell_split');
  m.raise('ValueError', negate(test(words, 'exists')));
  return field(words);
}

function unquoted(m: Machine, text: Value, call: Call): Value {
  if (text.kind === 'constant') {
    if (typeof text.value !== 'string') m.raise('TypeError', always);
    if (typeof text.value !== 'string' || !text.value.includes('%')) return text;
  }
  if (text.kind !== 'field' || isEvent(text)) return m.opaque('unsupported_text', call.node, [text]);
  return field(withTransform(text.field, 'url_decode'), text.walk);
}

function parseJson(m: Machine, text: Value, call: Call): Value {
  if (text.kind === 'constant') {
    if (typeof text.value !== 'string') {
      m.raise('TypeError', always);
      return NONE;
    }
    if (holdsInexact(text.value)) return m.opaque(INEXACT, call.node);
    const value = jsonValue(text.value);
    if (value !== null) return value;
    m.raise('JSONDecodeError', always);
    return NONE;
  }
  if (text.kind !== 'field' || text.walk !== null) return m.opaque('unsupported_json', call.node, [text]);
  const parsed = withTransform(text.field, 'parse_json');
  m.noteRead(parsed, text.field);
  if (m.catching()) m.raise('TypeError', negate(hasType(text.field, ['string'])));
  m.raise('JSONDecodeError', negate(test(parsed, 'exists')));
  return field(parsed);
}

function reduced(m: Machine, call: Call): Value {
  const [step, over, start] = call.args;
  if (step === undefined || over === undefined) return NONE;
  const parts = partsOf(m, over, call.node);
  let result: Value | undefined = start;
  for (const part of parts) {
    if (part.kind === 'each' || part.when.kind !== 'always')
      return m.opaque('unsupported_reduce', call.node, [over]);
    result =
      result === undefined
        ? part.value
        : m.call(step, { args: [result, part.value], named: new Map(), node: call.node });
  }
  return result ?? NONE;
}
