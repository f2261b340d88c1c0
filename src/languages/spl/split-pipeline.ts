/** A search cut into its commands, at the pipes outside of quotes and square brackets. Offsets count in the text that is cut. */
import { endOfQuotes } from './expand-macros.ts';

export interface CommandText {
  /** In lower case. */
  readonly name: string;
  /** What stands behind the name. */
  readonly text: string;
  readonly textStart: number;
  /** The whole command. */
  readonly start: number;
  readonly end: number;
}

export interface PipelineProblem {
  readonly code: 'syntax_error' | 'too_deep';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type Pipeline = { readonly commands: readonly CommandText[] } | { readonly problem: PipelineProblem };

/** Far above any rule that a person wrote, far below what would exhaust the stack. */
const MAX_DEPTH = 60;

/** `start` to `end` of `text`: all of it, or what stands between a subsearch's brackets. */
export function splitPipeline(text: string, start = 0, end = text.length): Pipeline {
  const cuts: number[] = [];
  const open: number[] = [];
  let depth = 0;
  for (let at = start; at < end; at++) {
    const char = text[at];
    if (char === '\\' && isEscapable(text[at + 1])) {
      at++;
    } else if (char === '"') {
      const close = endOfQuotes(text, at);
      if (close === at + 1 || close > end)
        return problem('syntax_error', 'a quote is opened and never closed', at);
      at = close - 1;
    } else if (char === '(' || char === '[') {
      if (char === '[') open.push(at);
      if (++depth > MAX_DEPTH)
        return problem('too_deep', `brackets are nested more than ${MAX_DEPTH} deep`, at);
    } else if (char === ')') {
      depth--;
    } else if (char === ']') {
      depth--;
      if (open.pop() === undefined) return problem('syntax_error', '"]" closes nothing that is open', at);
    } else if (char === '|' && open.length === 0) {
      cuts.push(at);
    }
  }
  const unclosed = open.pop();
  if (unclosed !== undefined) return problem('syntax_error', '"[" is opened and never closed', unclosed);
  return { commands: commandsBetween(text, start, end, cuts) };
}

/** The first macro that is left in a command, with its backticks: outside of quotes and of subsearches, which are pipelines of their own. */
export function macroUse(text: string, { start, end }: CommandText): string | null {
  let depth = 0;
  for (let at = start; at < end; at++) {
    const char = text[at];
    if (char === '\\' && isEscapable(text[at + 1])) at++;
    else if (char === '"') at = endOfQuotes(text, at) - 1;
    else if (char === '[') depth++;
    else if (char === ']') depth--;
    else if (char === '`' && depth === 0) {
      const close = text.indexOf('`', at + 1);
      return close < 0 ? null : text.slice(at, close + 1);
    }
  }
  return null;
}

/** Outside of quotes too a backslash escapes itself and a quote. */
function isEscapable(char: string | undefined): boolean {
  return char === '"' || char === '\\';
}

function problem(code: PipelineProblem['code'], message: string, at: number): Pipeline {
  return { problem: { code, message, start: at, end: at + 1 } };
}

function commandsBetween(
  text: string,
  start: number,
  end: number,
  cuts: readonly number[],
): readonly CommandText[] {
  const bounds = [start - 1, ...cuts, end];
  return bounds.slice(0, -1).flatMap((cut, index) => {
    const from = cut + 1;
    const to = bounds[index + 1] ?? end;
    const piece = text.slice(from, to);
    if (piece.trim() === '') return [];
    return [commandOf(piece, from, index === 0)];
  });
}

/** What comes before the first pipe is a search, with or without the word. */
function commandOf(piece: string, from: number, isFirst: boolean): CommandText {
  const leading = piece.length - piece.trimStart().length;
  const start = from + leading;
  const end = from + piece.trimEnd().length;
  const [word = ''] = /^[A-Za-z_]\w*(?![\w.{}:*=-])/.exec(piece.slice(leading)) ?? [];
  const name = word.toLowerCase();
  if (isFirst ? name !== 'search' : name === '') {
    const macro = !isFirst && piece.slice(leading).startsWith('`');
    const implied = isFirst ? 'search' : macro ? 'macro' : '';
    return { name: implied, text: piece.slice(leading).trimEnd(), textStart: start, start, end };
  }
  const rest = piece.slice(leading + word.length).trimEnd();
  return { name, text: rest, textStart: start + word.length, start, end };
}
