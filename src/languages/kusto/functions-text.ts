/** Functions of texts: https://learn.microsoft.com/kusto/query/scalar-functions#string-functions */
import { matchesNothing } from './compare-field.ts';
import type { ConcatValue, FieldValue, LiteralValue, ScalarFunction, Site, Value } from './model.ts';
import { jsonValue, literal, numberLiteral, transformed, whole } from './value.ts';

export const textFunctions: Readonly<Record<string, ScalarFunction>> = {
  tolower: cased('lower'),
  toupper: cased('upper'),
  tostring: ({ args: [value] }) => {
    if (value?.kind === 'literal') return literal(value.value === null ? '' : String(value.value));
    if (value?.kind === 'json') return literal(JSON.stringify(value.value));
    if (value?.kind === 'concat') return value;
    return value?.kind === 'field' ? converted(value) : null;
  },
  strlen: ({ args: [value] }) => {
    if (value?.kind === 'literal' && typeof value.value === 'string')
      return literal(Array.from(value.value).length);
    return value?.kind === 'field' ? { ...transformed(value, 'number', 'length'), missing: 0 } : null;
  },
  substring: ({ args: [value, start, length] }) => {
    const [from, count] = [numberOf(start), numberOf(length)];
    if (value?.kind !== 'field' || from === null || from < 0) return null;
    if (length !== undefined && (count === null || count < 0)) return null;
    return text(value, 'slice', from, count === null ? null : from + count);
  },
  replace_string: ({ args: [value, from, to] }) => {
    const [old, fresh] = [textOf(from), textOf(to)];
    return value?.kind === 'field' && old !== null && old !== '' && fresh !== null
      ? text(value, 'replace', old, fresh)
      : null;
  },
  replace: regexReplace,
  replace_regex: regexReplace,
  trim: trimming('trim'),
  trim_start: trimming('trim_start'),
  trim_end: trimming('trim_end'),
  split: ({ args: [value, separator, index] }) => {
    const by = textOf(separator);
    if (value?.kind !== 'field' || by === null || by === '') return null;
    const parts = whole(transformed(value, 'dynamic', 'split', by));
    if (index === undefined) return parts;
    // A list of that one part.
    const at = numberOf(index);
    return at === null || at < 0 ? null : transformed(parts, 'dynamic', 'slice', at, at + 1);
  },
  extract: extracted,
  extract_all: extractedAll,
  countof: countOf,
  string_size: ({ args: [value] }) => {
    if (value?.kind === 'literal' && typeof value.value === 'string')
      return literal(Buffer.byteLength(value.value));
    return value?.kind === 'field'
      ? { ...transformed(asText(value), 'number', 'byte_length'), missing: 0 }
      : null;
  },
  strcat: ({ args }) => concatenated(args),
  strcat_delim: ({ args: [separator, ...parts] }) =>
    separator === undefined ? null : joinedTexts(parts, separator),
  indexof: ({ args: [value, part, ...rest] }) => {
    const sought = textOf(part);
    if (value?.kind !== 'field' || sought === null || rest.length > 0) return null;
    return { ...transformed(value, 'number', 'index_of', sought), missing: sought === '' ? 0 : -1 };
  },
  // https://learn.microsoft.com/kusto/query/parse-command-line-function
  parse_command_line: ({ args: [value, parser] }) =>
    value?.kind === 'field' && textOf(parser)?.toLowerCase() === 'windows'
      ? whole(transformed(asText(value), 'dynamic', 'shell_split', 'windows'))
      : null,
  url_decode: ({ args: [value] }) => (value?.kind === 'field' ? text(value, 'url_decode') : null),
  base64_decode_tostring: base64Decoded,
  base64_decodestring: base64Decoded,
  extract_json: extractedJson,
  extractjson: extractedJson,
  parse_json: parsedJson,
  parsejson: parsedJson,
  todynamic: parsedJson,
  toobject: parsedJson,
  parse_url: ({ args: [value] }) => (value?.kind === 'field' ? urlParts(value) : null),
  parse_path: ({ args: [value] }) => (value?.kind === 'field' ? pathParts(value) : null),
  toint: toNumber,
  tolong: toNumber,
  toreal: toNumber,
  todouble: toNumber,
  todecimal: toNumber,
  tobool: toBoolean,
  toboolean: toBoolean,
  toguid: ({ args: [value] }) => value ?? null,
};

