/**
 * Several queries in one piece of text: a blank line ends a query (as it does in Microsoft's own editors) where what follows begins a statement,
 * and nothing that precedes waits for more: no open bracket, no operator or comma at its end, and no `let` that is not yet used.
 */
import { DEFINES, lastStatement, scanLines, STATEMENT_WORDS } from './kusto-text.ts';
import type { KustoLine } from './kusto-text.ts';

export interface QueryPart {
  readonly text: string;
  /** The part's first line in the whole text, from 1. */
  readonly line: number;
}

export function splitQueries(text: string): readonly QueryPart[] {
  const lines = scanLines(text);
  const starts: number[] = [];
  /** Where the comments begin that stand between the last code and what comes. */
  let comments: number | null = null;
  let ending: Ending | null = null;
  for (const { first, code } of chunksOf(lines)) {
    if (code === '') {
      comments ??= first;
      continue;
    }
    if (ending === null || (beginsStatement(code) && !waitsForMore(ending))) {
      starts.push(comments ?? first);
      ending = null;
    }
    ending = endingOf(code, ending);
    comments = null;
  }
  if (starts.length === 0) starts.push(0);
  return starts.map((start, index) => {
    const own = lines.slice(start, starts[index + 1] ?? lines.length);
    const part = own.map(({ raw }) => raw).join('\n');
    return { text: part.trimEnd(), line: start + 1 };
  });
}

/** Lines without a blank one between them at the top level, by their code. */
interface Chunk {
  /** Index of the first line. */
  readonly first: number;
  readonly code: string;
}

function chunksOf(lines: readonly KustoLine[]): readonly Chunk[] {
  const chunks: { first: number; lines: string[] }[] = [];
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    if (line.raw.trim() === '' && !line.isInside) isOpen = false;
    else if (isOpen) chunks.at(-1)?.lines.push(line.code);
    else {
      chunks.push({ first: index, lines: [line.code] });
      isOpen = true;
    }
  }
  return chunks.map((chunk) => ({ first: chunk.first, code: chunk.lines.join('\n').trim() }));
}

/** How a query ends as far as it is read. */
interface Ending {
  /** The end of its last line of code. */
  readonly tail: string;
  /** Is its last statement one that gives a name, and no result? */
  readonly isLet: boolean;
}

function endingOf(code: string, before: Ending | null): Ending {
  const last = lastStatement(code);
  const isLet = last === code && before !== null ? before.isLet : DEFINES.test(last);
  return { tail: code.slice(-200), isLet };
}

/** Words with which a line goes on what precedes it. */
const CONTINUING =
  /^(and|or|not|by|on|with|in|has|has_any|has_all|contains|startswith|endswith|matches|between|kind|of|to|asc|desc|where|extend|project|summarize)\b(?!\s*\|)/i;

/** A name alone, piped on or called, or words in a row, which are no Kusto. */
const NAME = /^[A-Za-z_]\w*(\s*$|\s*[|(;]|[ \t]*\n|[ \t]+\w)/;

function beginsStatement(code: string): boolean {
  if (STATEMENT_WORDS.test(code) || /^\[\s*['"]/.test(code)) return true;
  return !CONTINUING.test(code) && (code.startsWith('(') || NAME.test(code));
}

const OPEN_END =
  /([;|,([{=<>+\-/%!~:]|\b(and|or|not|in|has|has_any|has_all|has_cs|contains|startswith|endswith|between|regex|by|on|with|where|extend|project|summarize|let|as|of|to)|\b(union|join|lookup)(\s+(kind|isfuzzy|withsource)\s*=\s*\w+|\s+hint\.\w+\s*=\s*\w+)*)$/i;

function waitsForMore({ tail, isLet }: Ending): boolean {
  return isLet || OPEN_END.test(tail);
}
