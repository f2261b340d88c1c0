/** What a join compares: a field, or what each row computes; of a table of several parts what each of them has under one name. */
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { ColumnCase } from '../../rule/stage.ts';
import { casesOf } from './column-cases.ts';
import { evaluate } from './evaluate.ts';
import type { Branch, Env, FieldValue, Relation } from './model.ts';
import { absoluteField } from './relation.ts';

export interface JoinKey {
  /** Of a key that is computed its name only. */
  readonly field: FieldPath;
  readonly cases?: readonly ColumnCase[];
}

/** Null: it is computed in a way that cannot be said. */
export function keyOfBranch(env: Env, branch: Branch, name: string): JoinKey | null {
  const value = evaluate(
    { ...env, row: branch.row, scope: { ...env.scope, names: new Map(), outer: null } },
    { kind: 'name', name, start: 0, end: 0 },
  );
  if (value.kind === 'field') {
    const field = absoluteField(branch, value.field, value.scopes);
    return { field: groupKey(branch, value) ?? field };
  }
  const cases = casesOf(branch, value);
  return cases === null ? null : { field: fieldPath(name, { segments: [name] }), cases };
}

/** A key that a group has only by its name (`TimeBin = bin(Timestamp, 5m)`) is what the group goes by. */
function groupKey({ stages }: Branch, { field, scopes }: FieldValue): FieldPath | undefined {
  const group = stages
    .filter((stage) => stage.kind === 'aggregate')
    .find(({ scope }) => scopes.includes(scope));
  if (group?.columns.some(({ name }) => name === field.native) !== false) return undefined;
  return group.moments.get(field.native) ?? group.by[group.keys.indexOf(field.native)];
}

/** `isOfEach`: the parts of the table take that name from fields of their own. */
export function keyOfTable(
  env: Env,
  { branches }: Relation,
  name: string,
): (JoinKey & { readonly isOfEach: boolean }) | null {
  const keys = branches.map((branch) => keyOfBranch(env, branch, name));
  const [first, ...others] = keys;
  if (first === undefined || first === null || keys.includes(null)) return null;
  const text = JSON.stringify(first);
  if (others.every((each) => JSON.stringify(each) === text)) return { ...first, isOfEach: false };
  const isPlain = keys.every((key) => key?.cases === undefined && key?.field.scope === 'event');
  return isPlain ? { field: fieldPath(name, { segments: [name] }), isOfEach: true } : null;
}
