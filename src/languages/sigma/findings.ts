/** Diagnostics of one document, in the lines of the rule's body. */
import { opaque } from '../../condition/condition.ts';
import type { Opaque } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic, DiagnosticSeverity } from '../../text/diagnostic.ts';
import type { Position, Span } from '../../text/span.ts';

/** A piece of the document's text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Findings {
  readonly list: readonly Diagnostic[];
  readonly report: (code: string, message: string, at: Range, severity?: DiagnosticSeverity) => void;
  readonly textOf: (at: Range) => string;
  /** The piece as a condition that cannot be evaluated; `reason` is the code of a diagnostic that is reported with it. */
  readonly opaqueAt: (at: Range, reason: string, fields?: readonly string[]) => Opaque;
}

/** More than this says no more to anyone. */
const MAX_FINDINGS = 100;

export function createFindings(text: string, line: number, column: number, file: string | null): Findings {
  const list: Diagnostic[] = [];
  const reported = new Set<string>();
  let lineStarts: readonly number[] | null = null;

  const position = (offset: number): Position => {
    lineStarts ??= startsOfLines(text);
    const index = lastNotAbove(lineStarts, offset);
    const inLine = offset - (lineStarts[index] ?? 0);
    return { offset, line: line + index, column: index === 0 ? column + inLine : inLine + 1 };
  };
  const span = (at: Range): Span => ({
    start: position(at.start),
    end: position(Math.max(at.start, at.end)),
  });
  const textOf = (at: Range): string => text.slice(at.start, at.end).trim();

  return {
    list,
    textOf,
    report: (code, message, at, severity = 'error') => {
      const key = `${code} ${at.start} ${message}`;
      if (list.length >= MAX_FINDINGS || reported.has(key)) return;
      reported.add(key);
      list.push(diagnostic(code, message, span(at), severity, file));
    },
    opaqueAt: (at, reason, fields = []) =>
      opaque(
        textOf(at),
        reason,
        fields.map((name) => fieldPath(name)),
        span(at),
      ),
  };
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lastNotAbove(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
