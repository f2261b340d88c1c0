import { describe, expect, it } from 'vitest';
import { printCondition } from '../../../src/condition/print.ts';
import { simplify } from '../../../src/condition/simplify.ts';
import { kuery } from '../../../src/languages/kuery/index.ts';
import type { Lowered } from '../../../src/languages/language.ts';

const lower = (text: string): Lowered =>
  kuery.lower({ language: 'kuery', text, line: 1, column: 1, context: null });
const printed = (text: string): string => printCondition(simplify(lower(text).condition));
const codes = (text: string): readonly string[] => lower(text).diagnostics.map(({ code }) => code);

type Table = readonly (readonly [query: string, condition: string])[];

const VALUES: Table = [
  ['event.action:ConsoleLogin', 'event.action eq "ConsoleLogin"'],
  ['event.action : "Console Login"', 'event.action eq "Console Login"'],
  ['machine.os: windows 10', 'machine.os eq "windows 10"'],
  ['"event.action":x', 'event.action eq "x"'],
  ['process.args:""', 'process.args eq ""'],
  ['host.name:a.b-c_d@e$', 'host.name eq "a.b-c_d@e$"'],
  ['a:"say \\"hi\\" to C:\\\\dir"', 'a eq "say \\"hi\\" to C:\\\\dir"'],
  ['a:"two\\u0041\\\\temp"', 'a eq "twoA\\\\temp"'],
  ['a:"\\Windows\\users"', 'a eq "\\\\Windows\\\\users"'],
  ['a:C\\:\\\\dir\\(x86\\)', 'a eq "C:\\\\dir(x86)"'],
  ['a:\\*x\\*', 'a eq "*x*"'],
  ['a:\\and', 'a eq "and"'],
  ['a:https\\://example.com', 'a eq "https://example.com"'],
];

const TYPES: Table = [
  ['a:443', 'a eq 443'],
  ['a:-1.5', 'a eq -1.5'],
  ['a:"443"', 'a eq "443"'],
  ['a:007', 'a eq "007"'],
  ['a:0x1', 'a eq "0x1"'],
  ['a:1e3', 'a eq "1e3"'],
  ['a:1.0', 'a eq "1.0"'],
  ['a:12345678901234567890', 'a eq "12345678901234567890"'],
  ['a:Infinity', 'a eq "Infinity"'],
  ['a:true', 'a eq true'],
  ['a:false', 'a eq false'],
  ['a:"true"', 'a eq "true"'],
  ['a:True', 'a eq "True"'],
];

const WILDCARDS: Table = [
  ['a:*', 'a exists'],
  ['not a:*', 'a is_null'],
  ['a:foo*', 'a starts_with "foo"'],
  ['a:*foo', 'a ends_with "foo"'],
  ['a:*foo*', 'a contains "foo"'],
  ['a:f*o', 'a wildcard "f*o"'],
  ['a:f**o', 'a wildcard "f*o"'],
  ['a:f?o*', 'a starts_with "f?o"'],
  ['a:f?o*x', 'a wildcard "f\\\\?o*x"'],
  ['a:*two words*', 'a contains "two words"'],
  ['a:C\\:\\\\Program*Files*\\\\x.exe', 'a wildcard "C:\\\\\\\\Program*Files*\\\\\\\\x.exe"'],
  ['a.*.b:x', 'a.*.b eq "x"'],
  ['a.*:*', 'a.* exists'],
  ['*:*', 'always'],
  ['*:x', '* eq "x"'],
];

const BOOLEANS: Table = [
  ['a:1 and b:2', 'a eq 1\nb eq 2'],
  ['a:1 or b:2 and c:3', 'a eq 1 or (b eq 2 and c eq 3)'],
  ['(a:1 or b:2) and c:3', '(a eq 1 or b eq 2)\nc eq 3'],
  ['NOT a:x AND b:2 Or c:3', '(a ne "x" and b eq 2) or c eq 3'],
  ['not (a:1 or b:2)', 'not (a eq 1 or b eq 2)'],
  ['not not a:1', 'a eq 1'],
  ['(a:1)and(b:2)or(not(c:3))', '(a eq 1 and b eq 2) or c ne 3'],
  ['a:"x"and b:"y"', 'a eq "x"\nb eq "y"'],
  ['a:1\n\tand\n  b:2\n', 'a eq 1\nb eq 2'],
  ['', 'always'],
  ['  ', 'always'],
];

const GROUPS: Table = [
  ['a:(x or y)', 'a in ["x", "y"]'],
  ['a:(x or y*)', 'a eq "x" or a starts_with "y"'],
  ['a:(x and y)', 'a eq "x"\na eq "y"'],
  ['a:(* and not x)', 'a exists\na ne "x"'],
  ['a:(x or (y and not "z w"))', 'a eq "x" or (a eq "y" and a ne "z w")'],
  ['a:(*x* and *y*)', 'a contains all ["x", "y"]'],
  ['a:(not x)', 'a ne "x"'],
  ['a:("x")', 'a eq "x"'],
  ['source.as.number:(1 or 2)', 'source.as.number in [1, 2]'],
];

const KEYWORDS_IN_NAMES: Table = [
  ['source.and.or.not:and.or', 'source.and.or.not eq "and.or"'],
  ['notes:order', 'notes eq "order"'],
  ['a:android and b:orange', 'a eq "android"\nb eq "orange"'],
  ['a:this-and-that', 'a eq "this-and-that"'],
  ['and.x:1', 'and.x eq 1'],
];

