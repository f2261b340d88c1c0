/** Says to the query's author what could not be read, and where. */
import { diagnostic } from '../../text/diagnostic.ts';
import type { DiagnosticSeverity } from '../../text/diagnostic.ts';
import { spanWithin } from '../../text/span.ts';
import type { Place } from './ast.ts';
import type { Lowering } from './lower-expression.ts';

export function report(
  { query, diagnostics }: Lowering,
  { start, end }: Place,
  code: string,
  message: string,
  severity: DiagnosticSeverity = 'error',
): ReturnType<typeof spanWithin> {
  const span = spanWithin(query.text, start, end, query);
  diagnostics.push(diagnostic(code, message, span, severity));
  return span;
}
