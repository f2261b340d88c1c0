/** Tells an event's schema and log source by its shape. Says nothing rather than something uncertain. */
import type { EventSchema } from '../rule/rule.ts';
import { detectFalco } from './detect-falco.ts';
import { detectLogAnalytics } from './detect-log-analytics.ts';
import { detectSplunk } from './detect-splunk.ts';
import { detectUdm } from './detect-udm.ts';
import { originOfDataset } from '../fields/ecs-datasets.ts';
import { originOf, UNKNOWN_ORIGIN } from '../fields/event-origin.ts';
import type { EventOrigin } from '../fields/event-origin.ts';
import { hasAny, textAt } from './event-shape.ts';
import { renderingOf } from './renderings/renderings.ts';
import { hasShape, service } from './shapes/shape.ts';
import { SHAPES } from './shapes/shapes.ts';
import { isObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';
import { logSourcesOfLogType } from '../fields/panther-log-types.ts';
import { knownCategories } from '../fields/source-categories.ts';
import { windowsCategories, windowsServices } from '../fields/windows-log-sources.ts';

export function detectOrigin(event: unknown): EventOrigin {
  if (!isObject(event)) return UNKNOWN_ORIGIN;
  const rendering = renderingOf(event);
  if (rendering !== null) return rendering.origin;
  const logType = textAt(event, 'p_log_type');
  if (logType !== null) return pantherOrigin(logType, event);
  return schemaOrigin(event) ?? (isEcs(event) ? ecsOrigin(event) : nativeOrigin(event));
}

/** Schemas that have marks of their own. */
const DETECTORS = [detectUdm, detectLogAnalytics, detectSplunk, detectFalco] as const;

function schemaOrigin(event: JsonObject): EventOrigin | null {
  for (const detect of DETECTORS) {
    const origin = detect(event);
    if (origin !== null) return origin;
  }
  return null;
}

function nativeOrigin(event: JsonObject): EventOrigin {
  return windowsOrigin(event) ?? rawOrigin(event) ?? endpointOrigin(event) ?? UNKNOWN_ORIGIN;
}

/** Of a log type that several services write, the shape may tell which. */
function pantherOrigin(logType: string, event: JsonObject): EventOrigin {
  const origin = originOf(logSourcesOfLogType(logType), 'raw');
  if (origin.services === null) return origin;
  const shape = origin.services.length > 1 ? rawOrigin(event) : null;
  if (shape !== null && shape.product === origin.product) return shape;
  return { ...origin, categories: knownCategories(origin) ?? (isAuditLog(origin) ? [] : null) };
}

/** Only of the audit logs of services is it certain that their events are of no category: others' may be DNS queries, a firewall's, a host's. */
function isAuditLog({ product, services }: EventOrigin): boolean {
  return SHAPES.some(
    ({ origin: known }) =>
      known.product === product &&
      known.categories?.length === 0 &&
      services?.every((each) => known.services?.includes(each)) === true,
  );
}

function isEcs(event: JsonObject): boolean {
  if (hasAny(event, 'ecs.version', 'event.dataset', 'data_stream.dataset')) return true;
  return (
    hasAny(event, 'event.kind', 'event.category', 'event.action') &&
    hasAny(event, '@timestamp', 'event.type', 'host.os.type')
  );
}

function ecsOrigin(event: JsonObject): EventOrigin {
  // An alert holds what it was raised from, but it is no event of that log source.
  if (hasAny(event, 'kibana.alert.rule.uuid', 'kibana.alert.rule.name', 'kibana.alert.uuid'))
    return { ...service('elastic', 'alerts'), schema: 'ecs' };
  const dataset = textAt(event, 'event.dataset') ?? textAt(event, 'data_stream.dataset') ?? '';
  const known = originOfDataset(dataset);
  if (known !== null) return known;
  const channel = textAt(event, 'winlog.channel');
  const eventId = Number(textAt(event, 'event.code') ?? textAt(event, 'winlog.event_id') ?? NaN);
  if (channel !== null && Number.isInteger(eventId)) return windowsLogOrigin(channel, eventId, 'ecs');
  const product = textAt(event, 'host.os.type');
  return { schema: 'ecs', product, categories: ecsCategories(event, product), services: null };
}

/** Sigma's categories of an endpoint event, by its ECS category. */
const ECS_CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  process: [
    'process_creation',
    'process_termination',
    'process_access',
    'create_remote_thread',
    'process_tampering',
    'image_load',
  ],
  file: [
    'file_event',
    'file_change',
    'file_delete',
    'file_rename',
    'file_access',
    'create_stream_hash',
    'file_executable_detected',
  ],
  registry: ['registry_set', 'registry_event', 'registry_add', 'registry_delete', 'registry_rename'],
  library: ['image_load'],
  driver: ['driver_load'],
  network: ['network_connection', 'dns_query', 'dns', 'firewall', 'proxy', 'webserver'],
};

function ecsCategories(event: JsonObject, product: string | null): readonly string[] | null {
  const category = textAt(event, 'event.category');
  return category === null || product === null ? null : (ECS_CATEGORIES[category] ?? null);
}

function windowsOrigin(event: JsonObject): EventOrigin | null {
  const channel =
    textAt(event, 'Channel') ??
    textAt(event, 'Event.System.Channel') ??
    textAt(event, 'Event.System.Channel.#text');
  const eventId =
    textAt(event, 'EventID') ??
    textAt(event, 'Event.System.EventID') ??
    textAt(event, 'Event.System.EventID.#text');
  if (channel !== null && eventId !== null) return windowsLogOrigin(channel, Number(eventId), 'windows');
  if (eventId === null || !hasAny(event, 'Provider_Name', 'Event.System.Provider', 'Computer')) return null;
  return { schema: 'windows', product: 'windows', categories: null, services: null };
}

function windowsLogOrigin(channel: string, eventId: number, schema: EventSchema): EventOrigin {
  // Sysmon for Linux numbers its events as Sysmon does, in a channel of its own.
  if (/^linux-sysmon\//i.test(channel)) {
    const categories = windowsCategories('Microsoft-Windows-Sysmon/Operational', eventId);
    return { schema, product: 'linux', categories, services: ['sysmon'] };
  }
  return {
    schema,
    product: 'windows',
    categories: windowsCategories(channel, eventId),
    services: windowsServices(channel),
  };
}

/** Events of an endpoint under Sysmon's names, from whatever collects them. */
function endpointOrigin(event: JsonObject): EventOrigin | null {
  if (
    !hasAny(
      event,
      'Image',
      'CommandLine',
      'ParentImage',
      'TargetFilename',
      'TargetObject',
      'ImageLoaded',
      'ScriptBlockText',
    )
  )
    return null;
  const path =
    textAt(event, 'Image') ?? textAt(event, 'ParentImage') ?? textAt(event, 'TargetFilename') ?? '';
  return {
    schema: 'windows',
    product: path.includes('\\') ? 'windows' : null,
    categories: null,
    services: null,
  };
}

function rawOrigin(event: JsonObject): EventOrigin | null {
  return SHAPES.find((shape) => hasShape(event, shape))?.origin ?? null;
}
