/** What cannot occur in a log source, and what it alone of the sensors never records. */
import { describe, expect, it } from 'vitest';
import { all, compare, not } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { compileRules } from '../../src/engine/engine.ts';
import { createEventView, doubtfulView } from '../../src/engine/event/event-view.ts';
import { fieldQuery } from '../../src/engine/event/field-query.ts';
import type { Reading } from '../../src/engine/event/look-up.ts';
import { readEvent } from '../../src/events/read-event.ts';
import { closureOf } from '../../src/fields/closed-sources.ts';
import { logSource } from '../../src/rule/log-source.ts';
import type { LogSource } from '../../src/rule/log-source.ts';
import type { EventSchema } from '../../src/rule/rule.ts';

const SYSMON = {
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Provider_Name: 'Microsoft-Windows-Sysmon',
  Computer: 'pc-7',
};
const START = {
  ...SYSMON,
  EventID: 1,
  Image: 'C:\\t\\a.exe',
  CommandLine: 'a.exe -x',
  User: 'D\\u',
  IntegrityLevel: 'High',
};
const FILE = { ...SYSMON, EventID: 11, Image: 'C:\\t\\a.exe', TargetFilename: 'C:\\t\\b.dll' };
const CALL = {
  eventVersion: '1.09',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  awsRegion: 'eu-central-1',
  eventTime: '2026-03-01T09:12:44Z',
  userIdentity: { type: 'IAMUser', userName: 'dana' },
};
const EXECVE = { type: 'EXECVE', argc: '2', a0: 'ls', a1: '-l' };

function read(event: unknown, name: string, schema: EventSchema): Reading {
  return createEventView(readEvent(event)).read(fieldQuery(fieldPath(name), 'any', schema));
}

describe('of a log source that is closed', () => {
  it.each<[string, unknown, string, EventSchema, Reading]>([
    ['the start of a process has no question', START, 'dns.question.name', 'ecs', []],
    ['nor a field of an integration that is not its own', START, 'okta.event_type', 'ecs', []],
    ['nor, in UDM, a registry key', START, 'target.registry.registry_key', 'udm', []],
    ['a call of CloudTrail has no process', CALL, 'process.executable', 'ecs', []],
    ['a program that starts opens no descriptor', EXECVE, 'fd.name', 'falco', []],
    [
      'Sysmon looks at no signature of the program',
      START,
      'process.code_signature.trusted',
      'ecs',
      'not_observable',
    ],
    ['nor at the parent of who writes a file', FILE, 'process.parent.name', 'ecs', 'not_observable'],
    ['nor, under Defender’s names', FILE, 'InitiatingProcessSHA1', 'log_analytics', 'not_observable'],
    // Hashes are of those algorithms alone that Sysmon is set up for.
    [
      'nor at every hash of the program',
      { ...START, Hashes: 'MD5=ab' },
      'process.hash.sha256',
      'ecs',
      'not_observable',
    ],
    ['which it has where it does', { ...START, Hashes: 'MD5=ab' }, 'process.hash.md5', 'ecs', ['ab']],
    [
      'nor, under Defender’s names',
      { ...START, Hashes: 'MD5=ab' },
      'SHA256',
      'log_analytics',
      'not_observable',
    ],
    ['auditd knows no container', EXECVE, 'container.id', 'falco', 'not_observable'],
    ['what is read is read', START, 'process.Ext.token.integrity_level_name', 'ecs', ['High']],
    ['what may be there under another name stays open', START, 'user.id', 'ecs', 'unmapped_field'],
    ['what has no dot is no field of a set', START, 'something', 'ecs', 'unmapped_field'],
  ])('%s', (_title, event, name, schema, expected) => {
    expect(read(event, name, schema)).toEqual(expected);
  });

  it('nothing is closed where it is not sure that the event is of it', () => {
    const origin = {
      schema: 'windows',
      product: 'windows',
      categories: ['process_creation'],
      services: null,
    } as const;
    expect(closureOf('ecs', origin)).toBeNull();
    const oneOfTwo = { ...origin, services: ['sysmon', 'acme'] };
    expect(closureOf('ecs', oneOfTwo)).toBeNull();
    expect(closureOf('ecs', { ...origin, services: ['sysmon'] })?.kindOf('dns.question.name')).toBe('absent');
  });

  it('nothing is absent for a rule of which it is not known whether it is for such events', () => {
    const view = doubtfulView(createEventView(readEvent(START)));
    const ask = (name: string): Reading => view.read(fieldQuery(fieldPath(name), 'any', 'ecs'));
    expect(ask('dns.question.name')).toBe('not_observable');
    expect(ask('process.code_signature.trusted')).toBe('not_observable');
    expect(ask('process.parent.args')).toBe('unknown_log_source');
  });
});

