/** The only file that knows the Python parser: source text in, module tree and a syntax diagnostic out; never throws. */
import { parse } from 'py-ast';
import type { Module } from 'py-ast';
import { diagnostic } from '../../../text/diagnostic.ts';
import type { Diagnostic } from '../../../text/diagnostic.ts';
import { spanAt } from '../../../text/span.ts';
import type { Span } from '../../../text/span.ts';
import type { Located } from './ast.ts';

export interface ParsedModule {
  readonly text: string;
  readonly lines: readonly LineStart[];
  /** Null when the text is no Python. */
  readonly tree: Module | null;
  readonly diagnostic: Diagnostic | null;
}

interface LineStart {
  readonly offset: number;
  readonly length: number;
}

/** Deeper brackets than any author writes: the parser recurses, and we would rather say so than run out of stack. */
const MAX_NESTING = 200;

/** Longer than any module that a person wrote: reading one would hold up all others. */
const MAX_LENGTH = 200_000;

export function parsePython(text: string): ParsedModule {
  if (text.length > MAX_LENGTH) {
    const message = `The code is longer than ${MAX_LENGTH} characters.`;
    return failed(text, [{ offset: 0, length: text.length }], 'too_large', message, 0);
  }
  const lines = lineStarts(text);
  const deep = deepNesting(text);
  if (deep !== null) {
    return failed(text, lines, 'nesting_too_deep', `More than ${MAX_NESTING} nested brackets.`, deep);
  }
  try {
    return { text, lines, tree: parse(text), diagnostic: null };
  } catch (error) {
    if (error instanceof RangeError)
      return failed(text, lines, 'nesting_too_deep', 'The code is nested too deeply.', 0);
    if (!(error instanceof Error)) throw error;
    return failed(text, lines, 'syntax_error', syntaxMessage(error), errorOffset(error, text, lines));
  }
}

function failed(
  text: string,
  lines: readonly LineStart[],
  code: string,
  message: string,
  offset: number,
): ParsedModule {
  return { text, lines, tree: null, diagnostic: diagnostic(code, message, spanAt(text, offset, offset + 1)) };
}

function syntaxMessage(error: Error): string {
  const plain = error.message.replace(/ (at|on) line \d+(, column \d+)?/, '').trim();
  return `Not valid Python: ${plain}`.replace(/([^.])$/, '$1.');
}

function errorOffset(error: Error, text: string, lines: readonly LineStart[]): number {
  const line = 'lineno' in error && typeof error.lineno === 'number' ? error.lineno : 1;
  const column = 'col_offset' in error && typeof error.col_offset === 'number' ? error.col_offset : 0;
  const start = lines[line - 1];
  return start === undefined ? Math.max(0, text.length - 1) : start.offset + Math.min(column, start.length);
}

/** Offset of the bracket that nests too deeply, or null. Brackets in strings count too: harmless at this depth. */
function deepNesting(text: string): number | null {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 40 || char === 91 || char === 123) {
      if (++depth > MAX_NESTING) return at;
    } else if (char === 41 || char === 93 || char === 125) depth = Math.max(0, depth - 1);
  }
  return null;
}

function lineStarts(text: string): readonly LineStart[] {
  const lines: LineStart[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    lines.push({ offset, length: line.length });
    offset += line.length + 1;
  }
  return lines;
}

/** Where a node stands in its module's text. */
export function nodeSpan(module: ParsedModule, node: Located): Span {
  const start = offsetOf(module, node.lineno, node.col_offset);
  const end = offsetOf(module, node.end_lineno ?? node.lineno, node.end_col_offset ?? node.col_offset + 1);
  return spanAt(module.text, start, Math.max(start, end));
}

/** A node's own source text. */
export function nodeText(module: ParsedModule, node: Located): string {
  const start = offsetOf(module, node.lineno, node.col_offset);
  const end = offsetOf(module, node.end_lineno ?? node.lineno, node.end_col_offset ?? node.col_offset + 1);
  return module.text.slice(start, Math.max(start, end));
}

function offsetOf(module: ParsedModule, line: number, column: number): number {
  const start = module.lines[line - 1];
  if (start === undefined) return module.text.length;
  const content = module.text.slice(start.offset, start.offset + start.length);
  return start.offset + Math.min(utf16Column(content, column), start.length);
}

/** The parser counts columns in UTF-8 bytes, as CPython does. */
function utf16Column(line: string, bytes: number): number {
  let seen = 0;
  let column = 0;
  for (const char of line) {
    if (seen >= bytes) break;
    const code = char.codePointAt(0) ?? 0;
    seen += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    column += char.length;
  }
  return column;
}
