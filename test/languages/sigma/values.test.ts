import { describe, expect, it } from 'vitest';
import { codes, printed, selection } from './lower.ts';

type Table = readonly (readonly [lines: string, condition: string])[];

const SCALARS: Table = [
  ['f: Word', 'f eq~ "Word"'],
  ['f: 4624', 'f eq 4624'],
  ['f: "4624"', 'f eq "4624"'],
  ['f: 00000429', 'f eq "00000429"'],
  ['f: 0x1F', 'f eq~ "0x1F"'],
  ['f: 1.50', 'f eq "1.50"'],
  ['f: 1e3', 'f eq~ "1e3"'],
  ['f: 12345678901234567890', 'f eq "12345678901234567890"'],
  ['f: -5', 'f eq -5'],
  ['f: true', 'f eq true'],
  ["f: 'true'", 'f eq~ "true"'],
  ['f: off', 'f eq~ "off"'],
  ['f: 2024-01-31', 'f eq "2024-01-31"'],
  ['f: null', 'f is_null'],
  ['f: ~', 'f is_null'],
  ['f:', 'f is_null'],
  ["f: ''", 'f eq ""'],
  ['userIdentity.type: Root', 'userIdentity.type eq~ "Root"'],
  ['Some Field: x', 'Some Field eq~ "x"'],
];

const WILDCARDS: Table = [
  ["f: '*'", 'f exists'],
  ["f: '**'", 'f exists'],
  ["f: 'a*'", 'f starts_with~ "a"'],
  ["f: '*a'", 'f ends_with~ "a"'],
  ["f: '*a*'", 'f contains~ "a"'],
  ["f: 'a*b?c'", 'f wildcard~ "a*b?c"'],
  ["f: '?'", 'f wildcard "?"'],
  ["f|contains: 'a*b'", 'f wildcard~ "*a*b*"'],
  ["f|startswith: '*a'", 'f contains~ "a"'],
  ["f|endswith: 'a?'", 'f wildcard~ "*a?"'],
];

/** The list under "Escaping": what stands in the rule, and what must stand in the event. */
const ESCAPES: Table = [
  ["f: 'C:\\dir\\file'", 'f eq~ "C:\\\\dir\\\\file"'],
  ["f: 'a\\\\b'", 'f eq~ "a\\\\b"'],
  ["f: 'a\\*b'", 'f eq~ "a*b"'],
  ["f: 'a\\?b'", 'f eq~ "a?b"'],
  ["f: 'a\\\\*'", 'f starts_with~ "a\\\\"'],
  ["f: 'a\\\\\\*'", 'f eq~ "a\\\\*"'],
  ["f: 'a\\\\\\b'", 'f eq~ "a\\\\\\\\b"'],
  ["f: 'a\\\\\\\\b'", 'f eq~ "a\\\\\\\\b"'],
  ["f: 'a\\'", 'f eq~ "a\\\\"'],
  ["f|contains: '\\*'", 'f contains "*"'],
];

const LISTS: Table = [
  ['f: [a, b]', 'f in~ ["a", "b"]'],
  ['f: [1, a]', 'f in~ [1, "a"]'],
  ["f: [a, null, '']", 'f in~ ["", "a"] or f is_null'],
  ["f: ['a*', '*b', 'c']", 'f starts_with~ "a" or f ends_with~ "b" or f eq~ "c"'],
  ['f|contains: [a, 5]', 'f contains~ ["5", "a"]'],
  ['f|contains|all: [a, b]', 'f contains~ all ["a", "b"]'],
  ['f|all|contains: [a, b]', 'f contains~ all ["a", "b"]'],
  ['f|all: [a, b]', 'f eq~ "a"\nf eq~ "b"'],
  ['f|startswith|all: [a, b]', 'f starts_with~ "a"\nf starts_with~ "b"'],
];

const SHAPES: Table = [
  ['f: a\n    g: b', 'f eq~ "a"\ng eq~ "b"'],
  ['- f: a\n    - g: b', 'f eq~ "a" or g eq~ "b"'],
  ['- f: a\n      g: b\n    - h: c', '(f eq~ "a" and g eq~ "b") or h eq~ "c"'],
  ['- one\n    - two', '* contains~ ["one", "two"]'],
  ['- 404\n    - on*off', '* contains "404" or * wildcard~ "*on*off*"'],
  ['- f: a\n    - word', 'f eq~ "a" or * contains~ "word"'],
  ["'|all':\n        - one\n        - two", '* contains~ all ["one", "two"]'],
  ["'|contains': one", '* contains~ "one"'],
  ["'|re': 'a+'", '* regex "a+"'],
  ["'': one", '* contains~ "one"'],
];

describe.each([
  ['scalars', SCALARS],
  ['wildcards', WILDCARDS],
  ['escapes', ESCAPES],
  ['lists', LISTS],
  ['shapes', SHAPES],
])('Sigma values: %s', (_name, table) => {
  it.each(table)('%s', (lines, condition) => {
    const text = selection(lines);
    expect(printed(text)).toBe(condition);
    expect(codes(text)).toEqual([]);
  });
});

describe('a selection that cannot be read', () => {
  it.each([
    ['{}', 'empty_selection', 'opaque "s"'],
    ['[]', 'empty_selection', 'opaque "s"'],
    ['f: {g: 1}', 'invalid_value', 'opaque "f: {g: 1}"'],
    ['f: [[1]]', 'invalid_value', 'opaque "f: [[1]]"'],
    ['f: []', 'invalid_value', 'opaque "f: []"'],
    ['- f: a\n    - null', 'empty_selection', 'f eq~ "a" or opaque "null"'],
    ['f|like: a', 'unknown_modifier', 'opaque "f|like: a"'],
    ['f|contains: [a, null]', 'invalid_value', 'f contains~ "a" or opaque "null"'],
  ])('stays in place, opaque: %s', (lines, code, condition) => {
    const text = selection(lines);
    expect(printed(text)).toBe(condition);
    expect(new Set(codes(text))).toEqual(new Set([code]));
  });
});
