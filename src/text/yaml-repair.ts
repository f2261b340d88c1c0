/**
 * What PyYAML and js-yaml read and the specification does not allow: quoted texts and lists in brackets that go on at the line's beginning, a comment
 * directly behind a quote, lines that end as old Macintoshes end them. Blanks are put in; where, is told, so that places stay those of the file.
 */

export interface Repaired {
  readonly text: string;
  /** The place in the text as it was. */
  readonly placeOf: (offset: number) => number;
}

interface Insertion {
  /** In the text as it was. */
  readonly at: number;
  readonly count: number;
}

/** Blanks enough to be deeper than whatever the quote or bracket stands in. */
const DEEPER = 2;

/** Null: nothing that could be mended. */
export function repairYaml(text: string): Repaired | null {
  const lines = text.replace(/\r(?!\n)/g, '\n');
  const insertions = insertionsFor(lines);
  if (insertions.length === 0 && lines === text) return null;
  let repaired = '';
  let from = 0;
  for (const { at, count } of insertions) {
    repaired += lines.slice(from, at) + ' '.repeat(count);
    from = at;
  }
  return { text: repaired + lines.slice(from), placeOf: placeIn(insertions) };
}

/** Insertions are passed in order: places are asked for by the ten thousand. */
function placeIn(insertions: readonly Insertion[]): (offset: number) => number {
  const starts: number[] = [];
  let shift = 0;
  for (const { at, count } of insertions) {
    starts.push(at + shift);
    shift += count;
  }
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    const last = insertions[low - 1];
    const start = starts[low - 1];
    if (last === undefined || start === undefined) return offset;
    // Within the blanks themselves: where they were put in. Behind them: as far behind it.
    return last.at + Math.max(0, offset - start - last.count);
  };
}

interface Scan {
  readonly text: string;
  at: number;
  /** Open brackets. */
  depth: number;
  /** The indentation of the line in which the outermost bracket, or the quote, was opened. */
  indent: number;
  readonly insertions: Insertion[];
}

function insertionsFor(text: string): readonly Insertion[] {
  const scan: Scan = { text, at: 0, depth: 0, indent: 0, insertions: [] };
  while (scan.at < text.length) scanLine(scan);
  return scan.insertions;
}

/** A line from its beginning, and all lines that its brackets and quotes go on in. */
function scanLine(scan: Scan): void {
  const { text } = scan;
  const indent = indentAt(text, scan.at);
  scan.indent = indent;
  scan.at += indent;
  let mayBegin = true;
  while (scan.at < text.length) {
    const char = text.charAt(scan.at);
    if (char === '\n') {
      scan.at++;
      if (scan.depth === 0) return;
      goOn(scan);
      mayBegin = true;
    } else if (char === '#' && (mayBegin || /\s/.test(text.charAt(scan.at - 1)))) {
      scan.at = endOfLine(text, scan.at);
    } else if (mayBegin && (char === '"' || char === "'")) {
      scanQuote(scan, char);
      mayBegin = false;
    } else if (mayBegin && (char === '|' || char === '>') && scan.depth === 0) {
      skipBlock(scan, indent);
      return;
    } else {
      mayBegin = scanPlain(scan, char, mayBegin);
    }
  }
}

/** One character that is neither; may a value begin behind it? */
function scanPlain(scan: Scan, char: string, mayBegin: boolean): boolean {
  const next = scan.text.charAt(scan.at + 1);
  scan.at++;
  if ((char === '[' || char === '{') && (mayBegin || scan.depth > 0)) {
    scan.depth++;
    return true;
  }
  if ((char === ']' || char === '}') && scan.depth > 0) {
    scan.depth--;
    return false;
  }
  if (char === ',' && scan.depth > 0) return true;
  if ((char === ':' || char === '-' || char === '?') && /\s|^$/.test(next)) return true;
  return mayBegin && /\s/.test(char);
}

function scanQuote(scan: Scan, quote: string): void {
  const { text } = scan;
  scan.at++;
  while (scan.at < text.length) {
    const char = text.charAt(scan.at);
    if (char === '\n') {
      scan.at++;
      goOn(scan);
    } else if (char === '\\' && quote === '"') scan.at += 2;
    else if (char === quote && quote === "'" && text.charAt(scan.at + 1) === quote) scan.at += 2;
    else if (char === quote) {
      scan.at++;
      if (text.charAt(scan.at) === '#') scan.insertions.push({ at: scan.at, count: 1 });
      return;
    } else scan.at++;
  }
}

/** At the beginning of a line within brackets or quotes: it must be indented more deeply than where they were opened. */
function goOn(scan: Scan): void {
  const own = indentAt(scan.text, scan.at);
  const isBlank = /^[\r\n]?$/.test(scan.text.charAt(scan.at + own));
  if (!isBlank && own <= scan.indent)
    scan.insertions.push({ at: scan.at, count: scan.indent - own + DEEPER });
}

/** The lines of a block scalar are a text, whatever stands in them. */
function skipBlock(scan: Scan, indent: number): void {
  const { text } = scan;
  scan.at = endOfLine(text, scan.at) + 1;
  while (scan.at < text.length) {
    const own = indentAt(text, scan.at);
    const end = endOfLine(text, scan.at);
    if (text.slice(scan.at + own, end).trim() !== '' && own <= indent) return;
    scan.at = end + 1;
  }
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function indentAt(text: string, at: number): number {
  let count = 0;
  while (text[at + count] === ' ') count++;
  return count;
}
