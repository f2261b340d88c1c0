/** A place in a source text. `offset` counts UTF-16 units from 0; `line` and `column` count from 1. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** A piece of a source text, `end` exclusive. */
export interface Span {
  readonly start: Position;
  readonly end: Position;
}

/** The position of `offset` in `text`, clamped to the text. */
export function positionAt(text: string, offset: number): Position {
  const clamped = Math.max(0, Math.min(offset, text.length));
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < clamped; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { offset: clamped, line, column: clamped - lineStart + 1 };
}

/** The span of `[start, end)` in `text`. */
export function spanAt(text: string, start: number, end: number): Span {
  return { start: positionAt(text, start), end: positionAt(text, end) };
}

/** The span of `[start, end)` in a piece of a larger text, in the larger text's lines and columns; offsets stay the piece's own. */
export function spanWithin(
  piece: string,
  start: number,
  end: number,
  begin: { readonly line: number; readonly column: number },
): Span {
  const shift = (position: Position): Position => ({
    offset: position.offset,
    line: position.line + begin.line - 1,
    column: position.line === 1 ? position.column + begin.column - 1 : position.column,
  });
  const span = spanAt(piece, start, end);
  return { start: shift(span.start), end: shift(span.end) };
}
