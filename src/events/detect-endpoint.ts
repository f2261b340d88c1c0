/**
 * Tells events of an endpoint under the names of Sysmon's fields, from whatever collects them: no channel and no EventID says what they are, but most
 * categories have fields that no other has. https://learn.microsoft.com/en-us/sysinternals/downloads/sysmon#events
 */
import type { EventOrigin } from '../fields/event-origin.ts';
import { hasAll, hasAny, textAt } from './event-shape.ts';
import type { JsonObject } from './json-object.ts';

interface Mark {
  readonly categories: readonly string[];
  readonly has: readonly string[];
  readonly any?: readonly string[];
  readonly not?: readonly string[];
  readonly is?: Readonly<Record<string, RegExp>>;
  /** The field is one of Windows' whatever its value. */
  readonly isWindows?: true;
}

const REGISTRY_PATH = /^(hk|\\registry\\)/i;
const registry = (category: string, eventType: RegExp): Mark => ({
  categories: [category, 'registry_event'],
  has: ['TargetObject'],
  is: { TargetObject: REGISTRY_PATH, EventType: eventType },
  isWindows: true,
});

/** An absolute path, of whatever system. */
const PATH = /^(?:[a-z]:|\\|\/|%)/i;

/** In order; fields that tell less come later. */
const MARKS: readonly Mark[] = [
  { categories: ['ps_script'], has: ['ScriptBlockText'], isWindows: true },
  { categories: ['ps_module'], has: ['Payload', 'ContextInfo'], isWindows: true },
  registry('registry_set', /^setvalue$/i),
  registry('registry_add', /^createkey$/i),
  registry('registry_delete', /^delete(key|value)$/i),
  registry('registry_rename', /^rename(key|value)$/i),
  {
    categories: ['registry_set', 'registry_event'],
    has: ['TargetObject', 'Details'],
    is: { TargetObject: REGISTRY_PATH },
    not: ['EventType'],
    isWindows: true,
  },
  { categories: ['pipe_created'], has: ['PipeName'], any: ['Image', 'ProcessId'], is: { PipeName: /^\\/ } },
  {
    categories: ['dns_query'],
    has: ['QueryName'],
    any: ['QueryResults', 'QueryStatus'],
    is: { Image: PATH },
  },
  { categories: ['image_load'], has: ['ImageLoaded', 'Image'], is: { ImageLoaded: PATH } },
  {
    categories: ['driver_load'],
    has: ['ImageLoaded'],
    any: ['Signed', 'Signature', 'SignatureStatus', 'Hashes'],
    not: ['Image', 'ProcessId', 'ProcessGuid'],
    is: { ImageLoaded: PATH },
  },
  {
    categories: ['create_remote_thread'],
    has: ['SourceImage', 'TargetImage'],
    any: ['StartAddress', 'StartModule', 'StartFunction', 'NewThreadId'],
  },
  { categories: ['process_access'], has: ['SourceImage', 'TargetImage', 'GrantedAccess'] },
  {
    categories: ['file_change'],
    has: ['TargetFilename', 'PreviousCreationUtcTime'],
  },
  { categories: ['create_stream_hash'], has: ['TargetFilename', 'Contents', 'Hash'] },
  {
    categories: ['file_event'],
    has: ['TargetFilename', 'CreationUtcTime'],
    not: ['Hash', 'Hashes', 'PreviousCreationUtcTime'],
  },
  {
    categories: ['network_connection'],
    has: ['Image'],
    any: ['Initiated', 'DestinationIp', 'DestinationHostname'],
    is: { Image: PATH },
  },
  {
    categories: ['process_creation'],
    has: ['CommandLine'],
    any: ['Image', 'ParentImage'],
    not: [
      'TargetFilename',
      'ImageLoaded',
      'SourceImage',
      'TargetImage',
      'TargetObject',
      'PipeName',
      'QueryName',
    ],
  },
  // The Security log's names: 4688. https://learn.microsoft.com/en-us/previous-versions/windows/it-pro/windows-10/security/threat-protection/auditing/event-4688
  {
    categories: ['process_creation'],
    has: ['NewProcessName'],
    any: ['CommandLine', 'ParentProcessName', 'NewProcessId', 'SubjectUserName'],
    is: { NewProcessName: PATH },
  },
];

const PATHS = [
  'Image',
  'ParentImage',
  'TargetFilename',
  'ImageLoaded',
  'SourceImage',
  'TargetImage',
  'NewProcessName',
  'PipeName',
];

/** Names that only such events have in this letter case. */
const NAMES = ['Image', 'CommandLine', 'ParentImage', 'TargetFilename', 'TargetObject', 'ImageLoaded'];

/** Null: it is none. */
export function detectEndpoint(event: JsonObject): EventOrigin | null {
  const mark = MARKS.find((each) => hasMark(event, each));
  const paths = PATHS.map((name) => textAt(event, name) ?? '');
  const isWindows =
    paths.some((path) => WINDOWS_PATH.test(path)) && !paths.some((path) => path.startsWith('/'));
  const product = isWindows || mark?.isWindows === true ? 'windows' : null;
  if (mark === undefined && !NAMES.some((name) => Object.hasOwn(event, name))) return null;
  // What has a path of neither system may be anything that has an image and a command.
  const isSure = mark !== undefined && (product !== null || paths.some((path) => path.startsWith('/')));
  return { schema: 'windows', product, categories: isSure ? mark.categories : null, services: null };
}

/** The category that the fields tell; null: none surely. */
export function endpointCategories(event: JsonObject): readonly string[] | null {
  return MARKS.find((each) => hasMark(event, each))?.categories ?? null;
}

const WINDOWS_PATH = /^(?:[a-z]:\\|\\|%\w+%)/i;

function hasMark(event: JsonObject, { has, any = [], not = [], is = {} }: Mark): boolean {
  return (
    hasAll(event, ...has) &&
    (any.length === 0 || hasAny(event, ...any)) &&
    !hasAny(event, ...not) &&
    Object.entries(is).every(([path, pattern]) => pattern.test(textAt(event, path) ?? ''))
  );
}
