import { describe, expect, it } from 'vitest';
import { hiddenText } from '../../../src/engine/evaluate/hidden-text.ts';
import { compare } from '../../../src/condition/condition.ts';
import type { Compare } from '../../../src/condition/condition.ts';
import { fieldPath } from '../../../src/condition/field-path.ts';
import type { Scalar, Transform, TransformName } from '../../../src/condition/field-path.ts';
import { evaluateCondition, explainCondition } from '../../../src/engine/evaluate/compile.ts';

const t = (name: TransformName, ...args: Scalar[]): Transform => ({ name, args });
const python: Partial<Compare> = { collection: 'whole', strict: true };

/** Functions, the value of field `f`, what it must equal; null: no value at all. */
type Row = readonly [readonly Transform[], unknown, Scalar, Partial<Compare>?];

const ROWS: readonly Row[] = [
  [[t('lower')], 'ABC', 'abc'],
  [[t('lower')], 22, '22'],
  [[t('lower')], 22, null, python],
  [[t('upper')], 'abc', 'ABC'],
  [[t('trim')], ' a\n', 'a'],
  [[t('trim', '/.')], '/./a/.', 'a'],
  [[t('trim_start', '/')], '//a/', 'a/'],
  [[t('trim_end')], ' a ', ' a'],
  [[t('length')], 'a😀', 2],
  [[t('length')], [1, 2, 3], 3, python],
  [[t('byte_length')], 'a😀', 5],
  [[t('length')], { a: 1 }, 1],
  [[t('length')], 5, null],
  [[t('to_number')], ' 1.5e1 ', 15],
  [[t('to_number')], '0x10', null],
  [[t('to_number')], '', null],
  [[t('to_string')], 5, '5', python],
  [[t('to_string')], true, 'true'],
  [[t('to_string')], true, 'True', python],
  [[t('to_string')], { a: ["it's", null, 1e-7] }, `{'a': ["it's", None, 1e-07]}`, python],
  [[t('split', '/'), t('at', -1)], 'a/b/c', 'c'],
  [[t('split', '/'), t('at', 9)], 'a/b/c', null],
  [[t('split'), t('length')], ' a  b ', 2],
  [[t('split', '.', 2), t('at', 2)], 'a.b.c.d', 'c.d'],
  [[t('split', '.', -2), t('at', 0)], 'a.b.c.d', 'a.b'],
  [[t('split', '.', -2), t('at', 1)], 'a.b.c.d', 'c'],
  [[t('split', '.', -9), t('length')], 'a.b', 2],
  [[t('split', 'aa', -1), t('at', 0)], 'aaa', 'a'],
  [[t('split', '.', 0), t('at', 0)], 'a.b', 'a.b'],
  [[t('split', ',')], 'a,b', 'b'],
  [[t('split', ',')], 'a,b', null, { collection: 'whole' }],
  [[t('split', '')], 'ab', null],
  [[t('at', 1)], 'a😀c', '😀'],
  [[t('at', 0)], [7], 7, python],
  [[t('key', 'K')], { k: 3 }, 3],
  [[t('key', 'k')], 'text', null],
  [[t('shell_split'), t('at', 1)], `cp 'a b' c`, 'a b', python],
  [[t('shell_split'), t('at', 0)], String.raw`a\ b"c \"d\e"`, String.raw`a bc "d\e`, python],
  [[t('shell_split'), t('length')], ` x '' `, 2, python],
  [[t('shell_split')], `it's`, null, python],
  [[t('places'), t('at', 1), t('key', 'before'), t('at', 0)], ['a', 'b', 'c'], 'a', python],
  [[t('places'), t('at', 1), t('key', 'value')], ['a', 'b', 'c'], 'b', python],
  [[t('places'), t('at', 1), t('key', 'after'), t('length')], ['a', 'b', 'c'], 1, python],
  [[t('places'), t('length')], 'ab', 2, python],
  [[t('places')], 7, null, python],
  [[t('query_params'), t('key', 'a'), t('join', '|')], 'a=1&b=2&a=x+y%21', '1|x y!', python],
  [[t('query_params'), t('key', 'b')], 'a=1&b=&c', null, python],
  [[t('query_params'), t('key', 'c d'), t('at', 0)], 'c+d=e=f', 'e=f', python],
  [[t('shell_split', 'windows'), t('at', 1)], `echo "hello world!"`, 'hello world!'],
  [
    [t('shell_split', 'windows'), t('at', 0)],
    String.raw`"C:\Program Files\a.exe" /x`,
    String.raw`C:\Program Files\a.exe`,
  ],
  [[t('shell_split', 'windows'), t('at', 1)], String.raw`a.exe b\"c\\"d e" f`, String.raw`b"c\d e`],
  [[t('shell_split', 'windows'), t('at', 1)], String.raw`a.exe C:\x\y z`, String.raw`C:\x\y`],
  [[t('shell_split', 'windows'), t('length')], `a.exe  "" b`, 3],
  [[t('shell_split', 'windows'), t('at', 1)], 'a.exe "b""c"', 'b"c'],
  [[t('shell_split')], 'x\\', null, python],
  [[t('unique'), t('length')], [1, 'a', 1, '1'], 3, python],
  [[t('unique')], [[1]], null, python],
  [[t('items'), t('at', 1), t('key', 'value')], { a: 1, b: 2 }, 2, python],
  [[t('items')], [1], null, python],
  [[t('to_time')], '2024-02-29T12:00:00.5+01:00', 1_709_204_400.5, python],
  [[t('to_time')], '20240229', 1_709_164_800, python],
  [[t('floor')], -1.5, -2],
  [[t('floor')], '1.5', null],
  [[t('to_time')], '2023-02-29', null, python],
  [[t('to_time')], '0001-01-01', -62_135_596_800, python],
  [[t('to_time')], 1_709_204_400, null, python],
  [[t('to_time', '%Y', '%d/%b/%Y:%H:%M:%S %z')], '09/Sep/2001:01:46:40 +0000', 1e9, python],
  [[t('to_time', '%m/%d/%y %I:%M %p')], '9/9/01 12:46 am', 999_996_360, python],
  [[t('to_time', '%Y-%m-%d')], '2024-02-29T', null, python],
  [[t('to_time', '%Q')], 'x', null, python],
  [[t('slice', 1, -1)], 'abcd', 'bc'],
  [[t('slice', null, 2)], 'abcd', 'ab'],
  [[t('slice', -2, null), t('length')], [1, 2, 3], 2, python],
  [[t('replace', '.', '$&')], 'a.b', 'a$&b'],
  [[t('prepend', '@')], 'b', '@b'],
  [[t('append', '/')], 1, '1/'],
  [[t('append', '/')], 1, null, python],
  [[t('join', ' ')], ['a', 'b'], 'a b', python],
  [[t('join', ' ')], ['a', 1], null, python],
  [[t('join', ' ', true)], ['a', true], 'a True', python],
  [[t('join', '-')], 'abc', 'a-b-c', python],
  [[t('url_decode')], 'a%2Fb%c3%a9%', 'a/bé%'],
  [[t('extract', 'a(b+)', 1)], 'xabbc', 'bb'],
  [[t('extract', '(?i)A(?P<n>b)?', 'n')], 'ac', null],
  [[t('extract', '(', 0)], 'a', null],
  [[t('extract_all', '(?i)A(?P<n>b)?', 'n'), t('length')], 'ab a aB', 2],
  [[t('extract_all', '\\d+', 0), t('at', 1)], 'a1b22', '22'],
  [[t('extract_all', '(', 0)], 'a', null],
  [[t('replace_regex', '([0-9A-F]{2})', '%\\1')], '2F41', '%2F%41'],
  [[t('replace_regex', 'a*', '<\\0\\\\\\2>')], 'ab', '<a\\\\2><\\\\2>b<\\\\2>'],
  [[t('replace_regex', '(', '')], 'a', null],
  [[t('collect'), t('at', 1)], ['a', 'b'], 'b'],
  [[t('collect'), t('at', -1)], 'a', 'a'],
  [[t('collect'), t('at', 2)], ['a', null, 'c'], 'c'],
  [[t('collect'), t('at', 1)], ['a', null, 'c'], null],
  [[t('collect'), t('length')], ['a', ['b', null]], 3],
  [[t('collect'), t('length')], undefined, null],
  [[t('collect'), t('join', ' ')], ['a', 'b'], 'a b'],
  [[t('parse_json'), t('key', 'a'), t('each'), t('key', 'b')], '{"a": [{"b": 1}, {"b": 2}]}', 2],
  [[t('parse_json'), t('key', 'a'), t('each'), t('key', 'b')], '{"a": {"b": 1}}', 1],
  [[t('parse_json'), t('each'), t('key', 'b'), t('collect'), t('at', 0)], '[{"b": 1}, {"b": 2}]', 1],
  [[t('parse_json'), t('key', 'a')], '{"a": 4}', 4],
  [[t('parse_json')], '{', '{'],
  [[t('parse_json')], '{', null, python],
  [[t('parse_json'), t('key', 'a')], '{', null],
  [[t('base64_decode')], 'aMOp', 'hé'],
  [[t('base64_decode')], '/w==', null],
  [[t('base64_decode')], '!', null],
  [[t('keys')], { a: 1, b: 2 }, 'b'],
  [[t('values')], { a: 1, b: 2 }, 2],
  [[t('index_of', 'b')], '😀b', 1],
  [[t('index_of', 'x')], 'ab', -1],
  [[t('add', 2), t('multiply', 3)], 1, 9],
  [[t('subtract', 2)], '5', 3],
  [[t('subtract', 2)], '5', null, python],
  [[t('divide', 2)], 5, 2.5],
  [[t('divide', 0)], 5, null],
  [[t('modulo', 3)], -1, 2, python],
  [[t('modulo', 3)], -1, -1],
  [[t('truthy')], undefined, false, python],
  [[t('truthy')], null, false, python],
  [[t('truthy')], [], false, python],
  [[t('truthy')], {}, false, python],
  [[t('truthy')], 0, false, python],
  [[t('truthy')], [0], true, python],
  [[t('lower'), t('truthy')], undefined, false, python],
  [[t('type_name')], undefined, 'null', python],
  [[t('type_name')], [1], 'list', python],
  [[t('type_name')], { a: 1 }, 'object'],
  [[t('type_name')], true, 'boolean'],
];

