/** Rows of Splunk's: what their source type says they are. */
import { describe, expect, it } from 'vitest';
import { detectOrigin } from '../../src/events/detect-origin.ts';
import { logSourcesFit } from '../../src/fields/event-origin.ts';
import { logSourcesOfSource } from '../../src/fields/splunk-sources.ts';

const row = (sourcetype: string): unknown => ({ _time: '2026-03-01T09:00:00Z', host: 'h1', sourcetype });

describe('a source type that no table knows', () => {
  it('is a log source of its own name, in any letter case', () => {
    expect(detectOrigin(row('Acme:Print')).services).toEqual(['acme:print']);
    expect(detectOrigin(row('Acme:Print')).product).toBe('splunk');
  });

  it.each([
    ['sourcetype="acme:print"', 'fits'],
    ['sourcetype=ACME:Print OR sourcetype=other', 'fits'],
    ['sourcetype="acme:door"', 'differs'],
    ['sourcetype="aws:cloudtrail"', 'differs'],
    // What a wildcard takes in is not known, nor what an index holds.
    ['sourcetype="acme:*"', 'unknown'],
    ['index=printers', 'unknown'],
  ])('for rules that ask for %s, its events: %s', (source, fit) => {
    expect(logSourcesFit(logSourcesOfSource(source), detectOrigin(row('acme:print')))).toBe(fit);
  });
});

describe('a source type of one of Zeek’s logs', () => {
  const http = { ...(row('bro:http:json') as object), method: 'GET', uri: '/' };

  it.each([
    ['sourcetype="bro:http:json"', 'fits'],
    ['sourcetype="zeek:http:json"', 'fits'],
    ['sourcetype="zeek:x509:json"', 'differs'],
    ['sourcetype="zeek:rpc:json"', 'differs'],
  ])('%s, of a request: %s', (source, fit) => {
    expect(logSourcesFit(logSourcesOfSource(source), detectOrigin(http))).toBe(fit);
  });

  it('is that log in a record as Zeek writes it', () => {
    const call = { ts: 1, uid: 'C1', 'id.orig_h': '192.0.2.1', 'id.resp_h': '192.0.2.2', _path: 'dce_rpc' };
    expect(logSourcesFit(logSourcesOfSource('sourcetype="zeek:rpc:json"'), detectOrigin(call))).toBe('fits');
  });
});
