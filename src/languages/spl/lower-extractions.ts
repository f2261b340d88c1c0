/** Commands that make columns of what stands in a text: rex, spath, fromjson, xmlkv and their like. */
import { argumentsOf, optionOf, setColumn, wordsOf } from './lower-columns.ts';
import { transformed } from './operators.ts';
import { lowerRegex } from './regex.ts';
import { commandSource } from './run.ts';
import type { Run } from './run.ts';
import { jsonKey, preferred, valueOf, withRest } from './scope.ts';
import type { CommandText } from './split-pipeline.ts';
import { opaqueValue } from './values.ts';
import type { Value } from './values.ts';

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
    setColumn(run, field, opaqueValue('sed', command.text, [value]));
    return;
  }
  const regex = lowerRegex(source);
  const groups =
    regex?.groups ?? [...source.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map(([, group = '']) => group);
  for (const group of groups) {
    const reason = regex === null ? 'unsupported_regex' : matches === 1 ? null : 'multiple_matches';
    setColumn(
      run,
      group,
      extractedValue(run, value, reason, regex, group, field, commandSource(run, command)),
    );
  }
}

function extractedValue(
  run: Run,
  value: Value,
  reason: string | null,
  regex: ReturnType<typeof lowerRegex>,
  group: string,
  field: string,
  text: string,
): Value {
  if (reason !== null || regex === null) return opaqueValue(reason ?? 'unsupported_regex', text, [value]);
  if (value.kind !== 'field') return opaqueValue('extracted_fields', text, [value]);
  if (value.path.match === 'glob') return opaqueValue('raw_text', text, [value]);
  const flags = regex.caseSensitive ? '' : '(?i)';
  const extracted = transformed(value, 'extract', flags + regex.pattern, group);
  // Where nothing matches, a column of that name keeps what it had.
  const known = group === field || run.scope.columns.has(group) || run.named.has(group);
  return known ? preferred(extracted, valueOf(run.scope, group)) : extracted;
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
    setColumn(run, output, input === '_raw' ? scope.rest(path) : insideOf(valueOf(scope, input), path));
    return;
  }
  if (input === '_raw') return;
  const text = valueOf(scope, input);
  run.scope = withRest(scope, (name) => preferred(insideOf(text, name), scope.rest(name)));
}

function insideOf(text: Value, path: string): Value {
  return text.kind === 'field' && text.path.match === 'path'
    ? { ...text, path: jsonKey(text.path, path) }
    : opaqueValue('extracted_fields', path, [text]);
}

/** `fromjson a`: the keys of a JSON object as fields. */
export function fromjsonCommand(run: Run, command: CommandText): void {
  const [word] = wordsOf(argumentsOf(run, command) ?? []);
  if (word === undefined) return;
  const { scope } = run;
  const text = valueOf(scope, word.text);
  run.scope = withRest(scope, (name) => preferred(insideOf(text, name), scope.rest(name)));
}

/** xmlkv, extract, kv, multikv, …: fields of names that the text itself gives, beside the ones that the search has named already. */
export function extractingCommand(run: Run): void {
  const { scope } = run;
  const named = new Set(run.named);
  run.scope = withRest(scope, (name) =>
    named.has(name) || scope.isClosed ? scope.rest(name) : opaqueValue('extracted_fields', name),
  );
}
