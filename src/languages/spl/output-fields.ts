/** The columns that a search shows in the end, and the fields they come from. */
import { fieldText } from '../../condition/field-path.ts';
import type { OutputField } from '../../rule/rule.ts';
import type { Run } from './run.ts';
import { EVENT, fieldsOf, reachOf } from './values.ts';
import type { Value } from './values.ts';

export function outputFieldsOf(run: Run): readonly OutputField[] {
  const origin = run.shownBy;
  if (origin === null) return [];
  return [...run.scope.columns]
    .filter(([, value]) => value.kind !== 'null')
    .map(([name, value]) => ({ name, source: sourceOf(run, name, value), origin }));
}

function sourceOf(run: Run, name: string, value: Value): string {
  const [path] = fieldsOf(value);
  if (path !== undefined && reachOf(value).has(EVENT)) return fieldText(path);
  const column =
    run.columnSources.get(name) ?? (path === undefined ? undefined : run.columnSources.get(path.native));
  return column ?? path?.native ?? name;
}
