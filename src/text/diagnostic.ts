import type { Span } from './span.ts';

/**
 * What a parser has to say about a rule's text.
 *
 * - `error`: some logic could not be read; a part of the rule (or all of it) is opaque.
 * - `warning`: the logic was read, but its author should look at it.
 * - `info`: a fact worth knowing, the logic is whole.
 */
export type DiagnosticSeverity = 'error' | 'warning' | 'info';

/** A finding about bad or unsupported rule text: data, never thrown. */
export interface Diagnostic {
  /** Stable snake_case code, e.g. `syntax_error`, `unsupported_modifier`, `unsupported_call`. */
  readonly code: string;
  readonly severity: DiagnosticSeverity;
  /** One sentence for the rule's author. */
  readonly message: string;
  /** Where, in the file named by `file` (or in the rule's body when `file` is null); null when no place applies. */
  readonly span: Span | null;
  /** Path of another file that the span lies in (an inlined helper, say), relative to the source's root. */
  readonly file: string | null;
}

/** Builds a diagnostic; severity `error` and no file unless said. */
export function diagnostic(
  code: string,
  message: string,
  span: Span | null = null,
  severity: DiagnosticSeverity = 'error',
  file: string | null = null,
): Diagnostic {
  return Object.freeze({ code, severity, message, span, file });
}
