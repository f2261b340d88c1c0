/** Stages that are kept as text only. */
import type { Place } from './ast.ts';
import { spanOf, textAt } from './findings.ts';
import type { Branch, Env } from './model.ts';
import { withStage } from './relation.ts';

export function opaqueStage(env: Env, place: Place, reason: string, message: string, isLimit = false) {
  return {
    kind: 'opaque',
    reason,
    message,
    source: textAt(env, place),
    span: spanOf(env, place),
    isLimit,
  } as const;
}

/** After an operator that we do not know, nothing is known of its columns. `showsOnly`: it is no logic where nothing comes after it. */
export function unknownRows(
  env: Env,
  branch: Branch,
  place: Place,
  reason: string,
  message: string,
  showsOnly = false,
): Branch {
  const stage = opaqueStage(env, place, reason, message, showsOnly);
  return { ...withStage(branch, stage), row: { columns: new Map(), others: { reason, message } } };
}
