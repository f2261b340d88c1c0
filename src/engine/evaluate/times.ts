/** Times written as text, as seconds since 1970 in UTC: by the directives of strptime, or in the notations of ISO 8601. */

interface Format {
  readonly pattern: RegExp;
  /** What each group of the pattern holds. */
  readonly parts: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The directives of Python's strptime that stand for a time: https://docs.python.org/3/library/datetime.html#format-codes */
const DIRECTIVES: Readonly<Record<string, string>> = {
  Y: '\\d{4}',
  y: '\\d{2}',
  m: '1[0-2]|0[1-9]|[1-9]',
  d: '3[01]|[12]\\d|0[1-9]|[1-9]',
  H: '2[0-3]|[01]\\d|\\d',
  I: '1[0-2]|0[1-9]|[1-9]',
  M: '[0-5]\\d|\\d',
  S: '6[01]|[0-5]\\d|\\d',
  f: '\\d{1,6}',
  p: '[aApP][mM]',
  b: '[a-zA-Z]{3}',
  z: 'Z|[+-]\\d{2}:?[0-5]\\d',
};

/** One notation of ISO 8601 for each length of its time; a fraction of a second may have any number of digits. */
const ISO: Format = {
  pattern:
    /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i,
  parts: ['Y', 'm', 'd', 'H', 'M', 'S', 'f', 'z'],
};

const CACHE_SIZE = 1000;
const formats = new Map<string, Format | null>();

/** Null: the text is no time in any of the formats (strptime's; none at all stands for ISO 8601). */
export function parseTime(text: string, of: readonly string[]): number | null {
  if (of.length === 0) return timeBy(text, ISO);
  for (const each of of) {
    const format = compiledFormat(each);
    const time = format === null ? null : timeBy(text, format);
    if (time !== null) return time;
  }
  return null;
}

function compiledFormat(format: string): Format | null {
  const known = formats.get(format);
  if (known !== undefined) return known;
  if (formats.size >= CACHE_SIZE) formats.clear();
  const made = compileFormat(format);
  formats.set(format, made);
  return made;
}

/** Null: a directive that is not known. White space stands for any run of it. */
function compileFormat(format: string): Format | null {
  const parts: string[] = [];
  let pattern = '';
  for (const piece of format.match(/%[^]|\s+|[^%\s]+|%/g) ?? []) {
    const directive = piece.startsWith('%') ? DIRECTIVES[piece.slice(1)] : undefined;
    if (directive !== undefined) {
      parts.push(piece.slice(1));
      pattern += `(${directive})`;
    } else if (piece === '%%') pattern += '%';
    else if (piece.startsWith('%')) return null;
    else pattern += /^\s/.test(piece) ? '\\s+' : piece.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  }
  return { pattern: new RegExp(`^${pattern}$`, 'i'), parts };
}

function timeBy(text: string, { pattern, parts }: Format): number | null {
  const found = pattern.exec(text);
  if (found === null) return null;
  const part = (name: string): string | undefined => {
    const at = parts.indexOf(name);
    return at < 0 ? undefined : found[at + 1];
  };
  const number = (name: string, otherwise: number): number => Number(part(name) ?? otherwise);
  const month = monthOf(part('b'), number('m', 1));
  const year = part('y') === undefined ? number('Y', 1900) : shortYear(number('y', 0));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, number('d', 1));
  if (year < 1 || date.getUTCMonth() !== month - 1) return null;
  date.setUTCHours(hourOf(part('p'), part('I'), number('H', 0)), number('M', 0), number('S', 0));
  return date.getTime() / 1000 + Number(`0.${part('f') ?? '0'}`) - offsetOf(part('z'));
}

function monthOf(name: string | undefined, number: number): number {
  return name === undefined ? number : MONTHS.indexOf(name.toLowerCase()) + 1;
}

/** POSIX: 69 to 99 are of the last century. */
function shortYear(year: number): number {
  return year >= 69 ? 1900 + year : 2000 + year;
}

function hourOf(half: string | undefined, ofHalf: string | undefined, hour: number): number {
  if (ofHalf === undefined) return hour;
  return (Number(ofHalf) % 12) + (half?.toLowerCase() === 'pm' ? 12 : 0);
}

/** In seconds: +01:00 is an hour ahead of UTC. */
function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2) || 0) * 60;
  return zone.startsWith('-') ? -seconds : seconds;
}
