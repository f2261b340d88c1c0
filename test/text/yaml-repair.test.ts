import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYamlValues } from '../../src/text/yaml-record.ts';
import { repairYaml } from '../../src/text/yaml-repair.ts';

function valueOf(text: string): unknown {
  const { documents, problems } = readYamlValues(text);
  expect(problems).toEqual([]);
  return documents[0]?.value;
}

describe('YAML that PyYAML reads', () => {
  it.each([
    [
      'a list that closes at the beginning',
      'a:\n  b: [\n  x,\n  y\n]\nc: 1\n',
      { a: { b: ['x', 'y'] }, c: 1 },
    ],
    ['a list that stands at the beginning', 'a: [\nx,\n"y, z"\n]\nc: 1\n', { a: ['x', 'y, z'], c: 1 }],
    ['a map in braces', 'a:\n  - {b: 1,\n  c: 2\n}\n', { a: [{ b: 1, c: 2 }] }],
    ['a double quoted text', 'a:\n  b: "one\ntwo"\nc: 1\n', { a: { b: 'one two' }, c: 1 }],
    ['a single quoted text', "a: 'it''s\none'\nc: 1\n", { a: "it's one", c: 1 }],
    ['a text with an empty line', 'a: "one\n\ntwo"\nc: 1\n', { a: 'one\ntwo', c: 1 }],
    ['a comment behind a quote', 'a: "x"#y\nc: 1\n', { a: 'x', c: 1 }],
    ['lines that end in a carriage return', 'a: 1\rc: 2\r', { a: 1, c: 2 }],
  ])('%s', (_, text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  it('keeps the places of the file', () => {
    const text = 'a: [\nx\n]\nb: "one\ntwo"\nc: 1\n';
    const { documents } = readYamlValues(text);
    expect(documents[0]?.spanOf('a', 0)?.start).toMatchObject({ line: 2, column: 1 });
    expect(documents[0]?.spanOf('b')?.start).toMatchObject({ line: 4, column: 1 });
    expect(documents[0]?.spanOf('c')?.start).toMatchObject({ line: 6, column: 1 });
  });

  it('leaves block scalars and plain texts as they are', () => {
    const text = 'a: |\n  it\'s [open\n  "x"#y\nb: it\'s {\nd: [\n1]\n';
    expect(repairYaml(text)?.text).toBe('a: |\n  it\'s [open\n  "x"#y\nb: it\'s {\nd: [\n  1]\n');
  });

  it('says of what it does not mend where it is broken', () => {
    const { problems } = readYamlValues('a: [\nx\nb: "one\n');
    expect(problems[0]).toMatchObject({ code: 'yaml_syntax' });
    expect(readYamlValues('a: @x\n').problems[0]?.span?.start).toMatchObject({ line: 1, column: 4 });
  });

  it('gives every place of a mended text one of the text as it was', () => {
    const piece = fc.constantFrom(
      'a: ',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      '\n',
      ' ',
      '#',
      '|',
      'x',
      ',',
      '\r',
      '- ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const repaired = repairYaml(text);
        if (repaired === null) return;
        const { text: mended, placeOf } = repaired;
        for (let at = 0; at < mended.length; at++) {
          const original = (text[placeOf(at)] ?? '').replace('\r', '\n');
          const isOwn = placeOf(at) !== placeOf(at + 1);
          if (isOwn) expect(original).toBe(mended[at]?.replace('\r', '\n'));
        }
        expect(placeOf(mended.length)).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
