/** Commands that make, rename, change or drop columns of each row. */
import { compare } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import { spanSeconds } from './durations.ts';
import { within } from './lowering.ts';
import { parseArguments, parseEval } from './parse.ts';
import type { Argument, Word } from './ast.ts';
import { allMatches } from './multivalue.ts';
import { transformed } from './operators.ts';
import { lowerRegex } from './regex.ts';
import { addOpaqueStage, addReady, commandSource, computedColumn, expressionsOf } from './run.ts';
import type { Run } from './run.ts';
import { closedScope, preferred, valueOf, wildcardName, withColumns, withRest } from './scope.ts';
import type { CommandText } from './split-pipeline.ts';
import { bounded, choiceOf } from './bounded-values.ts';
import { decided, literal, mapValue, NULL, opaqueValue, reachOf, truthOf } from './values.ts';
import type { Value } from './values.ts';

/** The arguments; null, reported, where they cannot be read. */
export function argumentsOf(run: Run, command: CommandText): readonly Argument[] | null {
  const parsed = parseArguments(command.text);
  if ('tree' in parsed) return parsed.tree;
  const { code, message } = parsed.failure;
  addOpaqueStage(run, command, code, message, within(command.textStart, parsed.failure));
  return null;
}

export function wordsOf(args: readonly Argument[]): readonly Word[] {
  return args.flatMap((each) => (each.kind === 'word' && each.text !== '' ? [each] : []));
}

export function optionOf(args: readonly Argument[], name: string): string | null {
  const found = args.find((each) => each.kind === 'option' && each.name === name);
  return found?.kind === 'option' ? found.value : null;
}

export function evalCommand(run: Run, command: CommandText): void {
  evalText(run, command, command.text);
}

/** `text`: the assignments, the command's own or ones that it stands for. */
export function evalText(run: Run, command: CommandText, text: string): void {
  const parsed = parseEval(text);
  const isOwn = text === command.text;
  if ('failure' in parsed) {
    const { code, message } = parsed.failure;
    addOpaqueStage(run, command, code, message, isOwn ? within(command.textStart, parsed.failure) : command);
    taint(run, 'unknown_column');
    return;
  }
  for (const { field, value: expression } of parsed.tree) {
    const written = isOwn ? null : { text, place: command };
    const setting = expressionsOf(run, command.textStart, written);
    setColumn(run, field, setting.lowerValue(expression));
  }
}

/** What is computed from an aggregation's columns becomes a column of it. */
export function setColumn(run: Run, name: string, value: Value): void {
  const own = bounded(value, name);
  const column = own.kind === 'opaque' ? computedColumn(run, name, own) : null;
  run.scope = withColumns(run.scope, [[name, column ?? own]]);
}

/** Whatever a name stood for, it may be something else now. */
export function taint(run: Run, reason: string, except: readonly string[] = []): void {
  const kept = [...run.scope.columns].filter(([name]) => except.includes(name));
  run.scope = { columns: new Map(kept), rest: (name) => opaqueValue(reason, name), isClosed: false };
}

// ---------------------------------------------------------------- names

/** `rename a as b, x.* as *`. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Rename */
export function renameCommand(run: Run, command: CommandText): void {
  const args = argumentsOf(run, command);
  if (args === null) return;
  const words = wordsOf(args);
  if (words.length === 0 || words.length % 3 !== 0) {
    addOpaqueStage(run, command, 'syntax_error', 'rename takes pairs of names with "as" between them');
    taint(run, 'unknown_column');
    return;
  }
  for (let at = 0; at + 2 < words.length; at += 3) {
    const [from, as, to] = [words[at], words[at + 1], words[at + 2]];
    if (from === undefined || to === undefined || as?.text.toLowerCase() !== 'as') {
      addOpaqueStage(run, command, 'syntax_error', 'rename takes pairs of names with "as" between them');
      return;
    }
    if (from.text.includes('*')) renameMany(run, from.text, to.text);
    else renameOne(run, from.text, to.text);
  }
}

function renameOne(run: Run, from: string, to: string): void {
  const { scope } = run;
  if (scope.isClosed && !scope.columns.has(from)) return;
  const columns = new Map<string, Value>();
  for (const [name, value] of scope.columns) if (name !== to) columns.set(name === from ? to : name, value);
  columns.set(to, valueOf(scope, from));
  if (!scope.isClosed && from !== to) columns.set(from, NULL);
  run.scope = { ...scope, columns };
  const source = run.columnSources.get(from);
  if (source !== undefined) run.columnSources.set(to, source);
}

/** Each may give a name two meanings. */
const MAX_WILDCARD_RENAMES = 4;

