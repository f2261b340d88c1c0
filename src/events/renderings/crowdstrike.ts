/**
 * CrowdStrike's Falcon Data Replicator (FDR): what the sensor recorded, an event a record, numbers as texts, paths as the kernel has them.
 * https://falcon.crowdstrike.com/documentation/page/f2a8b4c0/events-data-dictionary (for customers), in public
 * https://www.elastic.co/docs/reference/integrations/crowdstrike and https://docs.panther.com/data-onboarding/supported-logs/crowdstrike
 */
import { textAt } from '../event-shape.ts';
import { isObject } from '../json-object.ts';
import type { JsonObject } from '../json-object.ts';
import {
  endpointRendering,
  inSomeFolder,
  INTEGRITY_LEVELS,
  programPath,
  PROTOCOLS,
  takenHash,
} from './endpoint.ts';
import { from, made, renamed, word } from './rendering.ts';
import type { Names, Rendering } from './rendering.ts';

const SYSTEMS: Readonly<Record<string, string>> = { win: 'windows', mac: 'macos', lin: 'linux' };

export function renderFalconEvent(event: JsonObject): Rendering | null {
  // Panther keeps what the sensor said under `event`.
  const inner = isObject(event['event']) && 'fdr_event_type' in event ? event['event'] : null;
  const record = inner ?? event;
  const name = textAt(record, 'event_simpleName');
  const system = SYSTEMS[textAt(record, 'event_platform')?.toLowerCase() ?? ''];
  if (name === null || system === undefined || !('aid' in record || 'aid' in event)) return null;
  const { categories, names, deed } = KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? OTHER;
  return endpointRendering({
    product: system,
    categories,
    recorder: { product: 'crowdstrike', services: ['fdr', 'fdrevent'] },
    fields: {
      ...renamed(record, names(system === 'windows' ? '\\' : '/')),
      Recorder_action: deed === undefined ? name : [name, deed],
      Recorder_dataset: 'crowdstrike.fdr',
    },
    record: inner === null ? { ...event, fdr_event_type: name, event } : event,
  });
}

interface Kind {
  readonly categories: readonly string[];
  /** What Elastic Defend calls the same deed. */
  readonly deed?: string;
  /** By what stands between the folders of a path. */
  readonly names: (separator: '\\' | '/') => Names;
}

const PROGRAM: Names = {
  Image: made(programPath, 'ImageFileName'),
  sha256: made(takenHash, 'SHA256HashData'),
  sha1: made(takenHash, 'SHA1HashData'),
  md5: made(takenHash, 'MD5HashData'),
};

const START: Kind = {
  deed: 'start',
  categories: ['process_creation'],
  names: (separator) => ({
    ...PROGRAM,
    ProcessId: from('RawProcessId'),
    CommandLine: from('CommandLine'),
    OriginalFileName: from('OriginalFilename'),
    IntegrityLevel: made(word(INTEGRITY_LEVELS), 'IntegrityLevel'),
    ParentImage: made(inSomeFolder(separator), 'ParentBaseFileName'),
    User: from('UserName'),
    Computer: from('ComputerName'),
  }),
};

const END: Kind = {
  deed: 'end',
  categories: ['process_termination'],
  names: () => ({ ...PROGRAM, ProcessId: from('RawProcessId') }),
};

const QUERY: Kind = {
  deed: 'lookup_requested',
  categories: ['dns_query', 'dns'],
  names: (separator) => ({
    QueryName: from('DomainName'),
    Image: made(inSomeFolder(separator), 'ContextBaseFileName'),
    Computer: from('ComputerName'),
  }),
};

/** Sysmon's source is who opened the connection, whichever side the sensor is on. */
function connection(remote: 'Destination' | 'Source', initiated: string): Kind {
  const local = remote === 'Destination' ? 'Source' : 'Destination';
  return {
    categories: ['network_connection'],
    deed: remote === 'Destination' ? 'connection_attempted' : 'connection_accepted',
    names: (separator) => ({
      [`${remote}Ip`]: from('RemoteAddressIP4', 'RemoteAddressIP6'),
      [`${remote}Port`]: from('RemotePort'),
      [`${local}Ip`]: from('LocalAddressIP4', 'LocalAddressIP6'),
      [`${local}Port`]: from('LocalPort'),
      Initiated: made(() => initiated, 'RemoteAddressIP4', 'RemoteAddressIP6'),
      Protocol: made(word(PROTOCOLS), 'Protocol'),
      Image: made(inSomeFolder(separator), 'ContextBaseFileName'),
      Computer: from('ComputerName'),
    }),
  };
}

const MODULE: Kind = {
  deed: 'load',
  categories: ['image_load'],
  names: () => ({
    ImageLoaded: made(programPath, 'ImageFileName'),
    sha256: made(takenHash, 'SHA256HashData'),
    md5: made(takenHash, 'MD5HashData'),
  }),
};

const WRITTEN: Kind = {
  categories: ['file_event'],
  names: (separator) => ({
    TargetFilename: made(programPath, 'TargetFileName'),
    Image: made(inSomeFolder(separator), 'ContextBaseFileName'),
  }),
};

const OTHER: Kind = { categories: [], names: () => ({}) };

const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^ProcessRollup2$/, START],
  [/^EndOfProcess$/, END],
  [/^DnsRequest$/, QUERY],
  [/^NetworkConnectIP[46]$/, connection('Destination', 'true')],
  [/^NetworkReceiveAcceptIP[46]$/, connection('Source', 'false')],
  [/^ClassifiedModuleLoad$/, MODULE],
  [/^\w+FileWritten$/, WRITTEN],
];
