/** The fields that a rule shows: those that its title, its alert context and its other texts are made from. */
import type { FieldPath } from '../../../condition/field-path.ts';
import type { OutputField } from '../../../rule/rule.ts';
import { diagnostic } from '../../../text/diagnostic.ts';
import type { Diagnostic } from '../../../text/diagnostic.ts';
import type { Span } from '../../../text/span.ts';
import { EVENT } from '../values/fields.ts';
import { nodeSpan } from '../syntax/parse.ts';
import { TooLarge } from '../conditions/too-large.ts';
import type { Run } from '../machine/run.ts';
import type { Scope } from '../values/values.ts';

const SHOWING = ['title', 'description', 'runbook', 'reference', 'dedup', 'alert_context'] as const;

/** What a text shows is worth a small part of what the logic is. */
const EFFORT_SHARE = 0.02;

export interface Shown {
  readonly fields: readonly OutputField[];
  /** One for each text that was not followed to its end. */
  readonly diagnostics: readonly Diagnostic[];
}

export function outputFields(run: Run, scope: Scope): Shown {
  const diagnostics: Diagnostic[] = [];
  const fields = SHOWING.flatMap((origin) => {
    const shows = scope.names.get(origin);
    if (shows?.kind !== 'function' || shows.node.nodeType !== 'FunctionDef') return [];
    const { node } = shows;
    run.restart(EFFORT_SHARE);
    const isWhole = follow(() =>
      run.collecting(() => run.call(shows, { args: [EVENT], named: new Map(), node })),
    );
    if (!isWhole) diagnostics.push(incomplete(origin, nodeSpan(scope.source.parsed, node)));
    return shownFields(run.reads).map((field) => ({
      name: field.segments.at(-1) ?? field.native,
      source: field.native,
      origin,
    }));
  });
  return { fields, diagnostics };
}

function incomplete(origin: string, span: Span): Diagnostic {
  const message = `${origin}() grows too large to be followed to its end: it may show more fields than are listed.`;
  return diagnostic('output_fields_incomplete', message, span, 'info');
}

/** What a text is made from matters less than the logic: where it grows too large, what was read until then is what we know. */
function follow(run: () => void): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (!(error instanceof TooLarge) && !(error instanceof RangeError)) throw error;
    return false;
  }
}

/** The fields read, each once, in order; an object that was only gone through is none. */
function shownFields(reads: Run['reads']): readonly FieldPath[] {
  const passed = new Set(reads.flatMap(({ from }) => (from === null ? [] : [from.native])));
  const shown = new Map<string, FieldPath>();
  for (const { field } of reads) {
    if (
      field.scope === 'event' &&
      field.native !== '' &&
      !passed.has(field.native) &&
      !shown.has(field.native)
    )
      shown.set(field.native, field);
  }
  return [...shown.values()];
}
