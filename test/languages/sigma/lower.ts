/** Sigma rules as tests write them: the detection section alone, or all of a document. */
import { printCondition } from '../../../src/condition/print.ts';
import { simplify } from '../../../src/condition/simplify.ts';
import type { Lowered } from '../../../src/languages/language.ts';
import { sigmaLanguage } from '../../../src/languages/sigma/index.ts';

export function lower(text: string): Lowered {
  return sigmaLanguage.lower({ language: 'sigma', text, line: 1, column: 1, context: null });
}

/** One selection `s`, given as lines of its map or list, and the condition `s`. */
export function selection(...lines: readonly string[]): string {
  return detection('s:', ...lines.map((line) => `  ${line}`), 'condition: s');
}

export function detection(...lines: readonly string[]): string {
  return ['detection:', ...lines.map((line) => `  ${line}`), ''].join('\n');
}

export function printed(text: string): string {
  return printCondition(simplify(lower(text).condition));
}

export function codes(text: string): readonly string[] {
  return lower(text).diagnostics.map(({ code }) => code);
}
