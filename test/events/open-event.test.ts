/** Envelopes are opened where a record that we know stands in them, and nothing else is. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openEvent } from '../../src/events/open-event.ts';

const RECORD = { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole', awsRegion: 'eu-west-1' };
const TEXT = JSON.stringify(RECORD);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const XML =
  '<Event xmlns="x"><System><EventID>1</EventID><Channel>Security</Channel></System><EventData><Data Name="A">b</Data></EventData></Event>';

const messages = { messageType: 'DATA_MESSAGE', logGroup: 'g', logEvents: [{ id: '1', message: TEXT }] };

describe('an envelope is opened', () => {
  it.each([
    ['a file of records', { Records: [RECORD] }, ['records'], 'Records[0]'],
    [
      'EventBridge',
      { 'detail-type': 'x', source: 'aws.sts', detail: RECORD },
      ['EventBridge event'],
      'detail',
    ],
    [
      'a queue’s message with a topic’s message with the record',
      {
        Records: [
          {
            eventSource: 'aws:sqs',
            body: JSON.stringify({ Type: 'Notification', TopicArn: 't', Message: TEXT }),
          },
        ],
      },
      ['records', 'SQS message', 'SNS notification'],
      'Records[0].body.Message',
    ],
    [
      'packed messages',
      { awslogs: { data: gzipSync(JSON.stringify(messages)).toString('base64') } },
      ['CloudWatch Logs subscription', 'CloudWatch Logs messages'],
      'awslogs.data.logEvents[0].message',
    ],
    ['Pub/Sub', { subscription: 's', message: { data: base64(TEXT) } }, ['Pub/Sub message'], 'message.data'],
    ['the HTTP Event Collector', { sourcetype: 'x', event: TEXT }, ['HTTP Event Collector'], 'event'],
    ['a row of Splunk’s', { _time: '1', sourcetype: 'aws:cloudtrail', _raw: TEXT }, ['Splunk row'], '_raw'],
    [
      'a document of a beat',
      { '@timestamp': 't', ecs: { version: '8' }, message: TEXT },
      ['message'],
      'message',
    ],
    ['a text', TEXT, ['JSON text'], ''],
    ['a text with a mark of its order', `\uFEFF${TEXT}`, ['JSON text'], ''],
    ['a line of syslog', `<14>1 2026-03-01T09:12:44Z h a 1 - - ${TEXT}`, ['JSON text'], ''],
    [
      'an event of a hub',
      { SequenceNumber: 1, Offset: '9', Body: base64(TEXT) },
      ['Event Hubs event'],
      'Body',
    ],
    [
      'a call of CloudTrail’s, looked up',
      { Events: [{ EventId: '1', CloudTrailEvent: TEXT }] },
      ['CloudTrail look-up'],
      'Events[0].CloudTrailEvent',
    ],
    [
      'an answer of Insights',
      { statistics: {}, results: [[{ field: '@message', value: TEXT }]] },
      ['CloudWatch Logs Insights', 'CloudWatch Logs Insights row'],
      'results[0].[0].value',
    ],
    ['a line of a container', { log: `2026-03-01T09:12:44Z stdout F ${TEXT}` }, ['container log'], 'log'],
  ])('%s', (_title, event, opened, path) => {
    const found = openEvent(event);
    expect(found.opened).toEqual(opened);
    expect(found.records).toMatchObject([{ record: RECORD, path }]);
  });

  it('with all of its records, each with what it stood in', () => {
    const event = { records: [RECORD, { ...RECORD, eventName: 'GetCallerIdentity' }] };
    const { records } = openEvent(event);
    expect(records.map(({ path }) => path)).toEqual(['records[0]', 'records[1]']);
    expect(records[1]?.wrapper).toEqual([event]);
  });

  it('of XML', () => {
    expect(openEvent(XML)).toMatchObject({ opened: ['XML text'], records: [{ record: { Event: {} } }] });
  });
});

describe('an event is left as it is', () => {
  it.each([
    ['a record itself', RECORD],
    ['an object that nobody knows within another', { data: { type: 's', date: 'd' }, log_id: '1' }],
    ['a record of one source that quotes another', { p_log_type: 'Acme.Door', message: TEXT }],
    [
      'a record of a service that is built as Splunk’s collector has them',
      { time: 1, event: { eventGroupID: 'g', actor: { id: 'u' }, target: { id: 't' }, action: 'CREATE' } },
    ],
    ['a list of nothing', { Records: [] }],
    ['a number', 5],
    ['a sentence', 'a b'],
    ['text that is no JSON', { message: '{"a":' }],
    ['nothing', null],
  ])('%s', (_title, event) => {
    expect(openEvent(event)).toMatchObject({
      opened: [],
      records: [{ record: event, wrapper: [], path: '' }],
    });
  });
});

describe('a broken envelope is said to be one', () => {
  it.each([
    [{ Records: 'x' }, 'Records', 'a text that holds no record'],
    [{ records: [] }, 'records', 'an empty list'],
    [{ kind: 'EventList', items: [1] }, 'items', 'a list without a record'],
    [{ sourcetype: 'x', event: '{"a":' }, 'event', 'a text that holds no record'],
  ])('%j', (event, path, found) => {
    expect(openEvent(event).broken).toMatchObject({ path, found });
  });

  it('but nothing else is', () => {
    expect(openEvent({ a: 1 }).broken).toBeNull();
    expect(openEvent({ Records: [RECORD] }).broken).toBeNull();
  });
});

describe('how much is looked at is bounded', () => {
  it('envelopes within envelopes', () => {
    let text = TEXT;
    for (let depth = 0; depth < 20; depth += 1) text = JSON.stringify({ message: text });
    expect(openEvent(JSON.parse(text)).opened).toEqual([]);
  });

  it('the objects of one event', () => {
    const budget = { steps: 100, characters: 1_000 };
    const counted: string[] = [];
    const list = Array.from({ length: 1_000 }, (_each, at) => ({
      get message() {
        counted.push(String(at));
        return TEXT;
      },
    }));
    const { records } = openEvent(list, budget);
    expect(records).toHaveLength(1_000);
    expect(budget.steps).toBeLessThan(0);
    expect(new Set(counted).size).toBeLessThanOrEqual(100);
  });

  it('the keys of one object', () => {
    let lookups = 0;
    const keys = Object.fromEntries(Array.from({ length: 20_000 }, (_each, at) => [`k${at}`, at]));
    const counted = new Proxy(keys, {
      get: (object, key): unknown => {
        lookups += 1;
        return Reflect.get(object, key);
      },
    });
    expect(openEvent({ Records: [counted] }).opened).toEqual([]);
    expect(lookups).toBe(0);
  });

  it('the characters of its texts', () => {
    const text = JSON.stringify({ message: JSON.stringify({ message: TEXT }) });
    const budget = { steps: 100, characters: text.length + 10 };
    expect(openEvent({ message: text }, budget).opened).toEqual([]);
    expect(budget.characters).toBeLessThan(text.length);
  });

  it('what a packed text is unpacked to', () => {
    const budget = { steps: 100, characters: 10_000 };
    const data = gzipSync(JSON.stringify({ ...messages, more: 'x'.repeat(1_000_000) })).toString('base64');
    expect(openEvent({ awslogs: { data } }, budget).opened).toEqual([]);
  });

  it('XML that makes itself large, or nests without an end', () => {
    const entity = `<!DOCTYPE x [<!ENTITY a "b">]>${XML}`;
    const deep = `${'<Event>'.repeat(20_000)}${'</Event>'.repeat(20_000)}`;
    for (const text of [entity, deep, XML.slice(0, -3)]) expect(openEvent(text).opened).toEqual([]);
  });
});

describe('rows beside their columns', () => {
  const names = ['TenantId', 'EventID', 'Channel', 'NewProcessName', 'Type'];
  const row = ['t', 4688, 'Security', 'C:\\\\a.exe', 'SecurityEvent'];
  const answer = (columns: readonly string[], cells: readonly unknown[]) => ({
    tables: [
      { name: 'PrimaryResult', columns: columns.map((name) => ({ name, type: 'string' })), rows: [cells] },
    ],
  });

  it('are records with the columns as their names', () => {
    const found = openEvent(answer(names, row));
    expect(found.opened).toEqual(['Log Analytics answer', 'Log Analytics table']);
    expect(found.records[0]?.record).toEqual(Object.fromEntries(names.map((name, at) => [name, row[at]])));
  });

  it('are none where a query chose the columns: what it left out is not absent', () => {
    expect(openEvent(answer(names.slice(1), row.slice(1))).opened).toEqual([]);
    expect(openEvent([{ field: 'eventName', value: 'AssumeRole' }]).opened).not.toContain(
      'CloudWatch Logs Insights row',
    );
  });
});

describe('fields of a beat that Graylog ran together', () => {
  it('are the event’s, whatever their names', () => {
    const message = JSON.parse(
      '{"winlogbeat_winlog_channel":"Security","winlogbeat_winlog_event_id":4688,"winlogbeat_winlog_event_data_CommandLine":"a b",' +
        '"winlogbeat_winlog_event_data___proto__":1,"winlogbeat_constructor":2}',
    ) as object;
    const found = openEvent(message);
    expect(found.opened).toEqual(['Graylog message of Winlogbeat']);
    expect(found.records[0]?.record).toMatchObject({
      log_name: 'Security',
      event_id: 4688,
      event_data: { CommandLine: 'a b' },
    });
  });
});
