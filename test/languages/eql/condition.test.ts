import { describe, expect, it } from 'vitest';
import { lower, outcome, printed } from './lowering.ts';

type Table = readonly (readonly [query: string, condition: string])[];

const COMPARISONS: Table = [
  ['a.b == "Cmd.exe"', 'a.b eq "Cmd.exe"'],
  ['a == "c*d?"', 'a eq "c*d?"'],
  ['a != "x"', 'a ne "x"'],
  ['a == 5', 'a eq 5'],
  ['a == -1.5', 'a eq -1.5'],
  ['a > 5 and b >= 6', 'a gt 5\nb gte 6'],
  ['a < "b" and c <= 1e3', 'a lt "b"\nc lte 1000'],
  ['5 < a', 'a gt 5'],
  ['"x" == a', 'a eq "x"'],
  ['a == true', 'a eq true'],
  ['a != false', 'a ne false'],
  ['a', 'a eq true'],
  ['not a', 'a ne true'],
  ['a == null', 'a is_null'],
  ['a != null', 'a exists'],
  ['null == a', 'a is_null'],
  ['?a.b != null', 'a.b exists'],
  ['true', 'always'],
  ['false', 'never'],
  ['1 == 1 and "a" < "b" and not 2 >= 3', 'always'],
];

const PATTERNS: Table = [
  ['a : "Cmd.exe"', 'a eq~ "Cmd.exe"'],
  ['a : "*.exe"', 'a ends_with~ ".exe"'],
  ['a : ("cmd*", "b", "c?d")', 'a eq~ "b" or a starts_with~ "cmd" or a wildcard~ "c?d"'],
  ['a : ("x")', 'a eq~ "x"'],
  ['a:"*"', 'a exists'],
  ['a : 5', 'a eq 5'],
  ['a like "C*d"', 'a wildcard "C*d"'],
  ['a like~ ("*x*", "*Y*")', 'a contains~ ["Y", "x"]'],
  ['a not like "x*"', 'not (a starts_with "x")'],
  ['a like "?:\\\\Users\\\\*\\\\x"', 'a wildcard "?:\\\\\\\\Users\\\\\\\\*\\\\\\\\x"'],
  ['a : "\\\\*"', 'a starts_with "\\\\"'],
  ['a regex "ab.*"', 'a regex "(?s)^(?:ab.*)$"'],
  ['a regex~ ("ab", "c?")', 'a regex~ ["^(?:ab)$", "^(?:c?)$"]'],
  ['a not regex "ab"', 'not (a regex "^(?:ab)$")'],
];

const LISTS: Table = [
  ['a in ("x", "Y")', 'a in ["Y", "x"]'],
  ['a in ("x")', 'a eq "x"'],
  ['a in (1, 2,)', 'a in [1, 2]'],
  ['a in~ ("X", "y*")', 'a in~ ["X", "y*"]'],
  ['a not in ("x", "y")', 'not (a in ["x", "y"])'],
  ['a not in~("x", "y")', 'not (a in~ ["x", "y"])'],
  ['not a in ("x", "y")', 'not (a in ["x", "y"])'],
  ['"x" in (a, b.c)', 'a eq "x" or b.c eq "x"'],
  ['"x" not in (a, b)', 'not (a eq "x" or b eq "x")'],
  ['"x" in ("x", "y")', 'always'],
  ['a in (b, "x")', 'a eq "x" or a field_eq b'],
];

const BOOLEANS: Table = [
  ['a == 1 or b == 2 and c == 3', 'a eq 1 or (b eq 2 and c eq 3)'],
  ['(a == 1 or b == 2) and c == 3', '(a eq 1 or b eq 2)\nc eq 3'],
  ['not a == 1 and b == 2', 'a ne 1\nb eq 2'],
  ['not (a == 1 and b == 2)', 'not (a eq 1 and b eq 2)'],
  ['not not a == 1', 'a eq 1'],
  ['(a : "x") == false', 'a ne~ "x"'],
  ['(a : "x") != false', 'a eq~ "x"'],
  ['true == (a in ("x", "y"))', 'a in ["x", "y"]'],
  ['cidrMatch(a, "10.0.0.0/8") == false', 'not (a cidr "10.0.0.0/8")'],
];

