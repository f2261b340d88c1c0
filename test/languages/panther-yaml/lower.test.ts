import { describe, expect, it } from 'vitest';
import { printCondition } from '../../../src/condition/print.ts';
import { simplify } from '../../../src/condition/simplify.ts';
import { pantherYaml } from '../../../src/languages/panther-yaml/index.ts';
import type { Lowered } from '../../../src/languages/language.ts';

function lower(text: string, line = 1, column = 1): Lowered {
  return pantherYaml.lower({ language: 'panther_yaml', text, line, column, context: null });
}

/** The text of a Detection's condition, which must be whole. */
function detection(...expressions: readonly string[]): string {
  const { condition, diagnostics } = lower(
    `Detection:\n${expressions.map((each) => `  - ${each}\n`).join('')}`,
  );
  expect(diagnostics).toEqual([]);
  return printCondition(simplify(condition));
}

function filters(...expressions: readonly string[]): string {
  const { condition, diagnostics } = lower(
    `InlineFilters:\n${expressions.map((each) => `  - ${each}\n`).join('')}`,
  );
  expect(diagnostics).toEqual([]);
  return printCondition(simplify(condition));
}

/** The codes of a Detection that cannot be read whole. */
function codes(...expressions: readonly string[]): readonly string[] {
  const { condition, diagnostics } = lower(
    `Detection:\n${expressions.map((each) => `  - ${each}\n`).join('')}`,
  );
  expect(printCondition(condition)).toContain('opaque');
  return diagnostics.map(({ code }) => code);
}

describe('conditions with a value', () => {
  it.each([
    ['{ Key: a, Condition: Equals, Value: x }', 'a eq "x"'],
    ['{ Key: a, Condition: DoesNotEqual, Value: x }', 'a ne "x"'],
    ['{ Key: a, Condition: IEquals, Value: x }', 'a eq~ "x"'],
    ['{ Key: a, Condition: IDoesNotEqual, Value: x }', 'a ne~ "x"'],
    ['{ Key: a, Condition: Equals, Value: 2 }', 'a eq 2'],
    ['{ Key: a, Condition: Equals, Value: true }', 'a eq true'],
    ['{ Key: a, Condition: Equals, Value: off }', 'a eq "off"'],
    ['{ Key: a, Condition: StartsWith, Value: x }', 'a starts_with "x"'],
    ['{ Key: a, Condition: IStartsWith, Value: x }', 'a starts_with~ "x"'],
    ['{ Key: a, Condition: DoesNotStartWith, Value: x }', 'not (a starts_with "x")'],
    ['{ Key: a, Condition: EndsWith, Value: x }', 'a ends_with "x"'],
    ['{ Key: a, Condition: IDoesNotEndWith, Value: x }', 'not (a ends_with~ "x")'],
    ['{ Key: a, Condition: Contains, Value: x }', 'a contains "x"'],
    ['{ Key: a, Condition: DoesNotContain, Value: x }', 'not (a contains "x")'],
    ['{ Key: a, Condition: IContains, Value: x }', 'a contains~ "x"'],
    ['{ Key: a, Condition: IsGreaterThan, Value: 2.5 }', 'a gt 2.5'],
    ['{ Key: a, Condition: IsGreaterThanOrEqual, Value: 2 }', 'a gte 2'],
    ['{ Key: a, Condition: IsGreaterThanOrEquals, Value: 2 }', 'a gte 2'],
    ['{ Key: a, Condition: IsLessThan, Value: 2 }', 'a lt 2'],
    ['{ Key: a, Condition: IsLessThanOrEquals, Value: 2 }', 'a lte 2'],
    ['{ Key: a, Condition: IsIn, Values: [x, y] }', 'a in ["x", "y"]'],
    ['{ Key: a, Condition: IsNotIn, Values: [x, y] }', 'not (a in ["x", "y"])'],
    ['{ Key: a, Condition: IsIPAddressInCIDR, Value: 10.0.0.0/8 }', 'a cidr "10.0.0.0/8"'],
    ['{ Key: a, Condition: IsIPAddressNotInCIDR, Value: 10.0.0.0/8 }', 'not (a cidr "10.0.0.0/8")'],
  ])('%s', (expression, text) => {
    expect(detection(expression)).toBe(text);
  });

  it('compare as Python does: types agree, lists are taken whole', () => {
    expect(lower('Detection: [{ Key: a, Condition: Equals, Value: x }]').condition).toMatchObject({
      of: [{ kind: 'compare', strict: true, collection: 'whole', caseSensitive: true }],
    });
  });
});

