/** What lowering one query carries along: its text, what was found, and the tables that it reads. */
import { opaque } from '../../condition/condition.ts';
import type { Condition, Opaque } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { OpaqueStage } from '../../rule/stage.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { spanWithin } from '../../text/span.ts';
import type { Query as SourceText } from '../language.ts';
import type { Place } from './ast.ts';

/** Why a piece cannot be expressed: the code and the sentence of its diagnostic. */
export interface Unsupported {
  readonly code: string;
  readonly message: string;
}

export interface Lowering {
  readonly query: SourceText;
  readonly diagnostics: Diagnostic[];
  readonly sources: Set<string>;
  /** How many more predicates may be made: what a name stands for is put in its place, which multiplies. */
  readonly budget: { left: number };
}

export function textAt({ query }: Lowering, { start, end }: Place): string {
  return query.text.slice(start, end).trim();
}

export function report(lowering: Lowering, { code, message }: Unsupported, place: Place): void {
  const { query } = lowering;
  const span = spanWithin(query.text, place.start, place.end, query);
  if (lowering.diagnostics.some((each) => each.code === code && each.span?.start.offset === place.start))
    return;
  lowering.diagnostics.push(diagnostic(code, message, span));
}

/** What cannot be expressed stays in its place, as text. */
export function refuse(
  lowering: Lowering,
  unsupported: Unsupported,
  place: Place,
  fields: readonly FieldPath[] = [],
): Opaque {
  report(lowering, unsupported, place);
  const { query } = lowering;
  const span = spanWithin(query.text, place.start, place.end, query);
  return opaque(textAt(lowering, place), unsupported.code, fields, span);
}

export function refuseStage(lowering: Lowering, unsupported: Unsupported, place: Place): OpaqueStage {
  report(lowering, unsupported, place);
  return { kind: 'opaque', reason: unsupported.code, source: textAt(lowering, place) };
}

export function isUnsupported(lowered: Condition | Unsupported): lowered is Unsupported {
  return 'code' in lowered;
}
