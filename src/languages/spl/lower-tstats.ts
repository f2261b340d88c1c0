/**
 * `tstats … from datamodel=Endpoint.Processes where … by …`, and `mstats`: statistics over the fields of a data model, whose names bear the
 * name of its data set: `Processes.process_name`. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tstats
 */
import { from } from '../../condition/condition.ts';
import { addSearch } from './lower-filters.ts';
import { addStatistics } from './lower-statistics.ts';
import { taint } from './lower-columns.ts';
import { report, within } from './lowering.ts';
import { parseStatistics } from './parse.ts';
import { addPredicate } from './predicates.ts';
import { addOpaqueStage } from './run.ts';
import type { Run } from './run.ts';
import { endOfQuotes } from './expand-macros.ts';
import type { CommandText } from './split-pipeline.ts';
import { OF_EVENT } from './values.ts';

interface Clause {
  readonly name: 'statistics' | 'from' | 'where' | 'by';
  readonly start: number;
  readonly end: number;
}

export function tstatsCommand(run: Run, command: CommandText): void {
  const clauses = clausesOf(command.text);
  const textOf = (name: Clause['name']): Clause | undefined => clauses.find((each) => each.name === name);
  const origin = textOf('from');
  if (origin !== undefined) addSource(run, command, origin);
  const where = textOf('where');
  if (where !== undefined) addSearch(run, within(command.textStart, where));
  const statistics = statisticsText(command.text, clauses);
  const parsed = parseStatistics(statistics);
  if ('failure' in parsed) {
    const { code, message } = parsed.failure;
    addOpaqueStage(run, command, code, message, within(command.textStart, parsed.failure));
    taint(run, 'unknown_column');
    return;
  }
  const appends = parsed.tree.options.some(({ name, value }) => name === 'append' && /^t/i.test(value));
  if (appends) {
    addOpaqueStage(run, command, 'appended_rows', 'rows that another search adds are not followed');
    taint(run, 'unknown_column');
    return;
  }
  addStatistics(run, command, parsed.tree, command.textStart);
}

/** Statistics of metrics, which are no events. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Mstats */
export function mstatsCommand(run: Run, command: CommandText): void {
  run.sources.add('mstats');
  addPredicate(run, from('mstats'), OF_EVENT, command);
  tstatsCommand(run, command);
}

/** The text with everything but the aggregations and the groups blank, so that places stay what they are. */
function statisticsText(text: string, clauses: readonly Clause[]): string {
  let blank = text;
  for (const { name, start, end } of clauses) {
    if (name !== 'from' && name !== 'where') continue;
    const word = name.length;
    blank = blank.slice(0, start - word) + ' '.repeat(end - start + word) + blank.slice(end);
  }
  return blank;
}

const KEYWORD = /\b(from|where|by|groupby)\b(?=[\s([]|$)/iy;

/** The clauses, each without its word: words in quotes and brackets are none, nor is one that is a value. */
function clausesOf(text: string): readonly Clause[] {
  const found: { name: Clause['name']; start: number; end: number }[] = [
    { name: 'statistics', start: 0, end: text.length },
  ];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '"') at = Math.max(at, endOfQuotes(text, at) - 1);
    else if (char === '(' || char === '[') depth++;
    else if (char === ')' || char === ']') depth--;
    else if (depth === 0 && (at === 0 || /[\s)\]"`]/.test(text[at - 1] ?? ''))) {
      KEYWORD.lastIndex = at;
      const word = KEYWORD.exec(text)?.[1]?.toLowerCase();
      if (word === undefined || /[=<>]\s*$/.test(text.slice(Math.max(0, at - 20), at))) continue;
      const name = word === 'groupby' ? 'by' : (word as Clause['name']);
      const last = found.at(-1);
      if (last === undefined || found.some((each) => each.name === name)) continue;
      last.end = at;
      found.push({ name, start: at + word.length, end: text.length });
      at += word.length - 1;
    }
  }
  return found;
}

const DATA_MODEL = /^\s*datamodel\s*(?:[=:]\s*)?"?(\w+(?: +\w+)*)"?(?:\s*\.\s*"?(\w+)"?)?\s*/i;

/** `datamodel=Endpoint.Processes`; of one with several data sets `nodename=` in the search says which. */
function addSource(run: Run, command: CommandText, clause: Clause): void {
  const text = command.text.slice(clause.start, clause.end);
  const [matched = '', model, dataset] = DATA_MODEL.exec(text) ?? [];
  const node = /\bnodename\s*=\s*"?([\w.]+)"?/i.exec(command.text)?.[1];
  const name =
    model === undefined ? text.trim() : [model, dataset ?? node?.split('.').at(-1)].filter(Boolean).join('.');
  run.sources.add(name);
  run.fills = model !== undefined;
  addPredicate(run, from(name), OF_EVENT, command);
  const rest = text.slice(matched.length).trim();
  if (model !== undefined && rest !== '')
    report(
      run.lowering,
      'unsupported_clause',
      'what follows the data model is not understood',
      within(command.textStart, clause),
    );
}