function renameMany(run: Run, from: string, to: string): void {
  const { scope } = run;
  const matched = wildcardName(from);
  const columns = new Map<string, Value>();
  for (const [name, value] of scope.columns) {
    const rest = matched(name);
    const renamed = rest === null ? name : to.replace('*', () => rest);
    columns.set(renamed, value);
    const source = run.columnSources.get(name);
    if (rest !== null && source !== undefined) run.columnSources.set(renamed, source);
  }
  run.scope = { ...scope, columns };
  if (scope.isClosed) return;
  if (++run.wildcardRenames > MAX_WILDCARD_RENAMES) {
    taint(run, 'too_large');
    return;
  }
  // Of an event both names may hold something: what the old one holds takes the place of the other.
  const unmatched = wildcardName(to);
  run.scope = withRest(run.scope, (name) => {
    const rest = unmatched(name);
    const before = scope.rest(name);
    return rest === null || matched(name) !== null
      ? before
      : preferred(
          valueOf(
            scope,
            from.replace('*', () => rest),
          ),
          before,
        );
  });
}

/** `fields a b`, `fields - a`, `table a b`. */
export function fieldsCommand(run: Run, command: CommandText): void {
  const args = argumentsOf(run, command);
  if (args === null) return;
  const words = wordsOf(args).map(({ text }) => text);
  const isRemoval = command.name === 'fields' && words[0] === '-';
  const patterns = (words[0] === '-' || words[0] === '+' ? words.slice(1) : words).map((word) =>
    /^[-+]\w/.test(word) && command.name === 'fields' ? word.slice(1) : word,
  );
  const removes = isRemoval || (command.name === 'fields' && /^\s*-/.test(command.text));
  if (removes) removeColumns(run, patterns);
  else keepColumns(run, command, patterns);
}

function removeColumns(run: Run, patterns: readonly string[]): void {
  const { scope } = run;
  const isGone = (name: string): boolean => patterns.some((each) => wildcardName(each)(name) !== null);
  run.scope = {
    ...scope,
    columns: new Map([...scope.columns].filter(([name]) => !isGone(name))),
    rest: (name) => (isGone(name) ? NULL : scope.rest(name)),
  };
}

function keepColumns(run: Run, command: CommandText, patterns: readonly string[]): void {
  const { scope } = run;
  addReady(run, { kind: 'project', fields: patterns, source: commandSource(run, command) });
  run.shownBy = command.name;
  const columns = new Map<string, Value>();
  let isClosed = true;
  for (const pattern of patterns) {
    if (!pattern.includes('*')) {
      columns.set(pattern, valueOf(scope, pattern));
      continue;
    }
    if (!scope.isClosed) isClosed = false;
    const matched = wildcardName(pattern);
    for (const [name, value] of scope.columns) if (matched(name) !== null) columns.set(name, value);
  }
  if (!isClosed) return;
  const internal = (name: string): Value => (name.startsWith('_') ? scope.rest(name) : missing(name));
  run.scope = { ...closedScope(columns), rest: internal };
}

/** No command before makes such a column. */
export function missing(name: string): Value {
  return opaqueValue('missing_column', name);
}

// ---------------------------------------------------------------- values

/** `fillnull value=x a b`; of all fields where none is named. */
export function fillnullCommand(run: Run, command: CommandText): void {
  const args = argumentsOf(run, command);
  if (args === null) return;
  const filler = literal(optionOf(args, 'value') ?? 0);
  const fill = (value: Value): Value => {
    if (value.kind === 'null' || (value.kind === 'opaque' && value.reason === 'missing_column'))
      return filler;
    if (value.kind === 'literal' || value.kind === 'opaque') return value;
    const present = truthOf(value, (plain) =>
      plain.kind === 'field'
        ? decided(compare(plain.path, 'exists'), plain.reach)
        : plain.kind === 'null'
          ? decided({ kind: 'never' }, reachOf(plain))
          : decided({ kind: 'always' }, reachOf(plain)),
    );
    return choiceOf(
      { kind: 'choice', branches: [{ when: present, value }], otherwise: filler },
      command.text.trim(),
    );
  };
  const names = wordsOf(args).map(({ text }) => text);
  const { scope } = run;
  if (names.length > 0) {
    run.scope = withColumns(
      scope,
      names.map((name): readonly [string, Value] => [name, fill(valueOf(scope, name))]),
    );
    return;
  }
  run.scope = {
    ...scope,
    columns: new Map([...scope.columns].map(([name, value]) => [name, fill(value)])),
    rest: scope.isClosed
      ? scope.rest
      : (name) => (name.startsWith('_') ? scope.rest(name) : fill(scope.rest(name))),
  };
}

export function mvexpandCommand(run: Run, command: CommandText): void {
  const [word] = wordsOf(argumentsOf(run, command) ?? []);
  if (word === undefined) return;
  const value = valueOf(run.scope, word.text);
  run.expands = true;
  const element = fieldPath('', { scope: 'element' });
  if (value.kind === 'field' && value.list === null)
    setColumn(run, word.text, { ...value, list: value.path, path: element });
  else if (value.kind === 'field' || value.kind === 'choice' || value.kind === 'several')
    setColumn(run, word.text, opaqueValue('expanded_field', word.text, [value]));
}

