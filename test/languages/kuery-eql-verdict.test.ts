/** What a query makes of an event, from the text to the verdict: nulls, lists, case, wildcards. */
import { describe, expect, it } from 'vitest';
import { simplify } from '../../src/condition/simplify.ts';
import { evaluateCondition } from '../../src/engine/evaluate/compile.ts';
import { eql } from '../../src/languages/eql/index.ts';
import { kuery } from '../../src/languages/kuery/index.ts';
import type { Language } from '../../src/languages/language.ts';

const EVENT = {
  event: { category: 'process', code: 4625 },
  process: {
    name: 'Cmd.exe',
    args: ['cmd', '/c', 'C:\\temp\\x y'],
    command_line: 'cmd /c\nwhoami',
    pid: '42',
    elevated: true,
  },
  host: { ip: ['10.0.0.1', 'fe80::1'] },
  source: { ip: 'FE80:0::1' },
  message: 'Access denied for user root',
  items: [
    { name: 'banana', stock: 12 },
    { name: 'peach', stock: 9 },
  ],
};

type Case = readonly [query: string, verdict: boolean];

const EQL: readonly Case[] = [
  // Null: a comparison is false, its complement true.
  ['a.b == "x"', false],
  ['a.b != "x"', true],
  ['not a.b : "x"', true],
  ['a.b not in ("x", "y")', true],
  ['not (a.b > 1)', true],
  ['not (a.b > 1 and process.name == "Cmd.exe")', true],
  ['a.b <= 1', false],
  ['a.b == null', true],
  ['a.b != null', false],
  ['?a.b', false],
  ['a.b != true', true],
  ['not cidrMatch(a.b, "10.0.0.0/8")', true],
  ['length(a.b) > 0 or length(a.b) <= 0', false],
  ['not length(a.b) > 0', true],
  ['substring(a.b, 1) not in ("x")', true],
  // Lists: any element satisfies, so the complement asks of all.
  ['process.args == "/c"', true],
  ['process.args != "/c"', false],
  ['process.args : "CMD" and process.args : "*\\\\TEMP\\\\*"', true],
  ['length(process.args) == 3 and length(process.args) == 2', true],
  ['cidrMatch(host.ip, "10.0.0.0/8")', true],
  ['indexOf(host.ip, "10.") == null', true],
  ['indexOf(process.name, "md") == 1', true],
  ['indexOf(process.name, "z") == null', true],
  ['indexOf(process.name, "z") < 5', false],
  // Case.
  ['process.name == "cmd.exe"', false],
  ['process.name : "cmd.exe"', true],
  ['process.name in ("cmd.exe")', false],
  ['process.name in~ ("cmd.exe")', true],
  ['process.name like "cmd*"', false],
  ['process.name like~ "cmd*"', true],
  ['process.name regex "cmd.*"', false],
  ['process.name regex~ "cmd.*"', true],
  ['endsWith(process.name, ".EXE")', false],
  ['endsWith~(process.name, ".EXE")', true],
  // Wildcards and regular expressions want the whole value.
  ['process.name == "Cmd*"', false],
  ['process.name : "md*"', false],
  ['process.name : "?md.exe"', true],
  ['process.name regex "md"', false],
  ['process.command_line regex "cmd.*whoami"', true],
  ['process.args : "c:\\\\temp\\\\x y"', true],
  // Types.
  ['process.pid == 42 and process.pid > 5 and event.code == "4625"', true],
  ['process.elevated', true],
  ['process.elevated == false', false],
  ['process.pid % 5 == 2 and process.pid + 1 == 43', true],
  ['source.ip == "fe80::1" and source.ip != "fe80::2"', true],
  ['arraySearch(items, $i, $i.name == "banana" and $i.stock < 10)', false],
  ['arraySearch(items, $i, $i.name == "banana" and $i.stock > 10)', true],
];

const KUERY: readonly Case[] = [
  ['a.b:x', false],
  ['not a.b:x', true],
  ['a.b:(not x)', true],
  ['a.b:*', false],
  ['process.name:Cmd.exe', true],
  ['process.name:cmd.exe', false],
  ['process.name.caseless:cmd.exe', true],
  ['process.name:C*e', true],
  ['process.name:"C*e"', false],
  ['process.args:(cmd and "/c" and *temp*)', true],
  ['process.args:(cmd and not "/c")', false],
  ['process.args:C\\:\\\\temp\\\\x y', true],
  ['process.pid:42 and process.pid >= 42 and event.code:"4625"', true],
  ['process.pid:042', false],
  ['process.elevated:true', true],
  ['host.ip:(192.168.0.0/16 or 10.0.0.0/8)', true],
  ['source.ip:"fe80::1"', true],
  ['message:"denied FOR"', true],
  ['message:"for denied"', false],
  ['message: denied nothing', true],
  ['message:*enie*', true],
  ['items:{ name:banana and stock > 10 }', true],
  ['items:{ name:banana and stock < 10 }', false],
  ['items.name:banana and items.stock < 10', true],
  ['process.*:cmd', true],
  ['Cmd.exe and "user root"', true],
  ['nowhere', false],
];

function verdict({ id, lower }: Language, text: string): string {
  const { condition } = lower({ language: id, text, line: 1, column: 1, context: null });
  const verdicts = [condition, simplify(condition)].map((each) => evaluateCondition(each, EVENT));
  expect(verdicts[1]).toBe(verdicts[0]);
  return verdicts[0] ?? '';
}

describe('an event', () => {
  it.each(EQL)('process where %s: %s', (query, matched) => {
    expect(verdict(eql, `process where ${query}`)).toBe(matched ? 'matched' : 'unmatched');
  });

  it.each(KUERY)('%s: %s', (query, matched) => {
    expect(verdict(kuery, query)).toBe(matched ? 'matched' : 'unmatched');
  });

  it('of another category, or of its letter case, does not pass', () => {
    expect(verdict(eql, 'file where true')).toBe('unmatched');
    expect(verdict(eql, 'Process where true')).toBe('unmatched');
    expect(verdict(eql, 'any where true')).toBe('matched');
  });
});
