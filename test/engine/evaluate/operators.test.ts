import { describe, expect, it } from 'vitest';
import { compare, not } from '../../../src/condition/condition.ts';
import type { Compare, Operator } from '../../../src/condition/condition.ts';
import { fieldPath } from '../../../src/condition/field-path.ts';
import type { Scalar } from '../../../src/condition/field-path.ts';
import { evaluateCondition } from '../../../src/engine/evaluate/compile.ts';

type Options = Partial<Pick<Compare, 'quantifier' | 'caseSensitive' | 'collection' | 'strict'>>;
/** Operator, literals, the value of field `f` (undefined: absent), verdict, options. */
type Row = readonly [Operator, readonly Scalar[], unknown, 'matched' | 'unmatched' | 'undecided', Options?];

const ci: Options = { caseSensitive: false };
const whole: Options = { collection: 'whole' };
const strict: Options = { collection: 'whole', strict: true };
const every: Options = { quantifier: 'all' };

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  'eq and in': [
    ['eq', ['a'], 'a', 'matched'],
    ['eq', ['a'], 'A', 'unmatched'],
    ['eq', ['a'], 'A', 'matched', ci],
    ['eq', ['Ä'], 'ä', 'matched', ci],
    ['eq', [22], '22', 'matched'],
    ['eq', ['22'], 22, 'matched'],
    ['eq', ['true'], true, 'matched'],
    ['eq', [true], 'TRUE', 'matched', ci],
    ['eq', ['-9223372036854775808'], -9223372036854775808, 'matched'],
    ['eq', [22], '22', 'unmatched', strict],
    ['eq', [1], 1.0, 'matched', strict],
    ['eq', [1], true, 'matched', strict],
    ['eq', [''], '', 'matched'],
    ['eq', ['a'], ['b', 'a'], 'matched'],
    ['eq', ['a'], [['b'], ['a']], 'matched'],
    ['eq', ['a'], ['a'], 'unmatched', whole],
    ['eq', ['a'], { a: 1 }, 'unmatched'],
    ['eq', ['a'], undefined, 'unmatched'],
    ['eq', ['null'], null, 'unmatched'],
    ['eq', [null], null, 'unmatched'],
    ['in', ['a', 'b'], 'b', 'matched'],
    ['in', ['a', 'B'], 'b', 'matched', ci],
    ['in', ['a', 'b'], 'c', 'unmatched'],
    ['in', [], 'c', 'unmatched'],
    ['eq', ['a', 'b'], ['b', 'a'], 'matched', every],
    ['eq', ['a', 'b'], ['b', 'c'], 'unmatched', every],
  ],
  'ne is exactly not eq': [
    ['ne', ['a'], 'b', 'matched'],
    ['ne', ['a'], 'a', 'unmatched'],
    ['ne', ['a'], undefined, 'matched'],
    ['ne', ['a'], null, 'matched'],
    ['ne', ['a'], ['a', 'b'], 'unmatched'],
    ['ne', ['a'], ['a'], 'matched', whole],
    ['ne', ['a', 'b'], 'b', 'unmatched'],
  ],
  'exists and is_null': [
    ['exists', [], '', 'matched'],
    ['exists', [], 0, 'matched'],
    ['exists', [], {}, 'matched'],
    ['exists', [], null, 'unmatched'],
    ['exists', [], undefined, 'unmatched'],
    ['exists', [], [], 'unmatched'],
    ['exists', [], [null], 'unmatched'],
    ['exists', [], [], 'matched', whole],
    ['is_null', [], null, 'matched'],
    ['is_null', [], undefined, 'matched'],
    ['is_null', [], false, 'unmatched'],
  ],
  'substrings, prefixes, suffixes': [
    ['contains', ['b'], 'abc', 'matched'],
    ['contains', ['B'], 'abc', 'unmatched'],
    ['contains', ['B'], 'abc', 'matched', ci],
    ['contains', [''], '', 'matched'],
    ['contains', ['2'], 123, 'matched'],
    ['contains', ['2'], 123, 'unmatched', strict],
    ['contains', ['a', 'c'], 'abc', 'matched', every],
    ['contains', ['a', 'x'], 'abc', 'unmatched', every],
    ['contains', ['a', 'x'], ['a', 'x'], 'matched', every],
    ['contains', ['a'], ['bab'], 'matched'],
    ['contains', ['a'], ['bab'], 'unmatched', whole],
    ['contains', ['bab'], ['bab'], 'matched', whole],
    ['contains', [1], ['1'], 'matched', whole],
    ['contains', [1], ['1'], 'unmatched', strict],
    ['contains', [null], ['1', null], 'matched', strict],
    ['contains', ['k'], { k: null }, 'matched', whole],
    ['contains', ['K'], { k: 1 }, 'matched', whole],
    ['contains', ['v'], { k: 'v' }, 'unmatched', whole],
    ['starts_with', ['ab'], 'abc', 'matched'],
    ['starts_with', ['bc'], 'abc', 'unmatched'],
    ['starts_with', ['AB'], 'abc', 'matched', ci],
    ['starts_with', ['x', 'a'], 'abc', 'matched'],
    ['ends_with', ['bc'], 'abc', 'matched'],
    ['ends_with', ['ab'], 'abc', 'unmatched'],
    ['ends_with', ['c'], undefined, 'unmatched'],
    ['ends_with', ['c'], ['c'], 'unmatched', whole],
  ],
  'whole terms': [
    ['has', ['cmd'], 'C:\\cmd.exe', 'matched'],
    ['has', ['cm'], 'C:\\cmd.exe', 'unmatched'],
    ['has', ['md'], 'C:\\cmd.exe', 'unmatched'],
    ['has', ['CMD'], 'C:\\cmd.exe', 'unmatched'],
    ['has', ['CMD'], 'C:\\cmd.exe', 'matched', ci],
    ['has', ['.exe'], 'cmd.exe', 'matched'],
    ['has', ['.ex'], 'cmd.exe', 'unmatched'],
    ['has', ['a_b'], 'x_a_b_y', 'matched'],
    ['has', ['a b'], 'xa b a b', 'matched'],
    ['has', ['a b'], 'xa b', 'unmatched'],
    ['has', ['é'], 'né', 'unmatched'],
    ['has', ['a', 'c'], 'a b c', 'matched', every],
    ['has', ['a', 'x'], 'a b c', 'unmatched', every],
    ['has', ['v'], { k: 'v' }, 'matched'],
    ['has', ['v'], [{ k: 'v' }], 'matched', whole],
    ['has', ['22'], 22, 'matched'],
    ['has', ['a'], undefined, 'unmatched'],
    ['has_prefix', ['cm'], 'C:\\cmd.exe', 'matched'],
    ['has_prefix', ['md'], 'C:\\cmd.exe', 'unmatched'],
    ['has_suffix', ['md'], 'C:\\cmd.exe', 'matched'],
    ['has_suffix', ['cm'], 'C:\\cmd.exe', 'unmatched'],
  ],
  wildcard: [
    ['wildcard', ['a*c'], 'abbc', 'matched'],
    ['wildcard', ['a*c'], 'abbcd', 'unmatched'],
    ['wildcard', ['a?c'], 'abc', 'matched'],
    ['wildcard', ['a?c'], 'ac', 'unmatched'],
    ['wildcard', ['a?c'], 'a😀c', 'matched'],
    ['wildcard', ['*a*b*'], 'xxaxxb', 'matched'],
    ['wildcard', ['*a*b*'], 'xxbxxa', 'unmatched'],
    ['wildcard', ['ab*b'], 'ab', 'unmatched'],
    ['wildcard', ['a\\*c'], 'a*c', 'matched'],
    ['wildcard', ['a\\*c'], 'abc', 'unmatched'],
    ['wildcard', ['A*C'], 'abc', 'unmatched'],
    ['wildcard', ['A*C'], 'abc', 'matched', ci],
    ['wildcard', ['a*c'], 'a\nc', 'matched'],
    ['wildcard', ['*?x'], 'x', 'unmatched'],
    ['wildcard', [''], '', 'matched'],
  ],
  regex: [
    ['regex', ['b+'], 'abbc', 'matched'],
    ['regex', ['^b'], 'abbc', 'unmatched'],
    ['regex', ['B'], 'abc', 'unmatched'],
    ['regex', ['B'], 'abc', 'matched', ci],
    ['regex', ['(?s)a.c'], 'a\nc', 'matched'],
    ['regex', ['a.c'], 'a\nc', 'unmatched'],
    ['regex', ['(?<=a)b'], 'ab', 'undecided'],
    ['regex', ['(?<=a)b'], undefined, 'unmatched'],
    ['regex', ['(?<=a)b', 'b'], 'ab', 'matched'],
    ['regex', ['(?<=a)b', 'x'], 'ab', 'undecided'],
    ['regex', ['(?<=a)b', 'x'], 'ab', 'unmatched', every],
    ['regex', ['a', 'b'], ['a', 'b'], 'matched', every],
    ['regex', ['^1'], 12, 'matched'],
    ['regex', ['^1'], 12, 'unmatched', strict],
  ],
  cidr: [
    ['cidr', ['10.0.0.0/8'], '10.1.2.3', 'matched'],
    ['cidr', ['10.0.0.0/8'], '11.1.2.3', 'unmatched'],
    ['cidr', ['10.0.0.0/8'], '::ffff:10.1.2.3', 'matched'],
    ['cidr', ['10.0.0.0/8'], '::ffff:a01:203', 'matched'],
    ['cidr', ['0.0.0.0/0'], '8.8.8.8', 'matched'],
    ['cidr', ['192.168.1.1'], '192.168.1.1', 'matched'],
    ['cidr', ['192.168.1.128/25'], '192.168.1.127', 'unmatched'],
    ['cidr', ['fe80::/10'], 'fe80::1%eth0', 'matched'],
    ['cidr', ['fe80::/10'], 'fec0::1', 'unmatched'],
    ['cidr', ['::/0'], '8.8.8.8', 'unmatched'],
    ['cidr', ['2001:db8::/32', '10.0.0.0/8'], '2001:DB8:0:1::', 'matched'],
    ['cidr', ['10.0.0.0/8'], 'ec2.amazonaws.com', 'unmatched'],
    ['cidr', ['10.0.0.0/8'], '010.1.1.1', 'unmatched'],
    ['cidr', ['10.0.0.0/33'], '10.0.0.1', 'undecided'],
    ['cidr', ['10.0.0.0/8'], ['1.1.1.1', '10.0.0.1'], 'matched'],
  ],
  order: [
    ['gt', [5], 6, 'matched'],
    ['gt', [5], 5, 'unmatched'],
    ['gte', [5], 5, 'matched'],
    ['lt', [5], '4', 'matched'],
    ['lt', ['10'], '9', 'matched'],
    ['lte', [5], '4', 'unmatched', strict],
    ['gt', ['10'], '9', 'matched', strict],
    ['gt', ['2024-01-01'], '2024-06-01', 'matched'],
    ['gt', [5], 'high', 'matched'],
    ['gt', [5], undefined, 'unmatched'],
    ['lt', [5], undefined, 'unmatched'],
    ['gt', [0], true, 'matched', strict],
    ['gt', [1, 9], 5, 'matched'],
    ['gt', [1, 9], 5, 'unmatched', every],
  ],
  match: [
    ['match', ['failed'], 'Login FAILED for bob', 'matched'],
    ['match', ['fail'], 'Login FAILED for bob', 'unmatched'],
    ['match', ['login failed'], 'a login, failed', 'matched'],
    ['match', ['failed login'], 'a login failed', 'unmatched'],
    ['match', ['cmd.exe'], 'ran cmd.exe.', 'matched'],
    ['match', [''], 'anything', 'unmatched'],
  ],
};

const opposite = { matched: 'unmatched', unmatched: 'matched', undecided: 'undecided' } as const;

for (const [title, rows] of Object.entries(TABLES)) {
  describe(title, () => {
    for (const [operator, values, value, verdict, options = {}] of rows) {
      const title = [operator, values, 'of', value, options].map(text).join(' ');
      it(`${title} is ${verdict}`, () => {
        const condition = compare(fieldPath('f'), operator, values, options);
        const event = value === undefined ? {} : { f: value };
        expect(evaluateCondition(condition, event)).toBe(verdict);
        expect(evaluateCondition(not(condition), event)).toBe(opposite[verdict]);
      });
    }
  });
}

function text(part: unknown): string {
  return typeof part === 'string' ? part : part === undefined ? 'nothing' : JSON.stringify(part);
}
