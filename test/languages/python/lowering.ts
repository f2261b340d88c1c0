/** Lowers one rule of a test, with what the platform would tell about it. */
import { printConjuncts } from '../../../src/condition/print.ts';
import { pythonLanguage } from '../../../src/languages/python/index.ts';
import type { PythonContext } from '../../../src/languages/python/index.ts';
import type { Lowered } from '../../../src/languages/language.ts';
import { evaluate } from './evaluate.ts';
import type { Verdict } from './evaluate.ts';

const CONTEXT: PythonContext = {
  modules: new Map(),
  modulePaths: new Map(),
  dataModels: [],
  logTypes: [],
  entry: 'rule',
};

export function lower(text: string, context: Partial<PythonContext> = {}): Lowered {
  return pythonLanguage.lower({
    language: 'python',
    text,
    line: 1,
    column: 1,
    context: { ...CONTEXT, ...context },
  });
}

/** The condition of a rule that alerts where this expression is true. */
export function returning(expression: string): readonly string[] {
  return printConjuncts(
    lower(`import re, json, fnmatch, ipaddress\ndef rule(event):\n    return bool(${expression})\n`)
      .condition,
  );
}

export function conjuncts(text: string, context: Partial<PythonContext> = {}): readonly string[] {
  return printConjuncts(lower(text, context).condition);
}

export function judge(text: string, event: unknown, context: Partial<PythonContext> = {}): Verdict {
  return evaluate(lower(text, context).condition, event);
}

/** The verdicts on several events. */
export function verdicts(text: string, ...events: readonly unknown[]): readonly Verdict[] {
  return events.map((event) => judge(text, event));
}
