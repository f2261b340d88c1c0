import { RE2JS } from 're2js';
import { expect, it } from 'vitest';
import { javaToRe2 } from '../../../src/languages/esql/java-regex.ts';
import { regexReplacement } from '../../../src/languages/esql/replacement.ts';

it.each([
  ['[0-9]+', 'a12b3', ['12', '3']],
  [String.raw`\$\{(\w++\u0060){2,}\w++\}`.replace(String.raw`\u0060`, '`'), '${a`b`c} ${d}', ['${a`b`c}']],
  [String.raw`\d++,`, '12,3', ['12,']],
  [String.raw`(?i)Ab.c`, 'aB-C', ['aB-C']],
  [String.raw`a.c`, 'a\rc a\u2028c a\nc abc', ['abc']],
  [String.raw`(?s)a.c`, 'a\nc', ['a\nc']],
  [String.raw`a\sb`, 'a\x0bb', ['a\x0bb']],
  [String.raw`[\s\-]`, '\x0b-', ['\x0b', '-']],
  [String.raw`['"]x['"]`, `'x"`, [`'x"`]],
  [String.raw`x{2,3}?`, 'xxxx', ['xx', 'xx']],
  [String.raw`a|(?:b|c)+`, 'abcb', ['a', 'bcb']],
  ['🔥', 'a🔥', ['🔥']],
])('%s has the matches that Java finds', (pattern, text, matches) => {
  const regex = javaToRe2(pattern);
  expect(regex).not.toBeNull();
  const matcher = RE2JS.compile(regex ?? '').matcher(text);
  const found: (string | null)[] = [];
  while (matcher.find()) found.push(matcher.group());
  expect(found).toEqual(matches);
});

it.each([
  'a(?!b)',
  'a(?<=b)',
  String.raw`(a)\1`,
  'a$',
  String.raw`\w++x`,
  String.raw`\w++-?x`,
  String.raw`(ab)++c`,
  '[a[b]]',
  '[a&&b]',
  '[]a]',
  '(a',
  'a)',
  '*a',
  String.raw`\p{Alpha}`,
  String.raw`\Q.\E`,
  'a{5000}',
  'a{,2}',
  '',
])('%s has no translation', (pattern) => {
  expect(javaToRe2(pattern)).toBeNull();
});

it.each([
  ['(a)(b)', '$2-$1', String.raw`\2-\1`],
  ['(a)', String.raw`\$1`, '$1'],
  ['(a)', String.raw`\\`, String.raw`\\`],
  ['a.', '$0!', String.raw`\0!`],
  [String.raw`\(a.`, 'x', 'x'],
])('%s with %s: %s', (pattern, replacement, text) => {
  expect(regexReplacement(pattern, replacement)?.[1]).toBe(text);
});

it.each([
  ['(a)', '$2'],
  ['(a)', '$12'],
  ['a.', '$'],
  ['a.', '${n}'],
  [String.raw`\(a.`, '$1'],
  ['a.', '\\'],
])('%s with %s cannot be said', (pattern, replacement) => {
  expect(regexReplacement(pattern, replacement)).toBeNull();
});
