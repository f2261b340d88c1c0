import { describe, expect, it } from 'vitest';
import { codes, lower, printed, selection } from './lower.ts';

type Table = readonly (readonly [line: string, condition: string])[];

const GENERIC: Table = [
  ['f|contains: a', 'f contains~ "a"'],
  ['f|startswith: a', 'f starts_with~ "a"'],
  ['f|endswith: a', 'f ends_with~ "a"'],
  ["f|contains: ''", 'f exists'],
  ['f|exists: true', 'f exists'],
  ['f|exists: false', 'f is_null'],
  ['f|cased: Aa', 'f eq "Aa"'],
  ['f|contains|cased: Aa', 'f contains "Aa"'],
  ['f|cased|contains: Aa', 'f contains "Aa"'],
  ['f|neq: a', 'f ne~ "a"'],
  ['f|neq: [a, b]', 'not (f in~ ["a", "b"])'],
  ['f|contains|neq: a', 'not (f contains~ "a")'],
  ['f|contains|all|neq: [a, b]', 'not (f contains~ all ["a", "b"])'],
];

const NUMBERS: Table = [
  ['f|gt: 5', 'f gt 5'],
  ['f|gte: 5.5', 'f gte 5.5'],
  ["f|lt: '7'", 'f lt 7'],
  ['f|lte: -1', 'f lte -1'],
  ['f|gt: [5, 9]', 'f gt 5 or f gt 9'],
];

const REGEXES: Table = [
  ["f|re: 'a\\.b{2,}'", 'f regex "a\\\\.b{2,}"'],
  ['f|re|i: Ab', 'f regex~ "Ab"'],
  ['f|re|m|s: ^a.$', 'f regex "(?ms)^a.$"'],
  ['f|re|ignorecase|dotall|multiline: a', 'f regex~ "(?sm)a"'],
  ['f|re: [a, b+]', 'f regex ["a", "b+"]'],
  ['f|re|all: [a, b+]', 'f regex all ["a", "b+"]'],
  ['f|re|contains: a', 'f regex "a"'],
  ['f|re|startswith: a|b', 'f regex "^(?:a|b)"'],
  ['f|re|endswith: a|b', 'f regex "(?:a|b)$"'],
  ['f|re: 007', 'f regex "007"'],
  ["f|re: 'a\\Z'", 'f regex "a\\\\z"'],
  ["f|re: '\\u200b'", 'f regex "\\\\x{200b}"'],
  ["f|re: '\\–x'", 'f regex "–x"'],
  ["f|re: '\\\\u0041'", 'f regex "\\\\\\\\u0041"'],
  ["f|re: 'C:\\\\Windows'", 'f regex "C:\\\\\\\\Windows"'],
];

const NETWORKS: Table = [
  ['f|cidr: 10.0.0.0/8', 'f cidr "10.0.0.0/8"'],
  ['f|cidr: [fe80::/10, 192.0.2.1]', 'f cidr ["192.0.2.1/32", "fe80::/10"]'],
  ["f|cidr: '::1'", 'f cidr "::1/128"'],
];

const FIELDS: Table = [
  ['f|fieldref: g', 'f field_eq~ g'],
  ['f|fieldref|contains: g', 'f field_contains~ g'],
  ['f|fieldref|startswith: g', 'f field_starts_with~ g'],
  ['f|fieldref|endswith: g.h', 'f field_ends_with~ g.h'],
  ['f|fieldref|cased: g', 'f field_eq g'],
  ['f|fieldref|neq: g', 'not (f field_eq~ g)'],
];

const ENCODINGS: Table = [
  ['f|base64: foobar', 'f eq~ "Zm9vYmFy"'],
  ['f|base64|contains: foobar', 'f contains~ "Zm9vYmFy"'],
  ['f|base64: 123', 'f eq~ "MTIz"'],
  ['f|base64offset|contains: foobar', 'f contains~ ["Zm9vYmFy", "Zvb2Jhc", "mb29iYX"]'],
  ['f|base64offset|contains: fooba', 'f contains~ ["Zm9vYm", "Zvb2Jh", "mb29iY"]'],
  ['f|wide|base64: foo', 'f eq~ "ZgBvAG8A"'],
  ['f|utf16le|base64: foo', 'f eq~ "ZgBvAG8A"'],
  ['f|utf16be|base64: foo', 'f eq~ "AGYAbwBv"'],
  ['f|utf16|base64: foo', 'f eq~ "//5mAG8AbwA="'],
  ['f|wide|base64: é', 'f eq~ "6QA="'],
  ['f|wide|contains: ab', 'f contains~ "a\\u0000b\\u0000"'],
];

