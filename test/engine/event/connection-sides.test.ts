/** Which side of a connection a device calls remote: the destination of what it opens, the source of what comes in. */
import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/condition/condition.ts';
import { fieldPath } from '../../../src/condition/field-path.ts';
import { readEvent } from '../../../src/events/read-event.ts';
import { createEventView } from '../../../src/engine/event/event-view.ts';
import { fieldQuery } from '../../../src/engine/event/field-query.ts';
import type { EventSchema } from '../../../src/rule/rule.ts';

const sysmon = (initiated: string | null): object => ({
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Provider_Name: 'Microsoft-Windows-Sysmon',
  EventID: 3,
  SourceIp: '10.0.0.1',
  DestinationIp: '10.0.0.2',
  ...(initiated === null ? {} : { Initiated: initiated }),
});

const defender = (ActionType: string): object => ({
  Type: 'DeviceNetworkEvents',
  Timestamp: '2024-01-01T00:00:00Z',
  DeviceName: 'host',
  ActionType,
  LocalIP: '10.0.0.1',
  RemoteIP: '10.0.0.2',
});

function valueOf(event: object, name: string, schema: EventSchema): unknown {
  const { field, collection } = compare(fieldPath(name), 'exists');
  return createEventView(readEvent(event)).read(fieldQuery(field, collection, schema));
}

describe('a connection that is asked for in the words of Defender', () => {
  it.each([
    ['true', 'RemoteIP', ['10.0.0.2']],
    ['true', 'LocalIP', ['10.0.0.1']],
    ['false', 'RemoteIP', ['10.0.0.1']],
    ['false', 'LocalIP', ['10.0.0.2']],
    [null, 'RemoteIP', 'unmapped_field'],
  ])('Initiated %s: %s', (initiated, name, expected) => {
    expect(valueOf(sysmon(initiated), name, 'log_analytics')).toEqual(expected);
  });
});

describe('a connection that Defender saw', () => {
  it.each([
    ['ConnectionSuccess', 'destination.ip', ['10.0.0.2']],
    ['InboundConnectionAccepted', 'destination.ip', ['10.0.0.1']],
    ['InboundConnectionAccepted', 'source.ip', ['10.0.0.2']],
  ])('%s: %s', (action, name, expected) => {
    expect(valueOf(defender(action), name, 'ecs')).toEqual(expected);
  });
});
