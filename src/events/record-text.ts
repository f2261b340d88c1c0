/** Reads the object that a text holds: JSON, a Windows event as XML, `key=value`, or one of these as base64. Never throws. */
import { gunzipSync } from 'node:zlib';
import { ENVELOPE_LIMITS } from './limits.ts';
import { readWords } from './words-text.ts';
import { parseXml } from './xml-text.ts';
import { isObject } from './json-object.ts';

/** What may still be spent on one event. */
export interface Budget {
  steps: number;
  characters: number;
}

export function newBudget(): Budget {
  return { steps: ENVELOPE_LIMITS.steps, characters: ENVELOPE_LIMITS.characters };
}

export type TextForm = 'plain' | 'words' | 'base64';

/** An object or a list; undefined: the text holds none. `words`: it may be `key=value` as well. */
export function readRecordText(text: string, form: TextForm, budget: Budget): unknown {
  if (text.length > budget.characters) return undefined;
  if (form === 'base64') {
    const unpacked = unpack(text, budget);
    return unpacked === null ? undefined : readRecordText(unpacked, 'plain', budget);
  }
  const header = SYSLOG_HEADER.exec(text.slice(0, MAX_HEADER));
  if (header !== null) return readRecordText(text.slice(header[0].length), 'plain', budget);
  const start = firstCharacter(text);
  if (start === '{' || start === '[') {
    budget.characters -= text.length;
    return parseJson(text);
  }
  if (start === '<') {
    budget.characters -= Math.min(text.length, ENVELOPE_LIMITS.xml) * XML_COST;
    return windowsXml(text);
  }
  const container = CONTAINER_LINE.exec(text.slice(0, 100));
  if (container !== null) return readRecordText(text.slice(container[0].length), 'plain', budget);
  return form === 'words' ? (readWords(text) ?? undefined) : undefined;
}

/** So many characters of JSON are parsed in the time of one of XML. */
const XML_COST = 16;

/** A container's line: https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md */
const CONTAINER_LINE = /^\d{4}-\d\d-\d\dT\S+ (stdout|stderr) [FP] (?=[[{<])/;

/** What syslog puts before a message: https://www.rfc-editor.org/rfc/rfc5424#section-6 and https://www.rfc-editor.org/rfc/rfc3164#section-4 */
const SYSLOG_HEADER =
  /^(?:<\d{1,3}>)?(?:1(?: \S+){5} (?:-|\[[^\]]*\]) |[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ [^\s:]+: ?)\uFEFF?(?=[[{<])/;
const MAX_HEADER = 500;

function firstCharacter(text: string): string {
  return /^[\s\uFEFF]*(\S)/.exec(text.slice(0, 1_000))?.[1] ?? '';
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Of XML only a Windows event is a record, or several of them. */
function windowsXml(text: string): unknown {
  const parsed = parseXml(text);
  return isObject(parsed) && (isObject(parsed['Event']) || isObject(parsed['Events'])) ? parsed : undefined;
}

/** What services hand on in base64, often as gzip: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html */
function unpack(text: string, budget: Budget): string | null {
  if (!/^[\w+/=-]+\s*$/.test(text.slice(0, 200))) return null;
  budget.characters -= text.length;
  const bytes = Buffer.from(text, 'base64');
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: Math.max(1, budget.characters) }).toString('utf8');
  } catch {
    return null;
  }
}
