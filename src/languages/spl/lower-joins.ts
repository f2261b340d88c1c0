/** Commands that bring in the results of another search: join, append, and a subsearch among the terms of a search. */
import { all, compare } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { sourceText } from './lowering.ts';
import type { Range } from './lowering.ts';
import { parseArguments } from './parse.ts';
import { addDraft, addOpaqueStage, commandSource, computedKeys, pathOf } from './run.ts';
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
    on: pairsOf(run, right, names),
    computedKeys: computedOnEitherSide(run, right, names, command),
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
  const said = names.flatMap((name) => constantOf(run, right, name) ?? []);
  const keys = names.filter((name) => constantOf(run, right, name) === null);
  if (keys.length === 0) return false;
  addDraft(run, {
    kind: 'join',
    type: negated ? 'anti' : 'semi',
    with: withText(right),
    condition: all([conditionOf(right), ...said]),
    ofEvents: readsEvents(right),
    sources: sourcesOf(right),
    stages: stagesOf(right),
    on: pairsOf(run, right, keys),
    computedKeys: computedOnEitherSide(run, right, keys, whole),
    source: sourceText(run.lowering, whole),
  });
  return true;
}

function pairsOf(run: Run, right: Run, names: readonly string[]): JoinDraft['on'] {
  return names.map((name) => ({
    left: pathOf(valueOf(run.scope, name), name),
    right: pathOf(valueOf(right.scope, name), name),
  }));
}

function computedOnEitherSide(
  run: Run,
  right: Run,
  names: readonly string[],
  place: Range,
): JoinDraft['computedKeys'] {
  const ofRun = computedKeys(run, names, place);
  const others = names.filter((name) => ofRun.every((key) => key.name !== name));
  return [...ofRun, ...computedKeys(right, others, place)];
}

/** Where `eval` made the name a constant, the other side's field must have that value. */
function constantOf(run: Run, right: Run, name: string): Condition | null {
  const constant = valueOf(run.scope, name);
  const field = valueOf(right.scope, name);
  if (constant.kind !== 'literal' || field.kind !== 'field' || field.list !== null || !right.pushable)
    return null;
  return compare(field.path, 'eq', [constant.value], { caseSensitive: false });
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
