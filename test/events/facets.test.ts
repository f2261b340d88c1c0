/** One fact under the names of several schemas: which facet is asked, and what none of them knows. */
import { describe, expect, it } from 'vitest';
import { fieldPath } from '../../src/condition/field-path.ts';
import { createEventView } from '../../src/engine/event/event-view.ts';
import { fieldQuery } from '../../src/engine/event/field-query.ts';
import { compileRules } from '../../src/engine/engine.ts';
import { readEvent } from '../../src/events/read-event.ts';
import type { EventSchema } from '../../src/rule/rule.ts';

function reading(event: unknown, name: string, schema: EventSchema): unknown {
  return createEventView(readEvent(event)).read(fieldQuery(fieldPath(name), 'any', schema));
}

const TRAIL = {
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
  awsRegion: 'eu-west-1',
  readOnly: true,
};

describe('a document of ECS', () => {
  const nested = { event: { dataset: 'aws.cloudtrail', action: ['AssumeRole'] }, user: { name: 'dana' } };
  it('has of a list of one the value', () => {
    expect(reading(nested, 'eventName', 'raw')).toEqual(['AssumeRole']);
  });

  it('that no agent signed lacks what its sections lack, of other sections nothing is known', () => {
    expect(reading(nested, 'event.outcome', 'ecs')).toEqual([]);
    expect(reading(nested, 'source.ip', 'ecs')).toBe('unmapped_field');
  });

  it('of which only some fields were asked for has no absent ones', () => {
    const fields = { 'event.dataset': ['aws.cloudtrail'], 'event.action': ['AssumeRole'] };
    expect(reading(fields, 'event.outcome', 'ecs')).toBe('unmapped_field');
  });

  it('that an agent signed is whole', () => {
    expect(reading({ ...nested, agent: { type: 'filebeat' } }, 'source.ip', 'ecs')).toEqual([]);
  });
});

describe('a Windows event in a document of ECS', () => {
  const winlog = {
    channel: 'Microsoft-Windows-Sysmon/Operational',
    event_id: '1',
    event_data: { Image: 'C:\\a.exe', User: 'X\\dana' },
  };
  const beat = { '@timestamp': 't', ecs: { version: '8' }, event: { code: '1', kind: 'event' }, winlog };
  it('that no pipeline read is translated', () => {
    expect(reading(beat, 'process.name', 'ecs')).toEqual(['a.exe']);
    expect(reading(beat, 'event.category', 'ecs')).toEqual(['process']);
    expect(reading(beat, 'CommandLine', 'windows')).toEqual([]);
  });

  it('that one read has lost what was taken over', () => {
    const made = {
      ...beat,
      event: { ...beat.event, category: ['process'], type: ['start'] },
      process: { executable: 'C:\\a.exe', command_line: 'a' },
      winlog: { ...winlog, event_data: { Other: '1' } },
    };
    expect(reading(made, 'CommandLine', 'windows')).toEqual(['a']);
    expect(reading(made, 'Other', 'windows')).toEqual(['1']);
    expect(reading(made, 'process.parent.name', 'ecs')).toEqual([]);
  });
});

describe('a row of Splunk’s', () => {
  const row = { sourcetype: 'aws:cloudtrail', index: 'aws', host: 'h' };
  it('is read under the record’s names, and its own', () => {
    const event = { ...row, ...TRAIL };
    expect(reading(event, 'eventName', 'raw')).toEqual(['AssumeRole']);
    expect(reading(event, 'index', 'splunk')).toEqual(['aws']);
    expect(reading(event, 'event.action', 'ecs')).toEqual(['AssumeRole']);
  });

  it('with the record’s text too', () => {
    const event = { ...row, eventName: 'AssumeRole', _raw: JSON.stringify(TRAIL) };
    expect(reading(event, 'awsRegion', 'raw')).toEqual(['eu-west-1']);
    expect(reading(event, 'readOnly', 'raw')).toEqual([true]);
  });

  it('of text alone does not know which texts were none', () => {
    const event = { ...row, ...TRAIL, readOnly: 'true' };
    expect(reading(event, 'readOnly', 'raw')).toBe('unmapped_field');
    expect(reading(event, 'readOnly', 'splunk')).toEqual(['true']);
  });
});

describe('what a record was wrapped in', () => {
  it('stays readable, and says nothing of what it lacks', () => {
    const event = { time: 1, sourcetype: 'aws:cloudtrail', index: 'aws', event: TRAIL };
    expect(reading(event, 'index', 'splunk')).toEqual(['aws']);
    expect(reading(event, 'splunk_server', 'splunk')).toBe('unmapped_field');
    expect(reading(event, 'eventName', 'raw')).toEqual(['AssumeRole']);
  });

  it('says where a record comes from that does not show it', () => {
    const event = { time: 1, host: 'h', sourcetype: 'aws:cloudtrail', event: { a: 1 } };
    expect(readEvent(event)).toMatchObject({ origin: { product: 'aws' }, opened: ['HTTP Event Collector'] });
    const row = { category: 'AdvancedHunting-EmailEvents', properties: { Subject: 's', Timestamp: 't' } };
    expect(readEvent(row)).toMatchObject({
      origin: { schema: 'log_analytics' },
      opened: ['Defender streaming API'],
    });
  });
});

describe('the engine', () => {
  const engine = compileRules([]);
  it('says what was opened', () => {
    expect(engine.evaluate({ Records: [TRAIL] })).toMatchObject({
      opened: ['records'],
      origin: { product: 'aws' },
    });
  });

  it('judges an envelope of several records as it is', () => {
    expect(engine.evaluate({ Records: [TRAIL, TRAIL] })).toMatchObject({
      opened: [],
      origin: { product: null },
    });
  });

  it.each([null, undefined, 5, 'text', '{"a":', [], [[[]]], { Records: 'x' }, { _raw: '<Event' }])(
    'takes %j',
    (event) => {
      expect(engine.evaluate(event)).toMatchObject({ opened: [], matches: [] });
    },
  );
});