describe('transforms', () => {
  for (const [transforms, value, expected, options = {}] of ROWS) {
    const names = transforms.map(({ name, args }) => `${name}(${args.join()})`).join(' ');
    it(`${names} of ${JSON.stringify(value)} is ${JSON.stringify(expected)}`, () => {
      const field = fieldPath('f', { transforms });
      const event = value === undefined ? {} : { f: value };
      if (expected === null && options.collection !== 'whole') {
        expect(evaluateCondition(compare(field, 'exists', [], options), event)).toBe('unmatched');
      } else if (expected === null) {
        expect(evaluateCondition(compare(field, 'in', ['a', 'b', '22', 3], options), event)).toBe(
          'unmatched',
        );
      } else {
        expect(evaluateCondition(compare(field, 'eq', [expected], options), event)).toBe('matched');
        expect(evaluateCondition(compare(field, 'ne', [expected], options), event)).toBe('unmatched');
      }
    });
  }

  it('gather what a path finds in lists on its way', () => {
    const field = fieldPath('a.b', { transforms: [t('collect'), t('at', 2)] });
    expect(evaluateCondition(compare(field, 'eq', ['z']), { a: [{ b: ['x', null] }, { b: 'z' }] })).toBe(
      'matched',
    );
  });

  it('are applied to each element of a list', () => {
    const field = fieldPath('f', { transforms: [t('lower')] });
    expect(evaluateCondition(compare(field, 'eq', ['b']), { f: ['A', 'B'] })).toBe('matched');
  });

  it('say type_mismatch where they cannot take the value', () => {
    const field = fieldPath('f', { transforms: [t('length')] });
    expect(explainCondition(compare(field, 'gt', [1]), { f: 5 })).toMatchObject({ reason: 'type_mismatch' });
    expect(explainCondition(compare(field, 'gt', [1]), {})).toMatchObject({ reason: 'field_absent' });
  });
});

