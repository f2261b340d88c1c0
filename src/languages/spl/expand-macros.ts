/**
 * Macros put in place of their names, as Splunk does it: as text, before anything is parsed, arguments as text too. Every piece of the result
 * remembers where in the rule it stands, so that a finding inside a macro points to its use.
 * https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/Usesearchmacros
 */
import { CONTENT_MACROS } from './content-macros.ts';
import type { MacroDefinition } from './content-macros.ts';

/** By name; a macro with arguments by `name(count)`. */
export type Macros = ReadonlyMap<string, MacroDefinition>;

interface Piece {
  readonly text: string;
  /** Where in the rule's text the piece comes from. */
  readonly start: number;
  readonly end: number;
  /** The rule's own text, character by character; else a macro's. */
  readonly own: boolean;
}

export interface Expanded {
  readonly text: string;
  /** The place in the rule's own text of a place in the expanded one. */
  readonly placeOf: (start: number, end: number) => { readonly start: number; readonly end: number };
  /** Names of macros that nobody defines and that are no filters: they stand in the text still. */
  readonly undefinedMacros: readonly string[];
  /** Names of the rule's macros that were put in place, nested ones included. */
  readonly usedMacros: readonly string[];
  /** The expansion was broken off: it recurs, or grows too long. */
  readonly tooLarge: boolean;
}

const MAX_DEPTH = 20;
const MAX_LENGTH = 40_000;

interface Expansion {
  readonly macros: Macros;
  readonly undefinedMacros: Set<string>;
  readonly usedMacros: Set<string>;
  length: number;
  tooLarge: boolean;
}

export function expandMacros(text: string, macros: Macros): Expanded {
  const expansion: Expansion = {
    macros,
    undefinedMacros: new Set(),
    usedMacros: new Set(),
    length: 0,
    tooLarge: false,
  };
  const pieces = ownPieces(text, expansion);
  return {
    text: pieces.map((piece) => piece.text).join(''),
    placeOf: placesOf(pieces),
    undefinedMacros: [...expansion.undefinedMacros],
    usedMacros: [...expansion.usedMacros],
    tooLarge: expansion.tooLarge,
  };
}

function ownPieces(text: string, expansion: Expansion): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const token of tokens(text)) {
    const { start, end } = token;
    if (token.kind !== 'macro') {
      const own = token.kind === 'text' ? text.slice(start, end) : ' '.repeat(end - start);
      pieces.push({ text: own, start, end, own: true });
      continue;
    }
    const expanded = expandOne(text.slice(start, end), isStage(text, start), expansion, 0);
    pieces.push({ text: expanded, start, end, own: false });
  }
  return pieces;
}

/** `use`: the macro with its backticks. */
function expandOne(use: string, stage: boolean, expansion: Expansion, depth: number): string {
  const { name, args } = parseUse(use.slice(1, -1));
  const key = args.length === 0 ? name : `${name}(${args.length})`;
  const own = expansion.macros.get(key);
  const known = own ?? CONTENT_MACROS.get(key);
  if (known === undefined) {
    // A detection ends in a filter macro of its own, empty until the customer fills it: it lets everything pass.
    if (name.endsWith('_filter')) return stage ? 'search *' : '*';
    expansion.undefinedMacros.add(key);
    return use;
  }
  if (own !== undefined) expansion.usedMacros.add(key);
  if (depth >= MAX_DEPTH || expansion.length > MAX_LENGTH) {
    expansion.tooLarge = true;
    return use;
  }
  const filled = fillArguments(known, args);
  expansion.length += filled.length;
  return tokens(filled)
    .map(({ kind, start, end }) => {
      const text = filled.slice(start, end);
      if (kind === 'text') return text;
      if (kind === 'comment') return ' ';
      const position = isStage(filled, start) || (stage && filled.slice(0, start).trim() === '');
      return expandOne(text, position, expansion, depth + 1);
    })
    .join('');
}

/** A macro after a pipe stands for a command, elsewhere for a part of one. */
function isStage(text: string, start: number): boolean {
  return /\|\s*$/.test(text.slice(Math.max(0, start - 200), start));
}

function fillArguments({ arguments: names, definition }: MacroDefinition, args: readonly string[]): string {
  const values = new Map<string, string>();
  for (const [index, arg] of args.entries()) {
    const [, named, value] = /^\s*([A-Za-z_]\w*)\s*=(?!=)(.+)$/s.exec(arg) ?? [];
    if (named !== undefined && value !== undefined && names.includes(named))
      values.set(named, unquoted(value.trimStart()));
    else values.set(names[index] ?? '', unquoted(arg));
  }
  return definition.replace(/\$([A-Za-z_]\w*)\$/g, (written, name: string) => values.get(name) ?? written);
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  const [, inner] = /^"((?:\\.|[^"\\])*)"$/s.exec(trimmed) ?? [];
  return inner === undefined ? trimmed : inner.replace(/\\(["\\])/g, '$1');
}

function parseUse(inner: string): { readonly name: string; readonly args: readonly string[] } {
  const open = inner.indexOf('(');
  if (open < 0 || !inner.trimEnd().endsWith(')')) return { name: inner.trim(), args: [] };
  const list = inner.slice(open + 1, inner.lastIndexOf(')'));
  return { name: inner.slice(0, open).trim(), args: list.trim() === '' ? [] : splitArguments(list) };
}

/** At commas outside of quotes and brackets. */
function splitArguments(list: string): readonly string[] {
  const args: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < list.length; at++) {
    const char = list[at];
    if (char === '\\') at++;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '(' || char === '[') depth++;
    else if (char === ')' || char === ']') depth--;
    else if (char === ',' && depth === 0) {
      args.push(list.slice(from, at));
      from = at + 1;
    }
  }
  return [...args, list.slice(from)];
}

interface Token {
  readonly kind: 'text' | 'macro' | 'comment';
  readonly start: number;
  readonly end: number;
}

/** Comments stand between triple backticks, macros between single ones, neither in double quotes. */
function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  let from = 0;
  const flush = (to: number): void => {
    if (to > from) found.push({ kind: 'text', start: from, end: to });
  };
  for (let at = 0; at < text.length;) {
    if (text[at] === '\\') {
      at += 2;
    } else if (text[at] === '"') {
      at = endOfQuotes(text, at);
    } else if (text[at] !== '`') {
      at++;
    } else {
      const comment = text.startsWith('```', at);
      const close = text.indexOf(comment ? '```' : '`', at + (comment ? 3 : 1));
      if (close < 0) break;
      const end = close + (comment ? 3 : 1);
      flush(at);
      found.push({ kind: comment ? 'comment' : 'macro', start: at, end });
      from = end;
      at = end;
    }
  }
  flush(text.length);
  return found;
}

/** Behind the quote that closes, or behind the one that opens where none does. */
export function endOfQuotes(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return open + 1;
}

function placesOf(pieces: readonly Piece[]): Expanded['placeOf'] {
  const starts: number[] = [];
  let length = 0;
  for (const piece of pieces) {
    starts.push(length);
    length += piece.text.length;
  }
  const pieceAt = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return (start, end) => {
    const first = pieces[pieceAt(start)];
    const last = pieces[pieceAt(Math.max(start, end - 1))];
    if (first === undefined || last === undefined) return { start: 0, end: 0 };
    const firstAt = starts[pieceAt(start)] ?? 0;
    const lastAt = starts[pieceAt(Math.max(start, end - 1))] ?? 0;
    return {
      start: first.own ? first.start + (start - firstAt) : first.start,
      end: last.own ? last.start + (end - lastAt) : last.end,
    };
  };
}
