/** A source that the catalog has no table for is one of its own name, in whatever language: its events alert, another's are skipped, silence leaves it open. */
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../src/engine/engine.ts';
import { needsMoreThanOneEvent } from '../../src/rule/one-event.ts';
import { compileFiles, platformById } from '../support/golden-case.ts';

async function verdictOf(platform: string, path: string, text: string, event: unknown): Promise<string> {
  const { rules } = await compileFiles(platformById(platform), [{ path, text }]);
  const engine = compileRules(
    rules.map(({ rule }) => ({ ...rule, needsMoreEvents: needsMoreThanOneEvent(rule.stages) })),
  );
  const { totals, matches } = engine.evaluate(event);
  if (totals.skippedByLogSource === 1) return 'skipped';
  if (totals.undecided === 1) return 'undecided';
  return matches[0]?.verdict ?? 'unmatched';
}

const detection = (search: string): string =>
  `name: A name\nid: a\nstatus: production\nsearch: >-\n  ${search}\n`;
const splunk = (search: string, event: unknown): Promise<string> =>
  verdictOf('splunk', 'detections/a.yml', detection(search), event);

const VISITS = 'index=doors sourcetype=acme:visit visitor="X"';

describe('a source type of a team’s own', () => {
  it.each([
    ['of it', { sourcetype: 'acme:visit', index: 'doors', visitor: 'X' }, 'ALERTS'],
    ['of it, exported without the index', { sourcetype: 'acme:visit', source: 'a', visitor: 'X' }, 'ALERTS'],
    ['of it, in another index', { sourcetype: 'acme:visit', index: 'gates', visitor: 'X' }, 'unmatched'],
    ['of another', { sourcetype: 'acme:alarm', index: 'doors', visitor: 'X' }, 'skipped'],
    [
      'of CloudTrail',
      { eventName: 'x', eventSource: 'x.amazonaws.com', awsRegion: 'x', visitor: 'X' },
      'skipped',
    ],
    ['of whatever', { visitor: 'X' }, 'undecided'],
    ['of whatever, with another value', { visitor: 'Y' }, 'undecided'],
  ])('on an event %s', async (_title, event, expected) => {
    expect(await splunk(VISITS, event)).toBe(expected);
  });

  it('has look-alikes in a workspace’s own tables and in Panther’s own log types', async () => {
    const kusto = 'name: A name\nid: a\nkind: Scheduled\nquery: |\n  Visit_CL | where visitor_s == "X"\n';
    const sentinel = (event: unknown): Promise<string> => verdictOf('sentinel', 'a.yaml', kusto, event);
    expect(await sentinel({ Type: 'Visit_CL', TimeGenerated: '2024-01-01T00:00:00Z', visitor_s: 'X' })).toBe(
      'ALERTS',
    );
    expect(await sentinel({ Type: 'Alarm_CL', TimeGenerated: '2024-01-01T00:00:00Z', visitor_s: 'X' })).toBe(
      'skipped',
    );
    expect(await sentinel({ visitor_s: 'X' })).toBe('undecided');
  });
});