const FIELDS: Table = [
  ['source.as.number == 1 and x.in.not.or == 2', 'source.as.number eq 1\nx.in.not.or eq 2'],
  ['notes == 1 and order == 2 and info == 3', 'notes eq 1\norder eq 2\ninfo eq 3'],
  ['android == 1 or inner == 2', 'android eq 1 or inner eq 2'],
  ['`my-field`.`b c` == 1', 'my-field.b c eq 1'],
  ['`a.b/c` == 1', 'a.b/c eq 1'],
  ['`a``b` == 1', 'a`b eq 1'],
  ['process\n  .name == "x"', 'process.name eq "x"'],
  ['a.0.b == 1', 'a.0.b eq 1'],
  ['@timestamp > "2020"', '@timestamp gt "2020"'],
  ['a == b', 'a field_eq b'],
  ['a != b', 'not (a field_eq b)'],
  ['a : b', 'a field_eq~ b'],
  ['a > b', 'a field_gt b'],
  ['source.ip == "10.0.0.0/8"', 'source.ip cidr "10.0.0.0/8"'],
  ['source.ip in ("10.0.0.0/8", "1.2.3.4")', 'source.ip eq "1.2.3.4" or source.ip cidr "10.0.0.0/8"'],
  ['source.ip != "::1"', 'not (source.ip cidr "::1")'],
  ['process.name == "10.0.0.0/8"', 'process.name eq "10.0.0.0/8"'],
];

const STRINGS: Table = [
  ['a == "tab\\tline\\nquote\\"slash\\\\"', 'a eq "tab\\tline\\nquote\\"slash\\\\"'],
  ['a == "\\u{41}\\u{1F600}"', 'a eq "A😀"'],
  ['a == """raw \\n "quoted" text"""', 'a eq "raw \\\\n \\"quoted\\" text"'],
  ['a == """say "hi""""', 'a eq "say \\"hi\\""'],
  ['a in ("""a"""", """b""", "")', 'a in ["", "a\\"", "b"]'],
  ['a == """"""', 'a eq ""'],
  ['a == ?"C:\\new"', 'a eq "C:\\\\new"'],
  ['a == "x // y" // "comment', 'a eq "x // y"'],
  ['/* a == 1 and */ b /* , */ == 2 // end', 'b eq 2'],
];

const FUNCTIONS: Table = [
  ['startsWith(a, "x")', 'a starts_with "x"'],
  ['STARTSWITH~(a, "x")', 'a starts_with~ "x"'],
  ['endswith~ (a, "x")', 'a ends_with~ "x"'],
  ['stringContains(a, "x")', 'a contains "x"'],
  ['stringContains(a, "")', 'never'],
  ['stringContains~(a, b)', 'a field_contains~ b'],
  ['startsWith(a, b)', 'a field_starts_with b'],
  ['endsWith(a, substring(b, 0, -1))', 'a field_ends_with slice(b, 0, -1)'],
  ['cidrmatch(a, "10.0.0.0/8", "::1/128")', 'a cidr ["10.0.0.0/8", "::1/128"]'],
  ['not cidrMatch(a, "10.0.0.0/8")', 'not (a cidr "10.0.0.0/8")'],
  ['wildcard(a, "x*", "Y")', 'a eq "Y" or a starts_with "x"'],
  ['wildcard~(a, "*x")', 'a ends_with~ "x"'],
  ['length(a) > 5', 'length(a) gt 5'],
  ['5 == length(a)', 'length(a) eq 5'],
  ['length(a) == null', 'a is_null'],
  ['substring(a, 2) == "x"', 'slice(a, 2, null) eq "x"'],
  ['substring(a, -4) : ("*x", "y")', 'slice(a, -4, null) eq~ "y" or slice(a, -4, null) ends_with~ "x"'],
  ['substring(a, 0, length(a) - 1) == "x"', 'slice(a, 0, -1) eq "x"'],
  ['substring(a, 2, length(a)) == "x"', 'slice(a, 2, null) eq "x"'],
  ['string(a) == "5"', 'to_string(a) eq "5"'],
  ['number(a) > 5', 'to_number(a) gt 5'],
  ['a == number("0x32", 16) or a == number("-7")', 'a in [-7, 50]'],
  ['concat("a", 1, true) == b', 'b eq "a1true"'],
  ['indexOf(a, "x") > 3', 'index_of(a, "x") gt 3'],
  ['indexOf(a, "x") < 3', 'index_of(a, "x") gte 0\nindex_of(a, "x") lt 3'],
  ['indexOf~(a, "X") == 0', 'index_of(lower(a), "x") eq 0'],
  ['indexOf(a, "x") == null', 'a is_null or some a (not (@ contains "x"))'],
  ['indexOf(string(a), b) == null', 'a is_null or b is_null or some a (not (to_string(@) field_contains b))'],
];

const LISTS_OF_OBJECTS: Table = [
  ['arraySearch(a.b, $x, $x.c == 1 and $x : "d*")', 'some a.b (@.c eq 1 and @ starts_with~ "d")'],
  ['not _arraysearch(a, $x, $x.c != b)', 'not (some a (not (@.c field_eq b)))'],
  ['arraySearch(a, $x, arraySearch($x.b, $y, $y.c))', 'some a (some @.b (@.c eq true))'],
];

