/** Tells rows of Log Analytics' and advanced hunting's tables, and which table they are of, by their shape. */
import type { LogSource } from '../rule/log-source.ts';
import type { EventOrigin } from '../fields/event-origin.ts';
import { hasAll, hasAny, textAt } from './event-shape.ts';
import type { JsonObject } from './json-object.ts';
import { logSourcesOfTable } from '../fields/log-analytics-tables.ts';
import { categoriesOfService } from '../fields/service-categories.ts';
import { windowsCategories, windowsServices } from '../fields/windows-log-sources.ts';

/** Null: it is none. */
export function detectLogAnalytics(event: JsonObject): EventOrigin | null {
  const table = workspaceTable(event) ?? huntingTable(event);
  return table === null ? null : rowOrigin(table, event);
}

/** Rows of a workspace say when they came in, and their table in the column `Type`. */
function workspaceTable(event: JsonObject): string | null {
  if (!hasAll(event, 'TimeGenerated')) return null;
  const type = textAt(event, 'Type');
  const isExact = Object.hasOwn(event, 'TimeGenerated');
  if (type !== null && /^\w+$/.test(type) && (isExact || isTableOf(event, type))) return type;
  const shape = SHAPES.find(([, columns]) => hasAll(event, ...columns));
  if (shape !== undefined) return shape[0];
  if (hasAll(event, 'ActionType') && hasAny(event, 'DeviceId', 'DeviceName')) return tableOfAction(event);
  return isExact && hasAny(event, ...WORKSPACE_COLUMNS) ? 'unknown' : null;
}

/** In another letter case the words are anybody's: only the name of a table beside a column of every table says that it is a row. */
function isTableOf(event: JsonObject, name: string): boolean {
  return (
    hasAny(event, ...WORKSPACE_COLUMNS) &&
    logSourcesOfTable(name).some(({ product }) => product !== 'log_analytics')
  );
}

const WORKSPACE_COLUMNS = ['TenantId', 'SourceSystem', '_ResourceId', 'MG'];

/** Columns that together only one table has. */
const SHAPES: readonly (readonly [string, readonly string[]])[] = [
  ['AWSCloudTrail', ['EventName', 'EventSource', 'UserIdentityType']],
  ['AWSCloudTrail', ['EventName', 'EventSource', 'AWSRegion']],
  ['AuditLogs', ['OperationName', 'TargetResources']],
  ['SigninLogs', ['ResultType', 'AppDisplayName']],
  ['AzureActivity', ['OperationNameValue']],
  ['OfficeActivity', ['OfficeWorkload', 'Operation']],
  ['SecurityEvent', ['EventID', 'Activity']],
  ['WindowsEvent', ['EventID', 'Channel', 'EventData']],
  ['Event', ['EventID', 'EventLog']],
  ['Syslog', ['SyslogMessage']],
  ['CommonSecurityLog', ['DeviceVendor', 'DeviceProduct']],
  ['CloudAppEvents', ['RawEventData', 'ActionType']],
];

/** Rows of advanced hunting: `Timestamp`, and what was done. */
function huntingTable(event: JsonObject): string | null {
  if (!hasAll(event, 'Timestamp', 'ActionType')) return null;
  // In another letter case the columns' names are anybody's.
  if (!Object.hasOwn(event, 'ActionType') && knownTableOfAction(event) === null) return null;
  if (hasAll(event, 'RawEventData')) return 'CloudAppEvents';
  return hasAny(event, 'DeviceId', 'DeviceName', 'ReportId') ? tableOfAction(event) : null;
}

const ACTIONS: readonly (readonly [string, RegExp])[] = [
  ['DeviceProcessEvents', /^ProcessCreated/],
  ['DeviceFileEvents', /^File(Created|Modified|Renamed|Deleted)/],
  ['DeviceRegistryEvents', /^Registry(Key|Value)/],
  ['DeviceImageLoadEvents', /^ImageLoaded/],
  [
    'DeviceNetworkEvents',
    /^(Connection|InboundConnection|InboundInternet|ListeningConnection|NetworkSignature|\w+ConnectionInspected)/,
  ],
  ['DeviceLogonEvents', /^Logon/],
];

