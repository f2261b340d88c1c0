/** What a query shows: the columns of its last KEEP or STATS, each with the expression that it comes from. */
import type { OutputField } from '../../rule/rule.ts';
import type { NamePattern, Projection } from './ast.ts';
import { textOf } from './rows.ts';
import type { Column, Lowering } from './rows.ts';

export function lowerProjection(lowering: Lowering, projection: Projection): void {
  const { kind, fields } = projection;
  if (kind === 'drop') {
    for (const name of fields.flatMap((pattern) => ownNames(lowering, pattern)))
      lowering.columns.delete(name);
    lowering.outputs = lowering.outputs.filter(({ name }) => !fields.some((pattern) => fits(pattern, name)));
    return;
  }
  const outputs = fields.flatMap((pattern) => outputsOf(lowering, pattern));
  lowering.outputs = outputs.filter(({ name }) => !/^_[a-z]+$/.test(name));
  lowering.projection = {
    kind: 'project',
    fields: fields.map(({ name }) => name),
    source: textOf(lowering, projection),
  };
}

/** The columns of an aggregation are what is shown, until a KEEP chooses among them. */
export function showColumns(lowering: Lowering, names: readonly string[]): void {
  lowering.outputs = names.map((name) => output(name, lowering.columns.get(name)));
  lowering.projection = null;
}

function output(name: string, column: Column | undefined): OutputField {
  const { text = null, value } = column ?? {};
  const field = value?.kind === 'field' && value.path.transforms.length === 0 ? value.path.native : name;
  return { name, source: text ?? field, origin: 'keep' };
}

function outputsOf(lowering: Lowering, pattern: NamePattern): readonly OutputField[] {
  if (!pattern.wild) return [output(pattern.name, lowering.columns.get(pattern.name))];
  const own = ownNames(lowering, pattern).map((name) => output(name, lowering.columns.get(name)));
  // Fields of the event fit as well, which the query does not list.
  return lowering.names === 'closed' ? own : [...own, output(pattern.name, undefined)];
}

function ownNames({ columns }: Lowering, pattern: NamePattern): readonly string[] {
  return pattern.wild ? [...columns.keys()].filter((name) => fits(pattern, name)) : [pattern.name];
}

function fits({ name: pattern, wild }: NamePattern, name: string): boolean {
  if (!wild) return pattern === name;
  const [first = '', ...rest] = pattern.split('*');
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    const found = index === rest.length - 1 ? name.length - part.length : name.indexOf(part, at);
    if (found < at || !name.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return rest.length > 0 || at === name.length;
}
