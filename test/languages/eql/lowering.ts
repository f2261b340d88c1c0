import { printCondition } from '../../../src/condition/print.ts';
import { simplify } from '../../../src/condition/simplify.ts';
import { eql } from '../../../src/languages/eql/index.ts';
import type { EqlContext } from '../../../src/languages/eql/index.ts';
import type { Lowered } from '../../../src/languages/language.ts';

export function lower(text: string, context: EqlContext | null = null): Lowered {
  return eql.lower({ language: 'eql', text, line: 1, column: 1, context });
}

export function printed(text: string): string {
  return printCondition(simplify(lower(text).condition));
}

/** A condition alone: what stands behind `any where`. */
export function outcome(condition: string): {
  readonly condition: string;
  readonly codes: readonly string[];
} {
  const text = `any where ${condition}`;
  return { condition: printed(text), codes: lower(text).diagnostics.map(({ code }) => code) };
}