describe('conditions without a value', () => {
  it.each([
    ['{ Key: a, Condition: Exists }', 'a exists'],
    ['{ Key: a, Condition: DoesNotExist }', 'a is_null'],
    ['{ Key: a, Condition: IsNull }', 'a is_null'],
    ['{ Key: a, Condition: IsNotNull }', 'a exists'],
    ['{ Key: a, Condition: IsNullOrEmpty }', '(a is_null or length(a) eq 0)'],
    ['{ Key: a, Condition: IsIPAddress }', 'a cidr ["0.0.0.0/0", "::/0"]'],
    ['{ Key: a, Condition: IsIPv6Address }', 'a cidr "::/0"'],
  ])('%s', (expression, text) => {
    expect(detection(expression).replace(/^(?!\()(.* or .*)$/, '($1)')).toBe(text);
  });

  it('tell private addresses from public ones', () => {
    expect(detection('{ Key: a, Condition: IsIPAddressPrivate }')).toContain('"192.168.0.0/16"');
    const lines = detection('{ Key: a, Condition: IsIPAddressPublic }').split('\n');
    expect(lines[0]).toBe('a cidr ["0.0.0.0/0", "::/0"]');
    expect(lines[1]).toMatch(/^not \(a cidr \[.*"100\.64\.0\.0\/10"/);
  });

  it('are constants without a key', () => {
    expect(lower('Detection: [{ Condition: AlwaysTrue }]').condition).toMatchObject({
      of: [{ kind: 'always' }],
    });
    expect(lower('Detection: [{ Condition: AlwaysFalse }]').condition).toMatchObject({
      of: [{ kind: 'never' }],
    });
  });
});

describe('keys', () => {
  const segments = (key: string): unknown => {
    const { condition } = lower(`Detection: [{ ${key}, Condition: Exists }]`);
    return condition.kind === 'all' && condition.of[0]?.kind === 'compare'
      ? condition.of[0].field.segments
      : null;
  };

  it.each([
    ['Key: a.b', ['a.b']],
    ['KeyPath: a.b', ['a', 'b']],
    ['KeyPath: "a[2].b"', ['a', '2', 'b']],
    ['KeyPath: "a[-1]"', ['a', '-1']],
    [`KeyPath: "a['x.y'].b"`, ['a', 'x.y', 'b']],
    ['DeepKey: [a, 2, b.c]', ['a', '2', 'b.c']],
  ])('%s', (key, expected) => {
    expect(segments(key)).toEqual(expected);
  });

  it.each([
    ['KeyPath: "a[*].b"', 'wildcard_key_path'],
    ['KeyPath: "a..b"', 'malformed_expression'],
    ['KeyPath: ""', 'malformed_expression'],
    ['DeepKey: a', 'malformed_expression'],
    ['Key: a, KeyPath: b', 'malformed_expression'],
  ])('%s is refused', (key, code) => {
    expect(codes(`{ ${key}, Condition: Exists }`)).toEqual([code]);
  });
});

describe('combinators', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((key) => `{ Key: ${key}, Condition: Exists }`);

  it('all of the list hold', () => {
    expect(detection(a!, b!)).toBe('a exists\nb exists');
  });

  it.each([
    [`{ All: [${a}, ${b}] }`, 'a exists\nb exists'],
    [`{ Any: [${a}, ${b}] }`, 'a exists or b exists'],
    [`{ None: [${a}, ${b}] }`, 'not (a exists or b exists)'],
    [`{ OnlyOne: [${a}, ${b}] }`, '(a exists and b is_null) or (a is_null and b exists)'],
    [`{ Any: [${a}, { All: [${b}, ${c}] }] }`, 'a exists or (b exists and c exists)'],
  ])('%s', (expression, text) => {
    expect(detection(expression)).toBe(text);
  });

  it('exactly one holds also where two are alike', () => {
    const { condition } = lower(
      `Detection: [{ OnlyOne: [{ Condition: AlwaysTrue }, { Condition: AlwaysTrue }] }]`,
    );
    expect(simplify(condition)).toEqual({ kind: 'never' });
  });

  it('of nothing: all hold, none holds, and what any would mean is not told', () => {
    expect(simplify(lower('Detection: [{ All: [] }, { None: [] }]').condition)).toEqual({ kind: 'always' });
    expect(codes('{ Any: [] }', '{ OnlyOne: [] }')).toEqual(['empty_combinator', 'empty_combinator']);
  });
});

describe('two keys', () => {
  it.each([
    ['{ Condition: IsGreaterThan, Values: [{ Key: a }, { KeyPath: b.c }] }', 'a field_gt b.c'],
    ['{ Condition: DoesNotEqual, Values: [{ Key: a }, { Key: b }] }', 'not (a field_eq b)'],
    ['{ Condition: IContains, Values: [{ Key: a }, { Key: b }] }', 'a field_contains~ b'],
  ])('%s', (expression, text) => {
    expect(detection(expression)).toBe(text);
  });

  it('of a condition that compares no keys are refused', () => {
    expect(codes('{ Condition: IsIn, Values: [{ Key: a }, { Key: b }] }')).toEqual(['unsupported_condition']);
  });
});

describe('elements of a list', () => {
  const of = '{ Key: name, Condition: Equals, Value: x }';

  it.each([
    ['AnyElement', 'some'],
    ['NoElement', 'not'],
    ['AllElements', 'all'],
  ])('%s', (condition, kind) => {
    const { condition: lowered, diagnostics } = lower(
      `Detection: [{ KeyPath: a.list, Condition: ${condition}, Expressions: [${of}] }]`,
    );
    expect(diagnostics).toEqual([]);
    expect(lowered).toMatchObject({ of: [{ kind }] });
  });

  it('are looked at one by one', () => {
    const { condition } = lower(`Detection: [{ Key: list, Condition: AnyElement, Expressions: [${of}] }]`);
    expect(condition).toMatchObject({
      of: [
        {
          kind: 'some',
          collection: 'whole',
          field: { native: 'list', scope: 'event' },
          of: { of: [{ field: { native: 'name', scope: 'element' } }] },
        },
      ],
    });
  });

  it('exactly one of them cannot be said', () => {
    expect(codes(`{ Key: a, Condition: OnlyOneElement, Expressions: [${of}] }`)).toEqual([
      'unsupported_condition',
    ]);
  });
});

describe('inline filters', () => {
  it('pass an event that does not have the field', () => {
    expect(filters('{ KeyPath: a, Condition: Equals, Value: x }')).toMatch(
      /a is_null or a eq "x"|a eq "x" or a is_null/,
    );
  });

  it('of nothing hold', () => {
    expect(simplify(lower('InlineFilters:\n  - All: []').condition)).toEqual({ kind: 'always' });
  });
});

describe('what cannot be read', () => {
  it.each([
    ['{ Key: a, Condition: Sounds, Value: x }', 'unsupported_condition'],
    ['{ Key: a, Value: x }', 'unsupported_condition'],
    ['{ Key: a, Condition: Equals }', 'malformed_expression'],
    ['{ Key: a, Condition: Equals, Value: [x] }', 'malformed_expression'],
    ['{ Key: a, Condition: Equals, Value: null }', 'malformed_expression'],
    ['{ Key: a, Condition: Equals, Values: [x] }', 'malformed_expression'],
    ['{ Key: a, Condition: IsIn, Value: x }', 'malformed_expression'],
    ['{ Key: a, Condition: StartsWith, Value: 1 }', 'malformed_expression'],
    ['{ Key: a, Condition: Exists, Value: x }', 'malformed_expression'],
    ['{ Key: a, Condition: IsIPAddressInCIDR, Value: here }', 'malformed_expression'],
    ['{ Condition: Equals, Value: x }', 'malformed_expression'],
    ['{ All: [], Key: a }', 'malformed_expression'],
    ['{ Enrichment: { Table: t }, Condition: Equals, Value: x }', 'unsupported_enrichment'],
    ['{ Key: a, Condition: Equals, Value: x, Extra: y }', 'malformed_expression'],
    ['just text', 'malformed_expression'],
  ])('%s', (expression, code) => {
    expect(codes(expression)).toEqual([code]);
  });

  it('stands in place, with its text and its place in the body', () => {
    const { condition, diagnostics } = lower(
      'Detection:\n  - { Key: a, Condition: Exists }\n  - Key: b\n    Condition: No',
      10,
    );
    expect(condition).toMatchObject({
      of: [
        { kind: 'compare' },
        { kind: 'opaque', text: 'Key: b\n    Condition: No', fields: [{ native: 'b' }] },
      ],
    });
    expect(diagnostics[0]!.span).toMatchObject({ start: { line: 12, column: 5 }, end: { line: 13 } });
  });

  it('a repeated key would lose a predicate: the whole is opaque', () => {
    const { condition, diagnostics } = lower('Detection:\n  - Key: a\n    Key: b\n    Condition: Exists');
    expect(condition).toMatchObject({ kind: 'opaque', reason: 'yaml_syntax' });
    expect(diagnostics).toMatchObject([{ code: 'yaml_syntax', span: { start: { line: 3, column: 5 } } }]);
  });

  it.each([
    ['', 'malformed_expression'],
    ['- a', 'malformed_expression'],
    ['Detection: [', 'yaml_syntax'],
    ['Detection: *nowhere', 'yaml_syntax'],
    [`Detection: ${'['.repeat(20_000)}`, 'yaml_syntax'],
    ['Detection: []\nInlineFilters: []', 'malformed_expression'],
  ])('%#', (text, code) => {
    const { condition, diagnostics } = lower(text);
    expect(condition.kind).toBe('opaque');
    expect(diagnostics).toMatchObject([{ code }]);
  });

  it('nesting without end is refused at a depth', () => {
    const { diagnostics } = lower(
      `Detection: [${'{ All: ['.repeat(80)}{ Condition: AlwaysTrue }${'] }'.repeat(80)}]`,
    );
    expect(diagnostics).toMatchObject([{ code: 'too_deep' }]);
  });
});
