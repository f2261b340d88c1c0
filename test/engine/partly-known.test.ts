/** A path without its drive and a program without its folder decide what they can, and are open in what they cannot. */
import { describe, expect, it } from 'vitest';
import { compare, not } from '../../src/condition/condition.ts';
import type { Condition, Operator } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import type { Transform } from '../../src/condition/field-path.ts';
import { compileRules } from '../../src/engine/engine.ts';
import type { EngineRule } from '../../src/engine/evaluation.ts';
import { logSource } from '../../src/rule/log-source.ts';
import type { EventSchema } from '../../src/rule/rule.ts';

const STARTED = {
  event_simpleName: 'ProcessRollup2',
  event_platform: 'Win',
  aid: 'a',
  ImageFileName: '\\Device\\HarddiskVolume3\\Windows\\System32\\vssadmin.exe',
  CommandLine: 'vssadmin delete shadows',
  ParentBaseFileName: 'cmd.exe',
};

function verdict(condition: Condition, eventSchema: EventSchema): string {
  const rule: EngineRule = {
    id: 'r',
    condition,
    eventSchema,
    logSources: [logSource('windows', 'process_creation')],
    needsMoreEvents: false,
  };
  const engine = compileRules([rule]);
  const [indexed, scanned] = [engine.evaluate(STARTED), engine.evaluateFullScan(STARTED)];
  expect(indexed.totals).toEqual(scanned.totals);
  if (indexed.matches.length === 1) return 'matched';
  return indexed.undecided.length === 1 ? 'undecided' : 'unmatched';
}

const image = (operator: Operator, ...values: readonly string[]): Condition =>
  compare(fieldPath('Image'), operator, values, { caseSensitive: false });
const parent = (operator: Operator, ...values: readonly string[]): Condition =>
  compare(fieldPath('ParentImage'), operator, values, { caseSensitive: false });

describe('a path of which the drive is not known', () => {
  it.each<readonly [string, Condition, string]>([
    ['its end', image('ends_with', '\\vssadmin.exe'), 'matched'],
    ['another end', image('ends_with', '\\cmd.exe'), 'unmatched'],
    ['not another end', not(image('ends_with', '\\cmd.exe')), 'matched'],
    ['a folder', image('contains', '\\windows\\'), 'matched'],
    ['another folder', image('contains', '\\temp\\'), 'unmatched'],
    ['a drive', image('starts_with', 'C:\\'), 'undecided'],
    ['not a drive', not(image('starts_with', 'C:\\')), 'undecided'],
    ['another folder of a drive', image('starts_with', 'C:\\Users\\'), 'unmatched'],
    ['the whole path', image('eq', 'C:\\Windows\\System32\\vssadmin.exe'), 'undecided'],
    ['another path', image('ne', 'C:\\Users\\a.exe'), 'matched'],
    ['a pattern', image('wildcard', '*\\\\system32\\\\vss*'), 'matched'],
    ['any drive', image('regex', '^[a-z]:\\\\windows'), 'undecided'],
    ['any drive, or the volume', image('regex', '^([a-z]:|\\\\device\\\\[^\\\\]+)\\\\windows'), 'matched'],
    ['that it is there', image('exists'), 'matched'],
  ])('%s', (_title, condition, expected) => {
    expect(verdict(condition, 'windows')).toBe(expected);
  });

  it('what is made of it is known where it does not depend on the drive', () => {
    expect(verdict(compare(fieldPath('process.name'), 'eq', ['vssadmin.exe']), 'ecs')).toBe('matched');
    const executable = (
      operator: Operator,
      value: string,
      transforms: readonly Transform[] = [],
    ): Condition => compare({ ...fieldPath('process.executable'), transforms }, operator, [value]);
    expect(verdict(executable('ends_with', '\\vssadmin.exe'), 'ecs')).toBe('matched');
    expect(verdict(executable('starts_with', 'C:\\Windows'), 'ecs')).toBe('undecided');
    const lower: readonly Transform[] = [{ name: 'lower', args: [] }];
    expect(verdict(executable('ends_with', '\\system32\\vssadmin.exe', lower), 'ecs')).toBe('matched');
    expect(verdict(executable('starts_with', 'c:\\windows', lower), 'ecs')).toBe('undecided');
  });

  it('any field may be it', () => {
    const any = (value: string): Condition =>
      compare({ ...fieldPath('*'), match: 'glob' }, 'contains', [value], { caseSensitive: false });
    expect(verdict(any('system32\\vssadmin'), 'windows')).toBe('matched');
    expect(verdict(any('q:\\windows'), 'windows')).toBe('undecided');
  });
});

describe('a program of which the folder is not known', () => {
  it.each<readonly [string, Condition, string]>([
    ['its name', parent('ends_with', '\\cmd.exe'), 'matched'],
    ['the end of its name', parent('ends_with', '.exe'), 'matched'],
    ['another name', parent('ends_with', '\\wscript.exe', '\\mshta.exe'), 'unmatched'],
    ['its name in a folder', parent('ends_with', '\\System32\\cmd.exe'), 'undecided'],
    ['the whole path', parent('eq', 'C:\\Windows\\System32\\cmd.exe'), 'undecided'],
    ['another path', parent('eq', 'C:\\Windows\\System32\\mshta.exe'), 'unmatched'],
    ['a folder', parent('contains', '\\Temp\\'), 'undecided'],
    ['not a folder', not(parent('starts_with', 'C:\\Temp\\')), 'undecided'],
    ['a pattern that is an end', parent('wildcard', '*\\\\cmd.exe'), 'matched'],
    ['a pattern with another end', parent('wildcard', 'C:\\\\*\\\\mshta.exe'), 'unmatched'],
    ['a pattern with a folder', parent('wildcard', 'C:\\\\*\\\\cmd.exe'), 'undecided'],
    ['one of two names', parent('ends_with', '\\mshta.exe', '\\cmd.exe'), 'matched'],
  ])('%s', (_title, condition, expected) => {
    expect(verdict(condition, 'windows')).toBe(expected);
  });

  it('by its name alone', () => {
    expect(verdict(compare(fieldPath('process.parent.name'), 'eq', ['cmd.exe']), 'ecs')).toBe('matched');
  });
});
