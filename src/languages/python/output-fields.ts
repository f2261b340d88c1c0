/** The fields that a rule shows: those that its title, its alert context and its other texts are made from. */
import type { FieldPath } from '../../condition/field-path.ts';
import type { OutputField } from '../../rule/rule.ts';
import { EVENT } from './fields.ts';
import { TooLarge } from './too-large.ts';
import type { Run } from './run.ts';
import type { Scope } from './values.ts';

const SHOWING = ['title', 'description', 'runbook', 'reference', 'dedup', 'alert_context'] as const;

/** What a text shows is worth a small part of what the logic is. */
const EFFORT_SHARE = 0.02;

export function outputFields(run: Run, scope: Scope): readonly OutputField[] {
  return SHOWING.flatMap((origin) => {
    const shows = scope.names.get(origin);
    if (shows?.kind !== 'function' || shows.node.nodeType !== 'FunctionDef') return [];
    const { node } = shows;
    run.restart(EFFORT_SHARE);
    follow(() => run.collecting(() => run.call(shows, { args: [EVENT], named: new Map(), node })));
    return shownFields(run.reads).map((field) => ({
      name: field.segments.at(-1) ?? field.native,
      source: field.native,
      origin,
    }));
  });
}

/** What a text is made from matters less than the logic: where it grows too large, what was read until then is what we know. */
function follow(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof TooLarge) && !(error instanceof RangeError)) throw error;
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
