/** What cannot be expressed stays in its place, as text, and is reported. */
import type { Expression, Place } from './ast.ts';
import type { FieldRef, Formula } from './formula.ts';
import { opaqueLeaf } from './leaves.ts';
import type { Resolving } from './resolve.ts';
import { fieldRef, namesIn, report, textOf } from './scope.ts';
import type { Scope } from './scope.ts';
import type { Unknown } from './value.ts';

/** Kept as text, with the fields that it names. */
export function opaqueOf(at: Place | Expression, problem: Unknown, { scope }: Resolving): Formula {
  const span = report(scope, at, problem.code, problem.message);
  const named = 'kind' in at ? namesIn(at) : [];
  const refs = [
    ...problem.refs,
    ...named.flatMap((name) => (name.kind === 'field' ? [fieldRef(name)] : [])),
    ...named.flatMap((name) => (name.kind === 'variable' ? boundRefs(scope, name.name) : [])),
  ];
  const unique = [...new Map(refs.map((ref) => [`${ref.variable} ${ref.native}`, ref])).values()];
  const variables = [...new Set(unique.map(({ variable }) => variable))];
  return opaqueLeaf(textOf(scope, at), problem.code, at, unique, variables, span);
}

function boundRefs(scope: Scope, name: string): readonly FieldRef[] {
  return (scope.placeholders.get(name) ?? [])
    .flatMap(({ value }) => namesIn(value))
    .flatMap((each) => (each.kind === 'field' ? [fieldRef(each)] : []));
}
