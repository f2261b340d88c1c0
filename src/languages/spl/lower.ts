/**
 * Splunk's search processing language to a condition on events and the stages behind it.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference
 *
 * Macros are put in place first, as text; then the search is cut into its commands; then each command is lowered with what names stand for at its
 * place.
 */
import { opaque } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Lowered, Query } from '../language.ts';
import { macrosOf, windowOf } from './context.ts';
import { expandMacros } from './expand-macros.ts';
import { lowerPipeline } from './lower-pipeline.ts';
import type { Lowering } from './lowering.ts';
import { report } from './lowering.ts';
import { outputFieldsOf } from './output-fields.ts';
import { conditionOf, sourcesOf, stagesOf } from './run-result.ts';

/** The longest public detection has less than half of it. */
const MAX_LENGTH = 12_000;

export function lowerSpl(query: Query): Lowered {
  if (query.text.length > MAX_LENGTH) {
    const message = `the search is longer than ${MAX_LENGTH} characters`;
    return refused(query, 'too_long', message);
  }
  const expanded = expandMacros(query.text, macrosOf(query.context));
  const lowering: Lowering = { query, expanded, diagnostics: [] };
  if (expanded.tooLarge) {
    report(lowering, 'too_long', 'the macros of the search go on without end', {
      start: 0,
      end: expanded.text.length,
    });
    return { ...refused(query, 'too_long', ''), diagnostics: lowering.diagnostics };
  }
  const run = lowerPipeline(lowering, { start: 0, end: expanded.text.length }, new Set());
  run.window ??= windowOf(query.context);
  const outputFields = outputFieldsOf(run);
  return {
    condition: conditionOf(run),
    stages: stagesOf(run),
    outputFields,
    columns: new Map(outputFields.map(({ name, source }) => [name, fieldPath(source)])),
    sources: [...sourcesOf(run)],
    diagnostics: lowering.diagnostics,
  };
}

function refused(query: Query, code: string, message: string): Lowered {
  const start = { offset: 0, line: query.line, column: query.column };
  const span = { start, end: { ...start, offset: 1, column: query.column + 1 } };
  return {
    condition: opaque(query.text, code, [], span),
    stages: [],
    outputFields: [],
    diagnostics: [diagnostic(code, message, span)],
  };
}