it('leaves open what a pattern is too long a text for', () => {
  const field = fieldPath('f', { transforms: [t('extract', '(a)', 1)] });
  expect(evaluateCondition(compare(field, 'eq', ['a']), { f: `${'x'.repeat(40_000)}a` })).toBe('undecided');
});

it.each(['Sat, 8 Nov 14 15:05:02 GMT', 'Saturday, 08-Nov-14 15:05:02 GMT', '11/08/2014 3:05 PM'])(
  'leaves a time open that is in a notation of others: %s',
  (f) => {
    const field = fieldPath('f', { transforms: [t('to_time')] });
    expect(evaluateCondition(compare(field, 'gt', [0]), { f })).toBe('undecided');
    expect(explainCondition(compare(field, 'gt', [0]), { f: 'soon' })).toMatchObject({
      reason: 'type_mismatch',
    });
  },
);

it('counts the age of a time to when it is asked', () => {
  const field = fieldPath('f', { transforms: [t('to_time'), t('age')] });
  expect(evaluateCondition(compare(field, 'lt', [60]), { f: new Date().toISOString() })).toBe('matched');
});

describe('hidden_text', () => {
  const hidden = (text: string, shortest = 4): unknown => hiddenText(text, shortest);
  const base64 = (text: string, encoding: BufferEncoding = 'latin1'): string =>
    Buffer.from(text, encoding).toString('base64');

  it('is the ASCII text that Base64 hides, with or without its padding', () => {
    expect(hidden(base64('whoami /all'))).toBe('whoami /all');
    expect(hidden(base64('whoami /all').replaceAll('=', ''))).toBe('whoami /all');
    expect(hidden(base64('whoami /all', 'utf16le'))).toBe('whoami /all');
  });

  it('is none where the text is short, an id, no Base64, or hides no readable text', () => {
    expect(hidden(base64('whoami'), 12)).toBeNull();
    expect(hidden('0123456789abcdef0123456789abcdef')).toBeNull();
    expect(hidden('who am i')).toBeNull();
    expect(hidden('abcde')).toBeNull();
    expect(hidden(`${base64('ab')}=`)).toBeNull();
    expect(hidden('')).toBeNull();
    expect(hidden(base64('naïve text'))).toBeNull();
    expect(hidden(base64('\u0001\u0002\u0003ab'))).toBeNull();
  });
});