/** A value that is a text already stays what it is. */
function converted(value: FieldValue): FieldValue {
  const last = value.field.transforms.at(-1)?.name;
  if (last === 'to_string' || (value.type === 'string' && value.parts === undefined)) return value;
  return whole(transformed(value, 'string', 'to_string'));
}

export function textOf(value: Value | undefined): string | null {
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : null;
}

export function numberOf(value: Value | undefined): number | null {
  return value?.kind === 'literal' && value.type === 'number' && typeof value.value === 'number'
    ? value.value
    : null;
}

/** A function that makes a text of a text: empty where the field is missing. */
function text(
  value: FieldValue,
  ...[name, ...args]: [Parameters<typeof transformed>[2], ...(string | number | null)[]]
): FieldValue {
  return transformed(asText(value), 'string', name, ...args);
}

/** Functions of texts see a dynamic value as its JSON text. */
function asText(value: FieldValue): FieldValue {
  return value.type === 'dynamic' ? whole(transformed(value, 'string', 'to_string')) : value;
}

function cased(name: 'lower' | 'upper'): ScalarFunction {
  return ({ args: [value] }) => {
    const constant = textOf(value);
    if (constant !== null) return literal(name === 'lower' ? constant.toLowerCase() : constant.toUpperCase());
    if (value?.kind === 'concat') return casedParts(value, name);
    return value?.kind === 'field' ? text(value, name) : null;
  };
}

/** Each part in that case is the whole in it. */
function casedParts({ parts }: ConcatValue, name: 'lower' | 'upper'): Value | null {
  const made = parts.map((part): Value | null => {
    if (part.kind === 'field') return text(part, name);
    if (part.kind !== 'literal' || typeof part.value !== 'string') return null;
    return literal(name === 'lower' ? part.value.toLowerCase() : part.value.toUpperCase());
  });
  return made.every((part) => part !== null) ? { kind: 'concat', parts: made } : null;
}

/**
 * The first argument is a regex. `trim` takes away all of its matches at both ends, the others one match at theirs
 * (https://learn.microsoft.com/kusto/query/trim-function, …/trim-start-function, …/trim-end-function): of a set of characters that is repeated it is the same.
 */
function trimming(name: 'trim' | 'trim_start' | 'trim_end'): ScalarFunction {
  return ({ args: [pattern, value] }) => {
    const regex = textOf(pattern);
    if (value?.kind !== 'field' || regex === null) return null;
    const isRepeated = name === 'trim' || /[+*]$/.test(regex);
    const characters = isRepeated ? trimmedCharacters(regex) : null;
    if (characters !== null) return text(value, name, ...characters);
    if (matchesNothing(regex)) return null;
    return text(value, 'replace_regex', TRIMMED[name](`(?:${regex})`), '');
  };
}

const TRIMMED = {
  trim: (regex: string) => `^${regex}+|${regex}+$`,
  trim_start: (regex: string) => `^${regex}`,
  trim_end: (regex: string) => `${regex}$`,
} as const;

/** Null: not one set of characters. None: white space. */
function trimmedCharacters(regex: string): readonly string[] | null {
  if (/^(?:\\s|\[\\s\]|\[\[:space:\]\])[+*]?$/.test(regex)) return [];
  const single = /^\\?([^\w\\])[+*]?$/.exec(regex)?.[1] ?? /^( |\w)[+*]?$/.exec(regex)?.[1];
  const isPlain = single !== undefined && (!/[.^$|()[\]{}?*+]/.test(single) || regex.startsWith('\\'));
  if (isPlain) return [single];
  const set = /^\[([^\]\\^-]+)\][+*]?$/.exec(regex)?.[1];
  return set === undefined ? null : [set];
}

