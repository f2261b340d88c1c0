/** Tells events that name their fields by the schema `splunk`, and their log source, by their shape: what Splunk exports bears its own fields. */
import { originOf } from '../fields/event-origin.ts';
import type { EventOrigin } from '../fields/event-origin.ts';
import { hasAny, textAt } from './event-shape.ts';
import type { JsonObject } from './json-object.ts';
import { DATA_SET_NAMES, logSourcesOfSource, modelOfDataSet } from '../fields/splunk-sources.ts';
import { categoriesOfServices } from '../fields/service-categories.ts';
import { windowsCategories } from '../fields/windows-log-sources.ts';

/** Null: it is none. */
export function detectSplunk(event: JsonObject): EventOrigin | null {
  const sourcetype = textAt(event, 'sourcetype');
  // In another letter case the word is anybody's.
  if (
    sourcetype !== null &&
    Object.hasOwn(event, 'sourcetype') &&
    hasAny(event, 'source', 'index', '_raw', '_time', 'host', 'eventtype')
  )
    return indexedOrigin(event, sourcetype);
  return dataSetOrigin(event);
}

function indexedOrigin(event: JsonObject, sourcetype: string): EventOrigin {
  const source = textAt(event, 'source');
  const terms = [`sourcetype=${JSON.stringify(sourcetype)}`];
  if (source !== null) terms.push(`source=${JSON.stringify(source)}`);
  const origin = originOf(logSourcesOfSource(terms.join(' ')), 'splunk');
  if (origin.product !== 'windows' && origin.product !== 'linux')
    return origin.services === null
      ? origin
      : { ...origin, categories: categoriesOfServices(origin.product, origin.services) };
  return { ...origin, categories: endpointCategories(event, origin) };
}

const CHANNELS: Readonly<Record<string, string>> = {
  sysmon: 'Microsoft-Windows-Sysmon/Operational',
  security: 'Security',
  powershell: 'Microsoft-Windows-PowerShell/Operational',
  'powershell-classic': 'Windows PowerShell',
};

/** The categories of an event of a Windows log, by its EventCode. */
function endpointCategories(event: JsonObject, { services }: EventOrigin): readonly string[] | null {
  const code = Number(textAt(event, 'EventCode') ?? textAt(event, 'EventID') ?? NaN);
  const [service, ...more] = services ?? [];
  const channel = service === undefined || more.length > 0 ? undefined : CHANNELS[service];
  if (channel === undefined) return service === 'auditd' || service === 'auth' ? [] : null;
  return Number.isInteger(code) ? windowsCategories(channel, code) : null;
}

/** Rows of a data model: `Processes.process_name`. */
function dataSetOrigin(event: JsonObject): EventOrigin | null {
  const name = DATA_SET_NAMES.find((each) => Object.keys(event).some((key) => key.startsWith(`${each}.`)));
  if (name === undefined) return null;
  const path =
    textAt(event, 'Processes.process_path') ?? textAt(event, 'Processes.parent_process_path') ?? '';
  // Whatever product a row was made from: of the data set it is.
  const sources = logSourcesOfSource(`${modelOfDataSet(name)}.${name}`);
  const origin = originOf(
    sources.filter(({ category }) => category !== null),
    'splunk',
  );
  return { ...origin, product: origin.product ?? (path.includes('\\') ? 'windows' : null) };
}
