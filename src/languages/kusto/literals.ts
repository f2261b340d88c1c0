/** Kusto's literals: https://learn.microsoft.com/kusto/query/scalar-data-types/ */
import type { Literal } from './ast.ts';

type LiteralValue = Pick<Literal, 'type' | 'value' | 'number'>;

/** A string token: `"…"` and `'…'` with escapes, `@"…"` verbatim, ``` fences, `h` and `H` in front hide it from logs. */
export function stringValue(token: string): string {
  const text = token.replace(/^[hH](?=[@"'`~])/, '');
  if (text.startsWith('@')) {
    const quote = text.charAt(1);
    return text.slice(2, -1).replaceAll(quote + quote, quote);
  }
  if (text.startsWith('```') || text.startsWith('~~~')) return text.slice(3, -3);
  return unescaped(text.slice(1, -1));
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\u0007',
  '0': '\0',
};

function unescaped(text: string): string {
  return text.replace(
    /\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|[\s\S])/g,
    (_match, escape: string) => {
      const code = /^[uUx]([0-9a-fA-F]+)$/.exec(escape)?.[1];
      if (code === undefined) return ESCAPES[escape] ?? escape;
      const point = Number.parseInt(code, 16);
      return point > 0x10ffff ? escape : String.fromCodePoint(point);
    },
  );
}

const DAY = 86_400;

const UNITS: Readonly<Record<string, number>> = {
  d: DAY,
  day: DAY,
  days: DAY,
  h: 3_600,
  hr: 3_600,
  hrs: 3_600,
  hour: 3_600,
  hours: 3_600,
  m: 60,
  min: 60,
  minute: 60,
  minutes: 60,
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  ms: 0.001,
  milli: 0.001,
  millis: 0.001,
  millisecond: 0.001,
  milliseconds: 0.001,
  micro: 1e-6,
  micros: 1e-6,
  microsecond: 1e-6,
  microseconds: 1e-6,
  tick: 1e-7,
  ticks: 1e-7,
};

/** `1.5h`, `time(1d)`, `timespan(1.02:03:04)`; null where it is none. */
export function timespanSeconds(token: string): number | null {
  const within = /^(?:time|timespan)\s*\((.*)\)$/i.exec(token)?.[1];
  const text = within?.trim().replace(/^["']|["']$/g, '') ?? token;
  const short = /^(-?\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text);
  const unit = UNITS[short?.[2]?.toLowerCase() ?? ''];
  if (short?.[1] !== undefined && unit !== undefined) return Number(short[1]) * unit;
  if (/^\d+$/.test(text)) return Number(text) * DAY;
  const long = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/.exec(text);
  if (long === null) return null;
  const [, minus, days = '0', hours = '0', minutes = '0', seconds = '0'] = long;
  const total = Number(days) * DAY + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return minus === undefined ? total : -total;
}

/** A datetime in ISO form, or null. */
export function isoDatetime(text: string): string | null {
  const trimmed = text.trim().replace(/^["']|["']$/g, '');
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2}|GMT)$/i.test(trimmed);
  const time = Date.parse(
    hasZone ? trimmed : trimmed.includes('T') || /\d:\d/.test(trimmed) ? `${trimmed}Z` : trimmed,
  );
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** The value of a literal token by the parser's kind of it; null where the kind is none that we know. */
export function literalValue(kind: string, token: string): LiteralValue | null {
  switch (kind) {
    case 'StringLiteralToken':
      return { type: 'string', value: stringValue(token) };
    case 'BooleanLiteralToken':
      return typed('boolean', token, (text) => /^(true|1)$/i.test(text));
    case 'LongLiteralToken':
    case 'IntLiteralToken':
      return typed('number', token, Number);
    case 'RealLiteralToken':
    case 'DecimalLiteralToken':
      return { ...typed('number', token, Number), number: 'real' };
    case 'TimespanLiteralToken':
      return typed('timespan', token, () => timespanSeconds(token));
    case 'DateTimeLiteralToken':
      return typed('datetime', token, isoDatetime);
    case 'GuidLiteralToken':
      return typed('string', token, (text) => text.toLowerCase());
    default:
      return null;
  }
}

/** `long(5)`, `bool(true)`, `int(null)`, or the bare value. */
function typed(
  type: LiteralValue['type'],
  token: string,
  read: (text: string) => LiteralValue['value'],
): LiteralValue {
  const text = (/^[a-z]+\s*\(([\s\S]*)\)$/i.exec(token)?.[1] ?? token).trim();
  return text.toLowerCase() === 'null' ? { type: 'null', value: null } : { type, value: read(text) };
}
