/** What the records of endpoint sensors share. */
import type { EventOrigin, Recorder } from '../../fields/event-origin.ts';
import { hidesAll, hidesNothing } from '../facet.ts';
import type { JsonObject } from '../json-object.ts';
import { endingWith, windowsPath } from '../partly-known.ts';
import type { Rendering } from './rendering.ts';

export interface EndpointEvent {
  readonly product: string | null;
  readonly categories: readonly string[];
  readonly recorder: Recorder;
  /** Under Sysmon's names. */
  readonly fields: JsonObject;
  /** The record as rules on the sensor read it. */
  readonly record: JsonObject;
}

/** Read by rules on any sensor's events under Sysmon's names, and by rules on this sensor under its own. */
export function endpointRendering(event: EndpointEvent): Rendering {
  const { product, categories, recorder, fields, record } = event;
  const origin: EventOrigin = { schema: 'windows', product, categories, services: [], recorder };
  return {
    origin,
    facets: [
      { schema: 'windows', root: fields, hides: hidesAll },
      { schema: 'raw', root: record, hides: besidePanther(record) },
    ],
  };
}

/** Panther adds fields of its own to the records that it takes in. */
export function besidePanther(record: JsonObject): (name: string) => boolean {
  return 'p_log_type' in record ? hidesNothing : (name) => name.startsWith('p_');
}

/** A program's path, whatever the system. */
export function programPath(value: unknown): unknown {
  return typeof value === 'string' ? windowsPath(value) : undefined;
}

/** A program's name alone: its folder is not known. */
export function inSomeFolder(separator: '\\' | '/'): (value: unknown) => unknown {
  return (value) => (typeof value === 'string' ? endingWith(separator + value, value) : undefined);
}

/** https://learn.microsoft.com/en-us/windows/win32/secauthz/well-known-sids: the integrity levels' relative ids. */
export const INTEGRITY_LEVELS: Readonly<Record<string, string>> = {
  '0': 'Untrusted',
  '4096': 'Low',
  '8192': 'Medium',
  '8448': 'MediumPlus',
  '12288': 'High',
  '16384': 'System',
};

/** The numbers that IANA gave. */
export const PROTOCOLS: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'ipv6-icmp',
};

/** A hash that the sensor did not take is written as nothing, or as zeros. */
export function takenHash(value: unknown): unknown {
  return typeof value === 'string' && !/^(0*|n\/a)$/i.test(value) ? value.toLowerCase() : undefined;
}
