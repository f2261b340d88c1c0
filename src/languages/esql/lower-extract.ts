/** GROK and DISSECT: columns cut out of a text. */
import type { Dissect, Grok } from './ast.ts';
import { dissectRegex } from './dissect.ts';
import type { Extraction } from './dissect.ts';
import { grokRegex } from './grok.ts';
import { definition } from './definition.ts';
import { evaluate } from './lower-expression.ts';
import { textOf } from './rows.ts';
import type { Lowering } from './rows.ts';
import { fieldsOf, mapValue, transformed, unsaid } from './value.ts';
import type { Value } from './value.ts';

export function lowerDissect(lowering: Lowering, command: Dissect): void {
  const pattern = String(command.pattern.value);
  const extraction = command.separator === null ? dissectRegex(pattern) : null;
  addColumns(
    lowering,
    command,
    extraction,
    namesIn(pattern, /%\{[?+*&]?([^}/>-][^}/>]*?)(?:->)?(?:\/\d+)?\}/g),
  );
}

/** Of several patterns the first that fits fills the columns. */
export function lowerGrok(lowering: Lowering, command: Grok): void {
  const [first, ...rest] = command.patterns.map(({ value }) => String(value));
  const extraction = first === undefined || rest.length > 0 ? null : grokRegex(first);
  const names = [first ?? '', ...rest].flatMap((pattern) => [
    ...namesIn(pattern, /%\{[^}:]+:([^}:]+)(?::[^}]*)?\}/g),
    ...namesIn(pattern, /\(\?<([^>=!]+)>/g),
  ]);
  addColumns(lowering, command, extraction, names);
}

function namesIn(pattern: string, names: RegExp): readonly string[] {
  return [...pattern.matchAll(names)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/** A text that the pattern does not fit leaves all its columns null. */
function addColumns(
  lowering: Lowering,
  command: Dissect | Grok,
  extraction: Extraction | null,
  names: readonly string[],
): void {
  const source = evaluate(lowering, command.source);
  const from = definition(lowering, command.source);
  const column = (name: string, group: number | null): void => {
    const text = `${textOf(lowering, command)} of ${from}`.replace(/\s+/g, ' ');
    lowering.columns.set(name, {
      value: extracted(source, extraction, group),
      text: `${name} from ${text}`,
      computed: [],
    });
  };
  const known = new Map(extraction?.groups.map(({ name, index }) => [name, index]));
  for (const name of new Set([...known.keys(), ...names])) column(name, known.get(name) ?? null);
}

function extracted(source: Value, extraction: Extraction | null, group: number | null): Value {
  return mapValue(source, (each) => {
    if (each.kind === 'unsaid' || (each.kind === 'literal' && each.value === null)) return each;
    if (each.kind !== 'field' || extraction === null || group === null) {
      return unsaid('unsupported_extraction', 'this pattern cannot be expressed', fieldsOf(each));
    }
    return transformed(each, 'extract', extraction.regex, group);
  });
}
