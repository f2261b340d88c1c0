/**
 * The one door to Microsoft's parser (@kusto/language-service-next): query text in, a plain tree of our own out. None of its objects leaves
 * this file, nobody else reads the globals that it sets.
 *
 * It is loaded when the first query comes (0.3 s, and more than a second for the first parse). Its names of the kinds `In` and `InCs` are the wrong way round:
 * nobody should go by them, an operator's own text says what it is.
 */
import { createRequire } from 'node:module';

/** The parser's names of the parts that we read. */
export type PartName =
  | 'Aggregates'
  | 'ArgumentList'
  | 'AsIdentifier'
  | 'Body'
  | 'ByClause'
  | 'Columns'
  | 'Condition'
  | 'ConditionClause'
  | 'DefaultValue'
  | 'Expression'
  | 'Expressions'
  | 'First'
  | 'Function'
  | 'FunctionCall'
  | 'Identifier'
  | 'InClause'
  | 'Keys'
  | 'Left'
  | 'LookupClause'
  | 'Name'
  | 'NameAndType'
  | 'Names'
  | 'Operator'
  | 'Pairs'
  | 'Parameters'
  | 'Pattern'
  | 'Patterns'
  | 'Right'
  | 'Schema'
  | 'Second'
  | 'Selector'
  | 'Statements'
  | 'Subquery'
  | 'ToTypeOf'
  | 'Token'
  | 'Tokens'
  | 'Type'
  | 'TypeOf'
  | 'Types'
  | 'URIs'
  | 'Value'
  | 'Values';

/** A node or token: `fields` by the parser's own names of its parts, `items` where it is a list. */
export interface SyntaxNode {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** Of a token, else empty. */
  readonly text: string;
  readonly fields: Readonly<Partial<Record<PartName, SyntaxNode>>>;
  readonly items: readonly SyntaxNode[];
}

export interface SyntaxFinding {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface SyntaxTree {
  readonly root: SyntaxNode;
  readonly findings: readonly SyntaxFinding[];
}

/** The part of the library's objects that we read; list elements may be null. */
interface ForeignNode {
  readonly Kind: number;
  readonly ChildCount: number;
  /** Of a token: white space and comments before it, and its own text. */
  readonly Trivia?: string;
  readonly Text?: string;
  readonly GetChild: (index: number) => ForeignNode | null;
  readonly GetName: (index: number) => string | null;
}

interface ForeignFinding {
  readonly Start: number;
  readonly Length: number;
  readonly Message: string;
}

interface ForeignCode {
  readonly Syntax: ForeignNode;
  readonly GetSyntaxDiagnostics: () => unknown;
}

interface Library {
  readonly parse: (text: string) => ForeignCode;
  readonly toArray: (list: unknown) => readonly ForeignFinding[];
  readonly kindNames: ReadonlyMap<number, string>;
}

interface LibraryGlobals {
  readonly Bridge: { readonly toArray: (list: unknown) => readonly ForeignFinding[] };
  readonly Kusto: {
    readonly Language: {
      readonly KustoCode: { readonly Parse: (text: string) => ForeignCode };
      readonly Syntax: { readonly SyntaxKind: Readonly<Record<string, unknown>> };
    };
  };
}

let library: Library | null = null;

function loadLibrary(): Library {
  const require = createRequire(import.meta.url);
  require('@kusto/language-service-next/bridge.min.js');
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
  const { Bridge, Kusto } = globalThis as unknown as LibraryGlobals;
  const { KustoCode, Syntax } = Kusto.Language;
  const kindNames = new Map(
    Object.entries(Syntax.SyntaxKind).flatMap(([name, value]) =>
      typeof value === 'number' ? [[value, name] as const] : [],
    ),
  );
  return { parse: (text) => KustoCode.Parse(text), toArray: (list) => Bridge.toArray(list), kindNames };
}

/** Throws a RangeError where the text nests too deeply for the parser: the caller caps the depth. */
export function parseSyntax(text: string): SyntaxTree {
  library ??= loadLibrary();
  const { parse, toArray, kindNames } = library;
  const code = parse(text);
  const findings = toArray(code.GetSyntaxDiagnostics()).map(({ Start, Length, Message }) => ({
    message: Message,
    start: Start,
    end: Start + Length,
  }));
  return { root: convert(code.Syntax, { kindNames, at: 0 }), findings };
}

/** The parser's nodes find their place by walking up to the root; adding up the tokens' lengths is linear. */
interface Conversion {
  readonly kindNames: ReadonlyMap<number, string>;
  /** Where the next token's trivia begin. */
  at: number;
}

function convert(node: ForeignNode, conversion: Conversion): SyntaxNode {
  const kind = conversion.kindNames.get(node.Kind) ?? 'Unknown';
  if (node.ChildCount === 0) {
    const text = node.Text ?? '';
    const start = conversion.at + (node.Trivia ?? '').length;
    conversion.at = start + text.length;
    return { kind, start, end: conversion.at, text, fields: {}, items: [] };
  }
  const fields: Partial<Record<string, SyntaxNode>> = {};
  const items: SyntaxNode[] = [];
  const found: SyntaxNode[] = [];
  for (let at = 0; at < node.ChildCount; at++) {
    const child = node.GetChild(at);
    if (child === null) continue;
    const converted = convert(child, conversion);
    if (converted.end > converted.start) found.push(converted);
    const name = node.GetName(at) ?? '';
    if (name === '') items.push(converted);
    else fields[name] = converted;
  }
  // An element of a list stands with its separator: only the element counts.
  const [element] = items;
  if (kind === 'SeparatedElement' && element !== undefined) return element;
  const start = found[0]?.start ?? conversion.at;
  return { kind, start, end: found.at(-1)?.end ?? start, text: '', fields, items };
}