const ARITHMETIC: Table = [
  ['a + 2 == 5', 'add(a, 2) eq 5'],
  ['2 * a > b', 'multiply(a, 2) field_gt b'],
  ['a - 1 < 0', 'subtract(a, 1) lt 0'],
  ['10 - a == 1', 'add(multiply(a, -1), 10) eq 1'],
  ['a % 2 == 0', 'modulo(a, 2) eq 0'],
  ['modulo(a, 2) == 0', 'modulo(a, 2) eq 0'],
  ['a / 0.5 == 2', 'divide(a, 0.5) eq 2'],
  ['a == 2 + 3 * 4 - 10 / 3', 'a eq 11'],
  ['a == add(1, multiply(2, 3))', 'a eq 7'],
  ['-a == 1', 'add(multiply(a, -1), 0) eq 1'],
];

describe('an EQL condition', () => {
  describe.each([
    ['comparisons', COMPARISONS],
    ['patterns', PATTERNS],
    ['lists', LISTS],
    ['booleans', BOOLEANS],
    ['fields', FIELDS],
    ['strings', STRINGS],
    ['functions', FUNCTIONS],
    ['lists of objects', LISTS_OF_OBJECTS],
    ['arithmetic', ARITHMETIC],
  ])('%s', (_name, table) => {
    it.each(table)('%s', (query, condition) => {
      expect(outcome(query)).toEqual({ condition, codes: [] });
    });
  });

  it.each([
    ['match(a, "x")', 'unsupported_function', 'opaque "match(a, \\"x\\")"'],
    ['arrayContains(a, "x") == true', 'unsupported_function', 'opaque "arrayContains(a, \\"x\\")"'],
    ['a == concat(b, c)', 'unsupported_call', 'opaque "a == concat(b, c)"'],
    ['between(a, "x", "y") == "z"', 'unsupported_call', 'opaque "between(a, \\"x\\", \\"y\\") == \\"z\\""'],
    ['a / 2 == 1', 'unsupported_arithmetic', 'opaque "a / 2 == 1"'],
    ['a == 1 / 0', 'unsupported_arithmetic', 'opaque "a == 1 / 0"'],
    ['a + b == 1', 'unsupported_arithmetic', 'opaque "a + b == 1"'],
    [
      'substring(a, 0, length(a) - 2) == "x"',
      'unsupported_call',
      'opaque "substring(a, 0, length(a) - 2) == \\"x\\""',
    ],
    ['indexOf(a, b) > 1', 'unsupported_comparison', 'opaque "indexOf(a, b) > 1"'],
    ['a > null', 'null_comparison', 'opaque "a > null"'],
    ['a in ("x", null)', 'unsupported_value', 'opaque "a in (\\"x\\", null)"'],
    ['source.ip > "10.0.0.0"', 'ip_range', 'opaque "source.ip > \\"10.0.0.0\\""'],
    ['a regex "x~y"', 'unsupported_regex', 'opaque "a regex \\"x~y\\""'],
    [
      'a == 1 or child of [process where true]',
      'unsupported_lineage',
      'a eq 1 or opaque "child of [process where true]"',
    ],
    ['$x.a == 1', 'unbound_variable', 'opaque "$x.a == 1"'],
    [
      'arraySearch(a, $x, arraySearch($x.b, $y, $x.c == 1))',
      'unbound_variable',
      'some a (some @.b (opaque "$x.c == 1"))',
    ],
    ['arraySearch($z.a, $x, $x)', 'unbound_variable', 'opaque "arraySearch($z.a, $x, $x)"'],
    ['arraySearch(a, b, c)', 'unsupported_call', 'opaque "arraySearch(a, b, c)"'],
    ['"text"', 'not_a_condition', 'opaque "\\"text\\""'],
    ['1 + 2', 'not_a_condition', 'opaque "1 + 2"'],
  ])('keeps %s in its place', (query, code, condition) => {
    expect(outcome(query)).toEqual({ condition, codes: [code] });
  });

  it('names the fields of what it cannot express', () => {
    const { condition } = lower('any where a + b == c');
    expect(condition).toMatchObject({
      kind: 'opaque',
      fields: [{ native: 'a' }, { native: 'b' }, { native: 'c' }],
    });
  });

  it('keeps the dots of an escaped name', () => {
    expect(lower('any where `a.b`.c').condition).toMatchObject({ field: { segments: ['a.b', 'c'] } });
  });

  it.each([
    ['process where true', 'event.category eq "process"'],
    ['any where true', 'always'],
    ['"my-category" where true', 'event.category eq "my-category"'],
    ['"""6cat""" where a', 'event.category eq "6cat"\na eq true'],
    ['anything where true', 'event.category eq "anything"'],
    ['sequence where true', 'event.category eq "sequence"'],
  ])('takes the category of %s', (query, condition) => {
    expect(printed(query)).toBe(condition);
  });

  it("asks for the category in the rule's own field", () => {
    const { condition } = lower('process where true', { eventCategoryField: 'event.type' });
    expect(condition).toMatchObject({ of: [{ field: { native: 'event.type' } }, { kind: 'always' }] });
  });
});