describe('a rule for such events', () => {
  const isNamed = compare(fieldPath('process.name'), 'eq', ['a.exe']);
  const isTrusted = compare(fieldPath('process.code_signature.trusted'), 'eq', [true]);
  const isUnsigned = compare(fieldPath('process.code_signature.subject_name'), 'in', ['', 'None']);
  const isAsked = compare(fieldPath('dns.question.name'), 'eq', ['x']);
  const starts = [logSource('windows', 'process_creation')];

  function verdict(condition: Condition, logSources: readonly LogSource[] = starts): string {
    const engine = compileRules([
      { id: 'r', condition, eventSchema: 'ecs', logSources, needsMoreEvents: false },
    ]);
    const [indexed, scanned] = [engine.evaluate(START), engine.evaluateFullScan(START)];
    expect(indexed.totals).toEqual(scanned.totals);
    if (indexed.matches.length === 1) return 'matched';
    return indexed.undecided.length === 1 ? 'undecided' : 'unmatched';
  }

  it.each<[string, Condition, string]>([
    ['that asks for a signature does not match', all([isNamed, isTrusted]), 'unmatched'],
    ['that excludes a signature is open', all([isNamed, not(isTrusted)]), 'undecided'],
    ['that asks for no signature, or an empty one, is open', all([isUnsigned]), 'undecided'],
    ['that asks for what cannot occur does not match', all([isNamed, isAsked]), 'unmatched'],
    ['that excludes what cannot occur matches', all([isNamed, not(isAsked)]), 'matched'],
  ])('%s', (_title, condition, expected) => {
    expect(verdict(condition)).toBe(expected);
  });

  it('that names no log source does not hold where it asks for either, and is open where it excludes either', () => {
    expect(verdict(all([isNamed, isTrusted]), [])).toBe('unmatched');
    expect(verdict(all([isNamed, isAsked]), [])).toBe('unmatched');
    expect(verdict(all([isNamed, not(isAsked)]), [])).toBe('undecided');
  });
});

describe('a value that a field never has there', () => {
  const type = (value: string, operator: 'eq' | 'ne' | 'in' = 'eq', ...more: readonly string[]): Condition =>
    compare(fieldPath('metadata.event_type'), operator, [value, ...more]);
  const change = (field: string, value: string): Condition => compare(fieldPath(field), 'eq', [value]);

  function verdict(
    condition: Condition,
    event: unknown,
    schema: EventSchema,
    logSources: readonly LogSource[],
  ): string {
    const engine = compileRules([
      { id: 'r', condition, eventSchema: schema, logSources, needsMoreEvents: false },
    ]);
    const [indexed, scanned] = [engine.evaluate(event), engine.evaluateFullScan(event)];
    expect(indexed.totals).toEqual(scanned.totals);
    if (indexed.matches.length === 1) return 'matched';
    return indexed.undecided.length === 1 ? 'undecided' : 'unmatched';
  }

  const cloudTrail = [logSource('aws', null, 'cloudtrail')];
  it.each<[string, Condition, string]>([
    ['is not met', type('PROCESS_LAUNCH'), 'unmatched'],
    ['in any letter case', type('process_launch'), 'unmatched'],
    ['of several, none is', type('PROCESS_LAUNCH', 'in', 'FILE_CREATION'), 'unmatched'],
    ['beside one that it may have, is open', type('PROCESS_LAUNCH', 'in', 'USER_LOGIN'), 'undecided'],
    ['excluded, excludes nothing', type('PROCESS_LAUNCH', 'ne'), 'matched'],
    ['says nothing of another', type('USER_LOGIN', 'ne'), 'undecided'],
    ['does not say that there is one', compare(fieldPath('metadata.event_type'), 'exists'), 'undecided'],
  ])('%s', (_title, condition, expected) => {
    expect(verdict(condition, CALL, 'udm', cloudTrail)).toBe(expected);
  });

  it('refutes a rule of which it is not known whether it is for such events, and matches none', () => {
    expect(verdict(type('NETWORK_CONNECTION'), CALL, 'udm', [])).toBe('unmatched');
    expect(verdict(type('NETWORK_CONNECTION', 'ne'), CALL, 'udm', [logSource(null, 'acme')])).not.toBe(
      'matched',
    );
    expect(verdict(type('USER_LOGIN'), CALL, 'udm', [])).toBe('undecided');
  });

  it.each<[string, string, string, string]>([
    ['CreateUser', 'All_Changes.action', 'created', 'undecided'],
    ['CreateUser', 'All_Changes.action', 'deleted', 'unmatched'],
    ['DeleteUser', 'All_Changes.action', 'created', 'unmatched'],
    ['DeleteUser', 'All_Changes.action', 'deleted', 'undecided'],
    ['CreateUser', 'All_Changes.result_id', '4720', 'unmatched'],
    ['CreateUser', 'All_Changes.object_category', 'instance', 'unmatched'],
  ])('%s: %s is %s: %s', (eventName, field, value, expected) => {
    expect(verdict(change(field, value), { ...CALL, eventName }, 'splunk', cloudTrail)).toBe(expected);
  });

  it('follows from what the event says', () => {
    const result = (value: string): Condition => change('security_result.action', value);
    const refused = { ...CALL, errorCode: 'AccessDenied' };
    expect(verdict(result('ALLOW'), refused, 'udm', cloudTrail)).toBe('unmatched');
    expect(verdict(result('ALLOW'), CALL, 'udm', cloudTrail)).toBe('undecided');
    expect(verdict(result('BLOCK'), CALL, 'udm', cloudTrail)).toBe('unmatched');
    expect(verdict(result('ALLOW'), { ...CALL, errorCode: 'NoSuchEntity' }, 'udm', cloudTrail)).toBe(
      'undecided',
    );
  });
});
