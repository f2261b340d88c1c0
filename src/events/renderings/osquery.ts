/**
 * A row that a query of osquery's gave, as the daemon logs it: https://osquery.readthedocs.io/en/stable/deployment/logging/#event-format. Rows of its tables of
 * events are an endpoint's events; of the others its state.
 */
import type { EventOrigin, Recorder } from '../../fields/event-origin.ts';
import { tableOfQueryName } from '../../fields/osquery-tables.ts';
import { hasAny, textAt } from '../event-shape.ts';
import { isObject } from '../json-object.ts';
import type { JsonObject } from '../json-object.ts';
import { besidePanther, endpointRendering, INTEGRITY_LEVELS, programPath } from './endpoint.ts';
import { from, made, renamed, word } from './rendering.ts';
import type { Names, Rendering } from './rendering.ts';

/** Its service is the table; null: which it is the row does not say. */
function osquery(services: readonly string[] | null): Recorder {
  return { product: 'osquery', services };
}

interface EventTable {
  /** How the name of a query says that it is of this table. */
  readonly named: RegExp;
  /** Those that it may be. */
  readonly tables: readonly string[];
  /** Columns that no table of states has. */
  readonly columns: readonly (readonly string[])[];
  readonly category: string;
  readonly names: Names;
}

/** https://osquery.io/schema: process_events, bpf_process_events, es_process_events, process_etw_events; socket_events, bpf_socket_events */
const EVENT_TABLES: readonly EventTable[] = [
  {
    named: /(^|[\W_])process_(etw_)?events?\b/i,
    tables: ['process_events', 'bpf_process_events', 'es_process_events', 'process_etw_events'],
    columns: [['cmdline'], ['auid', 'cmdline_size', 'env_count', 'overflows', 'syscall']],
    category: 'process_creation',
    names: {
      Image: made(programPath, 'path'),
      CommandLine: from('cmdline'),
      CurrentDirectory: from('cwd'),
      ProcessId: from('pid'),
      ParentProcessId: from('parent', 'ppid'),
      IntegrityLevel: made(ofLabel, 'mandatory_label'),
      User: from('username'),
    },
  },
  {
    named: /(^|[\W_])socket_events?\b/i,
    tables: ['socket_events', 'bpf_socket_events'],
    columns: [['remote_address'], ['remote_port'], ['action'], ['success', 'status']],
    category: 'network_connection',
    names: {
      Image: made(programPath, 'path'),
      ProcessId: from('pid'),
      DestinationIp: from('remote_address'),
      DestinationPort: from('remote_port'),
      SourceIp: from('local_address'),
      SourcePort: from('local_port'),
      Initiated: made(word({ connect: 'true' }), 'action'),
    },
  },
];

/** `S-1-16-12288`: the last part is the level. */
function ofLabel(label: unknown): unknown {
  return INTEGRITY_LEVELS[/^S-1-16-(\d+)$/.exec(String(label))?.[1] ?? ''];
}

export function renderOsquery(event: JsonObject): Rendering | null {
  const columns = columnsOf(event);
  const query = textAt(event, 'name');
  if (columns === null || query === null || !hasAny(event, 'hostIdentifier', 'unixTime')) return null;
  const table = EVENT_TABLES.find((each) => isOf(each, event, columns));
  const named = tableOfQueryName(query);
  const recorder = osquery(named === null ? (table?.tables ?? null) : [named]);
  const record = { ...event, columns };
  // An event is a row that came in; one that goes is an old one.
  if (table !== undefined && textAt(event, 'action') !== 'removed' && isConnection(table, columns))
    return endpointRendering({
      product: systemOf(event, columns),
      categories: [table.category],
      recorder,
      fields: renamed(columns, table.names),
      record,
    });
  const origin: EventOrigin = { schema: 'raw', ...recorder, categories: [] };
  return { origin, facets: [{ schema: 'raw', root: record, hides: besidePanther(record) }] };
}

/** A snapshot holds all rows of the query's answer: of one row it is read as that. */
function columnsOf(event: JsonObject): JsonObject | null {
  if (isObject(event['columns'])) return event['columns'];
  const { snapshot } = event;
  const [row, ...others] = Array.isArray(snapshot) ? (snapshot as readonly unknown[]) : [];
  return isObject(row) && others.length === 0 ? row : null;
}

function isOf({ named, columns }: EventTable, event: JsonObject, row: JsonObject): boolean {
  return (
    named.test(textAt(event, 'name') ?? '') || columns.every((oneOf) => oneOf.some((column) => column in row))
  );
}

/** Sockets are bound and closed as well. */
function isConnection({ category }: EventTable, row: JsonObject): boolean {
  return category !== 'network_connection' || textAt(row, 'action') === 'connect';
}

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/^(darwin|mac)/i, 'macos'],
  [/^windows$/i, 'windows'],
  [/^(linux|ubuntu|debian|rhel|centos|amzn|fedora|arch|suse|sles|rocky|alma|ol|kali|alpine)/i, 'linux'],
];

function systemOf(event: JsonObject, row: JsonObject): string | null {
  const named = textAt(event, 'decorations.platform') ?? textAt(event, 'decorations.host_platform');
  if (named !== null) return SYSTEMS.find(([pattern]) => pattern.test(named))?.[1] ?? null;
  const query = textAt(event, 'name') ?? '';
  if (/(^|[\W_])es_process/i.test(query)) return 'macos';
  if (/(^|[\W_])bpf_/i.test(query) || 'syscall' in row) return 'linux';
  return /^[a-z]:\\|^\\/i.test(textAt(row, 'path') ?? '') ? 'windows' : null;
}
