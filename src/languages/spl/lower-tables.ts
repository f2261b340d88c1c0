/** Commands that read what is no event: look-up tables, locations of addresses; and data models as a whole. */
import { compare, from } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { argumentsOf, IPLOCATION_FIELDS, optionOf, wordsOf } from './lower-columns.ts';
import { addSearch } from './lower-filters.ts';
import { addPredicate } from './predicates.ts';
import { addDraft, addOpaqueStage, columnValue, commandSource, computedKeys, pathOf } from './run.ts';
import type { ComputedKey, Run } from './run.ts';
import { valueOf, withColumns, withRest } from './scope.ts';
import type { CommandText } from './split-pipeline.ts';
import { OF_EVENT } from './values.ts';
import type { Value } from './values.ts';

interface Renamed {
  readonly name: string;
  readonly as: string;
}

/**
 * `lookup table a as b OUTPUT c as d`. Without OUTPUT every other column of the table comes in: names that the search has not used before are
 * taken for those. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Lookup
 */
export function lookupCommand(run: Run, command: CommandText): void {
  const args = argumentsOf(run, command);
  if (args === null) return;
  const [table, ...words] = wordsOf(args).map(({ text }) => text);
  const at = words.findIndex((word) => /^output(new)?$/i.test(word));
  const inputs = renamedNames(at < 0 ? words : words.slice(0, at));
  const outputs = at < 0 ? [] : renamedNames(words.slice(at + 1));
  if (table === undefined || inputs.length === 0) {
    addOpaqueStage(run, command, 'syntax_error', 'a lookup needs a table and a field');
    return;
  }
  addLookup(
    run,
    command,
    table,
    keysOf(run, command, inputs),
    outputs.map(({ as }) => as),
    at < 0,
  );
}

interface Keys {
  readonly on: Pairs;
  readonly computedKeys: readonly ComputedKey[];
  readonly constants: readonly Condition[];
}

function keysOf(run: Run, command: CommandText, inputs: readonly Renamed[]): Keys {
  const pairs = inputs.map(({ name, as }) => ({ name, as, value: valueOf(run.scope, as) }));
  // The last one stays: a lookup has a key.
  const isConstant = ({ value }: (typeof pairs)[number]): boolean =>
    value.kind === 'literal' && pairs.some((each) => each.value.kind !== 'literal');
  const keys = pairs.filter((pair) => !isConstant(pair));
  return {
    on: keys.map(({ name, as, value }) => ({ left: pathOf(value, as), right: fieldPath(name) })),
    computedKeys: computedKeys(
      run,
      keys.map(({ as }) => as),
      command,
    ),
    constants: pairs
      .filter(isConstant)
      .flatMap(({ name, value }) =>
        value.kind === 'literal' ? [compare(fieldPath(name), 'eq', [value.value])] : [],
      ),
  };
}

function renamedNames(words: readonly string[]): readonly Renamed[] {
  const found: Renamed[] = [];
  for (let at = 0; at < words.length; at++) {
    const name = words[at] ?? '';
    const alias = words[at + 2];
    const isRenamed = words[at + 1]?.toLowerCase() === 'as' && alias !== undefined;
    found.push({ name, as: isRenamed ? alias : name });
    if (isRenamed) at += 2;
  }
  return found;
}

type Pairs = readonly { readonly left: FieldPath; readonly right: FieldPath }[];

function addLookup(
  run: Run,
  command: CommandText,
  table: string,
  keys: Keys,
  fields: readonly string[],
  allFields: boolean,
): void {
  const source = commandSource(run, command);
  const number = addDraft(run, {
    kind: 'lookup',
    source,
    table,
    ...keys,
    fields: allFields ? ['*'] : fields,
    conditions: [],
    isAnti: false,
    isNewTerms: false,
  });
  const before = run.scope;
  run.scope = withColumns(
    before,
    fields.map((name): readonly [string, Value] => [name, columnValue(name, number)]),
  );
  if (!allFields) return;
  const named = new Set(run.named);
  run.scope = withRest(run.scope, (name) =>
    named.has(name) && !before.isClosed ? before.rest(name) : columnValue(name, number),
  );
}

export function iplocationCommand(run: Run, command: CommandText): void {
  const args = argumentsOf(run, command);
  const word = wordsOf(args ?? []).at(-1);
  if (args === null || word === undefined) return;
  const prefix = optionOf(args, 'prefix') ?? '';
  addLookup(
    run,
    command,
    'iplocation',
    keysOf(run, command, [{ name: 'ip', as: word.text }]),
    IPLOCATION_FIELDS.map((name) => prefix + name),
    false,
  );
}

/** `inputlookup table where …`: the rows of a table in place of events; with `append` behind the ones that there are. */
export function inputlookupCommand(run: Run, command: CommandText, isFirst: boolean): void {
  const where = /\bwhere\b/i.exec(command.text);
  const head = where === null ? command.text : command.text.slice(0, where.index);
  const args = argumentsOf(run, { ...command, text: head });
  if (args === null) return;
  const table = wordsOf(args).at(-1)?.text ?? '';
  const appends = /^t/i.test(optionOf(args, 'append') ?? '');
  if (!isFirst || appends) {
    addOpaqueStage(run, command, 'appended_rows', 'rows of a table that are added are not followed');
    return;
  }
  addSource(run, `inputlookup ${table}`, command);
  if (where !== null) {
    run.ofEvents = false;
    addSearch(run, { start: command.textStart + where.index + where[0].length, end: command.end });
  }
  run.ofEvents = false;
}

/** `from datamodel:Risk.All_Risk`, `datamodel Risk All_Risk search`. */
export function fromCommand(run: Run, command: CommandText): void {
  const text = command.text
    .replace(/^\s*datamodel\s*[:=]?/i, '')
    .replaceAll('"', '')
    .trim();
  const isModel = command.name === 'datamodel' || /^\s*datamodel/i.test(command.text);
  const [model = '', dataset] = command.name === 'datamodel' ? text.split(/\s+/) : [text];
  const name = dataset === undefined || dataset === 'search' ? model : `${model}.${dataset}`;
  run.fills ||= isModel;
  addSource(run, isModel ? name.trim() : `${command.name} ${command.text.trim()}`, command);
}

/** Commands that make rows of what is no data of the log sources: `makeresults`, `rest`, `metadata`, … */
export function generatingCommand(run: Run, command: CommandText): void {
  addSource(run, `${command.name} ${command.text.trim()}`.trim(), command);
  run.ofEvents = false;
}

function addSource(run: Run, name: string, command: CommandText): void {
  run.sources.add(name);
  addPredicate(run, from(name), OF_EVENT, command);
}