const DASHES: Table = [
  ["f|windash|contains: ' -x'", 'f contains~ [" -x", " /x", " –x", " —x", " ―x"]'],
  ["f|contains|windash: ' /x'", 'f contains~ [" -x", " /x", " –x", " —x", " ―x"]'],
  ['f|endswith|windash: a-b', 'f ends_with~ "a-b"'],
  ["f|contains|windash: ' - '", 'f contains " - "'],
  ["f|windash: '*-x'", 'f ends_with~ ["-x", "/x", "–x", "—x", "―x"]'],
  ["f|contains|all|windash: ['-a', b]", 'f contains~ ["-a", "/a", "–a", "—a", "―a"]\nf contains~ "b"'],
];

const PLACEHOLDERS: Table = [
  ["f: '%x%'", 'f eq~ "%x%"'],
  ["f|expand: '100 percent'", 'f eq~ "100 percent"'],
  ["f|expand: '\\%x%'", 'f eq~ "%x%"'],
];

describe.each([
  ['generic', GENERIC],
  ['numbers', NUMBERS],
  ['regexes', REGEXES],
  ['networks', NETWORKS],
  ['fields', FIELDS],
  ['encodings', ENCODINGS],
  ['dashes', DASHES],
  ['placeholders', PLACEHOLDERS],
])('Sigma modifiers: %s', (_name, table) => {
  it.each(table)('%s', (line, condition) => {
    const text = selection(line);
    expect(printed(text)).toBe(condition);
    expect(codes(text)).toEqual([]);
  });
});

it('makes 25 variants of two dashes', () => {
  const { condition } = lower(selection("f|contains|windash: '-a /b'"));
  expect(condition.kind === 'compare' ? new Set(condition.values).size : 0).toBe(25);
});

describe('what cannot be evaluated is opaque, with a diagnostic', () => {
  it.each([
    ["f|expand: '%x%'", 'placeholder'],
    ["f|contains|expand: 'a%x%b'", 'placeholder'],
    ["f|re|expand: 'a%x%'", 'placeholder'],
    ['f|hour: 5', 'timestamp_part'],
    ['f|week|gt: 5', 'timestamp_part'],
    ["f|re: '(?<=a)b'", 'unsupported_regex'],
    ["f|re: '(a)\\1'", 'unsupported_regex'],
    ["f|re: '('", 'unsupported_regex'],
    ['f|cidr: 10.0.0.0/33', 'invalid_cidr'],
    ['f|cidr: 10.0.*', 'invalid_cidr'],
    ['f|gt: high', 'invalid_value'],
    ['f|gt: null', 'invalid_value'],
    ['f|exists: maybe', 'invalid_value'],
    ['f|re: null', 'invalid_value'],
    ['f|contains|re: a', 'invalid_modifier_chain'],
    ['f|contains|cidr: 10.0.0.0/8', 'invalid_modifier_chain'],
    ['f|i: a', 'invalid_modifier_chain'],
    ['f|re|base64: a', 'invalid_modifier_chain'],
    ['f|contains|base64: a', 'invalid_modifier_chain'],
    ['f|cidr|contains: 10.0.0.0/8', 'invalid_modifier_chain'],
    ['f|wide|wide: a', 'invalid_modifier_chain'],
    ['f|utf16: a', 'invalid_modifier_chain'],
    ['f|contains|fieldref: g', 'invalid_modifier_chain'],
    ['f|re|i|cased: a', 'invalid_modifier_chain'],
    ['f|contains|gt: 5', 'invalid_modifier_chain'],
    ["'|exists': true", 'invalid_modifier_chain'],
    ["'|fieldref': g", 'invalid_modifier_chain'],
    ["'|startswith': g", 'invalid_modifier_chain'],
    ['f|unheard: a', 'unknown_modifier'],
    ['f|toString: a', 'unknown_modifier'],
    ["f|contains|windash: '-a -b -c -d -e -f'", 'too_many_variants'],
  ])('%s', (line, code) => {
    const { condition, diagnostics } = lower(selection(line));
    expect(condition).toMatchObject({ kind: 'opaque', reason: code, text: line });
    expect(diagnostics).toMatchObject([{ code, severity: 'error', span: { start: { line: 3 } } }]);
  });

  it('leaves the other values of a list as they are', () => {
    expect(printed(selection("f|contains|expand: [a, '%x%']"))).toBe('f contains~ "a" or opaque "\'%x%\'"');
  });
});