describe('an index of a source that is known', () => {
  const search = 'index=aws sourcetype=aws:cloudtrail eventName=StopLogging';
  const record = { eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com', awsRegion: 'x' };

  it('asks nothing of a record that was never in Splunk', async () => {
    expect(await splunk(search, record)).toBe('ALERTS');
  });

  it('asks a row of Splunk’s for its own', async () => {
    const row = { ...record, sourcetype: 'aws:cloudtrail', source: 'a' };
    expect(await splunk(search, { ...row, index: 'AWS' })).toBe('ALERTS');
    expect(await splunk(search, { ...row, index: 'test' })).toBe('unmatched');
  });
});

describe('a source type that tells how a record came', () => {
  it('is asked of a row, and names no source', async () => {
    const search = 'sourcetype=_json eventName=StopLogging';
    const record = { eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com', awsRegion: 'x' };
    expect(await splunk(search, { ...record, sourcetype: '_json', index: 'main' })).toBe('ALERTS');
    expect(await splunk(search, { ...record, sourcetype: 'csv', index: 'main' })).toBe('unmatched');
    expect(await splunk(search, record)).toBe('undecided');
  });

  it('is the channel of Windows’ that an add-on names in its own way', async () => {
    const logged = { Channel: 'MSExchange Management', EventID: 1, Computer: 'a' };
    expect(await splunk('sourcetype=MSExchange:management EventCode=1', logged)).toBe('ALERTS');
  });
});

describe('a source that no table knows and that has no name of its own', () => {
  it('is asked of a row’s own fields', async () => {
    const search = 'source="*papercut*" state=on';
    expect(await splunk(search, { sourcetype: 'x', source: '/opt/papercut/log', state: 'on' })).toBe(
      'ALERTS',
    );
    expect(await splunk(search, { sourcetype: 'x', source: '/opt/other/log', state: 'on' })).toBe(
      'unmatched',
    );
    expect(await splunk(search, { sourcetype: 'x', index: 'main', state: 'on' })).toBe('undecided');
  });
});

describe('rows that are no events', () => {
  const record = { eventName: 'x', eventSource: 'x.amazonaws.com', awsRegion: 'x', name: 'X' };
  it.each([
    '| rest /services/saved/searches | search name=X',
    '| makeresults | eval name="X"',
    '| inputlookup names.csv | search name=X',
    '| loadjob 1234.5 | search name=X',
    '| dbxquery connection=a query="select 1"',
    '| metadata type=hosts index=* | search name=X',
    '| mstats count(_value) as count where index=metrics by name | search name=X',
    '| gentimes start=-1 | search name=X',
  ])('%s', async (search) => {
    expect(await splunk(search, record)).toBe('skipped');
    expect(await splunk(search, { name: 'X' })).toBe('skipped');
    expect(await splunk(search, { sourcetype: 'x', index: 'main', name: 'X' })).toBe('skipped');
  });
});

describe('a query that makes its rows itself', () => {
  it.each([
    'datatable(visitor: string)["X", "Y"] | where visitor == "X"',
    'externaldata(visitor: string)[h"https://example.com/a.csv"] | where visitor == "X"',
    'print visitor = "X" | where visitor == "X"',
    '_GetWatchlist("visitors") | where visitor == "X"',
  ])('%s', async (query) => {
    const rule = `name: A name\nid: a\nkind: Scheduled\nquery: |\n  ${query}\n`;
    expect(await verdictOf('sentinel', 'a.yaml', rule, { visitor: 'X' })).toBe('skipped');
    const joined = rule.replace(query, `union Visit_CL, (${query})`);
    expect(await verdictOf('sentinel', 'a.yaml', joined, { visitor: 'X' })).toBe('undecided');
  });
});

describe('what the author declares', () => {
  const cloudTrail = { eventName: 'x', eventSource: 'x.amazonaws.com', awsRegion: 'x' };

  it('stands for a query that cannot be read', async () => {
    const rule = (connectors: string): string =>
      `name: A name\nid: a\nkind: Scheduled\n${connectors}query: |\n  DeviceProcessEvents | where a has ("b", \n`;
    const declared =
      'requiredDataConnectors:\n  - connectorId: M\n    dataTypes:\n      - DeviceProcessEvents (M)\n';
    expect(await verdictOf('sentinel', 'a.yaml', rule(''), cloudTrail)).toBe('undecided');
    expect(await verdictOf('sentinel', 'a.yaml', rule(declared), cloudTrail)).toBe('skipped');
  });

  it('stands for a source that no table knows', async () => {
    const rule = (declared: string): string => `${declared}${detection('source=PINGID ring=x')}`;
    expect(await verdictOf('splunk', 'detections/a.yml', rule(''), cloudTrail)).toBe('undecided');
    expect(await verdictOf('splunk', 'detections/a.yml', rule('data_source: [PingID]\n'), cloudTrail)).toBe(
      'skipped',
    );
  });

  it('stands for no more than a product, since authors name another of its events', async () => {
    const text = `data_source: [Sysmon EventID 1]\n${detection('(source=XmlWinEventLog:Microsoft-Windows-Sysmon/Operational OR tag=process) EventCode=11')}`;
    const created = { Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 11, Computer: 'a' };
    expect(await verdictOf('splunk', 'detections/a.yml', text, created)).toBe('ALERTS');
  });

  it('says nothing against what the query reads', async () => {
    const text = `data_source: [Okta]\n${detection('sourcetype=aws:cloudtrail eventName=x')}`;
    expect(await verdictOf('splunk', 'detections/a.yml', text, cloudTrail)).toBe('ALERTS');
  });
});

describe('a rule that its platform runs on every event of its schema', () => {
  const rule = (meta: string): string =>
    `rule a { meta: ${meta} events: $e.metadata.event_type = "NETWORK_DNS" $e.network.dns.questions.name = "x" condition: $e }`;
  const event = { metadata: { event_type: 'NETWORK_DNS' }, network: { dns: { questions: [{ name: 'x' }] } } };

  it('matches one whose product is not known', async () => {
    expect(await verdictOf('chronicle', 'a.yaral', rule('author = "a"'), event)).toBe('ALERTS');
  });

  it('is skipped on another sensor’s record of another kind', async () => {
    const logon = { Channel: 'Security', EventID: 4624, Computer: 'a' };
    expect(await verdictOf('chronicle', 'a.yaral', rule('author = "a"'), logon)).toBe('skipped');
  });
});