const FIELDS: Table = [
  ['message:"Access Denied"', 'message match "Access Denied"'],
  ['message:segfault', 'message match "segfault"'],
  ['message: null pointer', 'message match ["null", "pointer"]'],
  ['message:*denied*', 'message contains~ "denied"'],
  ['message:*', 'message exists'],
  ['message:404', 'message match "404"'],
  ['process.command_line.text:"whoami all"', 'process.command_line match "whoami all"'],
  ['powershell.file.script_block_text:("A" or "B")', 'powershell.file.script_block_text match ["A", "B"]'],
  ['event.original:"x"', 'event.original eq "x"'],
  ['process.name.caseless:cmd.exe', 'process.name eq~ "cmd.exe"'],
  ['process.name.caseless:*cmd*', 'process.name contains~ "cmd"'],
  ['process.name.keyword:cmd.exe', 'process.name eq "cmd.exe"'],
  ['source.ip:(10.0.0.0/8 or "FE80::/10")', 'source.ip cidr ["10.0.0.0/8", "FE80::/10"]'],
  ['source.ip:10.0.0.1', 'source.ip eq "10.0.0.1"'],
  ['source.ip:"::1"', 'source.ip cidr "::1"'],
  ['host.zip:10.0.0.0/8', 'host.zip eq "10.0.0.0/8"'],
];

const RANGES: Table = [
  ['a > 5', 'a gt 5'],
  ['a>=5 and a<= 1.5', 'a gte 5\na lte 1.5'],
  ['a < "2021-01-02"', 'a lt "2021-01-02"'],
  ['event.duration > 60000000000', 'event.duration gt 60000000000'],
];

const NESTED: Table = [
  ['user:{ first:Alice and last: "White" }', 'some user (@.first eq "Alice" and @.last eq "White")'],
  ['a.b:{ c:{ d > 1 or e:* } }', 'some a.b (some @.c (@.d gt 1 or @.e exists))'],
  ['error:{ message:"x y" }', 'some error (@.message match "x y")'],
];

const FREE_TEXT: Table = [
  ['hello', '* eq "hello" or message match "hello"'],
  ['"a b" and c:1', '(* eq "a b" or message match "a b")\nc eq 1'],
  ['*', 'always'],
];

describe('kuery', () => {
  describe.each([
    ['values', VALUES],
    ['types', TYPES],
    ['wildcards', WILDCARDS],
    ['booleans', BOOLEANS],
    ['groups', GROUPS],
    ['keywords in names', KEYWORDS_IN_NAMES],
    ['fields', FIELDS],
    ['ranges', RANGES],
    ['nested', NESTED],
    ['free text', FREE_TEXT],
  ])('%s', (_name, table) => {
    it.each(table)('%s', (query, condition) => {
      expect({ condition: printed(query), codes: codes(query) }).toEqual({ condition, codes: [] });
    });
  });

  it.each([
    ['@timestamp < now-2w', 'date_math', 'opaque "@timestamp < now-2w"'],
    ['@timestamp > "2022-02-17||+1M/d"', 'date_math', 'opaque "@timestamp > \\"2022-02-17||+1M/d\\""'],
    ['source.ip >= 10.0.0.0', 'ip_range', 'opaque "source.ip >= 10.0.0.0"'],
    ['a > b*', 'unsupported_range', 'opaque "a > b*"'],
    ['a:1 and not b:null', 'null_literal', 'a eq 1\nnot (opaque "b:null")'],
    ['message:(foo* or x)', 'text_wildcard', 'opaque "message:foo*" or message match "x"'],
    ['message:*a-b*', 'text_wildcard', 'opaque "message:*a-b*"'],
  ])('keeps %s in its place', (query, code, condition) => {
    expect({ condition: printed(query), codes: codes(query) }).toEqual({ condition, codes: [code] });
  });

  it.each([
    ['a:"*foo*"', 'a eq "*foo*"'],
    ['a:("*" or x)', 'a in ["*", "x"]'],
  ])('takes the star in %s for a star, and says so', (query, condition) => {
    expect({ condition: printed(query), codes: codes(query) }).toEqual({
      condition,
      codes: ['quoted_wildcard'],
    });
    expect(lower(query).diagnostics[0]?.severity).toBe('warning');
  });

  it('takes an escaped t, r or n for white space, and says so', () => {
    expect({ condition: printed('a:"C:\\temp"'), codes: codes('a:"C:\\temp"') }).toEqual({
      condition: 'a eq "C:\\temp"',
      codes: ['escaped_white_space'],
    });
  });

  it('compares any value of a list by text', () => {
    const { condition } = lower('a:443');
    expect(condition).toMatchObject({ collection: 'any', strict: false, caseSensitive: true });
  });

  it("gives places in the body's lines", () => {
    const query = { language: 'kuery', text: 'a:1 and\n b:null', line: 12, column: 10, context: null };
    expect(kuery.lower(query).diagnostics[0]?.span?.start).toMatchObject({ line: 13, column: 4 });
    expect(kuery.lower({ ...query, text: 'b:null' }).diagnostics[0]?.span?.start).toMatchObject({
      line: 12,
      column: 12,
    });
  });
});
