import { describe, expect, it } from 'vitest';
import { readJsonDocuments } from '../../src/text/json-documents.ts';

function valuesOf(text: string): readonly unknown[] {
  const { documents, problems } = readJsonDocuments(text);
  expect(problems).toEqual([]);
  return documents.map(({ value }) => value);
}

describe('JSON documents', () => {
  it('are one, the elements of a list, or one a line', () => {
    expect(valuesOf('{"a": 1}')).toEqual([{ a: 1 }]);
    expect(valuesOf('[{"a": 1}, {"a": 2}]')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(valuesOf('{"a": 1}\n\n{"a": 2}\r\n')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(valuesOf('{\n"a": 1\n}\n')).toEqual([{ a: 1 }]);
    expect(valuesOf('{"a": 1} {"a": "}"}')).toEqual([{ a: 1 }, { a: '}' }]);
    expect(valuesOf('{\n"a": 1\n}\n{\n"a": 2\n}')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(valuesOf(' ')).toEqual([]);
  });

  it('may have comments and trailing commas', () => {
    expect(valuesOf('// of a\n{"a": [1, /* one */],}')).toEqual([{ a: [1] }]);
  });

  it('know the places of their keys, in the lines of the file', () => {
    const { documents } = readJsonDocuments('{"a": 1}\n{"b": {"c": 1}}\n');
    expect(documents[1]?.spanOf('b', 'c')?.start).toMatchObject({ line: 2, column: 8 });
    expect(documents[1]?.spanOf('b', 'd')).toBeNull();
    const list = readJsonDocuments('[\n  {"a": 1},\n  {"a": 2}\n]');
    expect(list.documents[1]?.spanOf('a')?.start).toMatchObject({ line: 3, column: 4 });
    expect(list.documents[1]?.spanOf()?.start).toMatchObject({ line: 3, column: 3 });
  });

  it('cost one line where one line is none', () => {
    const { documents, problems } = readJsonDocuments('{"a": 1}\n{"a": \n{"a": 3}\n');
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { a: 3 }]);
    expect(problems).toMatchObject([{ code: 'json_syntax', span: { start: { line: 2 } } }]);
  });

  it('say where a text is none, however it looks', () => {
    expect(readJsonDocuments('{"a": ').problems).toMatchObject([{ code: 'json_syntax' }]);
    const deep = '['.repeat(200_000);
    expect(readJsonDocuments(deep).problems).toMatchObject([{ code: 'json_syntax' }]);
  });

  it('do not take a key for a prototype', () => {
    const [value] = valuesOf('{"__proto__": {"a": 1}, /* x */ "b": 2}');
    expect((value as Record<string, unknown>)['a']).toBeUndefined();
  });
});
