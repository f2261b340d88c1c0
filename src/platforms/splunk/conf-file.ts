/**
 * One of Splunk's `.conf` files as its stanzas. No parser of ini files reads them: stanzas are named with whatever stands between the line's first and last
 * bracket, a backslash at a line's end goes on with the next one, and `;`, quotes and dots mean nothing.
 * https://help.splunk.com/data-management/splunk-enterprise-admin-manual/9.4/administer-splunk-enterprise-with-configuration-files/configuration-file-structure
 */
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import type { SourceFile } from '../platform.ts';

export interface Setting {
  readonly value: string;
  readonly path: string;
  /** Of the line that it begins in. */
  readonly span: Span;
}

export interface Stanza {
  readonly name: string;
  readonly path: string;
  /** Of its header; of settings before any header the file's beginning. */
  readonly span: Span;
  /** By name; the last one of a name counts. */
  readonly settings: ReadonlyMap<string, Setting>;
  readonly findings: readonly Diagnostic[];
}

/** What stands before the first header, and under `[default]`, is in force for all stanzas. */
export const DEFAULT_STANZA = 'default';

interface Line {
  readonly text: string;
  readonly number: number;
  readonly offset: number;
}

interface OpenStanza {
  readonly name: string;
  readonly path: string;
  readonly span: Span;
  readonly settings: Map<string, Setting>;
  readonly findings: Diagnostic[];
}

/** In the file's order; stanzas of one name are one, where the first of them stands. */
export function readConf(file: SourceFile): readonly Stanza[] {
  const lines = linesOf(file.text);
  const stanzas = new Map<string, OpenStanza>();
  let open: OpenStanza | null = null;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    const text = line?.text.trim() ?? '';
    if (line === undefined || text === '' || text.startsWith('#')) continue;
    const header = headerOf(text);
    if (header !== null) {
      open = stanzaOf(stanzas, header.name, file.path, line);
      if (header.hasRest) open.findings.push(strangeHeader(line, file.path));
      continue;
    }
    open ??= stanzaOf(stanzas, DEFAULT_STANZA, file.path, line);
    const { last, hasBlank, value } = valueFrom(lines, at);
    const equals = value.indexOf('=');
    const name = value.slice(0, Math.max(0, equals)).trim();
    if (/^[^\s|`(]/.test(name)) setValue(open, name, value.slice(equals + 1).trim(), line);
    else open.findings.push(strayLine(line, file.path));
    if (hasBlank) open.findings.push(blankAfterBackslash(line, file.path));
    at = last;
  }
  return [...stanzas.values()];
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let offset = 0;
  for (const [index, each] of text.split('\n').entries()) {
    lines.push({ text: each.endsWith('\r') ? each.slice(0, -1) : each, number: index + 1, offset });
    offset += each.length + 1;
  }
  return lines;
}

/** `[[T1101] Security Support Provider]` is named `[T1101] Security Support Provider`. */
function headerOf(text: string): { readonly name: string; readonly hasRest: boolean } | null {
  const close = text.lastIndexOf(']');
  if (!text.startsWith('[') || close < 0) return null;
  const rest = text.slice(close + 1).trim();
  const hasRest = rest !== '' && !rest.startsWith('#');
  // A title behind the brackets is meant to be a part of the name.
  return { name: hasRest ? text : text.slice(1, close).trim(), hasRest };
}

function stanzaOf(stanzas: Map<string, OpenStanza>, name: string, path: string, line: Line): OpenStanza {
  const known = stanzas.get(name);
  if (known !== undefined) return known;
  const fresh = { name, path, span: spanOfLine(line), settings: new Map<string, Setting>(), findings: [] };
  stanzas.set(name, fresh);
  return fresh;
}

function setValue(stanza: OpenStanza, name: string, value: string, line: Line): void {
  stanza.settings.set(name, { value, path: stanza.path, span: spanOfLine(line) });
}

/** A setting's text from its line on, over all lines that go on: the backslash stands for the line's end. */
function valueFrom(
  lines: readonly Line[],
  from: number,
): { readonly value: string; readonly last: number; readonly hasBlank: boolean } {
  const parts: string[] = [];
  let hasBlank = false;
  let at = from;
  for (; at < lines.length; at++) {
    const text = lines[at]?.text ?? '';
    const goesOn = /\\([^\S\n]*)$/.exec(text);
    const isLast = goesOn === null || at + 1 === lines.length;
    parts.push(goesOn === null ? text : text.slice(0, goesOn.index));
    if (isLast) break;
    if (goesOn[1] !== '') hasBlank = true;
  }
  return { value: parts.join('\n'), last: at, hasBlank };
}

function spanOfLine({ text, number, offset }: Line): Span {
  return {
    start: { offset, line: number, column: 1 },
    end: { offset: offset + text.length, line: number, column: text.length + 1 },
  };
}

function strangeHeader(line: Line, path: string): Diagnostic {
  const message =
    'behind the bracket that ends a header nothing may stand: the whole line is taken for the name';
  return diagnostic('stanza_header', message, spanOfLine(line), 'warning', path);
}

function strayLine(line: Line, path: string): Diagnostic {
  const message = 'the line is no setting: did the one before it want a backslash at its end?';
  return diagnostic('stray_line', message, spanOfLine(line), 'warning', path);
}

function blankAfterBackslash(line: Line, path: string): Diagnostic {
  const message = 'a backslash with blanks behind it ends no line: it is taken as if they were not there';
  return diagnostic('blank_after_backslash', message, spanOfLine(line), 'warning', path);
}
