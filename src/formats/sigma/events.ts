/** Test events beside a rule: `<name>.events.json` next to `<name>.yml`, a list of `{ name, expected, event }`. */
import type { RuleTest } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { spanAt } from '../../text/span.ts';
import type { SourceFile } from '../../platforms/platform.ts';

export const EVENTS_SUFFIX = '.events.json';

export interface EventsFile {
  readonly tests: readonly (RuleTest & {
    /** Id or name, where the file beside it holds several rules. */ readonly rule: string | null;
  })[];
  readonly diagnostics: readonly Diagnostic[];
}

export function readEvents({ text }: SourceFile): EventsFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return { tests: [], diagnostics: [jsonProblem(text, error)] };
  }
  if (!Array.isArray(parsed))
    return { tests: [], diagnostics: [shapeProblem('A file of test events is a list.')] };
  const tests: EventsFile['tests'][number][] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, item] of (parsed as readonly unknown[]).entries()) {
    const test = testOf(item);
    if (test === null)
      diagnostics.push(shapeProblem(`Test ${index + 1} is not of the form { name, expected, event }.`));
    else tests.push(test);
  }
  return { tests, diagnostics };
}

function testOf(item: unknown): EventsFile['tests'][number] | null {
  if (typeof item !== 'object' || item === null || !('event' in item)) return null;
  const { name, expected, event, rule } = item as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || typeof expected !== 'boolean') return null;
  return { name, expected, event, mocks: {}, rule: typeof rule === 'string' ? rule : null };
}

function jsonProblem(text: string, error: unknown): Diagnostic {
  const message = error instanceof Error ? error.message : String(error);
  const position = /position (\d+)/.exec(message)?.[1];
  const at = position === undefined ? text.length : Number(position);
  return diagnostic('syntax_error', `The JSON could not be read: ${message}.`, spanAt(text, at, at + 1));
}

function shapeProblem(message: string): Diagnostic {
  return diagnostic('invalid_events', message);
}
