/** A pipeline's commands, one after the other. What no line here knows is kept as text. */
import { opaque } from '../../condition/condition.ts';
import {
  argumentsOf,
  binCommand,
  changedColumns,
  convertCommand,
  evalCommand,
  fieldsCommand,
  fillnullCommand,
  makemvCommand,
  mvexpandCommand,
  optionOf,
  renameCommand,
  replaceCommand,
  setColumn,
  taint,
  wordsOf,
} from './lower-columns.ts';
import { extractingCommand, fromjsonCommand, rexCommand, spathCommand } from './lower-extractions.ts';
import { foreachCommand } from './lower-foreach.ts';
import { regexCommand, searchCommand, whereCommand } from './lower-filters.ts';
import { appendCommand, joinCommand } from './lower-joins.ts';
import { dedupCommand, topCommand, transactionCommand } from './lower-groups.ts';
import { statsCommand } from './lower-statistics.ts';
import {
  fromCommand,
  generatingCommand,
  inputlookupCommand,
  iplocationCommand,
  lookupCommand,
} from './lower-tables.ts';
import { mstatsCommand, tstatsCommand } from './lower-tstats.ts';
import { report } from './lowering.ts';
import type { Lowering, Range } from './lowering.ts';
import { addOpaqueStage, addReady, commandSource, newRun } from './run.ts';
import type { Run } from './run.ts';
import { valueOf } from './scope.ts';
import { macroUse, splitPipeline } from './split-pipeline.ts';
import type { CommandText } from './split-pipeline.ts';
import { opaqueValue } from './values.ts';

type LowerCommand = (run: Run, command: CommandText, isFirst: boolean) => void;

/** Changes nothing that decides whether the search finds something: order, display, side effects. */
const nothing: LowerCommand = () => undefined;

function unfollowed(code: string, message: string, taints: boolean): LowerCommand {
  return (run, command) => {
    addOpaqueStage(run, command, code, message);
    if (taints) taint(run, 'unknown_column');
  };
}

const MODEL = unfollowed('statistical_model', 'what a statistical model finds is not followed', true);
const APPENDED = unfollowed('appended_rows', 'rows that are added are not followed', true);

const COMMANDS: Readonly<Record<string, LowerCommand>> = {
  search: searchCommand,
  where: whereCommand,
  regex: regexCommand,
  eval: evalCommand,
  rename: renameCommand,
  fields: fieldsCommand,
  table: fieldsCommand,
  fillnull: fillnullCommand,
  rex: rexCommand,
  spath: spathCommand,
  fromjson: fromjsonCommand,
  xmlkv: extractingCommand,
  extract: extractingCommand,
  kv: extractingCommand,
  multikv: extractingCommand,
  xpath: extractingCommand,
  mvexpand: mvexpandCommand,
  makemv: makemvCommand,
  mvcombine: nothing,
  nomv: nothing,
  bin: binCommand,
  bucket: binCommand,
  discretize: binCommand,
  convert: convertCommand,
  foreach: foreachCommand,
  replace: replaceCommand,
  strcat: changedColumns,
  rangemap: changedColumns,
  addtotals: totalsCommand,
  stats: statsCommand,
  sistats: statsCommand,
  chart: statsCommand,
  timechart: statsCommand,
  eventstats: statsCommand,
  streamstats: statsCommand,
  top: topCommand,
  rare: topCommand,
  dedup: dedupCommand,
  transaction: transactionCommand,
  tstats: tstatsCommand,
  mstats: mstatsCommand,
  from: fromCommand,
  datamodel: fromCommand,
  lookup: lookupCommand,
  iplocation: iplocationCommand,
  inputlookup: inputlookupCommand,
  inputcsv: generatingCommand,
  dbxquery: generatingCommand,
  makeresults: generatingCommand,
  gentimes: generatingCommand,
  rest: generatingCommand,
  metadata: generatingCommand,
  metasearch: generatingCommand,
  savedsearch: generatingCommand,
  loadjob: generatingCommand,
  dbinspect: generatingCommand,
  eventcount: generatingCommand,
  join: joinCommand,
  append: appendCommand,
  appendcols: appendCommand,
  appendpipe: APPENDED,
  union: APPENDED,
  multisearch: APPENDED,
  sort: nothing,
  reverse: nothing,
  fieldformat: nothing,
  outputlookup: nothing,
  outputcsv: nothing,
  collect: nothing,
  sendemail: nothing,
  sendalert: nothing,
  addinfo: nothing,
  noop: nothing,
  tags: nothing,
  typer: nothing,
  localize: nothing,
  format: nothing,
  head: limitCommand,
  tail: limitCommand,
  apply: MODEL,
  fit: MODEL,
  anomalydetection: MODEL,
  anomalies: MODEL,
  outlier: MODEL,
  cluster: MODEL,
  predict: MODEL,
  map: unfollowed('map', 'searches that are run for each row are not followed', true),
  macro: (run, command) => {
    undefinedMacro(run, command, command.text.trim());
  },
};