describe('sort', () => {
  const first = (list: unknown, ...args: Scalar[]): ((value: Scalar) => boolean) => {
    const field = fieldPath('l', { transforms: [t('sort', ...args), t('at', 0)] });
    return (value) => evaluateCondition(compare(field, 'eq', [value], python), { l: list }) === 'matched';
  };

  it('puts numbers in their order, then texts, then the rest', () => {
    expect(first(['b', 10, 9, null, 'a'], false)(9)).toBe(true);
    expect(first(['b', 'a', {}], false)('a')).toBe(true);
    expect(first(['b', 'a'], true)('b')).toBe(true);
    expect(first('ba', false)('a')).toBe(false);
  });

  it('goes by what stands at a path, equal ones as they stood', () => {
    const list = [{ id: 'x', a: { n: 2 } }, { id: 'y', A: { n: 1 } }, { id: 'z', a: { n: 1 } }, { id: 'w' }];
    const ids = (...args: Scalar[]): string | undefined =>
      ['x', 'y', 'z', 'w'].find((id) => {
        const field = fieldPath('l', { transforms: [t('sort', ...args), t('at', 0), t('key', 'id')] });
        return evaluateCondition(compare(field, 'eq', [id], python), { l: list }) === 'matched';
      });
    expect(ids(false, 'a', 'n')).toBe('y');
    expect(ids(true, 'a', 'n')).toBe('x');
  });
});
