/** A query of the language, lowered and simplified as the importer does it. */
import { printCondition } from '../../../src/condition/print.ts';
import { simplify } from '../../../src/condition/simplify.ts';
import { evaluateCondition } from '../../../src/engine/evaluate/compile.ts';
import { kusto } from '../../../src/languages/kusto/index.ts';
import type { Lowered } from '../../../src/languages/language.ts';

export function lower(text: string, context: unknown = null): Lowered {
  return kusto.lower({ language: 'kusto', text, line: 1, column: 1, context });
}

/** The condition of `T | …`, a conjunct a line, without where the events come from. */
export function conditionOf(text: string, context: unknown = null): string {
  const printed = printCondition(simplify(lower(text, context).condition));
  return printed.replace(/^from T\n?/, '') || 'always';
}

export function codesOf(text: string): readonly string[] {
  return lower(text).diagnostics.map(({ code }) => code);
}

/** The verdict on an event of a query over one table. */
export function verdictOf(text: string, event: unknown): string {
  const { condition } = lower(text);
  const ofEvent =
    condition.kind === 'all'
      ? { ...condition, of: condition.of.filter(({ kind }) => kind !== 'from') }
      : condition;
  return evaluateCondition(simplify(ofEvent), event);
}

/** The parser takes its time over the first query: not that of the first test. */
lower('T | where A == 1 | summarize n = count() by B');
