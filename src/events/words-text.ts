/** Reads a line of `key=value`, and the Windows event as Splunk's forwarder writes it: lines of `key=value` with the message at the end. */
import { ENVELOPE_LIMITS } from './limits.ts';
import type { JsonObject } from './json-object.ts';

/** Null: it is none. */
export function readWords(text: string): JsonObject | null {
  if (text.length > ENVELOPE_LIMITS.words) return null;
  return windowsLines(text) ?? pairsOf(text);
}

/** https://docs.splunk.com/Documentation/Splunk/latest/Data/MonitorWindowseventlogdata */
function windowsLines(text: string): JsonObject | null {
  if (!/^LogName=/m.test(text) || !/^EventCode=\d+/m.test(text)) return null;
  const at = text.search(/^Message=/m);
  const head = at < 0 ? text : text.slice(0, at);
  const fields: Record<string, string> = {};
  for (const [, key = '', value = ''] of head.matchAll(/^(\w+)=([^\r\n]*)/gm)) fields[key] ??= value;
  if (at >= 0) fields['Message'] = text.slice(at + 'Message='.length);
  return fields;
}

const PAIR = /(?<![\w.])([A-Za-z_][\w.]*)=("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,"']*)/g;

/** Two pairs at least: one may stand in any sentence. */
function pairsOf(text: string): JsonObject | null {
  const fields: Record<string, string> = {};
  let count = 0;
  for (const [, key = '', value = ''] of text.matchAll(PAIR)) {
    count += 1;
    fields[key] ??= /^["']/.test(value) ? value.slice(1, -1) : value;
  }
  return count < 2 ? null : fields;
}
