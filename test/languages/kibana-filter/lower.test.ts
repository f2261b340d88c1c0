import { describe, expect, it } from 'vitest';
import { printCondition } from '../../../src/condition/print.ts';
import { simplify } from '../../../src/condition/simplify.ts';
import { kibanaFilter } from '../../../src/languages/kibana-filter/index.ts';
import type { Lowered } from '../../../src/languages/language.ts';

function lowerText(text: string, line = 1): Lowered {
  return kibanaFilter.lower({ language: 'kibana_filter', text, line, column: 1, context: null });
}

function lower(...filters: readonly unknown[]): Lowered {
  return lowerText(JSON.stringify(filters, null, 2));
}

/** The text of filters that are read whole. */
function text(...filters: readonly unknown[]): string {
  const { condition, diagnostics } = lower(...filters);
  expect(diagnostics).toEqual([]);
  return printCondition(simplify(condition));
}

const dsl = (query: unknown): unknown => ({ meta: {}, query });

describe('a filter', () => {
  const query = { match_phrase: { 'event.category': 'threat' } };

  it('holds with its query', () => {
    expect(text({ $state: { store: 'appState' }, meta: { negate: false, type: 'phrase' }, query })).toBe(
      'event.category eq "threat"',
    );
  });

  it('is turned round by negate', () => {
    expect(text({ meta: { negate: true }, query })).toBe('event.category ne "threat"');
  });

  it('is taken out by disabled', () => {
    expect(simplify(lower({ meta: { disabled: true, negate: true }, query }).condition)).toEqual({
      kind: 'always',
    });
  });

  it('stands beside others, which all must hold', () => {
    expect(text({ meta: {}, query }, { meta: { negate: true }, query: { exists: { field: 'a.b' } } })).toBe(
      'event.category eq "threat"\na.b is_null',
    );
  });

  it('of old has its query in itself', () => {
    expect(
      text({ $state: {}, meta: { negate: true, type: 'exists' }, exists: { field: 'user_agent.original' } }),
    ).toBe('user_agent.original is_null');
  });

  it('combines filters', () => {
    const other = { meta: { negate: true }, query: { term: { a: 1 } } };
    const off = { meta: { disabled: true }, query: { term: { b: 1 } } };
    const params = [{ meta: {}, query }, other, off];
    expect(text({ meta: { type: 'combined', relation: 'OR', params } })).toBe(
      'event.category eq "threat" or a ne 1',
    );
    expect(text({ meta: { type: 'combined', relation: 'AND', params } })).toBe(
      'event.category eq "threat"\na ne 1',
    );
    const negated = { meta: { type: 'combined', relation: 'AND', negate: true, params: [params[0]] } };
    expect(text(negated)).toBe('event.category ne "threat"');
  });
});

describe('clauses', () => {
  it.each([
    [{ term: { a: 'x' } }, 'a eq "x"'],
    [{ term: { a: { value: 'x', case_insensitive: true, boost: 2 } } }, 'a eq~ "x"'],
    [{ terms: { a: ['x', 'y'], boost: 1 } }, 'a in ["x", "y"]'],
    [{ match: { a: 'x' } }, 'a eq "x"'],
    [{ match: { a: { query: 'x', type: 'phrase' } } }, 'a eq "x"'],
    [{ match_phrase: { a: { query: 7 } } }, 'a eq 7'],
    [{ match_phrase: { message: 'some words' } }, 'message match "some words"'],
    [{ match_phrase: { 'a.text': 'some words' } }, 'a match "some words"'],
    [{ prefix: { a: 'x' } }, 'a starts_with "x"'],
    [{ wildcard: { a: '*x' } }, 'a ends_with "x"'],
    [
      { wildcard: { a: { value: '?:\\\\Dir\\\\*', case_insensitive: true } } },
      'a wildcard~ "?:\\\\\\\\Dir\\\\\\\\*"',
    ],
    [{ wildcard: { a: { wildcard: '*' } } }, 'a exists'],
    [{ regexp: { a: { value: 'x.*y' } } }, 'a regex "(?s)^(?:x.*y)$"'],
    [{ exists: { field: 'a' } }, 'a exists'],
    [{ range: { a: { gte: 5 } } }, 'a gte 5'],
    [{ term: { 'source.ip': '10.0.0.0/8' } }, 'source.ip cidr "10.0.0.0/8"'],
    [{ match_all: {} }, ''],
    [{ constant_score: { filter: { term: { a: 1 } }, boost: 2 } }, 'a eq 1'],
    [{ dis_max: { queries: [{ term: { a: 1 } }, { term: { b: 1 } }] } }, 'a eq 1 or b eq 1'],
  ])('%j', (query, expected) => {
    const printed = text(dsl(query));
    if (expected === '') expect(simplify(lower(dsl(query)).condition)).toEqual({ kind: 'always' });
    else expect(printed).toBe(expected);
  });

  it('a range with two ends asks one value to lie between them', () => {
    expect(lower(dsl({ range: { 'a.b': { gte: 1, lt: 5 } } })).condition).toMatchObject({
      of: [
        {
          kind: 'some',
          field: { native: 'a.b' },
          of: { of: [{ operator: 'gte', field: { scope: 'element' } }, { operator: 'lt' }] },
        },
      ],
    });
  });
});

