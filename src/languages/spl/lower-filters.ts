/** Commands that let some rows pass: search, where, regex. */
import { always, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { Expression, ExpressionSubsearch, SearchSubsearch } from './ast.ts';
import { withEventTypes } from './event-types.ts';
import { lowerSearch } from './lower-search.ts';
import type { Conjunct, SearchSetting } from './lower-search.ts';
import { addSubsearch } from './lower-joins.ts';
import { opaqueAt, within } from './lowering.ts';
import type { Range } from './lowering.ts';
import { parseArguments, parseExpression, parseSearch } from './parse.ts';
import type { ParseFailure } from './parse.ts';
import { addPredicate } from './predicates.ts';
import { expressionsOf } from './run.ts';
import type { Run } from './run.ts';
import { valueOf } from './scope.ts';
import type { CommandText } from './split-pipeline.ts';
import { matchesTruth } from './text-tests.ts';
import { NOTHING, reachOf } from './values.ts';

/** The command cannot be read: it stays in its place as text. */
function addFailure(run: Run, text: Range, failure: ParseFailure): void {
  const { code, message } = failure;
  const condition = opaqueAt(run.lowering, code, message, within(text.start, failure));
  addPredicate(run, { ...condition, ...opaqueText(run, text) }, NOTHING, text);
}

function opaqueText(run: Run, { start, end }: Range): object {
  return { text: run.lowering.expanded.text.slice(start, end).trim() };
}

export function searchCommand(run: Run, command: CommandText): void {
  addSearch(run, { start: command.textStart, end: command.end });
}

/** A search's arguments, also those of the `where` of tstats. */
export function addSearch(run: Run, text: Range): void {
  const parsed = parseSearch(run.lowering.expanded.text.slice(text.start, text.end));
  if ('failure' in parsed) {
    addFailure(run, text, parsed.failure);
    return;
  }
  const tree = run.ofEvents ? withEventTypes(parsed.tree, run.lowering.query.context) : parsed.tree;
  for (const { condition, reach } of lowerSearch(searchSetting(run, text.start), tree))
    addPredicate(run, condition, reach, text);
}

export function searchSetting(run: Run, base: number): SearchSetting {
  return {
    lowering: run.lowering,
    scope: run.scope,
    base,
    ofEvents: run.ofEvents,
    onSource: (name) => run.sources.add(name),
    hasSource: () => run.sources.size > 0,
    onWindow: (seconds) => {
      run.window ??= seconds;
    },
    onSubsearch: (subsearch, negated) => subsearchConjunct(run, subsearch, negated, base),
  };
}

function subsearchConjunct(
  run: Run,
  subsearch: SearchSubsearch | ExpressionSubsearch,
  negated: boolean,
  base: number,
): Conjunct {
  const range = within(base, subsearch);
  const inner = within(base, { start: subsearch.inner, end: subsearch.inner + subsearch.text.length });
  const isSaid = addSubsearch(run, inner, range, negated);
  const message = 'which fields the subsearch gives cannot be told';
  const condition: Condition = isSaid ? always : opaqueAt(run.lowering, 'subsearch', message, range);
  return { condition, reach: NOTHING, range };
}

export function whereCommand(run: Run, command: CommandText): void {
  const text = { start: command.textStart, end: command.end };
  const parsed = parseExpression(command.text);
  if ('failure' in parsed) {
    addFailure(run, text, parsed.failure);
    return;
  }
  const setting = expressionsOf(run, text.start);
  for (const node of conjuncts(parsed.tree)) {
    const range = within(text.start, node);
    const subsearch = node.kind === 'not' ? node.of : node;
    if (subsearch.kind === 'subsearch') {
      const { condition } = subsearchConjunct(run, subsearch, node.kind === 'not', text.start);
      addPredicate(run, condition, NOTHING, range);
      continue;
    }
    const { holds, reach } = setting.lowerTruth(node);
    addPredicate(run, holds, reach, range);
  }
}

function conjuncts(node: Expression): readonly Expression[] {
  return node.kind === 'and' ? node.of.flatMap(conjuncts) : [node];
}

/** `regex field="…"`, `regex field!="…"`; of the event's text where no field is named. */
export function regexCommand(run: Run, command: CommandText): void {
  const text = { start: command.textStart, end: command.end };
  // The field's name may stand in quotes, as the expression does.
  const [named = '', quoted, bare, sign] = /^\s*(?:"([^"]+)"|([^\s"=!]+))\s*(!?=)/.exec(command.text) ?? [];
  const rest = command.text.slice(named.length);
  const parsed = parseArguments(
    sign === undefined ? command.text : `${' '.repeat(named.length - 2)}f=${rest}`,
  );
  if ('failure' in parsed) {
    addFailure(run, text, parsed.failure);
    return;
  }
  const [first, second] = parsed.tree;
  if (second !== undefined) {
    addFailure(run, text, { code: 'syntax_error', message: 'regex takes one regular expression', ...second });
    return;
  }
  const name = quoted ?? bare ?? '_raw';
  const pattern = first?.kind === 'option' ? first.value : first?.kind === 'word' ? first.text : '';
  const value = valueOf(run.scope, name);
  const setting = expressionsOf(run, text.start);
  const place = { start: 0, end: command.text.length };
  const { holds } = matchesTruth(setting, place, value, pattern);
  // `!=` keeps what does not match, an event without the field among them.
  addPredicate(run, sign === '!=' ? not(holds) : holds, reachOf(value), text);
}