/** https://learn.microsoft.com/kusto/query/replace-regex-function; a regex that is a plain text is said as one. */
function regexReplace({ call, args }: Site): Value | null {
  const [first, second, third] = args;
  // replace(regex, rewrite, source), replace_regex(source, regex, rewrite)
  const [value, pattern, rewrite] = call.name === 'replace' ? [third, first, second] : [first, second, third];
  const [regex, fresh] = [textOf(pattern), textOf(rewrite)];
  if (value?.kind !== 'field' || regex === null || fresh === null) return null;
  const plain = regex.replace(/\\([^\w])/g, '$1');
  const isPlain = !/[.^$|()[\]{}?*+\\]/.test(regex.replace(/\\[^\w]/g, ''));
  if (isPlain && plain !== '' && !fresh.includes('\\')) return text(value, 'replace', plain, fresh);
  return matchesNothing(regex) ? null : text(value, 'replace_regex', regex, fresh);
}

/** `extract_all(regex, [groups,] text)`: a list of texts where one group is asked for, else one of lists. */
function extractedAll({ args }: Site): Value | null {
  const [pattern, ...rest] = args;
  const regex = textOf(pattern);
  const [groups, value] = rest.length > 1 ? rest : [undefined, rest[0]];
  if (value?.kind !== 'field' || regex === null) return null;
  const asked = groups?.kind === 'json' && Array.isArray(groups.value) ? (groups.value as unknown[]) : null;
  const known = regex.replace(/\\[^]|\[(?:\\[^]|[^\]])*\]?/g, '').match(/\((?!\?)|\(\?P?<(?![=!])/g) ?? [];
  if (asked === null && (groups !== undefined || known.length !== 1)) return null;
  const group = asked === null ? 1 : asked.length === 1 ? asked[0] : null;
  return typeof group === 'number'
    ? whole(transformed(asText(value), 'dynamic', 'extract_all', regex, group))
    : null;
}

/**
 * Occurrences of a text overlap, matches of a regex do not (https://learn.microsoft.com/kusto/query/countof-function). Splitting says the number of a text
 * that cannot overlap itself.
 */
function countOf({ args: [value, sought, kind] }: Site): Value | null {
  const [part, how] = [textOf(sought), kind === undefined ? 'normal' : textOf(kind)];
  if (value?.kind !== 'field' || part === null || part === '') return null;
  const counted = (list: FieldValue): FieldValue => whole(transformed(list, 'number', 'length'));
  if (how === 'regex')
    return { ...counted(transformed(asText(value), 'dynamic', 'extract_all', part, 0)), missing: 0 };
  const overlaps = Array.from(part).some((_sign, at) => at > 0 && part.startsWith(part.slice(at)));
  if (how !== 'normal' || overlaps) return null;
  return {
    ...transformed(counted(transformed(asText(value), 'dynamic', 'split', part)), 'number', 'subtract', 1),
    missing: 0,
  };
}

/** `extract(regex, group, text [, typeof(…)])`: an empty text where nothing matches. */
function extracted({ args: [pattern, group, value, type] }: Site): Value | null {
  const [regex, number] = [textOf(pattern), numberOf(group)];
  if (value?.kind !== 'field' || regex === null || number === null) return null;
  const found = text(value, 'extract', regex, number);
  return type === undefined ? found : { ...found, type: 'unknown' };
}

export function joinedTexts(parts: readonly Value[], separator: Value): Value {
  return concatenated(parts.flatMap((part, at) => (at === 0 ? [part] : [separator, part])));
}

/** One field among constants is that field with texts before and behind it; else the parts stand side by side. */
function concatenated(args: readonly Value[]): Value {
  const parts = args
    .flatMap((part) => (part.kind === 'concat' ? part.parts : [part]))
    .filter((part) => !(part.kind === 'literal' && part.value === ''));
  if (parts.every((part): part is LiteralValue => part.kind === 'literal')) {
    return literal(parts.map(({ value }) => String(value ?? '')).join(''));
  }
  const fields = parts.filter((part) => part.kind !== 'literal');
  const [field] = fields;
  if (fields.length !== 1 || field?.kind !== 'field') return { kind: 'concat', parts };
  const at = parts.indexOf(field);
  const [before, behind] = [parts.slice(0, at), parts.slice(at + 1)].map((side) =>
    side.map((part) => (part.kind === 'literal' ? String(part.value ?? '') : '')).join(''),
  );
  let value = asText(field);
  if (before !== undefined && before !== '') value = transformed(value, 'string', 'prepend', before);
  if (behind !== undefined && behind !== '') value = transformed(value, 'string', 'append', behind);
  return { ...value, type: 'string', missing: `${before ?? ''}${behind ?? ''}` };
}

function base64Decoded({ args: [value] }: Site): Value | null {
  return value?.kind === 'field' ? text(value, 'base64_decode') : null;
}

/** The JSON that a text holds; a value that is dynamic already stays what it is. */
function parsedJson({ args: [value] }: Site): Value | null {
  const constant = textOf(value);
  if (constant !== null) return constantJson(constant);
  if (value?.kind === 'json') return value;
  if (value?.kind !== 'field') return null;
  if (value.type === 'dynamic' && value.field.transforms.length === 0) return dynamicOf(value);
  if (value.field.transforms.at(-1)?.name === 'parse_json') return value;
  const withoutText = withoutConversion(value);
  return whole(transformed(withoutText, 'dynamic', 'parse_json'));
}

/** `extract_json("$.a.b", text)`: only paths of names and places. */
function extractedJson({ args: [path, value] }: Site): Value | null {
  const text = textOf(path);
  if (value?.kind !== 'field' || text === null || !/^\$(?:\.\w+|\[\d+\])+$/.test(text)) return null;
  const steps = [...text.matchAll(/\.(\w+)|\[(\d+)\]/g)];
  const json = whole(transformed(withoutConversion(value), 'dynamic', 'parse_json'));
  const found = steps.reduce(
    (at, [, name, index]) =>
      name === undefined
        ? transformed(at, 'dynamic', 'at', Number(index))
        : transformed(at, 'dynamic', 'key', name),
    json,
  );
  return converted(found);
}

/** A path of the event may hold the JSON as a text or as it is. */
function dynamicOf(value: FieldValue): FieldValue {
  return whole(transformed(value, 'dynamic', 'parse_json'));
}

function withoutConversion(value: FieldValue): FieldValue {
  const { transforms } = value.field;
  if (transforms.at(-1)?.name !== 'to_string') return value;
  return { ...value, field: { ...value.field, transforms: transforms.slice(0, -1) } };
}

function constantJson(text: string): Value {
  try {
    return jsonValue(JSON.parse(text));
  } catch {
    return literal(text);
  }
}

/** Parts of a URL as far as a regex tells them (https://learn.microsoft.com/kusto/query/parse-url-function). */
const URL_PARTS = {
  Scheme: '^([A-Za-z][A-Za-z0-9+.-]*)://',
  Host: '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)',
  Port: '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?[^/?#:]+:([0-9]+)',
  Path: '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*(/[^?#]*)',
  Fragment: '#(.*)$',
} as const;

/** Parts of a path (https://learn.microsoft.com/kusto/query/parse-path-function). */
const PATH_PARTS = {
  Filename: '([^\\\\/]+)$',
  Extension: '\\.([^.\\\\/]+)$',
} as const;

function urlParts(value: FieldValue): Value {
  return partsOf(value, URL_PARTS);
}

function pathParts(value: FieldValue): Value {
  return partsOf(value, PATH_PARTS);
}

/** A bag whose properties are regexes on one text. */
function partsOf(value: FieldValue, regexes: Readonly<Record<string, string>>): Value {
  return { ...whole(value), type: 'dynamic', parts: { of: asText(value), regexes } };
}

function toNumber({ call, args: [value] }: Site): Value | null {
  if (value?.kind === 'logic') {
    return { kind: 'choice', cases: [{ when: value.truth, value: literal(1) }], otherwise: literal(0) };
  }
  const kind = call.name === 'toint' || call.name === 'tolong' ? 'long' : 'real';
  if (value?.kind === 'literal') {
    if (value.type === 'timespan' || value.type === 'datetime') return null;
    const number = value.value === '' || value.value === null ? Number.NaN : Number(value.value);
    if (Number.isNaN(number)) return literal(null);
    return numberLiteral(kind === 'long' ? Math.trunc(number) : number, kind === 'real');
  }
  if (value?.kind !== 'field') return null;
  return { ...transformed(value, 'number', 'to_number'), number: kind };
}

function toBoolean({ args: [value] }: Site): Value | null {
  if (value?.kind === 'literal')
    return /^(true|1)$/i.test(String(value.value)) ? literal(true) : literal(false);
  return value?.kind === 'field' ? { ...value, type: 'boolean' } : (value ?? null);
}
