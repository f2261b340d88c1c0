import { describe, expect, it } from 'vitest';
import { logSourcesFit, originOf } from '../../src/fields/event-origin.ts';
import type { EventOrigin } from '../../src/fields/event-origin.ts';
import { udmLogSources } from '../../src/fields/udm-log-sources.ts';
import type { UdmMetadata } from '../../src/fields/udm-log-sources.ts';
import { logSource } from '../../src/rule/log-source.ts';

const service = (product: string, name: string): EventOrigin => ({
  schema: 'raw',
  product,
  categories: [],
  services: [name],
});
const windows = (category: string): EventOrigin => ({
  schema: 'windows',
  product: 'windows',
  categories: [category],
  services: ['sysmon'],
});
const fit = (metadata: UdmMetadata, origin: EventOrigin): string =>
  logSourcesFit(udmLogSources(metadata), origin);

describe('a rule by the type of its events alone', () => {
  const dns = { eventTypes: ['NETWORK_DNS'] };
  const file = { eventTypes: ['FILE_CREATION', 'PROCESS_LAUNCH'] };

  it('is for what sensors see of that kind', () => {
    expect(fit(dns, windows('dns_query'))).toBe('fits');
    expect(fit(dns, windows('process_creation'))).toBe('differs');
    expect(fit(file, windows('file_event'))).toBe('fits');
    expect(fit(file, windows('process_creation'))).toBe('fits');
    expect(fit(file, windows('registry_set'))).toBe('differs');
  });

  it('is not for a service’s audit log, but for one that keeps files', () => {
    expect(fit(dns, service('aws', 'cloudtrail'))).toBe('differs');
    expect(fit(file, service('okta', 'okta'))).toBe('differs');
    expect(fit(file, service('m365', 'audit'))).toBe('fits');
  });

  it('may be for what is not known', () => {
    const unknown = originOf([logSource('acme', null, 'resolver')], 'raw');
    expect(fit(dns, { ...unknown, categories: null })).toBe('unknown');
  });

  it.each(['NETWORK_CONNECTION', 'NETWORK_HTTP', 'USER_LOGIN', 'STATUS_UPDATE', 'GENERIC_EVENT'])(
    'says nothing where any product has such events: %s',
    (type) => {
      expect(udmLogSources({ eventTypes: [type] })).toEqual([]);
      expect(udmLogSources({ eventTypes: ['NETWORK_DNS', type] })).toEqual([]);
    },
  );
});

describe('what the product calls its events', () => {
  it('tells the product where no other calls them so', () => {
    const graph = [logSource('azure', null, 'microsoftgraphactivitylogs')];
    expect(udmLogSources({ productEventTypes: ['Microsoft Graph Activity'] })).toEqual(graph);
    expect(udmLogSources({ productEventTypes: ['FileDownloaded', 'Microsoft Graph Activity'] })).toEqual([]);
  });

  it('is a number of the security log where it is Microsoft’s', () => {
    const security = [logSource('windows', null, 'security')];
    expect(udmLogSources({ vendors: ['Microsoft'], productEventTypes: ['4624', '4625'] })).toEqual(security);
    expect(udmLogSources({ vendors: ['Microsoft'], productEventTypes: ['1'] })).toEqual([]);
    expect(udmLogSources({ productEventTypes: ['4625'] })).toEqual([]);
  });
});

describe('a rule by the label of its log', () => {
  it.each([
    ['SLACK_AUDIT', service('slack', 'auditlogs'), 'fits'],
    ['DUO_AUTH', service('cisco', 'duo'), 'fits'],
    ['DUO_ADMIN', service('okta', 'okta'), 'differs'],
    ['ZSCALER_WEBPROXY', { schema: 'raw', product: 'zscaler', categories: ['proxy'], services: [] }, 'fits'],
    [
      'ZSCALER_WEBPROXY',
      { schema: 'raw', product: 'bluecoat', categories: ['proxy'], services: [] },
      'differs',
    ],
  ] as const)('%s', (label, origin, expected) => {
    expect(fit({ logTypes: [label] }, origin)).toBe(expected);
  });
});
