/** What events of the Security log and of auditd say in the words of ECS. */
import { describe, expect, it } from 'vitest';
import { all, compare } from '../../../src/condition/condition.ts';
import type { Condition } from '../../../src/condition/condition.ts';
import { fieldPath } from '../../../src/condition/field-path.ts';
import type { FieldPath, Scalar } from '../../../src/condition/field-path.ts';
import { compileCondition } from '../../../src/engine/evaluate/compile.ts';
import { readEvent } from '../../../src/events/read-event.ts';
import { createEventView } from '../../../src/engine/event/event-view.ts';
import type { EventSchema } from '../../../src/rule/rule.ts';

const f = (name: string): FieldPath => fieldPath(name);
const eq = (name: string, value: Scalar): Condition =>
  compare(f(name), 'eq', [value], { caseSensitive: false });

function judge(condition: Condition, schema: EventSchema, event: unknown): string {
  return compileCondition(condition, schema).verdict(createEventView(readEvent(event)));
}

describe('an event of the Security log', () => {
  const logon = (data: Readonly<Record<string, unknown>>): unknown => ({
    Event: {
      System: {
        Provider: { '#attributes': { Name: 'x' } },
        EventID: 4624,
        Channel: 'Security',
        Computer: 'dc',
      },
      EventData: {
        SubjectUserName: 'DC$',
        TargetUserName: 'dana@EXAMPLE.ORG',
        LogonType: '10',
        IpAddress: '-',
        IpPort: '-',
        ProcessName: 'C:\\Windows\\System32\\svchost.exe',
        WorkstationName: 'WS',
        ...data,
      },
    },
  });

  it.each<readonly [string, Condition, string]>([
    ['the type of a logon is a word in ECS', eq('winlog.logon.type', 'RemoteInteractive'), 'matched'],
    ['and no number', eq('winlog.logon.type', 10), 'unmatched'],
    ['the number is in its event data', eq('winlog.event_data.LogonType', 10), 'matched'],
    ['the user is who logs on', eq('user.name', 'dana'), 'matched'],
    ['a dash is no address', compare(f('source.ip'), 'exists'), 'unmatched'],
    ['nor a port', compare(f('source.port'), 'exists'), 'unmatched'],
    ['the process that asks', eq('process.name', 'svchost.exe'), 'matched'],
    ['the workstation', eq('source.domain', 'WS'), 'matched'],
  ])('%s', (_title, condition, verdict) => {
    expect(judge(condition, 'ecs', logon({}))).toBe(verdict);
  });

  it('a type of logon that ECS has no word for', () => {
    expect(judge(compare(f('winlog.logon.type'), 'exists'), 'ecs', logon({ LogonType: '13' }))).toBe(
      'unmatched',
    );
  });

  it('who does it, where somebody does something to somebody', () => {
    const created = {
      Channel: 'Security',
      EventID: 4720,
      SubjectUserName: 'dana',
      SubjectUserSid: 'S-1-5-21-1',
      TargetUserName: 'erin',
    };
    expect(judge(all([eq('user.name', 'dana'), eq('user.id', 'S-1-5-21-1')]), 'ecs', created)).toBe(
      'matched',
    );
    expect(judge(eq('event.action', 'added-user-account'), 'ecs', created)).toBe('matched');
  });

  it('in ECS under the names of Windows', () => {
    const event = {
      '@timestamp': '2026-01-01T00:00:00Z',
      event: { code: '4624', category: ['authentication'], action: 'logged-in' },
      winlog: { channel: 'Security', logon: { type: 'RemoteInteractive' } },
      source: { ip: '203.0.113.7', port: 51515, domain: 'WS' },
      process: { executable: 'C:\\Windows\\System32\\svchost.exe' },
    };
    const asked = [eq('LogonType', 10), eq('IpAddress', '203.0.113.7'), eq('IpPort', 51515)];
    expect(judge(all([...asked, eq('WorkstationName', 'WS')]), 'windows', event)).toBe('matched');
    expect(judge(compare(f('ProcessName'), 'ends_with', ['\\svchost.exe']), 'windows', event)).toBe(
      'matched',
    );
    expect(judge(eq('LogonType', 3), 'windows', event)).toBe('unmatched');
  });
});

it('what one record of an event lacks another may have', () => {
  const record = { type: 'EXECVE', node: 'web', argc: '2', a0: 'chattr', a1: '-i' };
  expect(judge(compare(f('process.executable'), 'exists'), 'ecs', record)).toBe('undecided');
  expect(judge(eq('process.executable', '/usr/bin/chattr'), 'ecs', { ...record, exe: '/usr/bin/curl' })).toBe(
    'unmatched',
  );
});

it('a program that starts, as auditd records it', () => {
  const record = { type: 'EXECVE', argc: 3, a0: 'chattr', a1: '-i', a2: '/etc/passwd' };
  const started = all([eq('event.category', 'process'), eq('event.type', 'start'), eq('process.args', '-i')]);
  expect(judge(all([started, eq('process.args_count', 3)]), 'ecs', record)).toBe('matched');
  expect(judge(eq('CommandLine', 'chattr -i /etc/passwd'), 'windows', record)).toBe('matched');
  expect(judge(eq('process.args', '-i'), 'ecs', { type: 'SYSCALL', syscall: 'execve', a0: '-i' })).toBe(
    'undecided',
  );
  expect(judge(eq('process.args', '-i'), 'ecs', { ...record, a2: undefined })).toBe('undecided');
});

it('a process that Sysmon for Linux records', () => {
  const event = { Channel: 'Linux-Sysmon/Operational', EventID: 1, Image: '/usr/bin/id' };
  const started = all([eq('event.category', 'process'), eq('event.type', 'start')]);
  expect(judge(all([started, eq('host.os.type', 'linux')]), 'ecs', event)).toBe('matched');
  expect(judge(eq('host.os.type', 'windows'), 'ecs', event)).toBe('unmatched');
});