export function makemvCommand(run: Run, command: CommandText): void {
  const args = argumentsOf(run, command);
  const word = wordsOf(args ?? []).at(-1);
  if (args === null || word === undefined) return;
  const value = valueOf(run.scope, word.text);
  const separator = optionOf(args, 'delim') ?? ' ';
  const tokenizer = optionOf(args, 'tokenizer');
  const regex = tokenizer === null ? null : lowerRegex(tokenizer);
  const cut = mapValue(value, (plain) => {
    if (plain.kind === 'null') return NULL;
    if (plain.kind !== 'field' || (tokenizer !== null && regex === null))
      return opaqueValue('unsupported_function', command.text.trim(), [plain]);
    return regex === null ? transformed(plain, 'split', separator) : allMatches(plain, regex, 1);
  });
  setColumn(run, word.text, cut);
}

/** `bin _time span=5m`: the window of what groups by it. */
export function binCommand(run: Run, command: CommandText): void {
  const args = argumentsOf(run, command);
  if (args === null) return;
  const words = wordsOf(args).map(({ text }) => text);
  const [field = '_time', as, alias] = words;
  const target = as?.toLowerCase() === 'as' && alias !== undefined ? alias : field;
  const span = optionOf(args, 'span');
  if (span !== null) run.spans.set(target, spanText(span));
  const value = valueOf(run.scope, field);
  if (!isTime(field, value)) setColumn(run, target, opaqueValue('binned', target, [value]));
  else if (target !== field) setColumn(run, target, value);
}

/** The event's time, under whatever name. */
export function isTime(name: string, value: Value): boolean {
  if (name === '_time') return true;
  return value.kind === 'field' && value.path.native === '_time' && value.path.transforms.length === 0;
}

function spanText(span: string): number {
  return spanSeconds(span) ?? 0;
}

/** `convert ctime(a)`: times and numbers written otherwise. */
export function convertCommand(run: Run, command: CommandText): void {
  for (const [, name = '', written = '', alias] of command.text.matchAll(
    /(?<!\w)(\w+)\s*\(([^()]*)\)(?:\s+as\s+"?([\w.]+)"?)?/gi,
  )) {
    const field = written.trim().replace(/^"|"$/g, '').trim();
    const value = valueOf(run.scope, field);
    if (field.includes('*')) continue;
    if (run.scope.isClosed && !run.scope.columns.has(field)) continue;
    const target = alias ?? field;
    if (/^(auto|num|none)$/i.test(name)) setColumn(run, target, value);
    // What is shown of a column of the group is no other column of it.
    else run.scope = withColumns(run.scope, [[target, opaqueValue('time', `${name}(${field})`, [value])]]);
  }
}

/** `iplocation a`: where an address is, from a table of addresses. */
export const IPLOCATION_FIELDS = ['City', 'Country', 'Region', 'lat', 'lon'] as const;

/** `strcat a b c`, `rangemap`, …: the columns that are changed. */
export function changedColumns(run: Run, command: CommandText): void {
  const names = wordsOf(argumentsOf(run, command) ?? [])
    .map(({ text }) => text)
    .slice(-1);
  if (names.length === 0) taint(run, 'unknown_column');
  for (const name of names)
    setColumn(run, name, opaqueValue('unsupported_function', name, [valueOf(run.scope, name)]));
}

/**
 * `replace a with b, c with d in x`: the values of x that are a become b, then those that are c become d.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Replace
 */
export function replaceCommand(run: Run, command: CommandText): void {
  const words = wordsOf(argumentsOf(run, command) ?? []).map(({ text }) => text);
  const at = words.findIndex((word) => word.toLowerCase() === 'in');
  if (at < 0) {
    taint(run, 'unknown_column');
    return;
  }
  const pairs = words.slice(0, at);
  const isPlain =
    pairs.length % 3 === 0 && pairs.every((word, place) => (place % 3 === 1) === /^with$/i.test(word));
  for (const name of words.slice(at + 1)) {
    const value = valueOf(run.scope, name);
    const changed =
      isPlain && pairs.every((word) => !word.includes('*'))
        ? withReplacements(value, pairs)
        : opaqueValue('unsupported_function', command.text.trim(), [value]);
    setColumn(run, name, changed);
  }
}

function withReplacements(value: Value, pairs: readonly string[]): Value {
  let changed = value;
  for (let at = 0; at + 2 < pairs.length; at += 3) {
    const [from = '', , to = ''] = pairs.slice(at, at + 3);
    changed = mapValue(changed, (plain): Value => {
      if (plain.kind === 'literal') return String(plain.value) === from ? literal(to) : plain;
      if (plain.kind !== 'field') return plain;
      const when = decided(compare(plain.path, 'eq', [from]), plain.reach);
      return { kind: 'choice', branches: [{ when, value: literal(to) }], otherwise: plain };
    });
  }
  return changed;
}
