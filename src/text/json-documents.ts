/**
 * JSON as people keep it: one document, a list of them, or one a line (https://github.com/ndjson/ndjson-spec); with comments and trailing commas where a
 * file has some. Each value knows its place.
 */
import {
  createScanner,
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { diagnostic } from './diagnostic.ts';
import type { Diagnostic } from './diagnostic.ts';
import { positionAt, spanAt, spanWithin } from './span.ts';
import type { Span } from './span.ts';

export type JsonPath = readonly (string | number)[];

export interface JsonDocument {
  readonly value: unknown;
  /** The place of what lies at a path in it: of a key, or of an element; null where there is none. */
  readonly spanOf: (...path: JsonPath) => Span | null;
  /** Its own text. */
  readonly text: string;
}

export interface JsonReading {
  /** The elements of a list, one behind the other. */
  readonly documents: readonly JsonDocument[];
  readonly problems: readonly Diagnostic[];
}

const TOLERANT = { allowTrailingComma: true, disallowComments: false };

export function readJsonDocuments(text: string): JsonReading {
  if (text.trim() === '') return { documents: [], problems: [] };
  return isLines(text) ? readLines(text) : readPiece(text, 1);
}

/** One document, or several one behind the other. */
function readPiece(text: string, line: number): JsonReading {
  const whole = readWhole(text, line);
  if (whole.problems.length === 0) return whole;
  const pieces = piecesOf(text);
  if (pieces.length < 2) return whole;
  const readings = pieces.map((piece) => readWhole(piece.text, line + piece.line - 1));
  return {
    documents: readings.flatMap(({ documents }) => documents),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

/** Where all brackets are closed a document ends. */
function piecesOf(text: string): readonly { readonly text: string; readonly line: number }[] {
  const scanner = createScanner(text, true);
  const pieces: { readonly text: string; readonly line: number }[] = [];
  let depth = 0;
  let start = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const offset = scanner.getTokenOffset();
    // Of one character are brackets, and marks between values.
    const mark = scanner.getTokenLength() === 1 ? text[offset] : '';
    if (mark === '{' || mark === '[') {
      if (depth === 0) start = offset;
      depth++;
    } else if (mark === '}' || mark === ']') {
      depth--;
      if (depth === 0)
        pieces.push({ text: text.slice(start, offset + 1), line: positionAt(text, start).line });
    }
  }
  return pieces;
}

/** Is the first line a document, and not the last one? */
function isLines(text: string): boolean {
  const trimmed = text.trimStart();
  const end = trimmed.indexOf('\n');
  const first = trimmed.slice(0, Math.max(0, end));
  return /^\{.*\}\s*$/.test(first) && trimmed.slice(end).trim() !== '' && plainJson(first) !== FAILED;
}

function readLines(text: string): JsonReading {
  const documents: JsonDocument[] = [];
  const problems: Diagnostic[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = readPiece(line, index + 1);
    documents.push(...read.documents);
    problems.push(...read.problems);
  }
  return { documents, problems };
}

const FAILED = Symbol('no JSON');

function plainJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return FAILED;
    throw error;
  }
}

/** `line`: of the text's beginning in its file. */
function readWhole(text: string, line: number): JsonReading {
  const plain = plainJson(text);
  const errors: ParseError[] = [];
  const tree = once(() => guarded(() => parseTree(text, errors, TOLERANT)));
  const value = plain === FAILED ? valueOf(tree()) : plain;
  const [error] = errors;
  if (value === undefined || error !== undefined)
    return { documents: [], problems: [problem(text, line, error)] };
  const roots: readonly JsonPath[] = Array.isArray(value) ? value.map((_, index) => [index]) : [[]];
  return {
    documents: roots.map((root): JsonDocument => {
      const [at] = root;
      const own: unknown = Array.isArray(value) && typeof at === 'number' ? value[at] : value;
      return {
        value: own,
        spanOf: (...path) => spanOfNode(text, line, tree(), [...root, ...path]),
        text: root.length === 0 ? text : JSON.stringify(own),
      };
    }),
    problems: [],
  };
}

function valueOf(tree: Node | undefined): unknown {
  return tree === undefined ? undefined : (getNodeValue(tree) as unknown);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** What is nested deeper than the stack has no places. */
function guarded(read: () => Node | undefined): Node | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function problem(text: string, line: number, error: ParseError | undefined): Diagnostic {
  const start = error?.offset ?? 0;
  const what = error === undefined ? 'nested too deeply' : printParseErrorCode(error.error);
  const span = spanWithin(text, start, start + Math.max(1, error?.length ?? 1), { line, column: 1 });
  return diagnostic('json_syntax', `The text is no JSON: ${what}.`, span);
}

function spanOfNode(text: string, line: number, tree: Node | undefined, path: JsonPath): Span | null {
  const node = tree === undefined ? undefined : findNodeAtLocation(tree, [...path]);
  if (node === undefined) return null;
  // Of a key with its value the key is the place.
  const place = typeof path.at(-1) === 'string' ? (node.parent?.children?.[0] ?? node) : node;
  const end = place === node ? Math.min(place.length, 1) : place.length;
  const span = spanAt(text, place.offset, place.offset + end);
  return line === 1 ? span : shifted(span, line - 1);
}

function shifted({ start, end }: Span, lines: number): Span {
  return { start: { ...start, line: start.line + lines }, end: { ...end, line: end.line + lines } };
}
