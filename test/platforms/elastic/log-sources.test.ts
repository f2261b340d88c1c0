import { describe, expect, it } from 'vitest';
import { secondsBack } from '../../../src/platforms/elastic/duration.ts';
import { ruleLogSources } from '../../../src/platforms/elastic/rule-log-sources.ts';
import type { LogSourceClues } from '../../../src/platforms/elastic/rule-log-sources.ts';

const NONE: LogSourceClues = { query: '', language: 'kuery', indices: [], integrations: [], tags: [] };

function sources(clues: Partial<LogSourceClues>): readonly string[] {
  return ruleLogSources({ ...NONE, ...clues }).map(({ product, category, service }) =>
    [product, category, service].map((part) => part ?? '-').join('/'),
  );
}

describe('index patterns', () => {
  it.each([
    [['logs-aws.cloudtrail-*', 'filebeat-*'], ['aws/-/cloudtrail']],
    [['logs-okta.system*'], ['okta/-/okta']],
    [['logs-okta*'], ['okta/-/okta']],
    [['logs-github.audit-*'], ['github/-/audit']],
    [
      ['logs-azure.signinlogs-*', 'logs-azure.auditlogs-*'],
      ['azure/-/signinlogs', 'azure/-/auditlogs'],
    ],
    [['logs-azure*'], ['azure/-/-']],
    [['logs-gcp.audit-*'], ['gcp/-/gcp.audit']],
    [['logs-o365.audit-*'], ['m365/-/-']],
    [['logs-kubernetes.audit_logs-*'], ['kubernetes/-/audit']],
    [['logs-system.security*', 'winlogbeat-*'], ['windows/-/security']],
    [['logs-system.security*', 'logs-windows.forwarded*'], ['windows/-/-']],
    [['winlogbeat-*'], ['windows/-/-']],
    [['cluster:logs-okta.system-*'], ['okta/-/okta']],
    [['logs-made.up-*'], ['made/-/up']],
    [['logs-*'], []],
    [['filebeat-*'], []],
    [
      ['.alerts-security.*', 'logs-okta.system-*'],
      ['elastic/-/alerts', 'okta/-/okta'],
    ],
    // A network sensor stands on any host.
    [
      ['logs-network_traffic.*', 'logs-panw.panos*'],
      ['network_traffic/-/-', 'windows/-/-', 'linux/-/-', 'macos/-/-', 'panw/-/panos'],
    ],
    [
      ['packetbeat-*', 'logs-endpoint.events.network-*', 'filebeat-*'],
      ['windows/-/-', 'linux/-/-', 'macos/-/-'],
    ],
  ])('%j', (indices, expected) => {
    expect(sources({ indices })).toEqual(expected);
  });

  it('of ES|QL stand in the query', () => {
    const query = '// comment\nfrom logs-aws.cloudtrail-*, logs-okta.system-* metadata _id\n| where true';
    expect(sources({ language: 'esql', query })).toEqual(['aws/-/cloudtrail', 'okta/-/okta']);
  });
});

describe('integrations', () => {
  it('say it where the index pattern does not', () => {
    expect(sources({ indices: ['logs-*', 'filebeat-*'], integrations: ['okta'] })).toEqual(['okta/-/okta']);
  });

  it('of machine learning say nothing', () => {
    expect(sources({ integrations: ['ded', 'lmd'] })).toEqual([]);
  });
});

describe('data sets in the query', () => {
  it.each([
    ['event.dataset: "aws.cloudtrail" and event.action: x', ['aws/-/cloudtrail']],
    ['event.dataset: ("azure.auditlogs" or "azure.signinlogs")', ['azure/-/auditlogs', 'azure/-/signinlogs']],
    ['any where event.dataset == "okta.system"', ['okta/-/okta']],
    ['any where event.dataset in ("okta.system", "github.audit")', ['okta/-/okta', 'github/-/audit']],
    // They narrow only where every event must have them.
    ['event.dataset: "okta.system" or process.name: x', ['aws/-/-']],
    ['(event.dataset: "okta.system" or process.name: x) and y: z', ['aws/-/-']],
    ['not event.dataset: "okta.system"', ['aws/-/-']],
    ['event.dataset != "okta.system"', ['aws/-/-']],
    ['event.dataset: okta.*', ['aws/-/-']],
    ['sequence [any where event.dataset == "okta.system"] [any where true]', ['aws/-/-']],
  ])('%s', (query, expected) => {
    expect(sources({ query, integrations: ['aws'] })).toEqual(expected);
  });
});

describe('endpoints', () => {
  const indices = ['logs-endpoint.events.process-*', 'winlogbeat-*', 'logs-system.security*'];

  it.each([
    ['process where host.os.type == "windows" and event.type == "start"', ['windows/process_creation/-']],
    ['process where event.type == "start" and process.name : "x"', ['linux/process_creation/-']],
    ['process where event.type == "end"', ['linux/-/-']],
    ['process where event.type in ("start", "end")', ['linux/-/-']],
    ['process where event.type == "start" or event.type == "change"', ['linux/-/-']],
    ['process where event.type == "start" or x', ['linux/-/-']],
    ['process where (event.type == "start" or x) and y', ['linux/-/-']],
    ['process where not event.type == "start"', ['linux/-/-']],
    ['process where event.type == "start" and (a or (b and (c or d)))', ['linux/process_creation/-']],
    ['process where event.type == "start" // or not\n and p : "* (x86) or y"', ['linux/process_creation/-']],
    ['file where event.type == "start"', ['linux/-/-']],
    ['sequence [process where event.type == "start"] [network where true]', ['linux/-/-']],
    ['sequence [process where event.type == "start"] [process where true]', ['linux/-/-']],
    [
      'sequence [process where event.type == "start" and a] [process where event.type == "start"]',
      ['linux/process_creation/-'],
    ],
    ['process where host.os.type in ("linux", "macos")', ['linux/-/-', 'macos/-/-']],
    ['process where host.os.type != "windows"', ['linux/-/-']],
  ])('%s', (query, expected) => {
    const linux = ['logs-endpoint.events.process-*'];
    const isWindows = expected[0]!.startsWith('windows');
    expect(
      sources({ query, language: 'eql', indices: isWindows ? indices : linux, tags: ['OS: Linux'] }),
    ).toEqual(expected);
  });

  it('of kuery', () => {
    const query =
      'event.category:process and host.os.type:windows and event.type:start and process.name:(a or b)';
    expect(sources({ query, indices })).toEqual(['windows/process_creation/-']);
    expect(sources({ query: `${query} or event.code:1`, indices })).toEqual(['windows/-/-']);
  });

  it('of no known system are of any of the three', () => {
    expect(sources({ indices: ['logs-endpoint.events.*'] })).toEqual([
      'windows/-/-',
      'linux/-/-',
      'macos/-/-',
    ]);
  });
});

describe('date math', () => {
  it.each([
    ['now-9m', 540],
    ['now-14d', 1_209_600],
    ['now-30d/d', 2_592_000],
    ['now-1w', 604_800],
    ['now', null],
    ['soon', null],
    [null, null],
  ])('%s', (text, seconds) => {
    expect(secondsBack(text)).toBe(seconds);
  });
});