/** These find a macro that nobody defines in the place where it stands; in any other it could be an argument, or further commands. */
const READS_MACROS: ReadonlySet<string> = new Set(['search', 'where', 'eval', 'tstats', 'mstats', 'macro']);

function undefinedMacro(run: Run, command: CommandText, use: string): void {
  addOpaqueStage(run, command, 'undefined_macro', `nobody defines the macro ${use}`);
  taint(run, 'unknown_column');
}

/** The sum of columns, in one more column. */
function totalsCommand(run: Run, command: CommandText): void {
  const args = argumentsOf(run, command);
  if (args === null) return;
  const name = optionOf(args, 'fieldname') ?? 'Total';
  const summed = wordsOf(args).map(({ text }) => valueOf(run.scope, text));
  setColumn(run, name, opaqueValue('arithmetic', commandSource(run, command), summed));
}

/**
 * So many rows at most: every single one may be among them. Not so `head (count > 5)`, the rows before the first that does not satisfy it.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Head
 */
function limitCommand(run: Run, command: CommandText): void {
  const counts = command.text.replace(/\b(?:limit|null|keeplast)\s*=\s*\w+/gi, ' ');
  if (!/^[\d\s]*$/.test(counts)) {
    addOpaqueStage(
      run,
      command,
      'row_order',
      'which rows come before the first that fails a test depends on their order',
    );
    return;
  }
  addReady(run, { kind: 'project', fields: [], source: commandSource(run, command) });
}

const MAX_COMMANDS = 300;

/** `range`: of the expanded text, all of it or what stands between a subsearch's brackets. */
export function lowerPipeline(lowering: Lowering, range: Range, sources: Set<string>): Run {
  const run = newRun(lowering, sources, (inner) => lowerPipeline(lowering, inner, new Set()));
  const pipeline = splitPipeline(lowering.expanded.text, range.start, range.end);
  if ('problem' in pipeline) {
    const { code, message } = pipeline.problem;
    report(lowering, code, message, pipeline.problem);
    run.filters.push(opaque(lowering.expanded.text.slice(range.start, range.end).trim(), code));
    return run;
  }
  const commands = pipeline.commands.slice(0, MAX_COMMANDS);
  for (const [index, command] of commands.entries()) lowerCommand(run, command, index === 0);
  const next = pipeline.commands[MAX_COMMANDS];
  if (next !== undefined)
    addOpaqueStage(run, next, 'too_long', `a search of more than ${MAX_COMMANDS} commands`);
  return run;
}

function lowerCommand(run: Run, command: CommandText, isFirst: boolean): void {
  const { name } = command;
  const lower = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (lower === undefined) {
    const message = name === '' ? 'here a command is expected' : `the command ${name} is not known`;
    addOpaqueStage(run, command, 'unsupported_command', message);
    taint(run, 'unknown_column');
    return;
  }
  const { expanded } = run.lowering;
  const use = expanded.undefinedMacros.length === 0 ? null : macroUse(expanded.text, command);
  if (use === null || READS_MACROS.has(name)) lower(run, command, isFirst);
  else undefinedMacro(run, command, use);
}