describe('bool', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((field) => ({ term: { [field]: 1 } }));

  it.each([
    [{ must: [a], filter: b, must_not: [c] }, 'a eq 1\nb eq 1\nc ne 1'],
    [{ should: [a, b], minimum_should_match: 1 }, 'a eq 1 or b eq 1'],
    [{ should: [a, b] }, 'a eq 1 or b eq 1'],
    [{ should: [a, b], filter: [c] }, 'c eq 1'],
    [{ should: [a, b], filter: [c], minimum_should_match: '1' }, 'c eq 1\na eq 1 or b eq 1'],
    [{ should: [a, b], minimum_should_match: 2 }, 'a eq 1\nb eq 1'],
    [{ should: [a, b], must_not: [c] }, 'a eq 1 or b eq 1\nc ne 1'],
  ])('%j', (bool, expected) => {
    const sorted = (lines: string): readonly string[] =>
      lines
        .split('\n')
        .map((line) => line.replace(/^\((.*)\)$/, '$1'))
        .sort();
    expect(sorted(text(dsl({ bool })))).toEqual(sorted(expected));
  });

  it('of nothing holds', () => {
    expect(simplify(lower(dsl({ bool: {} })).condition)).toEqual({ kind: 'always' });
  });
});

describe('what cannot be read is opaque in place', () => {
  it.each([
    [{ query_string: { query: 'a:b' } }, 'unsupported_query'],
    [{ script: { script: 'x' } }, 'unsupported_query'],
    [{ terms: { a: { index: 'x', id: '1', path: 'y' } } }, 'unsupported_query'],
    [{ match_phrase: { a: { query: 'x', slop: 2 } } }, 'unsupported_parameter'],
    [{ match: { message: 'two words' } }, 'text_term'],
    [{ wildcard: { message: 'x*' } }, 'text_term'],
    [{ regexp: { a: 'x~y' } }, 'lucene_regex'],
    [{ regexp: { a: '^x' } }, 'lucene_regex'],
    [{ range: { a: { gte: 'now-1d' } } }, 'date_math'],
    [{ range: { 'source.ip': { gte: '10.0.0.1' } } }, 'ip_range'],
    [{ range: { a: { from: 1 } } }, 'unsupported_parameter'],
    [
      {
        bool: { should: [{ match_all: {} }, { match_none: {} }, { match_all: {} }], minimum_should_match: 2 },
      },
      'unsupported_parameter',
    ],
    [{ bool: { wishes: [] } }, 'unsupported_parameter'],
    [{ term: { a: null } }, 'malformed_query'],
    [{ term: { a: 1, b: 2 } }, 'malformed_query'],
    [{ term: { a: 1 }, exists: { field: 'b' } }, 'malformed_query'],
    [{ exists: {} }, 'malformed_query'],
    [{}, 'malformed_query'],
    ['text', 'malformed_query'],
  ])('%j', (query, code) => {
    const { condition, diagnostics } = lower({
      meta: {},
      query: { bool: { must: [{ term: { ok: 1 } }, query] } },
    });
    expect(diagnostics.map((each) => each.code)).toEqual([code]);
    expect(printCondition(condition)).toMatch(/ok eq 1[^]*opaque/);
  });

  it.each([
    [[{ meta: {} }], 'malformed_filter'],
    [[3], 'malformed_filter'],
    [[{ meta: { type: 'combined', params: {} } }], 'malformed_filter'],
  ])('%j', (filters, code) => {
    expect(lower(...filters)).toMatchObject({ diagnostics: [{ code }] });
  });

  it('with its text and its place in the body', () => {
    const filters = JSON.stringify([dsl({ term: { a: 1 } }), dsl({ nested: { path: 'x' } })], null, 2);
    const { condition, diagnostics } = lowerText(filters, 20);
    const line = filters.split('\n').findIndex((each) => each.includes('nested')) + 20;
    expect(diagnostics[0]!.span).toMatchObject({ start: { line, column: 17 } });
    expect(condition).toMatchObject({ of: [{}, { kind: 'opaque', reason: 'unsupported_query' }] });
  });

  it('no JSON at all', () => {
    expect(lowerText('[{')).toMatchObject({
      condition: { kind: 'opaque' },
      diagnostics: [{ code: 'syntax_error' }],
    });
  });

  it('nesting without end', () => {
    const deep = `${'{"bool":{"must":['.repeat(60)}{"match_all":{}}${']}}'.repeat(60)}`;
    expect(lowerText(`[{"query":${deep}}]`)).toMatchObject({ diagnostics: [{ code: 'too_deep' }] });
    expect(lowerText('['.repeat(100_000)).diagnostics).toMatchObject([{ code: 'syntax_error' }]);
  });
});
