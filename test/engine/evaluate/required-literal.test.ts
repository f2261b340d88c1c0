// A required literal may rule out only what does not match.
import { describe, expect, it, test } from 'vitest';
import fc from 'fast-check';
import { regexTest } from '../../../src/engine/evaluate/regex-cache.ts';
import { foldForLiterals, requiredLiteral } from '../../../src/engine/evaluate/required-literal.ts';
import { compileWildcard } from '../../../src/engine/evaluate/wildcard-match.ts';

describe('the required literal of a regex', () => {
  test.each([
    ['powershell', 'powershell'],
    ['^C:\\\\Windows\\\\.*\\.exe$', 'c:\\windows\\'],
    ['(?i)Invoke-(Web|Rest)Request', 'invoke-'],
    ['ab(?i)*cde', 'cde'],
    ['ab(?i)cd', 'abcd'],
    ['colou?r', 'colo'],
    ['ab{2}cde', 'cde'],
    ['ab+c', 'ab'],
    ['a|b', ''],
    ['(a|b)cd', 'cd'],
    ['[abc]def[^]g]', 'def'],
    ['[[:alpha:]]xyz', 'xyz'],
    ['x{1,b|c}', ''],
    ['\\d+\\.\\d+', '.'],
    ['\\x41bc', ''],
    ['\\Qa*b\\E', ''],
    ['\\pNabc', ''],
    ['(unclosed', ''],
    ['größe', 'gr'],
  ])('%s: %s', (pattern, literal) => {
    expect(requiredLiteral('regex', pattern)).toBe(literal);
  });
});

it('a wildcard requires its longest text', () => {
  expect(requiredLiteral('wildcard', '*\\\\Temp\\\\?.EXE')).toBe('\\temp\\');
  expect(requiredLiteral('eq', 'abc')).toBe('');
});

const PIECES = [
  'a', 'B', 's', 'k', 'ß', '😀', '.', '*', '+', '?', '|', '(', ')', '(?:', '(?i)', '(?P<n>', '[', ']', '[^a]', '[a-s]', '{2}', '{0,1}', '{', '}',
  '\\.', '\\d', '\\b', '\\\\', '\\x61', '^', '$', '-', ' ',
]; // prettier-ignore
const text = fc.array(fc.constantFrom('a', 'b', 'A', 'B', 's', 'ſ', 'K', 'k', 'ß', '😀', '.', '-', ' ', '1', '{', '}', '\\'), { maxLength: 8 }).map((parts) => parts.join('')); // prettier-ignore

it('whatever matches holds it', () => {
  const pattern = fc.array(fc.constantFrom(...PIECES), { maxLength: 7 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(pattern, text, fc.boolean(), (regex, value, caseSensitive) => {
      fc.pre(regexTest(regex, caseSensitive)?.(value) === true);
      expect(foldForLiterals(value)).toContain(requiredLiteral('regex', regex));
    }),
    { numRuns: 1_000, maxSkipsPerRun: 1_000 },
  );
  const wildcard = fc.array(fc.constantFrom('a', 'B', '*', '?', '\\', '-', 'ſ', 's'), { maxLength: 6 }).map((parts) => parts.join('')); // prettier-ignore
  fc.assert(
    fc.property(wildcard, text, (glob, value) => {
      fc.pre(compileWildcard(glob.toLowerCase())(value.toLowerCase()));
      expect(foldForLiterals(value)).toContain(requiredLiteral('wildcard', glob));
    }),
    { numRuns: 1_000, maxSkipsPerRun: 1_000 },
  );
});
