/** What lowering one query needs everywhere: its text, its macros put in place, and where its findings go. */
import { opaque } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic, DiagnosticSeverity } from '../../text/diagnostic.ts';
import { spanWithin } from '../../text/span.ts';
import type { Query } from '../language.ts';
import type { Expanded } from './expand-macros.ts';

/** Offsets in the expanded text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Lowering {
  readonly query: Query;
  readonly expanded: Expanded;
  readonly diagnostics: Diagnostic[];
}

/** A place in a piece of the expanded text that begins at `base`. */
export function within(base: number, { start, end }: Range): Range {
  return { start: base + start, end: base + end };
}

/** The rule's own text of a place, macros as their names. */
export function sourceText({ query, expanded }: Lowering, range: Range): string {
  const { start, end } = expanded.placeOf(range.start, range.end);
  return query.text.slice(start, end).trim();
}

export function expandedText({ expanded }: Lowering, { start, end }: Range): string {
  return expanded.text.slice(start, end).trim();
}

export function report(
  lowering: Lowering,
  code: string,
  message: string,
  range: Range,
  severity: DiagnosticSeverity = 'error',
): void {
  const { query, expanded, diagnostics } = lowering;
  if (isSaidEnough(lowering, code)) return;
  if (code === 'too_large' && diagnostics.some((each) => each.code === code)) return;
  const place = expanded.placeOf(range.start, range.end);
  const span = spanWithin(query.text, place.start, place.end, query);
  const isKnown = diagnostics.some(
    (each) => each.code === code && each.message === message && each.span?.start.offset === span.start.offset,
  );
  if (!isKnown) diagnostics.push(diagnostic(code, message, span, severity));
}

/** What grew too large is given up once. A text of nothing but findings of one kind needs no more of them. */
const MAX_FINDINGS = 100;

function isSaidEnough({ diagnostics }: Lowering, code: string): boolean {
  return diagnostics.length >= MAX_FINDINGS && diagnostics.some((each) => each.code === code);
}

/** What cannot be said stays in its place, as text, and is reported. */
export function opaqueAt(
  lowering: Lowering,
  code: string,
  message: string,
  range: Range,
  fields: readonly FieldPath[] = [],
): Condition {
  report(lowering, code, message, range);
  if (isSaidEnough(lowering, code)) return opaque(expandedText(lowering, range), code, fields);
  const place = lowering.expanded.placeOf(range.start, range.end);
  const span = spanWithin(lowering.query.text, place.start, place.end, lowering.query);
  return opaque(expandedText(lowering, range), code, fields, span);
}

const REASONS: Readonly<Record<string, string>> = {
  arithmetic: 'arithmetic over several fields cannot be expressed',
  concatenation: 'a text put together from several fields cannot be expressed',
  time: 'a time relative to now cannot be compared with an event alone',
  missing_column: 'no command before makes this column',
  first_of_several: 'which of several values comes first cannot be expressed',
  multiple_matches: 'several matches of one regular expression cannot be told apart',
  unsupported_regex: 'RE2 cannot compile this regular expression',
  unsupported_function: 'this function cannot be expressed',
  raw_text: 'the text of the whole event is not at hand',
  foreach: 'what foreach computes is not followed',
  extracted_fields: 'the fields that this command extracts are not known',
  pivoted_columns: 'the columns that come from values are not known',
  unknown_column: 'a command before it may have changed this field',
  lookup_column: 'a column of a table that the catalog does not have',
  joined_column: 'a column that comes from another search',
  boolean_comparison: 'a truth cannot be compared with a value',
  expanded_field: 'two fields that are both taken value by value cannot be asked together',
  literal_test: 'this test of a constant is not done',
  too_large: 'the alternatives are too many to be written out',
};

/** `text`: the value that is meant, where the predicate does not show it. */
export function reasonMessage(reason: string, text = ''): string {
  const said = REASONS[reason] ?? `${reason.replaceAll('_', ' ')} cannot be expressed`;
  const shown = text.replace(/\s+/g, ' ').trim().slice(0, 80);
  return shown === '' ? said : `${said}: ${shown}`;
}
