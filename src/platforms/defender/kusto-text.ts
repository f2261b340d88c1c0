/**
 * Kusto text, line by line, with comments and the insides of string literals blanked: enough to see where statements end, without a parser.
 * https://learn.microsoft.com/kusto/query/scalar-data-types/string
 */

export interface KustoLine {
  /** As written. */
  readonly raw: string;
  /** The same length; comments and what stands in quotes are blanks. */
  readonly code: string;
  /** Does it begin within brackets, or in a string of several lines? Then it belongs to what precedes. */
  readonly isInside: boolean;
}

interface Scan {
  depth: number;
  /** The fence of a string of several lines that is open. */
  fence: '```' | '~~~' | null;
}

export function scanLines(text: string): readonly KustoLine[] {
  const scan: Scan = { depth: 0, fence: null };
  return text.split('\n').map((raw) => {
    const isInside = scan.depth > 0 || scan.fence !== null;
    return { raw, code: blankLine(raw, scan).replace(UNSEEN, ' '), isInside };
  });
}

/** Blanks to Kusto (its own parser skips them), which come with what is copied from a web page; to `\s` they are none. */
const UNSEEN = /\u200b/g;

function blankLine(raw: string, scan: Scan): string {
  let code = '';
  let at = 0;
  const blank = (end: number): void => {
    code += ' '.repeat(end - at);
    at = end;
  };
  while (at < raw.length) {
    if (scan.fence !== null) {
      const close = raw.indexOf(scan.fence, at);
      if (close >= 0) scan.fence = null;
      blank(close < 0 ? raw.length : close + 3);
      continue;
    }
    const plain = plainLength(raw, at);
    if (plain > 0) {
      code += raw.slice(at, at + plain);
      at += plain;
      continue;
    }
    const character = raw[at] ?? '';
    const fence = raw.slice(at, at + 3);
    if (fence === '```' || fence === '~~~') {
      scan.fence = fence;
      blank(at + 3);
    } else if (raw.startsWith('//', at)) {
      blank(raw.length);
    } else if (character === '"' || character === "'") {
      blankString(raw, at, character, (end, inner) => {
        code += character + ' '.repeat(inner) + (end - at > inner + 1 ? character : '');
        at = end;
      });
    } else {
      if ('([{'.includes(character)) scan.depth += 1;
      else if (')]}'.includes(character)) scan.depth = Math.max(0, scan.depth - 1);
      code += character;
      at += 1;
    }
  }
  return code;
}

const SPECIAL = /["'`~/([{)\]}]/g;

/** How many characters follow that mean nothing here. */
function plainLength(raw: string, at: number): number {
  SPECIAL.lastIndex = at;
  const found = SPECIAL.exec(raw);
  return (found === null ? raw.length : found.index) - at;
}

/** A literal ends with its line. `@` before it: a doubled quote stands for one, and nothing else is an escape. */
function blankString(
  raw: string,
  start: number,
  quote: string,
  done: (end: number, inner: number) => void,
): void {
  const isVerbatim = raw[start - 1] === '@';
  let at = start + 1;
  while (at < raw.length) {
    if (raw[at] === quote) {
      if (!isVerbatim || raw[at + 1] !== quote) {
        done(at + 1, at - start - 1);
        return;
      }
      at += 2;
    } else {
      at += !isVerbatim && raw[at] === '\\' ? 2 : 1;
    }
  }
  done(raw.length, raw.length - start - 1);
}

/** All of the code, on lines of their own. */
function codeOf(text: string): string {
  return scanLines(text)
    .map(({ code }) => code)
    .join('\n');
}

/** The text of the comments with which a query opens, a line each. */
export function openingComments(text: string): readonly string[] {
  const found: string[] = [];
  for (const line of text.split('\n')) {
    const comment = /^\s*\/\/(.*)$/.exec(line)?.[1]?.replace(/^\/+/, '');
    if (comment !== undefined) found.push(comment.trim());
    else if (line.trim() !== '') break;
  }
  return found.filter((line) => line !== '');
}

/** All comments of a text, a line each, without their marks. */
export function commentsOf(text: string): readonly string[] {
  return scanLines(text).flatMap(({ raw, code }) => {
    const rest = raw.slice(code.trimEnd().length).trim();
    const comment = rest.startsWith('//') ? rest.replace(/^\/+/, '').trim() : '';
    return comment === '' ? [] : [comment];
  });
}

/** Words that begin a statement and are no table's or function's name. */
export const STATEMENT_WORDS =
  /^(let|set|declare|union|find|search|print|range|datatable|externaldata|evaluate|materialize)\b/i;

/** Operators that follow a pipe: https://learn.microsoft.com/kusto/query/ (tabular operators). */
const PIPED =
  /\|\s*(where|filter|extend|project(-[a-z]+)?|summarize|distinct|join|lookup|union|mv-?expand|mv-apply|parse(-where|-kv)?|take|limit|top(-\w+)?|sort|order|count|sample(-distinct)?|evaluate|render|invoke|make-series|serialize|search|find|getschema|partition|scan|reduce|fork|facet|consume|as)\b/i;

/** Statements that give a name, and no result. */
export const DEFINES = /^(let|set|declare)\b/i;

/** What stands behind the last semicolon that is in no bracket. */
export function lastStatement(code: string): string {
  let depth = 0;
  let start = 0;
  for (let at = 0; at < code.length; at++) {
    const character = code[at] ?? '';
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
    else if (character === ';' && depth === 0) start = at + 1;
  }
  return code.slice(start).trim();
}

/** Nothing but definitions: functions to be saved, patterns to be copied. */
export function isDefinitions(text: string): boolean {
  const code = codeOf(text).trim();
  const isEnded = code.endsWith(';');
  const last = lastStatement(isEnded ? code.slice(0, -1) : code);
  return DEFINES.test(last) && (isEnded || !PIPED.test(last));
}

/** Is it a query at all? Of text that calls itself Kusto (`named`) a table's name alone will do. */
export function isQuery(text: string, named: boolean): boolean {
  if (isDefinitions(text)) return false;
  const code = codeOf(text).trim();
  const begins =
    STATEMENT_WORDS.test(code) ||
    /^\(/.test(code) ||
    /^\[\s*['"]/.test(code) ||
    /^[A-Za-z_]\w*(\s*$|\s*[|(;]|[ \t]*\n)/.test(code);
  if (!begins) return false;
  return PIPED.test(code) || (named && (STATEMENT_WORDS.test(code) || /^\w+$/.test(code)));
}

/** What stands before a query and is none: headings, lists, prose. */
const PROSE = /^\s*(?:[#>*•]|[-+]\s|\d+[.)]\s|$)|^\s*[\p{L}][\p{L}\d'’,.:;()/&-]*(?: +[^\s|=]+){2,}\s*$/u;

export interface WithoutProse {
  readonly text: string;
  /** Lines that were taken off. */
  readonly prose: readonly string[];
}

/** A query with the prose before it taken off; null where none stands behind any. */
export function withoutProse(text: string, named: boolean): WithoutProse | null {
  const lines = text.split('\n');
  for (let count = 1; count < lines.length && PROSE.test(lines[count - 1] ?? ''); count++) {
    const rest = lines.slice(count).join('\n');
    if (PROSE.test(lines[count] ?? '') || !isQuery(rest, named)) continue;
    const prose = lines.slice(0, count).map((line) => line.replace(/^\s*(?:[#>*•]+|[-+]\s)\s*/, '').trim());
    return { text: rest, prose: prose.filter((line) => line !== '') };
  }
  return null;
}