function tableOfAction(event: JsonObject): string {
  return knownTableOfAction(event) ?? 'DeviceEvents';
}

function knownTableOfAction(event: JsonObject): string | null {
  const action = textAt(event, 'ActionType') ?? '';
  return ACTIONS.find(([, pattern]) => pattern.test(action))?.[0] ?? null;
}

/** A row of a table that is known. */
export function rowOrigin(table: string, event: JsonObject): EventOrigin {
  if (table === 'unknown')
    return { schema: 'log_analytics', product: null, categories: null, services: null };
  if (/^(security|windows)?event$/i.test(table)) return windowsOrigin(event);
  const logSources = logSourcesOfTable(table);
  const products = new Set(logSources.map(({ product }) => product));
  const [only = null] = products.size === 1 ? products : [];
  return {
    schema: 'log_analytics',
    product: only ?? systemOf(event, products),
    categories: categoriesOf(table, event, logSources),
    services: servicesOf(logSources),
  };
}

/** Windows' own logs, of which the channel and the EventID say the rest. */
function windowsOrigin(event: JsonObject): EventOrigin {
  const channel = textAt(event, 'Channel') ?? textAt(event, 'EventLog') ?? 'Security';
  return {
    schema: 'log_analytics',
    product: 'windows',
    categories: windowsCategories(channel, Number(textAt(event, 'EventID') ?? NaN)),
    services: windowsServices(channel),
  };
}

/** Of an endpoint's row the paths tell the system. */
function systemOf(event: JsonObject, products: ReadonlySet<string | null>): string | null {
  if (!products.has('windows')) return null;
  const path = textAt(event, 'FolderPath') ?? textAt(event, 'InitiatingProcessFolderPath') ?? '';
  if (/^[a-z]:\\|^\\/i.test(path)) return 'windows';
  return null;
}

/** What was done to a registry key or a file narrows its categories down to one. */
const ACTION_CATEGORIES: Readonly<Record<string, string>> = {
  FileCreated: 'file_event',
  FileModified: 'file_event',
  FileDeleted: 'file_delete',
  FileRenamed: 'file_rename',
  RegistryValueSet: 'registry_set',
  RegistryKeyCreated: 'registry_add',
  RegistryKeyDeleted: 'registry_delete',
  RegistryValueDeleted: 'registry_delete',
  RegistryKeyRenamed: 'registry_rename',
  NamedPipeEvent: 'pipe_created',
  DriverLoad: 'driver_load',
  CreateRemoteThreadApiCall: 'create_remote_thread',
  OpenProcessApiCall: 'process_access',
  DnsQueryResponse: 'dns_query',
};

function categoriesOf(
  table: string,
  event: JsonObject,
  logSources: readonly LogSource[],
): readonly string[] | null {
  const all = [...new Set(logSources.map(({ category }) => category).filter((each) => each !== null))];
  // A service's own rows belong to no category; what a whole product writes may belong to any.
  if (all.length === 0) return ofServices(logSources);
  const own = ACTION_CATEGORIES[textAt(event, 'ActionType') ?? ''];
  if (table === 'DeviceEvents') return own === undefined ? [] : [own];
  if (own === undefined || !all.includes(own)) return all;
  return own.startsWith('registry_') ? [own, 'registry_event'] : [own];
}

function ofServices(logSources: readonly LogSource[]): readonly string[] | null {
  if (!logSources.every(({ service }) => service !== null)) return null;
  return logSources.flatMap((each) => categoriesOfService(each) ?? []);
}

function servicesOf(logSources: readonly LogSource[]): readonly string[] | null {
  const services = logSources.map(({ service }) => service).filter((each) => each !== null);
  if (services.length > 0) return [...new Set(services)];
  return logSources.every(({ category }) => category !== null) ? [] : null;
}
