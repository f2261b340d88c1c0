/** The data of a Windows event that stand in one object beside System's fields and what the collector says of its own. */
import { isMissing, isObject } from '../json-object.ts';
import type { JsonObject } from '../json-object.ts';
import { foldName } from './element.ts';
import type { EventData } from './event-data.ts';

/** Where collectors put the rendered message, folded. */
export const MESSAGE_KEYS = ['message', 'renderedmessage', 'rendereddescription', 'description'] as const;

/** Keys of collectors that are none of the event's, folded: the message, words for System's numbers, where it was read. */
const COLLECTORS_OWN: ReadonlySet<string> = new Set([
  ...MESSAGE_KEYS,
  ...[
    'severity',
    'severityvalue',
    'eventtype',
    'eventcategory',
    'category',
    'type',
    'keywordsname',
    'taskcategory',
  ],
  ...['opcodename', 'taskname', 'levelname', 'eventlevelname', 'eventreceivedtime', 'sourcemodulename'],
  ...['sourcemoduletype', 'user', 'sid', 'sidtype', 'domain', 'accountname', 'accounttype', 'timegenerated'],
  ...[
    'timewritten',
    'activityid',
    'relatedactivityid',
    'host',
    'source',
    'sourcetype',
    'index',
    'raw',
    'time',
  ],
  ...[
    '@timestamp',
    '@version',
    'tags',
    'agent',
    'ecs',
    'log',
    'event',
    'input',
    'fields',
    'linecount',
    'punct',
  ],
  ...['splunkserver', 'eventtypecolor', 'tenantid', 'sourcesystem', 'mg', 'managementgroupname', 'datetime'],
]);

/** As Splunk names what it finds in a message: `New_Process_Name`. */
const LABEL = /^[A-Z][A-Za-z]*(_[A-Z][A-Za-z]*)+$/;

/** Whole where it has any data at all: then it has all that the event has. */
export function flatData(body: JsonObject, systemKeys: ReadonlySet<string>): EventData {
  const fields: Record<string, unknown> = {};
  let hasData = false;
  for (const [key, value] of Object.entries(body)) {
    const name = key.replaceAll(' ', '');
    if (isMissing(value) || Object.hasOwn(fields, name)) continue;
    fields[name] = isObject(value) && '#text' in value ? value['#text'] : value;
    hasData ||= !systemKeys.has(key) && !COLLECTORS_OWN.has(foldName(key)) && !LABEL.test(key);
  }
  return { fields, isWhole: hasData };
}
