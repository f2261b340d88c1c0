/** What lowering one condition carries along: its text with the places of its pieces, the macros and lists, and what was found. */
import { opaque } from '../../condition/condition.ts';
import type { Condition, Opaque } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic, DiagnosticSeverity } from '../../text/diagnostic.ts';
import { spanWithin } from '../../text/span.ts';
import type { Span } from '../../text/span.ts';
import type { FalcoDefinitions, FalcoPiece } from './ast.ts';

/** Why a piece cannot be expressed: the code and the sentence of its diagnostic. */
export interface Unsupported {
  readonly code: string;
  readonly message: string;
}

/** The conditions, or the first reason why one of them cannot be expressed. */
export function eachExpressed(
  lowered: readonly (Condition | Unsupported)[],
): readonly Condition[] | Unsupported {
  const conditions: Condition[] = [];
  for (const each of lowered) {
    if ('code' in each) return each;
    conditions.push(each);
  }
  return conditions;
}

export interface Place {
  readonly start: number;
  readonly end: number;
}

export interface Lowering {
  readonly text: string;
  readonly pieces: readonly FalcoPiece[];
  readonly definitions: FalcoDefinitions;
  /** Macros that were defined before this number can be seen. */
  readonly sees: number;
  /** How many more comparisons macros may bring in: macros of macros grow by multiplication. */
  readonly budget: { left: number };
  readonly diagnostics: Diagnostic[];
}

export function report(
  lowering: Lowering,
  { code, message }: Unsupported,
  place: Place,
  severity: DiagnosticSeverity = 'error',
): Span {
  const { span, file } = locate(lowering, place);
  lowering.diagnostics.push(diagnostic(code, message, span, severity, file));
  return span;
}

/** What cannot be expressed stays in its place, as text. */
export function refuse(
  lowering: Lowering,
  unsupported: Unsupported,
  place: Place,
  fields: readonly FieldPath[] = [],
): Opaque {
  const span = report(lowering, unsupported, place);
  return opaque(lowering.text.slice(place.start, place.end), unsupported.code, fields, span);
}

function locate({ text, pieces }: Lowering, { start, end }: Place): { span: Span; file: string | null } {
  const piece = pieces.findLast(({ offset }) => offset <= start) ?? {
    offset: 0,
    line: 1,
    column: 1,
    file: null,
  };
  const rest = text.slice(piece.offset);
  return { span: spanWithin(rest, start - piece.offset, end - piece.offset, piece), file: piece.file };
}
