/** Tells documents that name their fields by the Elastic Common Schema, and their log source: by the channel, the data set, the system and the category. */
import { isKnownDataSet, originOfDataSet, sourceOfDataSet } from '../fields/ecs-datasets.ts';
import type { EventOrigin } from '../fields/event-origin.ts';
import { channelOfService, windowsCategories } from '../fields/windows-log-sources.ts';
import { windowsLogOrigin } from './detect-windows.ts';
import { hasAny, textAt, textsAt } from './event-shape.ts';
import type { JsonObject } from './json-object.ts';

export function isEcs(event: JsonObject): boolean {
  if (hasAny(event, 'ecs.version', 'event.dataset', 'data_stream.dataset')) return true;
  return (
    hasAny(event, 'event.kind', 'event.category', 'event.action') &&
    hasAny(event, '@timestamp', 'event.type', 'event.module', 'host.os.type')
  );
}

/** Does it name a source that the catalog has a table for, or one that is sure of itself? What else it may be, its shape says. */
export function namesKnownDataSet(event: JsonObject): boolean {
  const name = dataSetOf(event);
  return isAlert(event) || (name !== null && isKnownDataSet(name));
}

/** An alert holds what it was raised from, but it is no event of that log source. */
function isAlert(event: JsonObject): boolean {
  return hasAny(event, 'kibana.alert.rule.uuid', 'kibana.alert.rule.name', 'kibana.alert.uuid');
}

function dataSetOf(event: JsonObject): string | null {
  const names = ['event.dataset', 'data_stream.dataset', 'event.module'].map((path) => textAt(event, path));
  // What a custom input reads has the data set that the input's package calls all of them.
  return names.find((name) => name !== null && /^[\w.-]+$/.test(name) && name !== 'generic') ?? null;
}

export function detectEcs(event: JsonObject): EventOrigin {
  if (isAlert(event)) return { schema: 'ecs', product: 'elastic', categories: [], services: ['alerts'] };
  const channel = textAt(event, 'winlog.channel');
  const code = Number(textAt(event, 'event.code') ?? textAt(event, 'winlog.event_id') ?? NaN);
  const name = dataSetOf(event);
  if (channel !== null && Number.isInteger(code) && isOfHost(name))
    return windowsLogOrigin(channel, code, 'ecs');
  const named = name === null ? null : originOfDataSet(name);
  if (name !== null && named !== null && !isKnownDataSet(name)) return ofSensor(event, named);
  const origin = named ?? systemOrigin(event);
  return { ...origin, categories: categoriesOf(event, origin, code) };
}

/** What a sensor without a table of its own records of a host is what others record of it, too; all else is of the data set's name alone. */
function ofSensor(event: JsonObject, named: EventOrigin): EventOrigin {
  const host = systemOrigin(event);
  const categories = categoriesOf(event, host, NaN);
  if (categories === null || named.product === null) return named;
  return { ...host, categories, recorder: { product: named.product, services: named.services } };
}

/** May the data set be one of a host's own logs? */
function isOfHost(name: string | null): boolean {
  const source = name === null ? 'silent' : sourceOfDataSet(name);
  if (typeof source === 'string') return true;
  return (
    source.product === 'windows' || source.product === 'linux' || (name !== null && !isKnownDataSet(name))
  );
}

function systemOrigin(event: JsonObject): EventOrigin {
  const product = textAt(event, 'host.os.type')?.toLowerCase() ?? null;
  return { schema: 'ecs', product, categories: null, services: null };
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

const SYSTEMS: ReadonlySet<string | null> = new Set(['windows', 'linux', 'macos']);

/** Those of the service where they are certain, of Windows' logs those of the EventID, else those of all of the document's categories. */
function categoriesOf(event: JsonObject, origin: EventOrigin, code: number): readonly string[] | null {
  if (origin.categories !== null || !SYSTEMS.has(origin.product)) return origin.categories;
  const [service = ''] = origin.services ?? [];
  const channel = origin.product === 'windows' ? channelOfService(service) : null;
  if (channel !== null && Number.isInteger(code)) return windowsCategories(channel, code);
  const own = textsAt(event, 'event.category').map((each) =>
    Object.hasOwn(ECS_CATEGORIES, each) ? ECS_CATEGORIES[each] : undefined,
  );
  if (own.length === 0 || own.includes(undefined)) return null;
  return [...new Set(own.flatMap((each) => each ?? []))];
}
