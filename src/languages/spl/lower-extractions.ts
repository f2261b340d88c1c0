/** Commands that make columns of what stands in a text: rex, spath, fromjson, xmlkv and their like. */
import { argumentsOf, optionOf, setColumn, wordsOf } from './lower-columns.ts';
import { transformed } from './operators.ts';
import { allMatches } from './multivalue.ts';
import { lowerRegex } from './regex.ts';
import type { Regex } from './regex.ts';
import { commandSource } from './run.ts';
import type { Run } from './run.ts';
import { jsonKey, preferred, valueOf, withRest } from './scope.ts';
import type { CommandText } from './split-pipeline.ts';
import { mapValue, NULL, opaqueValue } from './values.ts';
import type { FieldValue, Value } from './values.ts';

/**
 * `rex field=a "(?<name>…)"`: what the groups of the first match hold.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Rex
 */
export function rexCommand(run: Run, command: CommandText): void {
  const args = argumentsOf(run, command);
  if (args === null) return;
  const name = /(?:^|\s)field\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"']+))/.exec(command.text);
  const field = name?.[1] ?? name?.[2] ?? name?.[3] ?? '_raw';
  const source = wordsOf(args).findLast(({ quoted }) => quoted)?.text ?? '';
  const value = valueOf(run.scope, field);
  const matches = Number(optionOf(args, 'max_match') ?? 1);
  if (optionOf(args, 'mode')?.toLowerCase() === 'sed') {
    setColumn(run, field, sedValue(value, source, commandSource(run, command)));
    return;
  }
  const regex = lowerRegex(source);
  const groups =
    regex?.groups ?? [...source.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map(([, group = '']) => group);
  for (const group of groups) {
    setColumn(
      run,
      group,
      extractedValue(run, value, matches, regex, group, field, commandSource(run, command)),
    );
  }
}

/** `s/regex/text/g`; what replaces the first match alone cannot be told from the rest. */
function sedValue(value: Value, script: string, text: string): Value {
  const [, , pattern, by] =
    /^\s*s([^\w\s\\])((?:\\[^]|(?!\1)[^\\])*)\1((?:\\[^]|(?!\1)[^\\])*)\1g\s*$/.exec(script) ?? [];
  const regex = pattern === undefined ? null : lowerRegex(pattern);
  if (regex === null || by === undefined) return opaqueValue('sed', text, [value]);
  const flags = regex.caseSensitive ? '' : '(?i)';
  return mapValue(value, (plain) => {
    if (plain.kind === 'null') return NULL;
    return plain.kind === 'field' && plain.path.match === 'path'
      ? transformed(plain, 'replace_regex', flags + regex.pattern, by)
      : opaqueValue('sed', text, [plain]);
  });
}

function extractedValue(
  run: Run,
  value: Value,
  matches: number,
  regex: Regex | null,
  group: string,
  field: string,
  text: string,
): Value {
  if (regex === null) return opaqueValue('unsupported_regex', text, [value]);
  const extracted = mapValue(value, (plain) => {
    if (plain.kind === 'null') return NULL;
    if (plain.kind !== 'field') return opaqueValue('extracted_fields', text, [plain]);
    if (plain.path.match !== 'path') return opaqueValue('raw_text', text, [plain]);
    return matches === 1 ? firstMatch(plain, regex, group) : allMatches(plain, regex, group);
  });
  // Where nothing matches, a column of that name keeps what it had.
  const known = group === field || run.scope.columns.has(group) || run.named.has(group);
  return known ? preferred(extracted, valueOf(run.scope, group)) : extracted;
}

function firstMatch(field: FieldValue, regex: Regex, group: string): FieldValue {
  const flags = regex.caseSensitive ? '' : '(?i)';
  return transformed(field, 'extract', flags + regex.pattern, group);
}

/** `spath input=a path=b output=c`: a value inside of a JSON text; without a path all of them. */
export function spathCommand(run: Run, command: CommandText): void {
  const args = argumentsOf(run, command);
  if (args === null) return;
  const words = wordsOf(args).map(({ text }) => text);
  const input = optionOf(args, 'input') ?? '_raw';
  const path = optionOf(args, 'path') ?? words[0] ?? null;
  const { scope } = run;
  if (path !== null) {
    const output = optionOf(args, 'output') ?? path;
    run.fills ||= input === '_raw';
    setColumn(run, output, input === '_raw' ? scope.rest(path) : insideOf(valueOf(scope, input), path));
    return;
  }
  if (input === '_raw') {
    run.fills = true;
    return;
  }
  const text = valueOf(scope, input);
  run.scope = withRest(scope, (name) => keysFirst(text, name, scope.rest(name)));
}

/** A key of the text, where it has it, else what the name stood for; names that begin with `_` are Splunk's own. */
function keysFirst(text: Value, name: string, before: Value): Value {
  return name.startsWith('_') ? before : preferred(insideOf(text, name), before);
}

function insideOf(text: Value, path: string): Value {
  return mapValue(text, (plain) => {
    if (plain.kind === 'null') return NULL;
    return plain.kind === 'field' && plain.path.match === 'path'
      ? { ...plain, path: jsonKey(plain.path, path) }
      : opaqueValue('extracted_fields', path, [plain]);
  });
}

/** `fromjson a`: the keys of a JSON object as fields. */
export function fromjsonCommand(run: Run, command: CommandText): void {
  const [word] = wordsOf(argumentsOf(run, command) ?? []);
  if (word === undefined) return;
  const { scope } = run;
  const text = valueOf(scope, word.text);
  run.scope = withRest(scope, (name) => keysFirst(text, name, scope.rest(name)));
}

/** xmlkv, extract, kv, multikv, …: fields of names that the text itself gives, beside the ones that the search has named already. */
export function extractingCommand(run: Run): void {
  const { scope } = run;
  const named = new Set(run.named);
  run.scope = withRest(scope, (name) =>
    named.has(name) || scope.isClosed ? scope.rest(name) : opaqueValue('extracted_fields', name),
  );
}
