/** What of a Windows event is known in which notation; what stands in a part that is not understood is not known. */
import { describe, expect, it } from 'vitest';
import { readWindowsEvent } from '../../src/events/windows-event.ts';

const SYSMON = {
  Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon' } },
  EventID: 1,
  Channel: 'x',
};

describe('what stands in positions only', () => {
  it.each([
    ['texts without names', { Event: { System: SYSMON, EventData: { Data: ['a', 'b'] } } }],
    [
      'the properties of Get-WinEvent',
      { Id: 1, ProviderName: 'p', LogName: 'Security', Properties: [{ Value: 'a' }] },
    ],
    ['Winlogbeat’s numbers', { channel: 'Security', event_id: 1, event_data: { param1: 'a', param2: 'b' } }],
    ['a text that is no XML', { EventID: 1, Channel: 'x', EventData: '<a' }],
    ['a message that nobody knows', { EventID: 1, Channel: 'x', Message: 'a b c' }],
  ])('%s: is not known', (_title, event) => {
    const read = readWindowsEvent(event);
    expect(read?.hides('CommandLine')).toBe(true);
  });

  it.each([
    ['names', { Event: { System: SYSMON, EventData: { A: 'a' } } }],
    ['named elements', { Event: { System: SYSMON, EventData: { Data: [{ '@Name': 'A', '#text': 'a' }] } } }],
    ['one named element', { Event: { System: SYSMON, EventData: { Data: { '@Name': 'A', '#text': 'a' } } } }],
    [
      'an empty one',
      { Event: { System: SYSMON, EventData: { Data: [{ '@Name': 'A' }, { '@Name': 'B', '#text': 'b' }] } } },
    ],
    ['no data at all', { Event: { System: SYSMON, EventData: null } }],
  ])('%s: what is missing is absent', (_title, event) => {
    expect(readWindowsEvent(event)?.hides('CommandLine')).toBe(false);
  });

  it('but a field of System is there in every event', () => {
    expect(readWindowsEvent({ Event: { System: SYSMON, EventData: {} } })?.hides('Keywords')).toBe(true);
  });
});

describe('a number of System', () => {
  const keywords = (Keywords: unknown): unknown =>
    readWindowsEvent({ EventID: 1, Channel: 'x', a: 1, Keywords })?.fields['Keywords'];
  it('is kept as the event has it, or not known', () => {
    expect(keywords('0x8020000000000000')).toBe('0x8020000000000000');
    expect(keywords('9232379236109516800')).toBe('0x8020000000000000');
    expect(keywords(9232379236109516800)).toBeUndefined();
    expect(keywords(['Audit Success'])).toBeUndefined();
  });
});

describe('an object is a Windows event', () => {
  it.each([
    ['with a channel of Windows', { channel: 'Security', event_id: 4624, computer_name: 'h' }, true],
    ['with a provider of Windows', { source_name: 'Microsoft-Windows-Sysmon', event_id: 1 }, true],
    ['with another channel', { channel: 'C024BE91L', event_id: 'Ev08MFMKH6', type: 'message' }, false],
    ['with a number that is another’s', { channel: 'general', event_id: 7, source: 'x' }, false],
    ['with nothing but a number', { EventID: 5 }, false],
  ])('%s: %s', (_title, event, isOne) => {
    expect(readWindowsEvent(event) !== null).toBe(isOne);
  });
});

describe('a rendered message', () => {
  const logon = [
    'An account was successfully logged on.',
    'Subject:\r\n\tSecurity ID:\t\tEXAMPLE\\dana\r\n\tAccount Name:\t\tws01$',
    'Logon Information:\r\n\tLogon Type:\t\t10',
    'New Logon:\r\n\tSecurity ID:\t\tS-1-5-21-1\r\n\tAccount Name:\t\tdana',
    'Network Information:\r\n\tWorkstation Name:\tws02\r\n\tSource Network Address:\t203.0.113.7',
  ].join('\r\n\r\n');
  const event = {
    EventCode: '4624',
    LogName: 'Security',
    SourceName: 'Microsoft Windows security auditing.',
    Message: logon,
  };

  it('of the Security log shows its fields by their sections', () => {
    expect(readWindowsEvent(event)?.fields).toMatchObject({
      SubjectUserName: 'ws01$',
      TargetUserName: 'dana',
      TargetUserSid: 'S-1-5-21-1',
      LogonType: '10',
      IpAddress: '203.0.113.7',
      WorkstationName: 'ws02',
    });
  });

  it('shows other words for some, which are not known', () => {
    const read = readWindowsEvent(event);
    expect(read?.fields['SubjectUserSid']).toBeUndefined();
    expect(read?.hides('SubjectUserSid')).toBe(true);
  });

  it('of a script block shows the script', () => {
    const Message =
      'Creating Scriptblock text (1 of 1):\r\nGet-Item x\r\nPath: y\r\n\r\nScriptBlock ID: 1\r\nPath: C:\\a.ps1';
    const read = readWindowsEvent({
      Id: 4104,
      ProviderName: 'Microsoft-Windows-PowerShell',
      LogName: 'x',
      Message,
    });
    expect(read?.fields).toMatchObject({ ScriptBlockText: 'Get-Item x\r\nPath: y', Path: 'C:\\a.ps1' });
  });
});
