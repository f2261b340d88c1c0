/** Commands that group rows in a way of their own: top, rare, dedup, transaction. */
import { all, always, opaque } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { Argument } from './ast.ts';
import { spanSeconds } from './durations.ts';
import { argumentsOf, missing, optionOf, setColumn, taint, wordsOf } from './lower-columns.ts';
import { searchSetting } from './lower-filters.ts';
import { requireKeys } from './group-keys.ts';
import { lowerSearch } from './lower-search.ts';
import { opaqueAt, report } from './lowering.ts';
import { parseExpression, parseSearch } from './parse.ts';
import {
  addDraft,
  addOpaqueStage,
  addReady,
  columnValue,
  commandSource,
  expressionsOf,
  pathOf,
} from './run.ts';
import type { Run } from './run.ts';
import { closedScope, valueOf, withColumns, withRest } from './scope.ts';
import type { CommandText } from './split-pipeline.ts';
import type { Value } from './values.ts';

/** `top limit=10 a by b`: the most frequent values, `rare` the least. */
export function topCommand(run: Run, command: CommandText): void {
  const args = argumentsOf(run, command);
  if (args === null) return;
  const words = wordsOf(args).map(({ text }) => text);
  const names = words.filter((word) => !/^(by|\d+)$/i.test(word));
  requireKeys(run, names, command);
  const number = run.drafts.length;
  const isAll = optionOf(args, 'limit') === '0';
  const message = `which values are among the ${command.name === 'top' ? 'most' : 'least'} frequent depends on all events`;
  if (!isAll) report(run.lowering, 'rank', message, command);
  const rank: Condition = isAll ? always : opaque(command.text.trim(), 'rank');
  const counted = { name: 'count', function: 'count', field: null, condition: null } as const;
  const percent = {
    name: 'percent',
    function: 'computed',
    field: null,
    condition: null,
    expression: 'percent',
  } as const;
  addDraft(run, {
    kind: 'aggregate',
    source: commandSource(run, command),
    by: names.map((name) => pathOf(valueOf(run.scope, name), name)),
    window: null,
    columns: [counted, percent],
    having: isAll ? [] : [rank],
    picked: null,
  });
  run.scope = closedScope([
    ...names.map((name): readonly [string, Value] => [name, valueOf(run.scope, name)]),
    ['count', columnValue('count', number)],
    ['percent', columnValue('percent', number)],
  ]);
  run.scope = withRest(run.scope, missing);
  run.ofEvents = false;
}

function isSet(args: readonly Argument[], option: string): boolean {
  return /^(?:t|true|1)$/i.test(optionOf(args, option) ?? '');
}

/** `dedup a b`: one row of each group goes on, and is what is asked from there on. */
export function dedupCommand(run: Run, command: CommandText): void {
  const args = argumentsOf(run, command);
  if (args === null) return;
  const words = wordsOf(args).map(({ text }) => text);
  const end = words.findIndex((word) => word.toLowerCase() === 'sortby');
  const names = (end < 0 ? words : words.slice(0, end)).filter((word) => !/^\d+$/.test(word));
  if (!isSet(args, 'keepempty') && !isSet(args, 'keepevents')) requireKeys(run, names, command);
  addDraft(run, {
    kind: 'aggregate',
    source: commandSource(run, command),
    by: names.map((name) => pathOf(valueOf(run.scope, name), name)),
    window: null,
    columns: [],
    having: [],
    picked: isSet(args, 'keepevents') ? null : new Map(),
  });
}

/** A transaction also ends by these, or is shown although it has no end. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Transaction */
const UNMET_OPTIONS = ['maxpause', 'maxevents', 'keepevicted', 'keeporphans'];

function isUnmet(run: Run, command: CommandText, args: readonly Argument[]): boolean {
  const unmet = UNMET_OPTIONS.filter((name) => optionOf(args, name) !== null);
  if (unmet.length === 0) return false;
  const message = `what ${unmet.join(' and ')} makes of a transaction cannot be expressed`;
  addOpaqueStage(run, command, 'unsupported_option', message);
  taint(run, 'unknown_column');
  run.ofEvents = false;
  return true;
}

/**
 * `transaction a maxspan=5m`: events of a group within a time as one row, its fields with the values of all of them. A beginning and an
 * end that are asked for make it a sequence.
 */
export function transactionCommand(run: Run, command: CommandText): void {
  const args = argumentsOf(run, command);
  if (args === null) return;
  const ends = ['startswith', 'endswith'].map((name) => optionOf(args, name));
  const names = wordsOf(args).map(({ text }) => text);
  const span = optionOf(args, 'maxspan');
  if (isUnmet(run, command, args)) return;
  const number = run.drafts.length;
  if (ends.some((end) => end !== null)) {
    addTransactionSequence(run, command, names, ends, span);
    return;
  }
  addDraft(run, {
    kind: 'aggregate',
    source: commandSource(run, command),
    by: names.map((name) => pathOf(valueOf(run.scope, name), name)),
    window: span === null ? null : spanSeconds(span),
    columns: [
      { name: 'eventcount', function: 'count', field: null, condition: null },
      {
        name: 'duration',
        function: 'computed',
        field: null,
        condition: null,
        expression: 'max(_time) - min(_time)',
      },
    ],
    having: [],
    picked: null,
  });
  run.scope = withColumns(run.scope, [
    ['eventcount', columnValue('eventcount', number)],
    ['duration', columnValue('duration', number)],
  ]);
  run.pushable = false;
  run.ofEvents = false;
}

/** The transaction's row has the values of all of its events, their number, and `duration`, which may be asked to be short (predicates.ts). */
function addTransactionSequence(
  run: Run,
  command: CommandText,
  names: readonly string[],
  ends: readonly (string | null)[],
  span: string | null,
): void {
  const steps = ends.map((end) => (end === null ? always : transactionEnd(run, command, end)));
  const number = run.drafts.length;
  addReady(run, {
    kind: 'sequence',
    ordered: true,
    steps: steps.map((condition) => ({
      condition,
      by: [],
      runs: 1,
      missing: false,
      name: null,
      ruleId: null,
    })),
    by: names.map((name) => pathOf(valueOf(run.scope, name), name)),
    window: span === null ? null : spanSeconds(span),
    until: null,
    source: commandSource(run, command),
  });
  for (const name of ['duration', 'eventcount', 'closed_txn'])
    setColumn(run, name, columnValue(name, number));
  run.pushable = false;
  run.ofEvents = false;
}

/** `startswith=(EventCode=1)`, `startswith="login"`, `startswith=eval(x > 1)`. */
function transactionEnd(run: Run, command: CommandText, end: string): Condition {
  const [, expression] = /^eval\s*\((.*)\)$/s.exec(end) ?? [];
  const isTerms = end.startsWith('(') || end.includes('=');
  const base = Math.max(command.textStart + command.text.indexOf(end), command.textStart);
  if (expression !== undefined) {
    const parsed = parseExpression(expression);
    if ('tree' in parsed) return expressionsOf(run, base).lowerTruth(parsed.tree).holds;
  } else {
    const parsed = parseSearch(isTerms ? end : JSON.stringify(end));
    if ('tree' in parsed)
      return all(lowerSearch(searchSetting(run, base), parsed.tree).map(({ condition }) => condition));
  }
  return opaqueAt(run.lowering, 'syntax_error', 'the end of the transaction cannot be read', command);
}
