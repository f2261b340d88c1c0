/** Commands that bring in the results of another search: join, append, and a subsearch among the terms of a search. */
import { sourceText } from './lowering.ts';
import type { Range } from './lowering.ts';
import { parseArguments } from './parse.ts';
import { addDraft, addOpaqueStage, commandSource, pathOf } from './run.ts';
import { conditionOf, sourcesOf, stagesOf } from './run-result.ts';
import type { JoinDraft, Run } from './run.ts';
import { valueOf, withColumns, withRest } from './scope.ts';
import type { CommandText } from './split-pipeline.ts';
import { fieldValue, opaqueValue } from './values.ts';
import type { Value } from './values.ts';

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Join */
export function joinCommand(run: Run, command: CommandText): void {
  const parsed = parseArguments(command.text);
  const subsearch = 'tree' in parsed ? parsed.tree.find((each) => each.kind === 'subsearch') : undefined;
  if (!('tree' in parsed) || subsearch?.kind !== 'subsearch') {
    const message = 'failure' in parsed ? parsed.failure.message : 'a join needs a subsearch';
    addOpaqueStage(run, command, 'syntax_error', message);
    return;
  }
  const start = command.textStart + subsearch.inner;
  const right = run.lowerSubsearch({ start, end: start + subsearch.text.length });
  const type = parsed.tree.flatMap((each) =>
    each.kind === 'option' && each.name === 'type' ? [each.value] : [],
  );
  const fields = parsed.tree.flatMap((each) => (each.kind === 'word' && each.text !== '' ? [each.text] : []));
  const names = fields.length > 0 ? fields : sharedNames(run, right);
  if (names.length === 0) {
    addOpaqueStage(run, command, 'join_without_fields', 'the fields on which both sides join cannot be told');
    return;
  }
  const draft: JoinDraft = {
    kind: 'join',
    type: /^(left|outer)$/i.test(type[0] ?? '') ? 'left' : 'inner',
    with: withText(right),
    condition: conditionOf(right),
    ofEvents: readsEvents(right),
    sources: sourcesOf(right),
    stages: stagesOf(right),
    on: names.map((name) => ({
      left: pathOf(valueOf(run.scope, name), name),
      right: pathOf(valueOf(right.scope, name), name),
    })),
    source: commandSource(run, command),
  };
  takeColumns(run, right, addDraft(run, draft), new Set(names));
}

/** Without a list of fields both sides join on all that they share. */
function sharedNames(left: Run, right: Run): readonly string[] {
  if (!left.scope.isClosed || !right.scope.isClosed) return [];
  return [...left.scope.columns.keys()].filter((name) => right.scope.columns.has(name));
}

/** The other side's columns take the place of columns of the same name. */
function takeColumns(run: Run, right: Run, number: number, shared: ReadonlySet<string>): void {
  const reach = new Set([number]);
  const columns = [...right.scope.columns]
    .filter(([name]) => !shared.has(name))
    .map(([name, value]): readonly [string, Value] => [name, fieldValue(pathOf(value, name), reach)]);
  run.scope = withColumns(run.scope, columns);
  if (right.scope.isClosed) return;
  const before = run.scope.rest;
  const named = new Set(run.named);
  run.scope = withRest(run.scope, (name) =>
    named.has(name) ? before(name) : { ...opaqueValue('joined_column', name), reach },
  );
}

function withText(right: Run): string {
  return [...right.sources].join(', ') || 'a subsearch';
}

/** A search over a look-up table reads no events. */
function readsEvents(right: Run): boolean {
  return [...right.sources].some((name) => !name.startsWith('inputlookup '));
}

/**
 * A subsearch among the terms of a search: rows go on that agree with one of its results in all of its fields, or with none of them where it
 * is negated. False: its fields are not known.
 * https://docs.splunk.com/Documentation/Splunk/latest/Search/Aboutsubsearches
 */
export function addSubsearch(run: Run, inner: Range, whole: Range, negated: boolean): boolean {
  const right = run.lowerSubsearch(inner);
  const names = [...right.scope.columns.keys()].filter((name) => !name.startsWith('_'));
  const isTerms = names.includes('search') || names.includes('query');
  if (!right.scope.isClosed || names.length === 0 || isTerms) return false;
  addDraft(run, {
    kind: 'join',
    type: negated ? 'anti' : 'semi',
    with: withText(right),
    condition: conditionOf(right),
    ofEvents: readsEvents(right),
    sources: sourcesOf(right),
    stages: stagesOf(right),
    on: names.map((name) => ({
      left: pathOf(valueOf(run.scope, name), name),
      right: pathOf(valueOf(right.scope, name), name),
    })),
    source: sourceText(run.lowering, whole),
  });
  return true;
}

/** Rows of another search come behind the ones that there are. */
export function appendCommand(run: Run, command: CommandText): void {
  const parsed = parseArguments(command.text);
  const subsearch = 'tree' in parsed ? parsed.tree.find((each) => each.kind === 'subsearch') : undefined;
  if (subsearch?.kind === 'subsearch' && command.name === 'append') {
    const start = command.textStart + subsearch.inner;
    const right = run.lowerSubsearch({ start, end: start + subsearch.text.length });
    if (readsEvents(right)) {
      run.others.push(conditionOf(right));
      for (const name of sourcesOf(right)) run.sources.add(name);
    }
  }
  addOpaqueStage(run, command, 'appended_rows', 'rows that another search adds are not followed');
  run.scope = withRest(run.scope, (name) => opaqueValue('unknown_column', name));
}
